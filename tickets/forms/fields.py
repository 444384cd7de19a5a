"""Five kinds of field: words, one of several, a place, a day, files. Each takes a message or a button's value.

Which complaint they belong to is said in `tickets.forms.complaint`; here is only how such an answer is understood.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from tickets.catalogue import Catalogue
from tickets.forms.draft import Draft, Heard
from tickets.forms.engine import AlwaysAsked, Facts, Notice, Offer, Option, Problem, Took, worth_saying
from tickets.place_corrections import corrected_place
from tickets.places import Places
from tickets.reading import Verdict, judge, occurred_on
from tickets.whereabouts import is_area, is_whole_spot, names_spot, read_place, says_more
from tickets.words import listed

MIN_ADDRESS_LETTERS = 3
"""An address or landmark has at least that many letters or digits."""
MAX_ADDRESS = 300
"""Characters of an address that are kept."""
MAX_ADDRESS_WORDS = 20
"""Words of an answer about the region that may all be its address; a longer one is more of the story."""

NOT_AN_ANSWER = frozenset({Verdict.PING, Verdict.TEST, Verdict.THANKS, Verdict.REPLY})
"""Messages that answer no question."""
_GOING_ON = listed("lewati lewat skip kirim lanjut lanjutkan next send terus siap oke")
"""What is no place: the wish to go on without one."""
LONGEST_CHANGE = 6
"""Words of an answer that is to take another's place; more is part of the story."""
LONGEST_DAY = 5
"""Words of a day; what is longer tells more than that."""

Absorb = Callable[[Draft, Heard, Facts], tuple[Draft, tuple[Notice, ...]]]


@dataclass(frozen=True, slots=True)
class Words:
    """A few words for one attribute of the draft: an address, a name of a school.

    `other` says when something else answers the question (a pin instead of an address), `needed` when it is a question
    for this draft at all, `begun` what was said of it before that is no whole answer, `is_caption` whether a file's
    caption is the answer; the file is absorbed.
    """

    name: str
    step: int
    attribute: str
    required: bool = True
    other: Callable[[Draft], bool] = lambda _draft: False
    needed: Callable[[Draft, Facts], bool] = lambda _draft, _facts: True
    begun: Callable[[Draft], str | None] = lambda _draft: None
    is_caption: Callable[[str, Facts], bool] = lambda _caption, _facts: False
    absorb: Absorb = lambda draft, _heard, _facts: (draft, ())

    def applies(self, draft: Draft, facts: Facts) -> bool:
        """Whether it is needed for this draft."""
        return self.needed(draft, facts)

    def is_answered(self, draft: Draft, facts: Facts) -> bool:
        """Answered, answered by something else, or not needed for this draft."""
        is_told = bool(self._get(draft)) and not self.begun(draft)
        return is_told or self.other(draft) or not self.applies(draft, facts)

    def offer(self, draft: Draft, facts: Facts) -> Offer:
        """Nothing: these are the person's own words."""
        return ()

    def hear(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        """Words of some length; a message without words, or with too many, is left to the form."""
        words = " ".join(heard.text.split())
        if not words or heard.location or len(words) > MAX_ADDRESS:
            return Took(draft, wanted=False)
        if heard.attachments:
            is_answer = self.is_caption(words, facts)
            return _captioned(self, draft, heard, facts) if is_answer else Took(draft, wanted=False)
        is_too_short = sum(character.isalnum() for character in words) < MIN_ADDRESS_LETTERS
        if is_too_short or judge(words, facts.catalogue) in NOT_AN_ANSWER or words.casefold() in _GOING_ON:
            return Took(draft, Problem.NOT_AN_ADDRESS)
        whole = ", ".join(each for each in (self.begun(draft), words) if each)
        return Took(self._set(draft, whole[:MAX_ADDRESS]))

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """There is nothing to choose."""
        return Took(draft, Problem.NOT_A_CHOICE)

    def _get(self, draft: Draft) -> str | None:
        return draft.extra.get(self.name) if self.attribute == "extra" else getattr(draft, self.attribute)

    def _set(self, draft: Draft, words: str) -> Draft:
        if self.attribute == "extra":
            return replace(draft, extra={**draft.extra, self.name: words})
        changes: dict[str, Any] = {self.attribute: words}
        return replace(draft, **changes, rough=False)


@dataclass(frozen=True, slots=True)
class OneOf(AlwaysAsked):
    """One of several options.

    `guess` understands a short typed answer that is no label; a longer message is no answer but more of the story.
    """

    name: str
    step: int
    options: Callable[[Draft, Facts], Offer]
    pick: Callable[[Draft, str, Facts], Draft | None]
    answered: Callable[[Draft], bool]
    guess: Callable[[str, Facts], str | None] = lambda _text, _facts: None
    required: bool = True
    longest_answer: int = 2
    """Words of a typed answer; what is longer is not one."""

    def is_answered(self, draft: Draft, facts: Facts) -> bool:
        """Whether something was picked."""
        return self.answered(draft)

    def offer(self, draft: Draft, facts: Facts) -> Offer:
        """The options as the form orders them."""
        return self.options(draft, facts)

    def hear(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        """A word or two that mean an option."""
        longest = LONGEST_CHANGE if draft.changing else self.longest_answer
        if heard.attachments or heard.location or not 0 < len(heard.text.split()) <= longest:
            return Took(draft, wanted=False)
        guessed = self.guess(heard.text, facts)
        return self.choose(draft, guessed, facts) if guessed else Took(draft, Problem.NOT_A_CHOICE)

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """An option's value."""
        picked = self.pick(draft, value, facts)
        return Took(draft, Problem.NOT_A_CHOICE) if picked is None else Took(picked)


@dataclass(frozen=True, slots=True)
class Place(AlwaysAsked):
    """The kabupaten or kota: by button, by a place's name, or by a pin. Never guessed where a name is ambiguous."""

    name: str
    step: int
    absorb: Absorb
    required: bool = True

    def is_answered(self, draft: Draft, facts: Facts) -> bool:
        """Whether the region is known."""
        return draft.region is not None

    def offer(self, draft: Draft, facts: Facts) -> Offer:
        """The few that an ambiguous name may mean, or all of them in two columns."""
        regions = facts.catalogue.regions
        if draft.candidates:
            few = tuple((Option(code, label=regions[code].name),) for code in draft.candidates)
            return (*few, (Option("other", key="other_region"),))
        return _all_regions(facts.catalogue)

    def hear(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        """A pin, or words with a place's name. What else they say is kept: as the address, or with the story."""
        if heard.location:
            return self._pinned(draft, heard, facts)
        if heard.attachments:
            return _captioned(self, draft, heard, facts)
        if not heard.text:
            return Took(draft, wanted=False)
        said = corrected_place(heard.text, facts.gazetteer, facts.catalogue.language.spellings)
        if not said:
            return self._named(draft, heard, facts)
        took = self._named(replace(draft, address=None, rough=False), replace(heard, text=said), facts)
        if took.draft.address:
            return took
        return replace(took, draft=replace(took.draft, address=draft.address, rough=draft.rough))

    def _named(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        text, found = read_place(heard.text, facts.gazetteer)
        if found.region:
            draft = moved_to(draft, found.region, facts)
        elif found.candidates:
            draft = replace(draft, region=None, candidates=found.candidates)
        answered, is_kept = _with_address(draft, heard.text, text, found, facts)
        notices: tuple[Notice, ...] = ()
        if not is_kept and says_more(text, found, facts.catalogue.language.spellings):
            answered, notices = self.absorb(answered, heard, facts)
        if found.region:
            return Took(answered, notices=worth_saying(notices))
        return Took(answered, Problem.PLACE_AMBIGUOUS if found.candidates else Problem.NOT_A_PLACE, notices)

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """A region's code, or the wish to see all of them."""
        if value == "other":
            return Took(replace(draft, candidates=()), Problem.NOT_A_PLACE)
        if value not in facts.catalogue.regions:
            return Took(draft, Problem.NOT_A_CHOICE)
        return Took(moved_to(draft, value, facts))

    def _pinned(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        absorbed, notices = self.absorb(draft, heard, facts)
        outside = Notice.PIN_OUTSIDE in notices
        if outside or absorbed.region is None:
            return Took(absorbed, Problem.PIN_OUTSIDE if outside else Problem.PIN_NEAR_BORDER)
        return Took(absorbed, notices=worth_saying(notices))


def _captioned(field: "Words | Place", draft: Draft, heard: Heard, facts: Facts) -> Took:
    """A file whose caption is the answer; one with another caption is left to the form."""
    took = field.hear(draft, replace(heard, attachments=()), facts)
    if not took.wanted or took.problem is Problem.NOT_A_PLACE:
        return Took(draft, wanted=False)
    kept, notices = field.absorb(took.draft, replace(heard, text=""), facts)
    return replace(took, draft=kept, notices=(*took.notices, *worth_saying(notices)))


def moved_to(draft: Draft, region: str | None, facts: Facts) -> Draft:
    """The draft in that region (or in one that is asked for), without a pin or an address that lies elsewhere."""
    pinned = facts.regions_at(draft.location) if draft.location else ()
    written = facts.gazetteer.find(draft.address or "").region
    return replace(
        draft,
        region=region,
        candidates=(),
        location=None if pinned and region not in pinned else draft.location,
        address=None if written not in {None, region} else draft.address,
        rough=draft.rough and written in {None, region},
    )


def _with_address(draft: Draft, said: str, text: str, found: Places, facts: Facts) -> tuple[Draft, bool]:
    """The draft with the spot or the village that an answer tells, and whether that keeps all that was said.

    `text` is the answer as its places were read.
    """
    spellings = facts.catalogue.language.spellings
    words = said.split()
    whole = " ".join(words)
    is_short = len(words) <= MAX_ADDRESS_WORDS and len(whole) <= MAX_ADDRESS
    if draft.address:
        return draft, False
    if names_spot(text, found, spellings):
        if is_whole_spot(text, found, spellings):
            return replace(draft, address=found.spot), True
        return replace(draft, address=whole if is_short else found.spot), is_short
    if is_short and is_area(text, found, spellings):
        return replace(draft, address=whole, rough=True), True
    return draft, False


@dataclass(frozen=True, slots=True)
class Day(AlwaysAsked):
    """A day of the past: hari ini, kemarin, a date. Optional: it can be left open again."""

    name: str
    absorb: Absorb
    step: int = 0
    required: bool = False

    def is_answered(self, draft: Draft, facts: Facts) -> bool:
        """Whether a day is known."""
        return draft.occurred_on is not None

    def offer(self, draft: Draft, facts: Facts) -> Offer:
        """Today, yesterday, the day before, or unknown."""
        days = [facts.today - timedelta(days=back) for back in range(3)]
        keys = ("today", "yesterday", "two_days_ago")
        options = tuple(Option(day.isoformat(), key=key) for day, key in zip(days, keys, strict=True))
        return (options[:2], (options[2], Option("unknown", key="day_unknown")))

    def hear(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        """Words that mean a day, never one of the future; files, and what else is told, go to the complaint."""
        day = occurred_on(heard.text, facts.today, facts.catalogue) if heard.text else None
        tells_more = len(heard.text.split()) > LONGEST_DAY
        if not heard.text or (day is None and (tells_more or heard.attachments)):
            return Took(draft, wanted=False)
        if day is None:
            return Took(draft, Problem.NOT_A_DAY)
        more = heard if tells_more else replace(heard, text="")
        answered, notices = self.absorb(replace(draft, occurred_on=day), more, facts)
        return Took(answered, notices=worth_saying(notices))

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """One of the offered days."""
        if value == "unknown":
            return Took(replace(draft, occurred_on=None))
        try:
            return Took(replace(draft, occurred_on=date.fromisoformat(value)))
        except ValueError:
            return Took(draft, Problem.NOT_A_CHOICE)


@dataclass(frozen=True, slots=True)
class Files(AlwaysAsked):
    """Photos and other evidence; how many is the form's matter (`absorb`)."""

    name: str
    absorb: Absorb
    step: int = 0
    required: bool = False

    def is_answered(self, draft: Draft, facts: Facts) -> bool:
        """Whether there is any."""
        return bool(draft.attachments)

    def offer(self, draft: Draft, facts: Facts) -> Offer:
        """Removing what is there."""
        return ((Option("none", key="remove_files"),),) if draft.attachments else ()

    def hear(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        """A message with a file."""
        if not heard.attachments:
            return Took(draft, Problem.NOT_A_FILE)
        absorbed, notices = self.absorb(draft, heard, facts)
        return Took(absorbed, notices=worth_saying(notices))

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """Only to remove them all."""
        if value != "none":
            return Took(draft, Problem.NOT_A_CHOICE)
        return Took(replace(draft, attachments=(), refused_albums=()))


@lru_cache(maxsize=8)
def _all_regions(catalogue: Catalogue) -> Offer:
    options = [Option(region.code, label=short_name(region.name)) for region in catalogue.regions.values()]
    return tuple(tuple(options[start : start + 2]) for start in range(0, len(options), 2))


def short_name(name: str) -> str:
    """A region's name as it fits half a phone's width."""
    return name.replace("Kabupaten ", "Kab. ")
