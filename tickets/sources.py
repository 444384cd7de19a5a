"""Where a report came from: the reporter's own chat, or elsewhere, recorded by the desk.

The province orders that social media, print and online reports enter the same system; an admin records them until
there are integrations.
"""

from enum import StrEnum


class Source(StrEnum):
    """The way by which a report reached the government."""

    TELEGRAM = "telegram"
    """The reporter wrote to the bot."""
    SOCIAL_MEDIA = "social_media"
    PRINT_MEDIA = "print_media"
    ONLINE_MEDIA = "online_media"
    PHONE = "phone"
    LETTER = "letter"
    IN_PERSON = "in_person"
    SP4N = "sp4n"
    """SP4N-LAPOR!, the national system."""

    @property
    def is_recorded(self) -> bool:
        """Whether somebody of the desk wrote it down: nobody can be answered in a chat."""
        return self is not Source.TELEGRAM


RECORDED = tuple(source for source in Source if source.is_recorded)
"""The sources that somebody records, in the order in which they are offered."""
