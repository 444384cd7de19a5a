"""What sounds like an addition to an open case is asked about; a new matter is not."""

from dataclasses import replace

import pytest

from tests.support.catalogues import kalsel, kalsel_places
from tests.tickets.test_ticket import TICKET
from tickets.additions import belongs_to
from tickets.dialogue import Attachment, MediaKind
from tickets.evidence import MAX_BYTES, fits, sifted

ROAD = replace(TICKET, id=1, text="Jalan berlubang di Mataraman", address="depan pasar Mataraman", region="63.03")
WASTE = replace(TICKET, id=2, text="Sampah menumpuk di Rantau", category="lingkungan", agency="DLH", region="63.05")


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("masih belum ada yang datang", (ROAD, WASTE)),
        ("lubangnya makin besar", (ROAD,)),
        ("tambahan: sampahnya juga dibakar orang tiap malam sampai asapnya masuk rumah", (WASTE, ROAD)),
        ("jalan di Mataraman tambah rusak", (ROAD,)),
    ],
)
def test_what_may_belong_to_a_case(text: str, cases: tuple[object, ...]) -> None:
    assert belongs_to(text, (ROAD, WASTE), kalsel(), kalsel_places()) == cases


@pytest.mark.parametrize(
    "text",
    [
        "Guru SMA 2 jarang masuk",
        "jalan di Kandangan rusak",
        "jalan rusak di banjar",
        "Jalan provinsi berlubang dalam, tadi pagi ada ibu jatuh dari motor",
        "Jembatan di Rantau retak parah",
        "",
    ],
)
def test_what_is_a_new_matter(text: str) -> None:
    assert belongs_to(text, (ROAD, WASTE), kalsel(), kalsel_places()) == ()


def test_without_open_cases_nothing_is_an_addition() -> None:
    assert belongs_to("tambahan info", (), kalsel(), kalsel_places()) == ()


def test_a_file_of_twenty_megabytes_fits_and_one_byte_more_does_not() -> None:
    fitting = Attachment(MediaKind.VIDEO, "f", "u", size=MAX_BYTES)
    too_big = replace(fitting, size=MAX_BYTES + 1)
    assert fits(fitting)
    assert fits(replace(fitting, size=0)), "a size that the channel does not tell"
    assert sifted((too_big, fitting)) == (fitting,)
