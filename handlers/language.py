"""In which language somebody is spoken to: asked with /bahasa, kept as the person's own choice.

Without a choice it is the language of the person's client; groups are always spoken to in Indonesian.
"""

from handlers import buttons, complaint, texts
from handlers.complaint import Session
from handlers.desk import Desk
from messages import citizen
from storage.values import Person
from tickets.dialogue import Button


async def ask(person: Person, desk: Desk) -> None:
    """/bahasa: a button for each language, in its own words."""
    rows = tuple((Button(label, data),) for label, data in items(desk))
    await desk.say(person, citizen.AskLanguage(), rows=rows)


async def choose(person: Person, action: buttons.Action, session: Session | None, desk: Desk) -> None:
    """A language was chosen. An open question is asked again in it."""
    language = action.word(0)
    if language not in desk.office.words.languages:
        await desk.say(person, citizen.NothingToSee(), rows=texts.menu(desk, person))
        return
    await desk.unit.people.choose_language(person.id, language)
    person = await desk.unit.people.get(person.id)
    await desk.say(person, citizen.LanguageChosen(), rows=() if session else texts.menu(desk, person))
    if session:
        await complaint.show_again(person, session, desk)


def items(desk: Desk) -> tuple[tuple[str, str], ...]:
    """What the buttons say and what they carry; a language is called by its own name in all languages."""
    words = desk.office.words
    return tuple(
        (words.label(f"language_{each}", each), buttons.pack(buttons.LANGUAGE, each)) for each in words.languages
    )
