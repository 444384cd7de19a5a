"""/privasi: what is kept, why and how long; and the way to a copy of it and to its erasure."""

from handlers import buttons, claims, data_copy, erasing, history_proof
from handlers.desk import Desk
from messages.privacy import PrivacyNotice
from storage.values import Person


async def notice(person: Person, desk: Desk) -> None:
    """The whole notice, with its buttons; it counts as seen."""
    about = desk.office.catalogue.notice
    whole = PrivacyNotice(
        bot_name=desk.office.bot_name,
        controller=about.controller,
        contact=about.contact,
        version=about.version,
        retention_years=about.retention_years,
    )
    rows = (
        (desk.button("copy_data", buttons.pack(buttons.PRIVACY, "copy"), person.language),),
        (desk.button("erase_data", buttons.pack(buttons.PRIVACY, "erase"), person.language),),
    )
    await desk.say(person, whole, rows=rows)
    await desk.unit.people.notice_shown(person.id, about.version, desk.now)


async def pressed(person: Person, action: buttons.Action, desk: Desk) -> None:
    """A button about one's own data."""
    match action.word(0):
        case "copy":
            await data_copy.send(person, desk)
        case "proof":
            await history_proof.send(person, desk)
        case "code":
            await claims.show(person, action, desk)
        case "erase":
            await erasing.ask(person, desk)
        case "yes" | "no":
            await erasing.decided(person, action, desk)
