"""What the desk knows of a report that somebody recorded, besides the ticket itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Who recorded it, the link where it was published, who said it, and how that person can be reached.

    `contact` is there only with that person's consent. It is the coordinator's to use; the agency sees it when
    `contact_shown`. Empty texts where nothing is known.
    """

    ticket_id: int
    recorder_id: int
    link: str = ""
    said_by: str = ""
    contact: str = ""
    contact_shown: bool = False
