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
from tickets.places import Places
from tickets.reading import occurred_on
from tickets.whereabouts import is_area, is_whole_spot, names_spot, says_more

MIN_ADDRESS_LETTERS = 3
"""An address or landmark has at least that many letters or digits."""
MAX_ADDRESS = 300
"""Characters of an address that are kept."""
MAX_ADDRESS_WORDS = 20
"""Words of an answer about the region that may all be its address; a longer one is more of the story."""

Absorb = Callable[[Draft, Heard, Facts], tuple[Draft, tuple[Notice, ...]]]


@dataclass(frozen=True, slots=True)
class Words:
    """A few words for one attribute of the draft: an address, a name of a school.

    `other` says when something else answers the question (a pin instead of an address), `needed` when it is a question
    for this draft at all, `begun` what was said of it before that is no whole answer.
    """

    name: str
    step: int
    attribute: str
    required: bool = True
    other: Callable[[Draft], bool] = lambda _draft: False
    needed: Callable[[Draft, Facts], bool] = lambda _draft, _facts: True
    begun: Callable[[Draft], str | None] = lambda _draft: None

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
        """Words of some length; a message without words is left to the form."""
        if not heard.text or heard.location or heard.attachments:
            return Took(draft, wanted=False)
        words = " ".join(heard.text.split())
        if sum(character.isalnum() for character in words) < MIN_ADDRESS_LETTERS:
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
        if heard.attachments or heard.location or not 0 < len(heard.text.split()) <= self.longest_answer:
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
        if not heard.text or heard.attachments:
            return Took(draft, wanted=False)
        found = facts.gazetteer.find(heard.text)
        answered, is_kept = _with_address(draft, heard.text, found, facts)
        if not found.region and not found.candidates:
            return Took(answered, Problem.NOT_A_PLACE)
        answered = replace(answered, region=found.region, candidates=() if found.region else found.candidates)
        notices: tuple[Notice, ...] = ()
        if not is_kept and says_more(heard.text, found, facts.catalogue.language.spellings):
            answered, notices = self.absorb(answered, heard, facts)
        return Took(answered, None if found.region else Problem.PLACE_AMBIGUOUS, worth_saying(notices))

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """A region's code, or the wish to see all of them."""
        if value == "other":
            return Took(replace(draft, candidates=()), Problem.NOT_A_PLACE)
        if value not in facts.catalogue.regions:
            return Took(draft, Problem.NOT_A_CHOICE)
        return Took(replace(draft, region=value, candidates=()))

    def _pinned(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        absorbed, notices = self.absorb(draft, heard, facts)
        if absorbed.region is None:
            outside = Notice.PIN_OUTSIDE in notices
            return Took(absorbed, Problem.PIN_OUTSIDE if outside else Problem.PIN_NEAR_BORDER)
        return Took(absorbed, notices=worth_saying(tuple(each for each in notices if each is not Notice.PIN_OUTSIDE)))


def _with_address(draft: Draft, text: str, found: Places, facts: Facts) -> tuple[Draft, bool]:
    """The draft with the spot or the village that an answer tells, and whether that keeps all that was said."""
    spellings = facts.catalogue.language.spellings
    words = text.split()
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
        """Words that mean a day, never one of the future."""
        if not heard.text:
            return Took(draft, wanted=False)
        day = occurred_on(heard.text, facts.today, facts.catalogue)
        return Took(draft, Problem.NOT_A_DAY) if day is None else Took(replace(draft, occurred_on=day))

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
