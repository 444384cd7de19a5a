"""The complaint form, to be read from top to bottom, and how one message may fill several of its fields at once.

Required: what (isi laporan), about what (kategori), where (tempat: kabupaten/kota, and an address, a landmark or a
pin).
Everything else waits on the summary.
"""

from dataclasses import dataclass, replace

from tickets.catalogue import Catalogue, Category
from tickets.forms import preset
from tickets.forms.draft import MAX_FILES, MAX_TEXT, Draft, Heard, Part
from tickets.forms.engine import AlwaysAsked, Facts, Form, Notice, Offer, Option, Problem, Took, worth_saying
from tickets.forms.fields import Day, Files, OneOf, Place, Words
from tickets.kinds import Kind
from tickets.matters import Matters, announces, two_matters
from tickets.reading import Verdict, danger, judge, kind_of, reply, wants_anonymous, wants_secret
from tickets.routing import suggest
from tickets.words import listed, plain_words

LIKELIEST = 4
"""Categories offered first; the others are one tap away."""
MAX_ALBUM = 10
"""Items of one album (Telegram's own limit)."""
NOT_WORTH_KEEPING = {
    Verdict.PING: Problem.PING,
    Verdict.TEST: Problem.TEST,
    Verdict.THANKS: Problem.THANKS,
    Verdict.REPLY: Problem.TOO_SHORT,
}
"""Messages that say nothing about a complaint."""
_TEXT_PROBLEMS = {
    **NOT_WORTH_KEEPING,
    Verdict.TOO_SHORT: Problem.TOO_SHORT,
    Verdict.TOO_GENERAL: Problem.TOO_GENERAL,
    Verdict.OUT_OF_SCOPE_COURT: Problem.OUT_OF_SCOPE,
}
ARROW = " → "
"""Between a category and the agency that it goes to."""
BAREST_ACCUSATION = 4
"""Words of an accusation that says nothing of what happened."""
_STORY = "text"
_MORE = "more"
_ELSEWHERE = "elsewhere"
_JOINERS = listed("sekalian sekaligus")


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


def kind_of_draft(draft: Draft, catalogue: Catalogue) -> Kind:
    """The kind the person chose, or the one proposed from the text."""
    return draft.kind or kind_of(draft.text, catalogue)


def judged(draft: Draft, facts: Facts) -> Problem | None:
    """What is wrong with the text so far. A general complaint is asked about once; then it is taken as it is."""
    if not draft.parts:
        return Problem.NO_TEXT
    verdict = judge(draft.text, facts.catalogue)
    if len(draft.parts) == 1 and verdict is Verdict.FINE and _is_bare_accusation(draft.text, facts.catalogue):
        return Problem.TOO_GENERAL
    if verdict is Verdict.TOO_GENERAL and (len(draft.parts) > 1 or preset.says_where(draft)):
        return None
    return _TEXT_PROBLEMS.get(verdict)


def _is_bare_accusation(text: str, catalogue: Catalogue) -> bool:
    """Whether somebody is only called names ("Kadis X koruptor!!!"): facts are asked for, once."""
    likely = suggest(text, catalogue)
    is_bare = len(plain_words(text, catalogue.language.spellings)) <= BAREST_ACCUSATION
    return is_bare and bool(likely) and catalogue.category(likely[0].category).sensitive


def holds_several(text: str, catalogue: Catalogue) -> bool:
    """Whether the text seems to hold two matters for two agencies, joined by a word like "sekalian"."""
    joined = _JOINERS.intersection(plain_words(text, catalogue.language.spellings))
    return bool(joined) and len({each.agency for each in suggest(text, catalogue)}) > 1


@dataclass(frozen=True, slots=True)
class Story(AlwaysAsked):
    """The complaint's own words, in one message or several, with whatever else those messages hold."""

    name: str = _STORY
    step: int = 1
    required: bool = True

    def is_answered(self, draft: Draft, facts: Facts) -> bool:
        """Whether the text is good enough to act on."""
        return judged(draft, facts) is None

    def offer(self, draft: Draft, facts: Facts) -> Offer:
        """Nothing, these are the person's own words; but what a poster's link says beforehand can be put away."""
        return ((Option(_ELSEWHERE, key="elsewhere"),),) if draft.preset and not draft.parts else ()

    def hear(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        """Take everything in the message; a changed text replaces the old one."""
        problem = NOT_WORTH_KEEPING.get(judge(heard.text, facts.catalogue)) if heard.text else None
        if problem and not heard.attachments and not heard.location:
            return Took(draft, problem)
        is_new = bool(heard.text) and self.is_answered(draft, facts)
        absorbed, notices = absorb(replace(draft, parts=()) if is_new else draft, heard, facts)
        if is_new:
            absorbed = _about_what_it_tells(_moved(absorbed, draft.text, facts), draft.text, facts)
        problem = judged(absorbed, facts)
        if problem is Problem.OUT_OF_SCOPE:
            return Took(draft, problem)
        return Took(absorbed, problem, notices=worth_saying(notices))

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """Another agency or place than the poster's."""
        if value == _ELSEWHERE and draft.preset:
            return Took(preset.dropped(draft))
        return Took(draft, Problem.NOT_A_CHOICE)


def _about_what_it_tells(draft: Draft, before: str, facts: Facts) -> Draft:
    """The draft without a category for which the words before spoke, where its words now speak for others only."""
    told, now = ({each.category for each in suggest(text, facts.catalogue)} for text in (before, draft.text))
    is_another = bool(now) and draft.category in told - now
    return replace(draft, category=None, agency=None) if is_another else draft


def matters_of(draft: Draft, facts: Facts) -> Matters | None:
    """The two matters that the text holds, while nobody has said what to do with them."""
    return None if draft.together or not draft.parts else two_matters(draft.text, facts.catalogue)


@dataclass(frozen=True, slots=True)
class Separation:
    """Two matters in one text: two reports, one after the other, or one?"""

    name: str = "matters"
    step: int = 1
    required: bool = True

    def applies(self, draft: Draft, facts: Facts) -> bool:
        """Whether there seem to be two."""
        return matters_of(draft, facts) is not None

    def is_answered(self, draft: Draft, facts: Facts) -> bool:
        """Whether there is but one, or it was said that they belong together."""
        return matters_of(draft, facts) is None

    def offer(self, draft: Draft, facts: Facts) -> Offer:
        """Two reports or one."""
        return ((Option("apart", key="split_apart"), Option("together", key="split_together")),)

    def hear(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        """Whatever is said now belongs to the story."""
        return Took(draft, wanted=False)

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """Apart: the first matter stays, the second waits until the first is sent. Files and pin stay with it."""
        matters = matters_of(draft, facts)
        if value == "together" or matters is None:
            return Took(replace(draft, together=True))
        return Took(_without_second(draft, matters, facts))


def _is_another_matter(draft: Draft, heard: Heard, facts: Facts) -> bool:
    """Whether somebody who was asked for something else begins to report something, or goes on with another matter."""
    if not draft.parts or draft.asking == _STORY or not heard.text:
        return False
    if announces(heard.text, facts.catalogue):
        return True
    is_one = not draft.together and two_matters(draft.text, facts.catalogue) is None
    return is_one and two_matters(f"{draft.text}\n{heard.text}", facts.catalogue) is not None


def _heeding(draft: Draft, heard: Heard, facts: Facts) -> Draft:
    """What counts whatever was asked: danger, and the wish that a name or the content is kept from others."""
    if not heard.text or any(part.message_id == heard.message_id for part in draft.parts):  # read with the story
        return draft
    return replace(
        draft,
        danger=draft.danger or danger(heard.text, facts.catalogue),
        anonymous=draft.anonymous or wants_anonymous(heard.text, facts.catalogue),
        secret=draft.secret or wants_secret(heard.text, facts.catalogue),
    )


def _spoken(draft: Draft, heard: Heard, facts: Facts) -> str | None:
    """The button that somebody means who typed something else than its words."""
    is_only_said = heard.text and not heard.attachments and not heard.location
    return reply(heard.text, draft.asking, facts.catalogue) if is_only_said else None


def _without_second(draft: Draft, matters: Matters, facts: Facts) -> Draft:
    """The draft of the first matter, with its answers, but for a place or a category that the second may have told."""
    parts, begins_in = _cut(draft, matters)
    found = facts.gazetteer.find(matters.second)
    is_told = draft.region == found.region and not draft.location and not preset.says_region(draft)
    its_own = replace(
        draft,
        later=(*draft.later, Heard(begins_in.message_id, matters.second)),
        parts=parts,
        danger=None,
        category=None if draft.preset else draft.category,
        region=None if is_told else draft.region,
        address=None if draft.address == found.spot else draft.address,
    )
    return _with_reading(its_own, facts)


def _cut(draft: Draft, matters: Matters) -> tuple[tuple[Part, ...], Part]:
    """The messages that are the first matter, the last of them cut, and the message in which the second begins."""
    begins = len(draft.text) - len(matters.second)
    kept: list[Part] = []
    start = 0
    for part in draft.parts:
        if own := part.text[: max(0, len(matters.first) - start)]:
            kept.append(replace(part, text=own))
        start += len(part.text) + 1
        if start > begins:
            return tuple(kept), part
    return tuple(kept), draft.parts[-1]


def _with_text(draft: Draft, heard: Heard, facts: Facts) -> tuple[Draft, tuple[Notice, ...]]:
    text = heard.text.strip()
    if not text or judge(text, facts.catalogue) in NOT_WORTH_KEEPING:
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
        parts=_in_place(draft.parts, Part(heard.message_id, text[:room])),
        anonymous=draft.anonymous or wants_anonymous(text, facts.catalogue),
        secret=draft.secret or wants_secret(text, facts.catalogue),
    )
    is_edit = len(others) < len(before.parts)
    return _with_reading(_moved(draft, before.text, facts) if is_edit else draft, facts), notices


def _moved(draft: Draft, told: str, facts: Facts) -> Draft:
    """The draft where its words now tell, if it stood where the words before did."""
    before, now = facts.gazetteer.find(told), facts.gazetteer.find(draft.text)
    is_told = draft.region == before.region and not draft.location and not preset.says_region(draft)
    if is_told and now.region not in {None, before.region}:
        return replace(draft, region=now.region, address=None if draft.address == before.spot else draft.address)
    return replace(draft, address=now.spot) if now.spot and draft.address == before.spot else draft


def _same_words(text: str) -> str:
    """A text without what sending it again may change."""
    return " ".join(text.casefold().split())


def _in_place(parts: tuple[Part, ...], part: Part) -> tuple[Part, ...]:
    """The parts with that one added, or put where its message stood before it was edited."""
    if any(known.message_id == part.message_id for known in parts):
        return tuple(part if known.message_id == part.message_id else known for known in parts)
    return (*parts, part)


def _with_reading(draft: Draft, facts: Facts) -> Draft:
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


def _categories(draft: Draft, facts: Facts) -> Offer:
    """The likeliest with their agency, the way to all others, and *I do not know*."""
    likely = suggest(draft.text, facts.catalogue)[:LIKELIEST]
    categories = facts.catalogue.categories.values()
    unknown = tuple(_category_option(entry, None, facts) for entry in categories if entry.agency is None)
    first = dict.fromkeys([*((each.category, each.agency) for each in likely), *preset.categories(draft, facts)])
    if not first or draft.category == _MORE:
        return tuple((_category_option(entry, entry.agency, facts),) for entry in categories)
    rows = tuple((_category_option(facts.catalogue.category(code), agency, facts),) for code, agency in first)
    return (*rows, (Option(_MORE, key="more_categories"),), *((option,) for option in unknown))


def _category_option(category: Category, agency: str | None, facts: Facts) -> Option:
    if agency is None:
        return Option(category.code, label=category.label)
    label = f"{category.button}{ARROW}{facts.catalogue.agency(agency).short}"
    return Option(category.code if agency == category.agency else f"{category.code}@{agency}", label=label)


def _pick_category(draft: Draft, value: str, facts: Facts) -> Draft | None:
    if value == _MORE:
        return replace(draft, category=_MORE, agency=None)
    code, _, agency = value.partition("@")
    category = facts.catalogue.categories.get(code)
    if category is None or (agency and (category.sensitive or agency not in facts.catalogue.agencies)):
        return None
    picked = replace(
        draft,
        category=code,
        agency=agency or category.agency,
        secret=draft.secret or category.sensitive,
        anonymous=draft.anonymous or category.sensitive,
    )
    return preset.answered(picked, category)


def _guess_category(text: str, facts: Facts) -> str | None:
    likely = suggest(text, facts.catalogue)
    if not likely:
        return None
    category = facts.catalogue.category(likely[0].category)
    return category.code if likely[0].agency == category.agency else f"{category.code}@{likely[0].agency}"


def _kinds(_draft: Draft, _facts: Facts) -> Offer:
    return tuple((Option(kind.value, key=f"kind_{kind.value}"),) for kind in Kind)


def _pick_kind(draft: Draft, value: str, _facts: Facts) -> Draft | None:
    return replace(draft, kind=Kind(value)) if value in set(Kind) else None


def _guess_kind(text: str, _facts: Facts) -> str | None:
    return next((kind.value for kind in Kind if text.casefold().strip() in kind.value.replace("_", " ")), None)


def _asked_by_category(name: str) -> Words:
    def needed(draft: Draft, facts: Facts) -> bool:
        category = facts.catalogue.categories.get(draft.category or "")
        return category is not None and name in category.asks

    return Words(name, step=2, attribute="extra", needed=needed)


def _summary(draft: Draft, facts: Facts) -> Offer:
    return (
        (Option("send", key="send"),),
        (Option("change", key="change"), Option("cancel", key="cancel")),
        (Option("occurred_on", key="when"), Option("attachments", key="files"), Option("kind", key="kind")),
        (Option("named", key="name_hidden") if draft.anonymous else Option("anonymous", key="name_shown"),),
        (Option("open", key="content_secret") if draft.secret else Option("secret", key="content_open"),),
    )


def _change_menu(draft: Draft, facts: Facts) -> Offer:
    return (
        (Option("text", key="change_text"), Option("category", key="change_category")),
        (Option("region", key="change_region"), Option("address", key="change_address")),
        (Option("occurred_on", key="when"), Option("attachments", key="files"), Option("kind", key="kind")),
    )


def _toggle(draft: Draft, name: str) -> Draft | None:
    """A switch's button says which way to turn it, so that pressing it twice turns it once."""
    match name:
        case "anonymous" | "named":
            return replace(draft, anonymous=name == "anonymous")
        case "secret" | "open":
            return replace(draft, secret=name == "secret")
    return None


COMPLAINT = Form(
    name="complaint",
    version=1,
    fields=(
        Story(),
        Separation(),
        OneOf(
            "category",
            step=2,
            options=_categories,
            pick=_pick_category,
            answered=lambda draft: draft.category not in {None, _MORE},
            guess=_guess_category,
        ),
        _asked_by_category("institution"),
        _asked_by_category("reported_party"),
        Place("region", step=3, absorb=absorb),
        Words(
            "address",
            step=3,
            attribute="address",
            other=lambda draft: draft.location is not None,
            begun=lambda draft: draft.address if draft.rough else None,
        ),
        Day("occurred_on", absorb=absorb),
        Files("attachments", absorb=absorb),
        OneOf(
            "kind",
            step=0,
            options=_kinds,
            pick=_pick_kind,
            answered=lambda draft: draft.kind is not None,
            guess=_guess_kind,
            required=False,
        ),
    ),
    absorb=absorb,
    summary=_summary,
    change=_change_menu,
    toggle=_toggle,
    is_aside=_is_another_matter,
    heed=_heeding,
    spoken=_spoken,
)
