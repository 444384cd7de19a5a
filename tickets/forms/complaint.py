"""The complaint form, to be read from top to bottom.

Required: what (isi laporan), about what (kategori), where (tempat: kabupaten/kota, and an address, a landmark or a
pin).
Everything else waits on the summary.
"""

from dataclasses import dataclass, replace

from tickets.catalogue import Catalogue, Category
from tickets.discretion import Waiver, only_asks, waived, wants_anonymous, wants_secret
from tickets.forms import preset
from tickets.forms.absorbing import NOT_WORTH_KEEPING, absorb, moved
from tickets.forms.draft import Draft, Heard
from tickets.forms.engine import AlwaysAsked, Facts, Form, Notice, Offer, Option, Problem, Took, worth_saying
from tickets.forms.fields import Day, Files, OneOf, Place, Words, moved_to
from tickets.forms.separation import Separation, is_another_matter, reread
from tickets.kinds import Kind
from tickets.place_corrections import corrected_place
from tickets.reading import Verdict, danger, judge, kind_of, reply
from tickets.replies import AGAIN
from tickets.routing import suggest
from tickets.whereabouts import tells_way
from tickets.words import listed, plain_words

LIKELIEST = 4
"""Categories offered first; the others are one tap away."""
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
LONGEST_CAPTION = 8
"""Words of a file's caption that may be an address; what is longer is part of the story."""
_SHOWN = {Waiver.NAME: Notice.NAME_SHOWN, Waiver.CONTENT: Notice.CONTENT_OPEN}
_WITH_OWN_PROBLEM = frozenset({"occurred_on", "attachments"})
_HIDDEN = {Waiver.NAME: Notice.NAME_HIDDEN, Waiver.CONTENT: Notice.CONTENT_HIDDEN}
_STORY = "text"
_ADDRESS = "address"
_MORE = "more"
_ELSEWHERE = "elsewhere"
_JOINERS = listed("sekalian sekaligus")


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
            absorbed = _about_what_it_tells(moved(absorbed, draft.text, facts), draft.text, facts)
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


def _amended(draft: Draft, heard: Heard, facts: Facts) -> Took | None:
    """What somebody takes back: that the name or the content be hidden, or the place that was given."""
    if heard.attachments or heard.location:
        return None
    if shown := waived(heard.text, facts.catalogue):
        named = replace(draft, anonymous=draft.anonymous and Waiver.NAME not in shown)
        opened = replace(named, secret=draft.secret and Waiver.CONTENT not in shown)
        return Took(opened, notices=tuple(notice for each, notice in _SHOWN.items() if each in shown))
    if only_asks(heard.text, facts.catalogue):  # what it asks for is heeded
        asked = {Waiver.NAME: wants_anonymous, Waiver.CONTENT: wants_secret}
        told = (_HIDDEN[each] for each, wants in asked.items() if wants(heard.text, facts.catalogue))
        return Took(draft, notices=tuple(told))
    moved_there = _in_another_place(draft, heard, facts) if draft.region else None
    return Took(moved_there) if moved_there else None


def _in_another_place(draft: Draft, heard: Heard, facts: Facts) -> Draft | None:
    """The draft in the place that somebody meant who takes back the one before; none if nothing is taken back."""
    said = corrected_place(heard.text, facts.gazetteer, facts.catalogue.language.spellings)
    if said is None:
        return None
    elsewhere = preset.without_place(moved_to(draft, None, facts))
    if not said:
        return elsewhere
    told = _REGION.hear(elsewhere, heard, facts).draft
    return told if told.region != draft.region else None


def _is_where(caption: str, facts: Facts) -> bool:
    """Whether a file's caption is the address that was asked for, and no story."""
    is_short = len(caption.split()) <= LONGEST_CAPTION
    return is_short and tells_way(caption, facts.gazetteer.find(caption), facts.catalogue.language.spellings)


def _unsaid(draft: Draft, name: str, was: str) -> Draft:
    """The draft without what that answer said of the address."""
    words = " ".join(was.split())
    address = draft.address or ""
    if name == _ADDRESS and address.endswith(f", {words}"):  # it made a village exact
        return replace(draft, address=address.removesuffix(f", {words}"), rough=True)
    return replace(draft, address=None, rough=False) if address and address in words else draft


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
    """The button that somebody means who typed something else than its words; a field says itself what is no answer."""
    is_only_said = heard.text and not heard.attachments and not heard.location
    said = reply(heard.text, draft.asking, facts.catalogue) if is_only_said else None
    return None if said == AGAIN and draft.asking in _WITH_OWN_PROBLEM else said


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


_REGION = Place("region", step=3, absorb=absorb)
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
        _REGION,
        Words(
            _ADDRESS,
            step=3,
            attribute="address",
            other=lambda draft: draft.location is not None,
            begun=lambda draft: draft.address if draft.rough else None,
            absorb=absorb,
            is_caption=_is_where,
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
    is_aside=is_another_matter,
    reread=reread,
    unsay=_unsaid,
    heed=_heeding,
    amend=_amended,
    spoken=_spoken,
)
