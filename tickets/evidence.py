"""Files as evidence: how big they may be. The limit is what a bot can fetch and keep (Telegram: 20 MB)."""

from tickets.dialogue import Attachment

MAX_MEGABYTES = 20
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024


def fits(file: Attachment) -> bool:
    """Whether the file is small enough; one whose size the channel does not tell is taken."""
    return file.size <= MAX_BYTES


def sifted(files: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """The files that are small enough."""
    return tuple(file for file in files if fits(file))
