"""Files as evidence: how big they may be. The limit is what a bot can fetch and keep (Telegram: 20 MB)."""

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from tickets.dialogue import Attachment, MediaKind

MAX_MEGABYTES = 20
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024


def fits(file: Attachment) -> bool:
    """Whether the file is small enough; one whose size the channel does not tell is taken."""
    return file.size <= MAX_BYTES


PROGRAMS = frozenset(
    (
        ".exe",
        ".msi",
        ".bat",
        ".cmd",
        ".com",
        ".scr",
        ".ps1",
        ".vbs",
        ".js",
        ".jar",
        ".apk",
        ".xapk",
        ".lnk",
        ".dll",
        ".hta",
    )
)
"""Ends of names of what runs on somebody's machine."""
ARCHIVES = frozenset((".zip", ".rar", ".7z", ".tar", ".gz", ".iso", ".img"))
"""Ends of names of what may hold anything."""


def is_allowed(file: Attachment) -> bool:
    """Whether its name tells of no program and no archive; the content is looked at when it leaves."""
    return file.kind is not MediaKind.DOCUMENT or PurePosixPath(file.name).suffix.lower() not in PROGRAMS | ARCHIVES


def sifted(files: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """The files that are small enough and no programs."""
    return tuple(file for file in files if fits(file) and is_allowed(file))


_TELLING: Final = frozenset(
    (
        *(".jpg", ".jpeg", ".jpe", ".png", ".webp", ".tif", ".tiff", ".gif", ".heic", ".heif", ".avif", ".dng"),
        *(".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".rtf", ".txt", ".csv"),
        *(".mp3", ".m4a", ".aac", ".amr", ".ogg", ".oga", ".opus", ".wav", ".mp4", ".mov", ".avi", ".mkv", ".3gp"),
    )
)
"""Ends of names that tell the kind of a file. Any other may be the rest of somebody's name."""


def nameless(files: tuple[Attachment, ...], name: str) -> tuple[Attachment, ...]:
    """The files under that name instead of their own, which may tell who sent them; numbered, if they are several."""
    numbered = [name] if len(files) == 1 else [f"{name}-{nth}" for nth in range(1, len(files) + 1)]
    return tuple(replace(file, name=f"{stem}{_kind(file)}") for file, stem in zip(files, numbered, strict=True))


def _kind(file: Attachment) -> str:
    suffix = PurePosixPath(file.name).suffix.lower()
    return suffix if suffix in _TELLING else ""
