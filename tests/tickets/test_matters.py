"""Two matters in one text: noticed when sure, never in a text about one thing."""

import csv
from pathlib import Path

import pytest

from tests.support.catalogues import kalsel
from tickets.matters import Matters, announces, two_matters

COMPLAINTS = Path(__file__).parents[1] / "data" / "complaints.csv"


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "Jalan rusak di Rantau, sekalian bansos ulun balum cair",
            "Jalan rusak di Rantau",
            "bansos ulun balum cair",
        ),
        (
            "Lampu jalan mati, selain itu sampah menumpuk di pasar",
            "Lampu jalan mati",
            "sampah menumpuk di pasar",
        ),
        ("Jalan rusak dan satu lagi guru SMA 2 jarang masuk", "Jalan rusak", "guru SMA 2 jarang masuk"),
        ("Antrean RSUD lama. Juga jalan ke sana rusak parah", "Antrean RSUD lama", "jalan ke sana rusak parah"),
        ("Lampu jalan mati\nsaya mau lapor pungli di kantor camat", "Lampu jalan mati", "pungli di kantor camat"),
        ("Lampu jalan mati\nsaya mau lapor jalan berlubang", "Lampu jalan mati", "jalan berlubang"),
        ("Jalan rusak. Kami juga ingin melaporkan bansos belum cair", "Jalan rusak", "bansos belum cair"),
        ("Jalan rusak\nulun handak malaporakan bansos balum cair", "Jalan rusak", "bansos balum cair"),
    ],
)
def test_two_matters_for_two_agencies_are_told_apart(text: str, first: str, second: str) -> None:
    assert two_matters(text, kalsel()) == Matters(first, second)


@pytest.mark.parametrize(
    "text",
    [
        "jalan berlubang sekalian jembatan retak",
        "jalan rusak dan berlubang, selain itu gelap kalau malam",
        "Jalan rusak, sekalian mohon diperbaiki secepatnya",
        "sekalian",
        "Selamat pagi admin. Saya mau melaporkan jalan rusak",
        "Lampu jalan mati tiga hari. Saya mau lapor ke PLN tetapi tidak dilayani",
        "Bansos belum cair.\nSaya ingin melaporkan hal ini karena jalan ke kantor dinas sosial jauh",
        "Jalan rusak parah\nsaya mau lapor jalan rusak parah",
        "Lampu jalan mati. Saya mau lapor jalan jadi gelap dan berlubang",
        "Bansos belum cair, tetangga juga belum",
        "",
    ],
)
def test_one_matter_stays_one(text: str) -> None:
    assert two_matters(text, kalsel()) is None


def test_no_example_complaint_is_taken_for_two() -> None:
    with COMPLAINTS.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    assert [text for text in texts if two_matters(text, kalsel())] == []


@pytest.mark.parametrize(
    ("text", "begins_anew"),
    [
        ("saya mau lapor jalan rusak parah di Rantau", True),
        ("Min, ulun handak malaporakan lampu jalan mati", True),
        ("mau lapor", False),
        ("saya mau lapor ke puskesmas", False),
        ("mau lapor di depan rumah saya", False),
        ("depan pasar Rantau", False),
        ("jalan rusak, saya mau lapor jalan rusak", False),
    ],
)
def test_who_begins_to_report_answers_no_other_question(text: str, begins_anew: bool) -> None:
    assert announces(text, kalsel()) is begins_anew
