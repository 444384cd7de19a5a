"""A person is spoken to in the language of the client until they choose one; the choice stays."""

from dataclasses import replace

from storage.database import Database
from storage.values import Person
from tests.storage.samples import NOW, SARI, SECOND


async def test_the_language_follows_the_client_until_one_is_chosen(database: Database, sari: Person) -> None:
    abroad = replace(SARI, language="en-GB")
    async with database.transaction() as unit:
        assert (await unit.people.meet("telegram", abroad, NOW + SECOND)).language == "en-GB"
        await unit.people.choose_language(sari.id, "bjn")
        chosen = await unit.people.meet("telegram", replace(SARI, language="de"), NOW + SECOND)
    assert (chosen.language, chosen.chosen_language, chosen.reported_language) == ("bjn", "bjn", "de")


async def test_a_choice_is_kept_over_a_new_name_and_changed_by_a_new_choice(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        await unit.people.choose_language(sari.id, "bjn")
        renamed = await unit.people.meet("telegram", replace(SARI, name="Sari R."), NOW + SECOND)
        assert (renamed.name, renamed.language) == ("Sari R.", "bjn")
        await unit.people.choose_language(sari.id, "id")
    async with database.transaction() as unit:
        assert (await unit.people.get(sari.id)).language == "id"
