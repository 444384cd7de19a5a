"""Why somebody may be blocked, in codes: frequent reasons that both sides read in their own language."""

from enum import StrEnum


class Why(StrEnum):
    """What a coordinator blocks a reporter for; anything else is said in words."""

    SPAM = "spam"
    """Advertisements, or what is no report at all."""
    ABUSE = "abuse"
    """Insults or threats."""
    FALSE = "false"
    """Reports that turned out to be invented."""
    FLOOD = "flood"
    """The same over and over."""
