"""What the rules refuse, and why: one code per reason, so that the words stay in `messages/`."""

from enum import StrEnum


class Reason(StrEnum):
    """Why an action on a ticket is refused."""

    NOT_ALLOWED = "not_allowed"
    """This person, in this chat, may not do that to this ticket."""
    WRONG_STATUS = "wrong_status"
    """The ticket's status does not admit the action (it is closed, say)."""
    ALREADY_TAKEN = "already_taken"
    """Somebody else took the case before."""
    ALREADY_THERE = "already_there"
    """The ticket is with that agency already."""
    NOT_ANSWERED = "not_answered"
    """A ticket cannot be finished before the reporter got an answer of substance."""
    ALREADY_THEIRS = "already_theirs"
    """That person has the case already."""
    ALREADY_PROPOSED = "already_proposed"
    """The coordinator was asked to decline the ticket before and has not decided yet."""
    NO_PROPOSAL = "no_proposal"
    """Nobody proposes (any more) to decline the ticket."""
    ACCUSED = "accused"
    """The ticket is sensitive, and the agency is one that it is about."""
    NO_EVIDENCE = "no_evidence"
    """The category wants a photo of what was done before the ticket is finished."""
    ALREADY_ASKED = "already_asked"
    """The reporter was asked for data before and has not answered yet."""
    SAME_TICKET = "same_ticket"
    """A ticket cannot be merged into itself, nor into one that is merged into it."""
    TARGET_ENDED = "target_ended"
    """Nothing can be merged into a ticket that nobody works on."""
    HIDDEN_TICKET = "hidden_ticket"
    """Merging would tell somebody of a secret ticket who may not know of it."""
    ALREADY_RATED = "already_rated"
    """The reporter gave stars before."""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The rules refuse an action; nothing changed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
