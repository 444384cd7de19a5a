"""The people who write and press: known by a keyed hash of what the channel calls them, their names sealed."""

from collections.abc import Collection, Hashable
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.memory import UNKNOWN
from storage.repository import Repository
from storage.values import Consent, Person
from tickets.dialogue import Chat, Sender

_people = tables.people
_PROFILE = "people.profile"
_KNOWN = "person"
_AT_ONCE = 500
"""Ids in one statement."""
_by_key = sa.select(_people).where(_people.c.person_key == sa.bindparam("key"))
_by_keys = sa.select(_people).where(_people.c.person_key.in_(sa.bindparam("keys", expanding=True)))
_is = _people.c.id == sa.bindparam("person_id")
_by_id = sa.select(_people).where(_is)
_by_ids = sa.select(_people).where(_people.c.id.in_(sa.bindparam("ids", expanding=True)))
_set_blocked = sa.update(_people).where(_is).values(blocked=sa.bindparam("is_blocked"))
_choose_language = sa.update(_people).where(_is).values(chosen_language=sa.bindparam("language"))
_notice_shown = sa.update(_people).where(_is).values(notice_version=sa.bindparam("seen"), notice_at=sa.bindparam("at"))
_consent = sa.insert(tables.consents)


@cache
def _add(dialect: str) -> Executable:
    return insert(dialect, _people).on_conflict_do_nothing().returning(*_people.c)


class People(Repository):
    """Everybody who ever wrote, with what they agreed to."""

    async def meet(self, channel: str, sender: Sender, at: datetime) -> Person:
        """The person behind a sender: found, or made now; a changed name, username or language is kept.

        A sender without a language keeps the one known before; a language that was chosen stays chosen. Who was met
        need not be looked up by his id in the same step.
        """
        person = await self._met(channel, sender, at)
        self.memory.keep((_KNOWN, person.id), person, (_people,))
        return person

    async def foresee(self, channel: str, ids: Collection[str]) -> dict[str, int]:
        """These senders, as the channel calls them, will be met soon. Ids of the people among them who wrote before."""
        keys = {self._sealer.key_of("person", channel, each): each for each in ids}
        rows: dict[Hashable, Any] = dict.fromkeys(keys)
        for row in await self._run(_by_keys, {"keys": list(keys)}) if keys else ():
            rows[row.person_key] = row
        self.memory.foresee(_people, rows)
        return {each: rows[key].id for key, each in keys.items() if rows[key] is not None}

    async def get(self, person_id: int) -> Person:
        """The person with this id. Raises LookupError when there is none."""
        person = await self._known(person_id)
        if person is None:
            raise LookupError(f"no person {person_id}")
        return person

    async def several(self, ids: Collection[int]) -> tuple[Person, ...]:
        """The people with these ids, in this order; who is not there is left out."""
        found: dict[int, Person] = {}
        wanted = list(ids)
        if len(wanted) == 1:  # most tickets have one person to be told, who is asked for again for the card
            person = await self._known(wanted[0])
            return () if person is None else (person,)
        for start in range(0, len(wanted), _AT_ONCE):
            some = {"ids": wanted[start : start + _AT_ONCE]}
            found |= {row.id: self._person(row) for row in await self._run(_by_ids, some)}
        return tuple(found[each] for each in wanted if each in found)

    async def find(self, chat: Chat) -> Person | None:
        """The person whose private chat this is, if they ever wrote."""
        key = self._sealer.key_of("person", chat.channel, chat.id)
        row = (await self._run(_by_key, {"key": key})).one_or_none()
        return None if row is None else self._person(row)

    async def set_blocked(self, person_id: int, blocked: bool) -> None:
        """Note whether we may write to them and they to us."""
        await self._run(_set_blocked, {"person_id": person_id, "is_blocked": blocked})

    async def choose_language(self, person_id: int, language: str) -> None:
        """Note the language they want to be spoken to in."""
        await self._run(_choose_language, {"person_id": person_id, "language": language})

    async def notice_shown(self, person_id: int, version: str, at: datetime) -> None:
        """Note which privacy notice they saw last, and when."""
        await self._run(_notice_shown, {"person_id": person_id, "seen": version, "at": at})

    async def consent(self, person_id: int, version: str, at: datetime, ticket_id: int | None) -> None:
        """Note that they agreed to a notice, for a ticket or at large; nothing overwrites it."""
        agreed = {"person_id": person_id, "version": version, "at": at, "ticket_id": ticket_id}
        await self._run(_consent, agreed)

    async def consents(self, person_id: int) -> tuple[Consent, ...]:
        """What somebody agreed to, first to last."""
        given = sa.select(tables.consents).where(tables.consents.c.person_id == person_id)
        rows = await self._run(given.order_by(tables.consents.c.id))
        return tuple(Consent(row.version, row.at, row.ticket_id) for row in rows)

    async def _met(self, channel: str, sender: Sender, at: datetime) -> Person:
        key = self._sealer.key_of("person", channel, sender.id)
        row = self.memory.foreseen(_people, key)
        if row is UNKNOWN:
            row = (await self._run(_by_key, {"key": key})).one_or_none()
        if row is None:
            row = await self._added(key, channel, sender, at)
        known = self._person(row)
        language = sender.language or known.reported_language
        if (known.name, known.username, known.reported_language) == (sender.name, sender.username, language):
            return known
        profile = self._sealed(sender.id, sender.name, sender.username, language)
        change = sa.update(_people).where(_people.c.id == known.id).values(profile=profile).returning(*_people.c)
        return self._person((await self._change_one(change, None, _people, key)).one())

    async def _known(self, person_id: int) -> Person | None:
        key = (_KNOWN, person_id)
        if not self.memory.knows(key):
            row = (await self._run(_by_id, {"person_id": person_id})).one_or_none()
            self.memory.keep(key, None if row is None else self._person(row), (_people,))
        known: Person | None = self.memory.recall(key)
        return known

    async def _added(self, key: str, channel: str, sender: Sender, at: datetime) -> Any:
        values = {
            "channel": channel,
            "person_key": key,
            "profile": self._sealed(sender.id, sender.name, sender.username, sender.language),
            "blocked": False,
            "created_at": at,
        }
        row = (await self._change_one(_add(self._dialect), values, _people, key)).one_or_none()
        if row is None:  # another process met them at this very moment, and has committed
            row = (await self._run(_by_key, {"key": key})).one()
        return row

    def _sealed(self, external_id: str, name: str, username: str | None, language: str | None) -> bytes:
        return self._seal_json({"id": external_id, "name": name, "username": username, "language": language}, _PROFILE)

    def _person(self, row: sa.Row[Any]) -> Person:
        profile = self._open_json(row.profile, _PROFILE)
        return Person(
            id=row.id,
            channel=row.channel,
            external_id=profile["id"],
            name=profile["name"],
            username=profile["username"],
            reported_language=profile["language"],
            chosen_language=row.chosen_language,
            blocked=row.blocked,
            notice_version=row.notice_version,
            created_at=row.created_at,
            erased_at=row.erased_at,
        )
