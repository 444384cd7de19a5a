"""Files on their way out: what a picture tells besides itself is taken out, and what is not what it says is held back.

A picture sent as a file still has its EXIF data: where it was taken, when, and with whose camera. It is decoded and
written anew, without anything but the pixels; what hides behind the picture in the file is gone, too. Telegram itself
does that to what is sent as a photo. Documents of other kinds are passed on as they are, if their content is of the
kind that their name says. Pure but for the work.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from tickets.personal_data import masked

MOST_PIXELS: Final = 60_000_000
"""Of a picture that is decoded: a phone's camera stays below; a picture made to fill the memory does not."""
QUALITY: Final = 90
_HEAD: Final = 4096
"""Bytes in which a file shows its kind."""
_READ: Final = ("JPEG", "PNG", "WEBP", "TIFF", "GIF")
_WRITTEN: Final = {"JPEG": ("JPEG", ".jpg"), "MPO": ("JPEG", ".jpg"), "WEBP": ("WEBP", ".webp")}
"""What a format is written as; the others become PNG."""
_PICTURES: Final = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".webp", ".tif", ".tiff", ".gif"})
_UNREADABLE_PICTURES: Final = frozenset({".heic", ".heif", ".avif", ".dng", ".raw", ".cr2", ".nef", ".arw"})
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!", b"dex\n")
_LINK: Final = b"L\x00\x00\x00\x01\x14\x02\x00"
_MARKUP: Final = (b"<!doctype html", b"<html", b"<script", b"<svg")
_OFFICE: Final = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"})
_OLD_OFFICE: Final = frozenset({".doc", ".xls", ".ppt"})
_PACKED_PROGRAM: Final = (b"AndroidManifest.xml", b"classes.dex", b"META-INF/MANIFEST.MF")


_UNPLAIN: Final = re.compile(r"[^A-Za-z0-9._-]+")


class Unfit(StrEnum):
    """Why a file is held back."""

    PROGRAM = "program"
    """It is a program, or holds one."""
    MISMATCH = "mismatch"
    """Its content is of another kind than its name says."""
    UNCLEANABLE = "uncleanable"
    """A picture of a kind from which we cannot take out what it tells besides itself."""
    BROKEN = "broken"
    """It cannot be read."""


@dataclass(frozen=True, slots=True)
class Clean:
    """The file as it may leave, under a name without personal data."""

    name: str
    data: bytes


def cleaned(name: str, data: bytes) -> Clean | Unfit:
    """The file as it may leave, or why it may not."""
    suffix = PurePosixPath(name).suffix.lower()
    if _is_program(data):
        return Unfit.PROGRAM
    if suffix in _UNREADABLE_PICTURES or data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        return Unfit.UNCLEANABLE
    if _is_picture(data):
        return _picture(name, data) if suffix in _PICTURES or not suffix else Unfit.MISMATCH
    return Clean(_plain(name), data) if _fits(suffix, data) else Unfit.MISMATCH


def _picture(name: str, data: bytes) -> Clean | Unfit:
    """The pixels alone, turned the way that the camera meant."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - loaded when a picture comes as a file, which is seldom

    try:
        with Image.open(BytesIO(data), formats=_READ) as image:
            if image.width * image.height > MOST_PIXELS:
                return Unfit.BROKEN
            written, suffix = _WRITTEN.get(image.format or "", ("PNG", ".png"))
            upright = ImageOps.exif_transpose(image)
            pixels = upright.convert("RGB" if written == "JPEG" else "RGBA")
    except Exception:  # a decoder that is given nonsense fails in ways of its own
        return Unfit.BROKEN
    pixels.info.clear()
    out = BytesIO()
    pixels.save(out, written, quality=QUALITY)
    return Clean(f"{PurePosixPath(_plain(name)).stem}{suffix}", out.getvalue())


def _plain(name: str) -> str:
    """The name in plain letters and without personal data: it travels in a header, and tells nothing by tricks."""
    return _UNPLAIN.sub("_", masked(name).replace("•", "x")).strip("_.") or "berkas"


def _is_picture(data: bytes) -> bool:
    heads = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\x00", b"MM\x00*")
    return data.startswith(heads) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _is_program(data: bytes) -> bool:
    head = data[:_HEAD]
    is_packed = data.startswith(b"PK") and any(mark in data for mark in _PACKED_PROGRAM)
    is_markup = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP)
    return head.startswith((*_PROGRAMS, _LINK)) or is_packed or is_markup


def _fits(suffix: str, data: bytes) -> bool:
    """Whether the content is of the kind that the name says. A name that says nothing known cannot be wrong."""
    head = data[:_HEAD]
    if suffix in _PICTURES:
        return False
    if suffix == ".pdf":
        return b"%PDF-" in head
    if suffix in _OFFICE:
        return head.startswith(b"PK\x03\x04")
    if suffix in _OLD_OFFICE:
        return head.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf", b"PK\x03\x04"))
    if suffix in {".txt", ".csv"}:
        return b"\x00" not in head
    return True
