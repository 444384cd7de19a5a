"""What every message is: a frozen value with typed parameters, named like its template."""

import re
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

_WORD_STARTS = re.compile(r"(?<!^)(?=[A-Z])")


class Rendered(str):
    """Words that were rendered before, put into another message as they are."""

    __slots__ = ()

    def __html__(self) -> str:
        """What the templates take as it is."""
        return self


class Message(BaseModel):
    """A message to a person. `TicketCreated` is rendered by `ticket_created.html` in the person's language."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    key: ClassVar[str] = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls.key = _WORD_STARTS.sub("_", cls.__name__).lower()


class View(BaseModel):
    """A line or a part of a message; no message by itself."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
