"""Files as evidence: how big they may be. The limit is what a bot can fetch and keep (Telegram: 20 MB)."""

from pathlib import PurePosixPath

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
