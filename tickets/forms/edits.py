"""A message of an open form is edited: the form reads it as if it had been written so."""

from dataclasses import replace

from tickets.forms.draft import Draft, Heard, anew
from tickets.forms.engine import (
    CANCEL,
    RESUME,
    SUMMARY,
    Facts,
    Field,
    Form,
    Notice,
    Outcome,
    Step,
    hear,
    missing_from,
    offer_of,
    proceed,
    worth_saying,
)


def correct(form: Form, draft: Draft, heard: Heard, facts: Facts) -> Step:
    """A message of the draft was edited: ask where something else is missing now, or show what changed."""
    if any(each.message_id == heard.message_id and each.text for each in draft.stash):
        return Step(replace(draft, stash=anew(draft.stash, heard)), Outcome.SILENT)
    answered = _answered_by(form, draft, heard.message_id)
    if answered and answered.name == draft.asking:
        return hear(form, draft, heard, facts)
    absorbed, notices = _reread(form, draft, answered, heard, facts)
    is_another = missing_from(form, absorbed, facts) is not missing_from(form, draft, facts)
    if is_another and draft.asking not in {CANCEL, RESUME}:
        return proceed(form, absorbed, facts, notices=worth_saying(notices))
    outcome = Outcome.REFRESH if draft.asking == SUMMARY else Outcome.SILENT
    return Step(absorbed, outcome, offer_of(form, absorbed, facts), notices=notices)


def _answered_by(form: Form, draft: Draft, message_id: str) -> Field | None:
    """The field that the message answered and nothing else; what belongs to the story is read with it."""
    if any(part.message_id == message_id for part in draft.parts):
        return None
    return next((form.field(name) for name, part in draft.answers.items() if part.message_id == message_id), None)


def _reread(
    form: Form, draft: Draft, answered: Field | None, heard: Heard, facts: Facts
) -> tuple[Draft, tuple[Notice, ...]]:
    """The draft with the message as it reads now: as the answer that it was, if it still is one, or as a part of it."""
    if answered is None:
        return form.reread(draft, heard, facts)
    unsaid = form.unsay(draft, answered.name, draft.answers[answered.name].text)
    took = form.amend(unsaid, heard, facts) or answered.hear(unsaid, heard, facts)
    if took.problem or not took.wanted:
        return draft, ()
    return form.heed(took.draft.answered(answered.name, heard.message_id, heard.text), heard, facts), took.notices
