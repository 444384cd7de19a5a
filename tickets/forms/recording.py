"""The form for a report that came in elsewhere: the complaint's own questions, and where it was said and by whom.

Filled by somebody of the desk, most of it from the text and its link. What the complaint form does not know lies in the
draft's `extra` under the names below.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tickets.forms.absorbing import absorb
from tickets.forms.complaint import COMPLAINT, Story
from tickets.forms.draft import Draft, Heard
from tickets.forms.engine import AlwaysAsked, Facts, Form, Notice, Offer, Option, Problem, Took
from tickets.forms.fields import OneOf, Words
from tickets.links import links_in, opened, source_of, without_links
from tickets.sources import RECORDED, Source
from tickets.sp4n import read_number

SOURCE = "source"
LINK = "link"
NO_LINK = "no_link"
"""Somebody said that there is none."""
TWIN = "twin"
"""The number of a ticket with the same link."""
TWIN_KEPT = "twin_kept"
"""The link with which it is recorded all the same."""
NATIONAL = "sp4n"
NO_NATIONAL = "no_sp4n"
"""It is not at hand."""
SAID_BY = "said_by"
CONTACT = "contact"
CONSENT = "consent"
_YES = "yes"
_ANSWERS = frozenset({"institution", "reported_party"})
_PUBLISHED = frozenset({Source.SOCIAL_MEDIA, Source.PRINT_MEDIA, Source.ONLINE_MEDIA})
"""What can be shown: by a link, or by a picture of the clipping."""


def source_of_draft(draft: Draft) -> Source | None:
    """Where it came from, as far as anybody said."""
    found = draft.extra.get(SOURCE)
    return Source(found) if found in set(Source) else None


def answers_of(draft: Draft) -> tuple[str, ...]:
    """What the category asked for besides: the school, the party reported."""
    return tuple(words for name, words in draft.extra.items() if name in _ANSWERS)


def with_extra(draft: Draft, **values: str | None) -> Draft:
    """The draft with those values in `extra`; None takes one away."""
    merged: Mapping[str, str | None] = {**draft.extra, **values}
    return replace(draft, extra={name: value for name, value in merged.items() if value is not None})


def _absorb(draft: Draft, heard: Heard, facts: Facts) -> tuple[Draft, tuple[Notice, ...]]:
    """The link is taken out of the words, and tells the source where nobody has."""
    draft, heard = _with_link(draft, heard)
    return absorb(draft, heard, facts)


def _with_link(draft: Draft, heard: Heard) -> tuple[Draft, Heard]:
    links = links_in(heard.text)
    if not links:
        return draft, heard
    draft = _linked(draft, links[0])
    return draft, replace(heard, text=without_links(heard.text))


def _linked(draft: Draft, link: str) -> Draft:
    known = source_of_draft(draft)
    return with_extra(draft, link=link, no_link=None, source=known.value if known else source_of(link).value)


@dataclass(frozen=True, slots=True)
class Account(AlwaysAsked):
    """What was said, in one message or several; a link alone is kept, and the words are still asked for."""

    name: str = "text"
    step: int = 1
    required: bool = True

    def is_answered(self, draft: Draft, facts: Facts) -> bool:
        """Whether the words are good enough to act on."""
        return Story().is_answered(draft, facts)

    def offer(self, draft: Draft, facts: Facts) -> Offer:
        """Nothing: these are somebody's own words."""
        return ()

    def hear(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        """Words, files and a link, in any mixture."""
        had_text = bool(heard.text)
        draft, heard = _with_link(draft, heard)
        if heard.is_empty:
            return Took(draft, Problem.NO_TEXT if had_text and not draft.parts else None)
        return Story().hear(draft, heard, facts)

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """There is nothing to choose."""
        return Took(draft, Problem.NOT_A_CHOICE)


def _sources(_draft: Draft, _facts: Facts) -> Offer:
    options = [Option(source.value, key=f"source_{source.value}") for source in RECORDED]
    return tuple(tuple(options[start : start + 2]) for start in range(0, len(options), 2))


def _pick_source(draft: Draft, value: str, _facts: Facts) -> Draft | None:
    return with_extra(draft, source=value) if value in {source.value for source in RECORDED} else None


_SPOKEN_SOURCES = {
    Source.SOCIAL_MEDIA: ("media sosial", "medsos", "sosmed", "facebook", "instagram", "tiktok", "twitter"),
    Source.PRINT_MEDIA: ("media cetak", "koran", "cetak"),
    Source.ONLINE_MEDIA: ("media daring", "media online", "berita online", "daring", "online"),
    Source.PHONE: ("telepon", "telpon", "telp"),
    Source.LETTER: ("surat",),
    Source.IN_PERSON: ("tatap muka", "langsung", "datang langsung"),
    Source.SP4N: ("sp4n", "sp4n-lapor", "lapor", "sp4n lapor"),
}


def _guess_source(text: str, _facts: Facts) -> str | None:
    said = " ".join(text.casefold().split())
    return next((source.value for source, words in _SPOKEN_SOURCES.items() if said in words), None)


@dataclass(frozen=True, slots=True)
class Link:
    """Where it can be seen: a link, or a picture of the clipping. Asked of what was published."""

    name: str = LINK
    step: int = 1
    required: bool = True

    def applies(self, draft: Draft, facts: Facts) -> bool:
        """Whether it was published."""
        return source_of_draft(draft) in _PUBLISHED

    def is_answered(self, draft: Draft, facts: Facts) -> bool:
        """A link, a picture, neither and said so, or nothing that could be seen."""
        has_one = bool(draft.extra.get(LINK) or draft.extra.get(NO_LINK) or draft.attachments)
        return has_one or not self.applies(draft, facts)

    def offer(self, draft: Draft, facts: Facts) -> Offer:
        """To go on without."""
        return ((Option("none", key="no_link"),),)

    def hear(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        """An address; a picture is left to the form."""
        links = links_in(heard.text) or tuple(filter(None, (opened(heard.text),)))
        if links:
            return Took(_linked(draft, links[0]))
        return Took(draft, wanted=False) if heard.attachments else Took(draft, Problem.NOT_A_LINK)

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """None: the link that was there goes, too."""
        return (
            Took(with_extra(draft, no_link=_YES, link=None)) if value == "none" else Took(draft, Problem.NOT_A_CHOICE)
        )


@dataclass(frozen=True, slots=True)
class Twin:
    """The same link is a ticket already: record it all the same?"""

    name: str = TWIN
    step: int = 1
    required: bool = True

    def applies(self, draft: Draft, facts: Facts) -> bool:
        """Whether there is such a ticket."""
        return TWIN in draft.extra

    def is_answered(self, draft: Draft, facts: Facts) -> bool:
        """No such ticket, or wanted all the same."""
        return not self.applies(draft, facts) or draft.extra.get(TWIN_KEPT) == draft.extra.get(LINK)

    def offer(self, draft: Draft, facts: Facts) -> Offer:
        """All the same, or not."""
        return ((Option("again", key="record_again"), Option("drop", key="cancel")),)

    def hear(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        """Whatever is said now belongs to the account."""
        return Took(draft, wanted=False)

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """Only all the same; *Batal* is the handler's."""
        if value != "again":
            return Took(draft, Problem.NOT_A_CHOICE)
        return Took(with_extra(draft, twin_kept=draft.extra.get(LINK)))


@dataclass(frozen=True, slots=True)
class National:
    """The number in SP4N-LAPOR!, of what came from there."""

    name: str = NATIONAL
    step: int = 1
    required: bool = True

    def applies(self, draft: Draft, facts: Facts) -> bool:
        """Whether it came from there."""
        return source_of_draft(draft) is Source.SP4N

    def is_answered(self, draft: Draft, facts: Facts) -> bool:
        """A number, the word that there is none at hand, or another source."""
        return NATIONAL in draft.extra or NO_NATIONAL in draft.extra or not self.applies(draft, facts)

    def offer(self, draft: Draft, facts: Facts) -> Offer:
        """To go on without."""
        return ((Option("none", key="skip"),),)

    def hear(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        """Digits."""
        if not heard.text:
            return Took(draft, wanted=False)
        number = read_number(heard.text)
        return Took(with_extra(draft, sp4n=number)) if number else Took(draft, Problem.NOT_A_NUMBER)

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """To go on without."""
        if value != "none":
            return Took(draft, Problem.NOT_A_CHOICE)
        return Took(with_extra(draft, no_sp4n=_YES, sp4n=None))


def _consents(_draft: Draft, _facts: Facts) -> Offer:
    return ((Option("yes", key="consent_yes"),), (Option("no", key="consent_no"),))


@dataclass(frozen=True, slots=True)
class Consent:
    """May the contact be kept? Asked as soon as there is one; without a yes it is forgotten."""

    name: str = CONSENT
    step: int = 3
    required: bool = True

    def applies(self, draft: Draft, facts: Facts) -> bool:
        """Whether there is a contact."""
        return bool(draft.extra.get(CONTACT))

    def is_answered(self, draft: Draft, facts: Facts) -> bool:
        """No contact, or a yes to this very one."""
        return not self.applies(draft, facts) or draft.extra.get(CONSENT) == draft.extra.get(CONTACT)

    def offer(self, draft: Draft, facts: Facts) -> Offer:
        """Yes or no."""
        return _consents(draft, facts)

    def hear(self, draft: Draft, heard: Heard, facts: Facts) -> Took:
        """A yes is pressed, so that nobody says it by accident."""
        return Took(draft, Problem.NOT_A_CHOICE)

    def choose(self, draft: Draft, value: str, facts: Facts) -> Took:
        """No: the contact is forgotten at once."""
        if value == "yes":
            return Took(with_extra(draft, consent=draft.extra.get(CONTACT)))
        if value == "no":
            return Took(with_extra(draft, contact=None, consent=None))
        return Took(draft, Problem.NOT_A_CHOICE)


def _summary(draft: Draft, facts: Facts) -> Offer:
    return (
        (Option("send", key="record_save"),),
        (Option("change", key="change"), Option("cancel", key="cancel")),
        (Option("occurred_on", key="when"), Option("attachments", key="files"), Option("kind", key="kind")),
        (Option(SAID_BY, key="said_by"), Option(CONTACT, key="contact")),
        (Option("open", key="content_secret") if draft.secret else Option("secret", key="content_open"),),
    )


def _change(draft: Draft, facts: Facts) -> Offer:
    first, *others = COMPLAINT.change(draft, facts)
    return (first, (Option(SOURCE, key="change_source"), Option(LINK, key="change_link")), *others)


def _of_complaint(name: str) -> OneOf:
    field = COMPLAINT.field(name)
    if field is None:
        raise LookupError(name)
    return field  # type: ignore[return-value]


RECORDING = Form(
    name="recording",
    version=1,
    fields=(
        Account(),
        OneOf(
            SOURCE,
            step=1,
            options=_sources,
            pick=_pick_source,
            answered=lambda draft: source_of_draft(draft) is not None,
            guess=_guess_source,
        ),
        National(),
        Link(),
        Twin(),
        *(_of_complaint(name) for name in ("category", "institution", "reported_party", "region", "address")),
        Consent(),
        *(_of_complaint(name) for name in ("occurred_on", "attachments", "kind")),
        Words(SAID_BY, step=0, attribute="extra", required=False),
        Words(CONTACT, step=0, attribute="extra", required=False),
    ),
    absorb=_absorb,
    summary=_summary,
    change=_change,
    toggle=COMPLAINT.toggle,
    reread=_absorb,
)
