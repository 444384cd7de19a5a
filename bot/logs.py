"""What is written to the log, and what never is.

Ids yes; citizens' words, names, numbers and tokens never. Three guards stand here because one is forgotten some day:
libraries speak only from WARNING up (python-telegram-bot logs addresses and parameters below it), tokens are struck out
of every finished line, and exceptions are written as places in the code, with the message only where the exception is
ours (a `ValueError` of a library quotes what somebody typed, a database error its parameters).
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
STRUCK_OUT = "[token]"
OURS = frozenset({"bot", "handlers", "messages", "simulator", "storage", "tickets"})


def configure(level: str = "INFO", secrets: Sequence[str] = (), stream: TextIO | None = None) -> None:
    """Send everything to `stream` (standard error): readable at a terminal, one JSON object per line elsewhere."""
    out = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        write_exceptions_safely,
    ]
    render: list[Processor] = [
        structlog.dev.ConsoleRenderer() if out.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False),
        Redactor(secrets),
    ]
    structlog.configure(
        processors=[*shared, *render],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


class Redactor:
    """Strikes bot tokens, and the secrets it was given, out of a finished log line."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)

    def __call__(self, _logger: WrappedLogger, _method: str, line: EventDict) -> str:
        return self.text(str(line))

    def text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, STRUCK_OUT)
        return TOKEN.sub(STRUCK_OUT, text)


def write_exceptions_safely(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The processor that turns `exc_info` into a `safe_traceback`."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = safe_traceback(error)
    return event


def safe_traceback(error: BaseException) -> str:
    """Where it happened, and what kind of error it was; its message only if we wrote that message."""
    return "\nwhich led to\n".join(reversed([_one(link) for link in _chain(error)]))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _one(error: BaseException) -> str:
    kind = type(error)
    words = f": {error}" if kind.__module__.partition(".")[0] in OURS else ""
    return "".join(traceback.format_tb(error.__traceback__)) + f"{kind.__module__}.{kind.__qualname__}{words}"
