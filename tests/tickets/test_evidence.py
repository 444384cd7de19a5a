"""Files as evidence: what their names tell, and what they do not."""

import pytest

from tickets.dialogue import Attachment, MediaKind
from tickets.evidence import nameless


def a_file(name: str) -> Attachment:
    return Attachment(MediaKind.DOCUMENT, "id", "unique", name=name)


@pytest.mark.parametrize(
    ("name", "as_name"),
    [
        ("Eka Putri Lestari KTP.pdf", "lampiran.pdf"),
        ("Eka.JPEG", "lampiran.jpeg"),
        ("Surat Eka.Lestari", "lampiran"),
        ("Eka", "lampiran"),
        ("", "lampiran"),
    ],
)
def test_a_nameless_file_keeps_nothing_but_its_kind(name: str, as_name: str) -> None:
    assert [file.name for file in nameless((a_file(name),), "lampiran")] == [as_name]


def test_several_are_numbered() -> None:
    several = nameless((a_file("Eka.pdf"), a_file("Eka 2.docx")), "lampiran")
    assert [file.name for file in several] == ["lampiran-1.pdf", "lampiran-2.docx"]
    assert nameless((), "lampiran") == ()
