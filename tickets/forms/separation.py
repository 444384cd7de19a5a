"""Two matters in one complaint: told apart, each in its own words, or kept as one."""

from dataclasses import dataclass, replace

from tickets.forms import preset
from tickets.forms.absorbing import absorb, in_place, matters_of, with_reading
from tickets.forms.draft import Draft, Heard, Part, anew
from tickets.forms.engine import Facts, Notice, Offer, Option, Took
from tickets.matters import Matters, announces, two_matters


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


def is_another_matter(draft: Draft, heard: Heard, facts: Facts) -> bool:
    """Whether somebody who was asked for something else begins to report something, or goes on with another matter."""
    if not draft.parts or draft.asking == "text" or not heard.text:
        return False
    if announces(heard.text, facts.catalogue):
        return True
    is_one = not draft.together and two_matters(draft.text, facts.catalogue) is None
    return is_one and two_matters(f"{draft.text}\n{heard.text}", facts.catalogue) is not None


def _without_second(draft: Draft, matters: Matters, facts: Facts) -> Draft:
    """The draft of the first matter, with its answers, but for a place or a category that the second may have told."""
    parts, begins_in = _cut(draft, matters)
    found = facts.gazetteer.find(matters.second)
    is_told = draft.region == found.region and not draft.location and not preset.says_region(draft)
    its_own = replace(
        draft,
        later=(*draft.later, _told_besides(matters, begins_in)),
        parts=parts,
        danger=None,
        category=None if draft.preset else draft.category,
        region=None if is_told else draft.region,
        address=None if draft.address == found.spot else draft.address,
    )
    return with_reading(its_own, facts)


def _told_besides(matters: Matters, begins_in: Part) -> Heard:
    """The second matter, until its turn comes; an edit of its message may change it."""
    return Heard(begins_in.message_id, matters.second, behind=True)


def reread(draft: Draft, heard: Heard, facts: Facts) -> tuple[Draft, tuple[Notice, ...]]:
    """A message of the report was edited. Of one that was cut, each report takes its own share."""
    if any(part.message_id == heard.message_id and part.behind for part in draft.parts):
        matters = two_matters(heard.text, facts.catalogue)
        return absorb(draft, replace(heard, text=matters.second if matters else heard.text, behind=True), facts)
    if all(each.message_id != heard.message_id for each in draft.later):
        return absorb(draft, heard, facts)
    whole = replace(draft, parts=in_place(draft.parts, Part(heard.message_id, heard.text.strip())))
    matters = two_matters(whole.text, facts.catalogue)
    parts, begins_in = _cut(whole, matters) if matters else (whole.parts, None)
    if matters and begins_in and begins_in.message_id == heard.message_id:
        waiting = replace(draft, later=anew(draft.later, _told_besides(matters, begins_in)))
        own = next((part.text for part in parts if part.message_id == heard.message_id), "")
        return absorb(waiting, replace(heard, text=own), facts) if own else (replace(waiting, parts=parts), ())
    if any(part.message_id == heard.message_id for part in draft.parts):  # it holds but one matter now
        later = tuple(each for each in draft.later if each.message_id != heard.message_id)
        return absorb(replace(draft, later=later), heard, facts)
    return replace(draft, later=anew(draft.later, heard)), ()


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
