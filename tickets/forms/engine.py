"""The form engine: takes what a person sent or chose, gives the new draft and what to ask next.

It knows fields, not complaints. A field says whether it is answered, what it offers, and what it makes of an answer
(`Field`). Whatever a message holds is first offered to the field that was asked; what that field does not want is
absorbed by the form as a whole ("say it all at once"). Only what is missing is asked. No words here: questions and
problems are codes that `messages` turns into sentences.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from tickets.catalogue import Catalogue
from tickets.dialogue import Location
from tickets.forms.draft import Draft, Heard
from tickets.places import Gazetteer
from tickets.replies import AGAIN

SUMMARY = "summary"
CHANGE = "change"
CANCEL = "cancel"
RESUME = "resume"
SCREENS = frozenset({SUMMARY, CHANGE, CANCEL, RESUME})
"""What can be asked besides the fields."""


class Problem(StrEnum):
    """Why an answer was not taken, or what we want to say about it."""

    PING = "ping"
    TEST = "test"
    THANKS = "thanks"
    TOO_SHORT = "too_short"
    TOO_GENERAL = "too_general"
    OUT_OF_SCOPE = "out_of_scope"
    NO_TEXT = "no_text"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_PLACE = "not_a_place"
    PLACE_AMBIGUOUS = "place_ambiguous"
    PIN_OUTSIDE = "pin_outside"
    PIN_NEAR_BORDER = "pin_near_border"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_A_DAY = "not_a_day"
    NOT_A_FILE = "not_a_file"
    NOT_A_LINK = "not_a_link"
    NOT_A_NUMBER = "not_a_number"


class Notice(StrEnum):
    """What happened to a message besides the answer; said before the next question."""

    ADDED = "added"
    KNOWN = "known"
    FILE_ADDED = "file_added"
    PIN_ADDED = "pin_added"
    TEXT_CUT = "text_cut"
    TOO_MANY_FILES = "too_many_files"
    UNSUPPORTED = "unsupported"
    PIN_OUTSIDE = "pin_outside"
    NAME_SHOWN = "name_shown"
    CONTENT_OPEN = "content_open"
    NAME_HIDDEN = "name_hidden"
    CONTENT_HIDDEN = "content_hidden"


THANKS = frozenset({Notice.ADDED, Notice.FILE_ADDED, Notice.PIN_ADDED})
"""Notices that only say "got it": left out where the next question says so by itself."""


class Outcome(StrEnum):
    """What is to be done with the draft now."""

    ASK = "ask"
    """Show the question."""
    SILENT = "silent"
    """Nothing to say: a further item of an album already acknowledged."""
    REFRESH = "refresh"
    """Show the same question again in its place: a switch was turned, an album grew."""
    SUBMIT = "submit"
    """The person pressed send; the draft is complete."""
    DISCARD = "discard"
    """The person wants it gone."""
    RESTART = "restart"
    """The person wants to begin anew with what is stashed."""
    STALE = "stale"
    """A button of the past: nothing changed."""


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer. `label` holds ready words (of the catalogue), `key` names words of `messages`."""

    value: str
    key: str = ""
    label: str = ""


Offer = tuple[tuple[Option, ...], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a form may know of the world: the catalogue, its places, today's date, in which regions a pin may lie."""

    catalogue: Catalogue
    gazetteer: Gazetteer
    today: date
    regions_at: Callable[[Location], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Took:
    """What a field made of an answer: the draft after it and, if it was not good enough, the problem.

    `wanted` is false when the message was not an answer to this field at all; then the form absorbs it.
    """

    draft: Draft
    problem: Problem | None = None
    notices: tuple[Notice, ...] = ()
    wanted: bool = True


class AlwaysAsked:
    """A field that is a question for every draft."""

    __slots__ = ()

    def applies(self, draft: Draft, facts: Facts) -> bool:
        """It always is."""
        return True


class Field(Protocol):
    """One question of a form."""

    @property
    def name(self) -> str:
        """Its name, in `Draft.asking` and in the words of `messages`."""

    @property
    def required(self) -> bool:
        """Whether it is asked by itself; others are reached from the summary."""

    @property
    def step(self) -> int:
        """Which step of the way it belongs to, counted from 1; 0 for what is only on the summary."""

    def applies(self, draft: Draft, facts: Facts) -> bool:
        """Whether it is a question for this draft at all."""

    def is_answered(self, draft: Draft, facts: Facts) -> bool:
        """Whether nothing needs to be asked."""

    def offer(self, draft: Draft, facts: Facts) -> Offer:
        """Buttons, row by row, the likeliest first."""

    def hear(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        """Take a message as the answer."""

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """Take a pressed button's value."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form read from top to bottom.

    `absorb` takes from a message whatever the form can use; `is_aside` says that a message is no answer to what was
    asked, whatever it was; `reread` takes the new words of a message that was edited, `unsay` an answer's old ones out;
    `heed` takes from an answer what counts wherever it is said; `amend` takes an earlier answer
    back, whatever is asked now; `spoken` gives the value of the button that somebody put in words, `AGAIN` where the
    words say nothing at all.
    """

    name: str
    version: int
    fields: tuple[Field, ...]
    absorb: Callable[[Draft, Heard, Facts], tuple[Draft, tuple[Notice, ...]]]
    summary: Callable[[Draft, Facts], Offer]
    change: Callable[[Draft, Facts], Offer]
    toggle: Callable[[Draft, str], Draft | None]
    reread: Callable[[Draft, Heard, Facts], tuple[Draft, tuple[Notice, ...]]]
    is_aside: Callable[[Draft, Heard, Facts], bool] = lambda _draft, _heard, _facts: False
    unsay: Callable[[Draft, str, str], Draft] = lambda draft, _name, _was: draft
    heed: Callable[[Draft, Heard, Facts], Draft] = lambda draft, _heard, _facts: draft
    amend: Callable[[Draft, Heard, Facts], Took | None] = lambda _draft, _heard, _facts: None
    spoken: Callable[[Draft, Heard, Facts], str | None] = lambda _draft, _heard, _facts: None

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((entry for entry in self.fields if entry.name == name), None)

    @property
    def steps(self) -> int:
        """How many steps a person sees."""
        return max(entry.step for entry in self.fields)


@dataclass(frozen=True, slots=True)
class Step:
    """What the engine decided: the draft, what to do with it, and what to ask."""

    draft: Draft
    outcome: Outcome = Outcome.ASK
    offer: Offer = ()
    problem: Problem | None = None
    notices: tuple[Notice, ...] = ()


BACK = Option("back", key="back")
KEEP = Option("keep", key="keep")
"""Back at a question that was answered: go on with that answer."""
_CANCEL_OFFER: Offer = ((Option("cancel-yes", key="cancel_yes"), Option("cancel-no", key="cancel_no")),)
_RESUME_OFFER: Offer = ((Option("resume-yes", key="resume_yes"), Option("resume-no", key="resume_no")),)


def hear(form: Form, draft: Draft, heard: Heard, facts: Facts) -> Step:
    """A message came in while the form is open."""
    if heard.album and heard.album in draft.refused_albums:
        return Step(draft, Outcome.SILENT)
    if draft.asking != RESUME and (amended := form.amend(draft, heard, facts)):
        return proceed(form, form.heed(amended.draft, heard, facts), facts, notices=amended.notices)
    if said := form.spoken(draft, heard, facts):
        return _spoken(form, draft, said, facts)
    if draft.asking == RESUME:
        return ask(form, replace(draft, stash=(*draft.stash, heard)), RESUME, facts)
    if heard.album and heard.album in draft.albums:
        return _grow_album(form, draft, heard, facts)
    return _told(form, draft, heard, facts)


def _told(form: Form, draft: Draft, heard: Heard, facts: Facts) -> Step:
    """The answer to what was asked, or something else that the form can use."""
    field = form.field(draft.asking)
    if field and not form.is_aside(draft, heard, facts):
        took = field.hear(draft, heard, facts)
    else:
        took = Took(draft, wanted=False)
    if field and took.wanted:
        answered = took.draft.answered(field.name, heard.message_id, heard.text)
        return _proceed(form, replace(took, draft=form.heed(answered, heard, facts)), facts)
    absorbed, notices = form.absorb(draft, heard, facts)
    if field and field.is_answered(absorbed, facts) and not field.is_answered(draft, facts):  # it was the answer
        notices = worth_saying(notices)
    return proceed(form, absorbed, facts, notices=notices)


def choose(form: Form, draft: Draft, question: int, value: str, facts: Facts) -> Step:
    """A button of this form was pressed; one of an earlier question changes nothing."""
    if question != draft.question:
        return Step(draft, Outcome.STALE)
    if value == BACK.value:
        return back(form, draft, facts)
    if value == KEEP.value:
        return proceed(form, draft.restored(), facts)
    if draft.asking in SCREENS:
        return _SCREENS[draft.asking](form, draft, value, facts)
    field = form.field(draft.asking)
    if field is None:
        return Step(draft, Outcome.STALE)
    return _proceed(form, field.choose(draft, value, facts), facts)


def proceed(
    form: Form, draft: Draft, facts: Facts, *, problem: Problem | None = None, notices: tuple[Notice, ...] = ()
) -> Step:
    """Ask the first thing that is missing, or show the summary. Past the question that was asked, its answer stands."""
    missing = missing_from(form, draft, facts)
    if missing is None or form.field(draft.asking) not in (None, missing):
        draft = draft.settled()
    return ask(form, draft, missing.name if missing else SUMMARY, facts, problem=problem, notices=notices)


def missing_from(form: Form, draft: Draft, facts: Facts) -> Field | None:
    """The first question that has to be asked."""
    return next((entry for entry in form.fields if entry.required and not entry.is_answered(draft, facts)), None)


def ask(
    form: Form,
    draft: Draft,
    name: str,
    facts: Facts,
    *,
    problem: Problem | None = None,
    notices: tuple[Notice, ...] = (),
) -> Step:
    """Ask that field, or show that screen."""
    asked = replace(draft, asking=name, question=draft.question + 1)
    return Step(asked, Outcome.ASK, offer_of(form, asked, facts), problem, notices)


def offer_of(form: Form, draft: Draft, facts: Facts) -> Offer:
    """The buttons under the question that is open now."""
    match draft.asking:
        case "summary":
            return form.summary(draft, facts)
        case "change":
            return (*form.change(draft, facts), (BACK,))
        case "cancel":
            return _CANCEL_OFFER
        case "resume":
            return _RESUME_OFFER
    field = form.field(draft.asking)
    offered = field.offer(draft, facts) if field else ()
    ways = ((BACK,) if _has_way_back(form, draft, facts) else ()) + ((KEEP,) if _may_keep(field, draft, facts) else ())
    return (*offered, ways) if ways else offered


def back(form: Form, draft: Draft, facts: Facts) -> Step:
    """To the question before: from a changed answer to the summary, from a screen to where the form stands.

    What was given anew and is no answer yet goes; the answer before it comes back.
    """
    if draft.stash:
        return _on_resume(form, draft, "resume-yes", facts)
    if draft.changing or draft.asking in SCREENS:
        return proceed(form, draft.restored(), facts)
    before = _before(form, draft, facts)
    return ask(form, draft.restored().reopened(), before.name if before else draft.asking, facts)


def cancel(form: Form, draft: Draft, facts: Facts) -> Step:
    """Ask whether the draft shall really go."""
    return ask(form, draft, CANCEL, facts)


def resume(form: Form, draft: Draft, heard: Heard | None, facts: Facts) -> Step:
    """Ask whether to go on with an old draft; what just came in waits."""
    stash = draft.stash if heard is None or form.spoken(draft, heard, facts) else (*draft.stash, heard)
    return ask(form, replace(draft, stash=stash), RESUME, facts)


def _spoken(form: Form, draft: Draft, said: str, facts: Facts) -> Step:
    """A button's meaning was put in words; words without meaning are no more than a reason to ask again."""
    if said != AGAIN:
        return choose(form, draft, draft.question, said, facts)
    return ask(form, draft, draft.asking, facts, problem=None if draft.asking == SUMMARY else Problem.NOT_A_CHOICE)


def _proceed(form: Form, took: Took, facts: Facts) -> Step:
    if took.problem:
        refused = replace(took.draft, refusals=took.draft.refusals + 1)
        return ask(form, refused, refused.asking, facts, problem=took.problem, notices=took.notices)
    draft = replace(took.draft, refusals=0) if took.draft.refusals else took.draft
    return proceed(form, draft, facts, notices=took.notices)


def _grow_album(form: Form, draft: Draft, heard: Heard, facts: Facts) -> Step:
    """A further item of an album: speak only if it changes what is asked, refresh what shows the count."""
    absorbed, notices = form.absorb(draft, heard, facts)
    if notices := worth_saying(notices):
        return proceed(form, absorbed, facts, notices=notices)
    next_step = proceed(form, absorbed, facts)
    if next_step.draft.asking != draft.asking:
        return next_step
    if draft.asking == SUMMARY:
        return Step(absorbed, Outcome.REFRESH, offer_of(form, absorbed, facts))
    return Step(absorbed, Outcome.SILENT)


def _on_summary(form: Form, draft: Draft, value: str, facts: Facts) -> Step:
    if value == "send":  # an edit may have taken an answer away
        return proceed(form, draft, facts) if missing_from(form, draft, facts) else Step(draft, Outcome.SUBMIT)
    if value == "cancel":
        return cancel(form, draft, facts)
    if value == "change":
        return ask(form, draft, CHANGE, facts)
    toggled = form.toggle(draft, value)
    if toggled is not None:
        return Step(toggled, Outcome.REFRESH, offer_of(form, toggled, facts))
    return _change(form, draft, value, facts)


def _on_change(form: Form, draft: Draft, value: str, facts: Facts) -> Step:
    toggled = form.toggle(draft, value)
    if toggled is not None:
        return proceed(form, toggled, facts)
    return _change(form, draft, value, facts)


def _change(form: Form, draft: Draft, value: str, facts: Facts) -> Step:
    if form.field(value) is None:
        return Step(draft, Outcome.STALE)
    return ask(form, draft.reopened(changing=True), value, facts)


def _on_cancel(form: Form, draft: Draft, value: str, facts: Facts) -> Step:
    if value == "cancel-yes":
        return Step(draft, Outcome.DISCARD)
    return back(form, draft, facts)


def _on_resume(form: Form, draft: Draft, value: str, facts: Facts) -> Step:
    if value == "resume-no":
        return Step(draft, Outcome.RESTART)
    notices: list[Notice] = []
    resumed = replace(draft, stash=())
    for heard in draft.stash:
        resumed, said = form.absorb(resumed, heard, facts)
        notices += [notice for notice in said if notice not in notices]
    return proceed(form, resumed, facts, notices=tuple(notices))


def worth_saying(notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """The notices without those that only say thanks."""
    return tuple(notice for notice in notices if notice not in THANKS)


def _has_way_back(form: Form, draft: Draft, facts: Facts) -> bool:
    return draft.changing or _before(form, draft, facts) is not None


def _may_keep(field: Field | None, draft: Draft, facts: Facts) -> bool:
    """Whether there is an answer to keep, now or before it was given anew; where one is changed, *Kembali* keeps it."""
    if field is None or draft.changing:
        return False
    return any(field.is_answered(each, facts) for each in (draft, draft.former) if each)


def _before(form: Form, draft: Draft, facts: Facts) -> Field | None:
    """The required field asked before the present one."""
    before = None
    for entry in form.fields:
        if entry.name == draft.asking:
            return before
        if entry.required and entry.applies(draft, facts):
            before = entry
    return None


_SCREENS: dict[str, Callable[[Form, Draft, str, Facts], Step]] = {
    SUMMARY: _on_summary,
    CHANGE: _on_change,
    CANCEL: _on_cancel,
    RESUME: _on_resume,
}
