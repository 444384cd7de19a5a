"""Which commands a chat is offered in its menu: the coordinator's where he works, in his groups and alone with us.

Everywhere else are the menus of all private chats and of all groups, which the channel is told when the program
starts. A chat's own menu follows its role at once; when the words or the coordinators of the settings change, all such
chats are told anew.
"""

from hashlib import sha256

from handlers import access
from handlers.desk import Desk, private_chat
from storage.values import Group, Person
from tickets.dialogue import Chat, Offer, Parcel, Priority, Repeat
from tickets.people import Role

TOLD = "menus:told"
"""The note of what the chats were told last."""
_GROUP, _ALONE, _LEADER = "coordinator", "alone", "leader"
"""Scopes of `_commands.toml`."""


async def follow_group(before: Group | None, now: Group | None, desk: Desk) -> None:
    """A group was given its role, or lost it. Only those of the coordinator have a menu of their own."""
    if now is not None and now.is_coordinator:
        await _offer(now.chat, _GROUP, desk)
    elif before is not None and before.is_coordinator:
        await _withdraw((now or before).chat, desk)


async def follow_person(person: Person, desk: Desk) -> None:
    """Somebody was given a role or lost one."""
    scope = await _scope_of(person, desk)
    if scope is None:
        await _withdraw(private_chat(person), desk)
    else:
        await _offer(private_chat(person), scope, desk, person.language)


async def greet(person: Person, desk: Desk) -> None:
    """Somebody opened the private chat: whoever has a role sees its commands."""
    if await _scope_of(person, desk) is not None:
        await follow_person(person, desk)


async def tick(desk: Desk) -> None:
    """Tell every chat that has a menu of its own, where the last one told is not today's."""
    now = _fingerprint(desk)
    if await desk.unit.notes.get(TOLD) == now:
        return
    await desk.unit.notes.put(TOLD, now)
    groups = await desk.unit.groups.coordinators()
    for group in groups:
        await follow_group(None, group, desk)
    held = [*await desk.unit.roles.holders(Role.COORDINATOR), *await desk.unit.roles.holders(Role.LEADER)]
    given = await desk.unit.people.several({each.person_id for each in held})
    fixed = await access.coordinators(groups[0].chat.channel, desk) if groups else ()
    for person in {each.id: each for each in (*fixed, *given)}.values():
        await follow_person(person, desk)


async def _scope_of(person: Person, desk: Desk) -> str | None:
    roles = {each.role for each in await access.roles_of(person, desk)}
    if Role.COORDINATOR in roles:
        return _ALONE
    return _LEADER if Role.LEADER in roles else None


async def _offer(chat: Chat, scope: str, desk: Desk, language: str | None = None) -> None:
    commands = desk.office.words.commands(scope, language)
    await _send(chat, Offer(commands=tuple(commands.items())), desk)


async def _withdraw(chat: Chat, desk: Desk) -> None:
    await _send(chat, Offer(), desk)


async def _send(chat: Chat, offer: Offer, desk: Desk) -> None:
    parcel = Parcel(chat=chat, content=offer, priority=Priority.REMINDER, repeat=Repeat.FREELY)
    await desk.unit.outbox.put(parcel, desk.now)


def _fingerprint(desk: Desk) -> str:
    words = [(scope, desk.office.words.commands(scope)) for scope in (_GROUP, _ALONE, _LEADER)]
    return sha256(repr((words, sorted(desk.office.coordinator_ids))).encode()).hexdigest()[:16]
