"""Files as they leave: a picture tells nothing but itself, and nothing passes for what it is not."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.cleaning import Clean, Unfit, cleaned

CAMERA, PLACE, ORIENTATION = 0x0110, 0x8825, 0x0112
TURNED = 6
"""The camera was held upright: to be turned by a quarter."""
SECRET = b"Kamera Bu Sari"


def picture(form: str = "JPEG", *, size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture with everything that a camera writes into it."""
    exif = Image.Exif()
    exif[CAMERA] = SECRET.decode()
    exif[ORIENTATION] = TURNED
    exif.get_ifd(PLACE)[2] = (3.0, 26.0, 31.5)
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, form, exif=exif)
    return out.getvalue()


def packed(*names: str) -> bytes:
    """An archive of files with these names."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "isi")
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "name", "as_name"),
    [
        ("JPEG", "IMG_2.jpg", "IMG_2.jpg"),
        ("JPEG", "foto.JPEG", "foto.jpg"),
        ("PNG", "layar.png", "layar.png"),
        ("WEBP", "w.webp", "w.webp"),
        ("TIFF", "pindai.tiff", "pindai.png"),
        ("JPEG", "tanpa akhiran", "tanpa_akhiran.jpg"),
        ("JPEG", "KTP 6372014506900003.jpg", f"KTP_{'x' * 16}.jpg"),
    ],
)
def test_a_picture_loses_place_and_camera_and_stands_upright(form: str, name: str, as_name: str) -> None:
    before = picture(form)
    assert SECRET in before
    after = cleaned(name, before)
    assert isinstance(after, Clean)
    assert after.name == as_name
    assert SECRET not in after.data
    with Image.open(BytesIO(after.data)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (20, 40)
        red, green, blue = image.convert("RGB").getpixel((10, 10))  # type: ignore[misc]
        assert red > 240
        assert max(green, blue) < 20


def test_what_hides_behind_a_picture_is_gone() -> None:
    after = cleaned("foto.jpg", picture() + b"MZ\x90\x00 program")
    assert isinstance(after, Clean)
    assert b"program" not in after.data


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("surat.pdf", b"MZ\x90\x00", Unfit.PROGRAM),
        ("surat.pdf", b"\x7fELF\x02", Unfit.PROGRAM),
        ("foto.jpg", b"#!/bin/sh\nrm", Unfit.PROGRAM),
        ("surat.docx", packed("AndroidManifest.xml", "classes.dex"), Unfit.PROGRAM),
        ("surat.txt", b"\xef\xbb\xbf <HTML><script>", Unfit.PROGRAM),
        ("gambar.png", b"<svg onload=x>", Unfit.PROGRAM),
        ("foto.jpg", b"bukan gambar", Unfit.MISMATCH),
        ("surat.pdf", picture(), Unfit.MISMATCH),
        ("surat.pdf", b"PK\x03\x04", Unfit.MISMATCH),
        ("surat.docx", b"%PDF-1.4", Unfit.MISMATCH),
        ("surat.doc", b"halo", Unfit.MISMATCH),
        ("surat.txt", b"a\x00b", Unfit.MISMATCH),
        ("IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic", Unfit.UNCLEANABLE),
        ("IMG_1.jpg", b"\x00\x00\x00\x18ftypheic", Unfit.UNCLEANABLE),
        ("foto.jpg", picture()[:200], Unfit.BROKEN),
    ],
)
def test_what_is_not_what_it_says_is_held_back(name: str, data: bytes, why: Unfit) -> None:
    assert cleaned(name, data) is why


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("surat.pdf", b"%PDF-1.4 isi"),
        ("surat.docx", packed("word/document.xml")),
        ("surat.odt", packed("content.xml", "META-INF/manifest.xml")),
        ("lama.doc", b"\xd0\xcf\x11\xe0"),
        ("catatan.txt", b"jalan rusak"),
        ("rekaman.amr", b"#!AMR"[2:]),
    ],
)
def test_documents_pass_as_they_are(name: str, data: bytes) -> None:
    assert cleaned(name, data) == Clean(name, data)


@pytest.mark.parametrize(
    ("name", "as_name"),
    [("", "berkas"), ("../../etc/passwd", "etc_passwd"), ("surat\u202efdp.exe", "surat_fdp.exe"), ("é", "berkas")],
)
def test_a_name_tells_nothing_by_tricks(name: str, as_name: str) -> None:
    assert cleaned(name, b"isi") == Clean(as_name, b"isi")


def test_a_picture_made_to_fill_the_memory_is_held_back() -> None:
    out = BytesIO()
    Image.new("1", (10_000, 9_000)).save(out, "PNG")
    assert cleaned("besar.png", out.getvalue()) is Unfit.BROKEN


@given(st.binary(max_size=200), st.sampled_from(["a.jpg", "b.png", "c.pdf", "d", "e.webp", "f.tif", "g.docx"]))
def test_any_bytes_at_all_are_decided_about(data: bytes, name: str) -> None:
    for head in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"RIFF\x00\x00\x00\x00WEBP", b"GIF89a"):
        assert isinstance(cleaned(name, head + data), Clean | Unfit)
