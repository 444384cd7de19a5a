"""Roles given and taken: what coordinators read, and the person concerned."""

from datetime import datetime

from messages.base import Message, View


class Holder(View):
    """Somebody with a role. `fixed`: by the installation's settings; `since`: given by a coordinator then."""

    name: str
    agency: str | None
    fixed: bool
    custodian: bool
    since: datetime | None


class RoleList(Message):
    """Who is coordinator, leader, agency admin. `more`: so many more have a role than are shown here."""

    coordinators: tuple[Holder, ...]
    leaders: tuple[Holder, ...]
    admins: tuple[Holder, ...]
    more: int
    may_change: bool


class RoleHolder(Message):
    """One of them, with buttons for what can be changed. `roles` are codes of `tickets.people.Role`."""

    name: str
    roles: tuple[str, ...]
    agencies: tuple[str, ...]
    fixed: bool


class AskWhichAdmin(Message):
    """Of which agency? With buttons."""


class AskNewHolder(Message):
    """Who is to have the role? By a reply (in a group), by forwarding (alone with us), or by a link."""

    role: str
    agency: str | None
    in_group: bool


class ConfirmRole(Message):
    """Really give (or take) that role? With buttons."""

    name: str
    role: str
    agency: str | None
    given: bool
    in_group_too: bool
    """Taken from a coordinator: being in the coordinator's group is a power of its own."""


class RoleChanged(Message):
    """It was given or taken. To those who steer."""

    name: str
    role: str
    agency: str | None
    given: bool
    by: str


class YourRole(Message):
    """To the person concerned."""

    role: str
    agency: str | None
    given: bool
    by: str


class RoleInvited(Message):
    """A one-time link for a role, to be forwarded to one person."""

    role: str
    agency: str | None
    code: str
    link: str | None
    expires_at: datetime


class RoleRefused(Message):
    """It cannot be done; `why` is a code."""

    why: str
    name: str = ""


class RoleCodeRefused(Message):
    """A code for a role that cannot be used; `why` is a code of `tickets.invitations.Standing`."""

    why: str


class RoleDropped(Message):
    """Nothing was changed."""


class CoordinatorsOnly(Message):
    """A command that is the coordinator's."""


class HelpForRole(Message):
    """What a coordinator (else a leader) can do alone with the bot, beside what every citizen can."""

    coordinator: bool
