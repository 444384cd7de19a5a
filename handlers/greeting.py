"""What somebody reads who comes to the bot: the welcome, the notice about data, the menu, the help."""

from handlers import complaint, coordinator, menus, privacy, texts
from handlers.complaint import Session
from handlers.desk import Desk
from messages import citizen
from storage.values import Person
from tickets.enquiries import Enquiry


async def welcome(person: Person, session: Session | None, desk: Desk) -> None:
    """/start: who we are, the privacy notice, the menu. An open draft is offered again."""
    await menus.greet(person, desk)
    notice = desk.office.catalogue.notice
    welcome = citizen.Welcome(
        bot_name=desk.office.bot_name,
        government=desk.office.catalogue.province.name,
        controller=notice.controller,
        contact=notice.contact,
        retention_years=notice.retention_years,
        emergencies=texts.emergencies(person, desk),
    )
    await desk.say(person, welcome, rows=texts.menu(desk, person))
    await desk.unit.people.notice_shown(person.id, notice.version, desk.now)
    if session:
        await complaint.offer_to_resume(person, session, desk)


async def first_notice(person: Person, desk: Desk) -> None:
    """The short notice, before anything else is said to somebody who never saw it (or saw an older one)."""
    notice = desk.office.catalogue.notice
    if person.notice_version == notice.version:
        return
    await desk.say(person, citizen.FirstNotice(bot_name=desk.office.bot_name, controller=notice.controller))
    await desk.unit.people.notice_shown(person.id, notice.version, desk.now)


async def menu(person: Person, session: Session | None, desk: Desk) -> None:
    menu = citizen.Menu(bot_name=desk.office.bot_name, has_draft=session is not None)
    await desk.say(person, menu, rows=texts.menu(desk, person))


async def explain(person: Person, desk: Desk) -> None:
    told = citizen.Help(bot_name=desk.office.bot_name, emergencies=texts.emergencies(person, desk))
    await desk.say(person, told, rows=texts.menu(desk, person))
    await coordinator.explain(person, desk)


async def answer(person: Person, asked: Enquiry, desk: Desk) -> None:
    """What somebody wants to know of the desk itself."""
    await first_notice(person, desk)
    match asked:
        case Enquiry.PRIVACY:
            await privacy.notice(person, desk)
        case Enquiry.WITHDRAWAL:
            await desk.say(person, citizen.SentStays(), rows=texts.menu(desk, person))
        case Enquiry.ABOUT:
            about = citizen.AboutTheDesk(
                bot_name=desk.office.bot_name,
                government=desk.office.catalogue.province.name,
                contact=desk.office.catalogue.notice.contact,
            )
            await desk.say(person, about, rows=texts.menu(desk, person))
