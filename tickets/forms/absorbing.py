"""How one message may fill several fields of the complaint form: text, files, a pin, and what its words tell."""

from dataclasses import replace

from tickets.discretion import wants_anonymous, wants_secret
from tickets.forms import preset
from tickets.forms.draft import MAX_FILES, MAX_TEXT, Draft, Heard, Part
from tickets.forms.engine import Facts, Notice, Problem
from tickets.matters import Matters, two_matters
from tickets.reading import Verdict, danger, judge

MAX_ALBUM = 10
"""Items of one album (Telegram's own limit)."""
NOT_WORTH_KEEPING = {
    Verdict.PING: Problem.PING,
    Verdict.TEST: Problem.TEST,
    Verdict.THANKS: Problem.THANKS,
    Verdict.REPLY: Problem.TOO_SHORT,
}
"""Messages that say nothing about a complaint."""


def absorb(draft: Draft, heard: Heard, facts: Facts) -> tuple[Draft, tuple[Notice, ...]]:
    """Take from a message whatever the complaint can use: text, files, a place, hints. Says what was left out."""
    before = draft
    draft, text_notices = _with_text(draft, heard, facts)
    draft, file_notices = _with_files(draft, heard)
    draft, pin_notices = _with_pin(draft, heard, facts)
    notices = (*text_notices, *file_notices, *pin_notices)
    return draft, notices or _thanks(before, draft, facts)


def _thanks(before: Draft, draft: Draft, facts: Facts) -> tuple[Notice, ...]:
    """What a message added to a story that had begun; the question about two matters says so by itself."""
    if not before.parts or matters_of(draft, facts):
        return ()
    if draft.parts != before.parts:
        return (Notice.ADDED,)
    if draft.attachments != before.attachments:
        return (Notice.FILE_ADDED,)
    return (Notice.PIN_ADDED,) if draft.location != before.location else ()


def matters_of(draft: Draft, facts: Facts) -> Matters | None:
    """The two matters that the text holds, while nobody has said what to do with them."""
    return None if draft.together or not draft.parts else two_matters(draft.text, facts.catalogue)


def _with_text(draft: Draft, heard: Heard, facts: Facts) -> tuple[Draft, tuple[Notice, ...]]:
    text = heard.text.strip()
    if not any(map(str.isalnum, text)) or judge(text, facts.catalogue) in NOT_WORTH_KEEPING:
        return draft, ()
    others = tuple(part for part in draft.parts if part.message_id != heard.message_id)
    if len(others) == len(draft.parts) and _same_words(text) in map(_same_words, (part.text for part in others)):
        return draft, (Notice.KNOWN,)
    room = MAX_TEXT - sum(len(part.text) + 1 for part in others)
    notices = (Notice.TEXT_CUT,) if len(text) > room else ()
    if room <= 0:
        return draft, notices
    before = draft
    draft = replace(
        draft,
        parts=in_place(draft.parts, Part(heard.message_id, text[:room], heard.behind)),
        anonymous=draft.anonymous or wants_anonymous(text, facts.catalogue),
        secret=draft.secret or wants_secret(text, facts.catalogue),
    )
    is_edit = len(others) < len(before.parts)
    return with_reading(moved(draft, before.text, facts) if is_edit else draft, facts), notices


def moved(draft: Draft, told: str, facts: Facts) -> Draft:
    """The draft where its words now tell, if it stood where the words before did."""
    before, now = facts.gazetteer.find(told), facts.gazetteer.find(draft.text)
    is_told = draft.region == before.region and not draft.location and not preset.says_region(draft)
    if is_told and now.region not in {None, before.region}:
        return replace(draft, region=now.region, address=None if draft.address == before.spot else draft.address)
    return replace(draft, address=now.spot) if now.spot and draft.address == before.spot else draft


def _same_words(text: str) -> str:
    """A text without what sending it again may change."""
    return " ".join(text.casefold().split())


def in_place(parts: tuple[Part, ...], part: Part) -> tuple[Part, ...]:
    """The parts with that one added, or put where its message stood before it was edited."""
    if any(known.message_id == part.message_id for known in parts):
        return tuple(part if known.message_id == part.message_id else known for known in parts)
    return (*parts, part)


def with_reading(draft: Draft, facts: Facts) -> Draft:
    """What the whole text says about the place and about danger."""
    if draft.danger is None and (heard := danger(draft.text, facts.catalogue)):
        draft = replace(draft, danger=heard)
    draft = preset.read(draft, facts)
    if draft.region is not None and draft.address:
        return draft
    found = facts.gazetteer.find(draft.text)
    region = draft.region or found.region
    return replace(
        draft,
        region=region,
        candidates=() if region else found.candidates or _of_pin(draft),
        address=draft.address or found.spot,
    )


def _of_pin(draft: Draft) -> tuple[str, ...]:
    """The regions of which a pin near a border leaves the choice."""
    return draft.candidates if draft.location else ()


def _with_files(draft: Draft, heard: Heard) -> tuple[Draft, tuple[Notice, ...]]:
    if not heard.attachments:
        return draft, ()
    known = {file.unique_id for file in draft.attachments}
    fresh = tuple(file for file in heard.attachments if file.unique_id not in known)
    if not fresh:
        return draft, ()
    grows_album = bool(heard.album) and heard.album in draft.albums
    full = _album_is_full(draft, heard.album) if grows_album else draft.file_count >= MAX_FILES
    if full:
        refused = (*draft.refused_albums, heard.album) if heard.album else draft.refused_albums
        return replace(draft, refused_albums=refused), (Notice.TOO_MANY_FILES,)
    return replace(draft, attachments=(*draft.attachments, *fresh)), ()


def _album_is_full(draft: Draft, album: str | None) -> bool:
    return sum(1 for file in draft.attachments if file.album == album) >= MAX_ALBUM


def _with_pin(draft: Draft, heard: Heard, facts: Facts) -> tuple[Draft, tuple[Notice, ...]]:
    if heard.location is None:
        return draft, ()
    draft, regions = replace(draft, location=heard.location), facts.regions_at(heard.location)
    if not regions:
        return draft, (Notice.PIN_OUTSIDE,)
    if draft.region not in regions:
        draft = preset.without_place(draft)
    if len(regions) == 1 or draft.region in regions:  # near a border what was said before decides
        return replace(draft, region=draft.region if draft.region in regions else regions[0], candidates=()), ()
    named = tuple(code for code in draft.candidates if code in regions)
    if len(named) == 1:
        return replace(draft, region=named[0], candidates=()), ()
    return replace(draft, region=None, candidates=regions), ()
