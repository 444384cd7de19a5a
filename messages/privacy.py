"""What people read about their own data: what is kept, the copy of it, its erasure."""

from datetime import datetime

from messages.base import Message, View


class PrivacyNotice(Message):
    """The whole notice, on demand."""

    bot_name: str
    controller: str
    contact: str
    version: str
    retention_years: int


class DataCopy(Message):
    """Beside the file with all that is kept of somebody. `for_machines`: the same once more, as JSON."""

    reports: int
    for_machines: bool


class HistoryProof(Message):
    """Beside the file with which somebody can check the histories of his reports without us."""

    reports: int
    contact: str


class AskErase(Message):
    """Really? `open_reports` are worked on; `more` of them are not named. `blocked_until`: what stays until then."""

    bot_name: str
    reports: int
    open_reports: tuple[str, ...]
    more: int
    blocked_until: datetime | None


class Erased(Message):
    """It is done. `open_reports` goes on without a name."""

    bot_name: str
    open_reports: tuple[str, ...]
    more: int


class EraseKept(Message):
    """It was not wanted after all."""


class EraseExpired(Message):
    """The button is of long ago: what is there now may be something else."""


class EraseWaits(Message):
    """A case at law needs these reports; it is done once they are free."""

    held: tuple[str, ...]
    contact: str


class EraseRefused(Message):
    """Somebody who works here has to give that up before."""


class ReporterErased(Message):
    """To the group that works on the case: nobody can be answered any more."""

    number: str


# --- the copy, as a text ----------------------------------------------------------------------------------------------


class CopiedMoment(View):
    """Something that happened to a report, as its reporter sees it."""

    at: datetime
    kind: str
    by: str
    text: str
    files: tuple[str, ...]


class CopiedReport(View):
    """A report with everything that its reporter may see of it."""

    number: str
    status: str
    agency: str
    """Its name; the coordinator's where no agency is known."""
    kind: str
    category: str
    region: str
    address: str
    location: tuple[float, float] | None
    occurred_on: str | None
    text: str
    files: tuple[str, ...]
    anonymous: bool
    secret: bool
    stars: int | None
    created_at: datetime
    closed_at: datetime | None
    history: tuple[CopiedMoment, ...]


class CopiedConsent(View):
    """When somebody agreed to which version of the notice."""

    version: str
    at: datetime
    number: str | None


class CopiedReveal(View):
    """When a custodian opened somebody's identity, and why."""

    at: datetime
    number: str
    reason: str


class CopiedBlock(View):
    """Until when no new reports of somebody are taken, and why."""

    until: datetime
    reason: str


class Copied(View):
    """All that is kept of a person."""

    made_at: datetime
    controller: str
    contact: str
    channel: str
    account: str
    name: str
    username: str | None
    language: str
    known_since: datetime
    roles: tuple[str, ...]
    consents: tuple[CopiedConsent, ...]
    reports: tuple[CopiedReport, ...]
    followed: tuple[str, ...]
    draft: str | None
    kept: str | None
    """What they wrote of danger while they were blocked, as long as nobody has looked at it."""
    identity_opened: tuple[CopiedReveal, ...]
    blocks: tuple[CopiedBlock, ...]
