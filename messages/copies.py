"""The copy of a person's data as a text to read: plain lines, words from `_copy.toml` of the reader's language."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from messages.privacy import Copied, CopiedMoment, CopiedReport
from messages.render import Renderer

_RULE = "-" * 60


def as_text(copied: Copied, words: Renderer, language: str | None) -> str:
    """The whole copy, lines ended by a line feed."""
    return _Writer(words, language).written(copied)


class _Writer:
    def __init__(self, words: Renderer, language: str | None) -> None:
        self._words = words
        self._language = language
        self._say: Mapping[str, Any] = words.phrases("copy", language)

    def written(self, copied: Copied) -> str:
        return "\n".join([*self._head(copied), *self._reports(copied), ""])

    def _head(self, copied: Copied) -> Iterator[str]:
        yield self._say["title"]
        yield self._say["made"].format(at=self._moment(copied.made_at), controller=copied.controller)
        yield self._say["contact"].format(contact=copied.contact)
        yield ""
        yield from self._lines(
            {
                "name": copied.name,
                "username": f"@{copied.username}" if copied.username else "",
                "account": f"{copied.channel} {copied.account}",
                "language": copied.language,
                "known_since": self._moment(copied.known_since),
                "roles": ", ".join(copied.roles),
                "followed": ", ".join(copied.followed),
                "draft": copied.draft or "",
                "kept": copied.kept or "",
            }
        )
        for consent in copied.consents:
            yield self._say["consent"].format(
                version=consent.version, at=self._moment(consent.at), number=consent.number or "–"
            )
        for opened in copied.identity_opened:
            yield self._say["opened"].format(at=self._moment(opened.at), number=opened.number, reason=opened.reason)

        for block in copied.blocks:
            yield self._say["blocked"].format(until=self._moment(block.until), reason=block.reason)

    def _reports(self, copied: Copied) -> Iterator[str]:
        yield ""
        yield self._say["reports"].format(count=len(copied.reports))
        for report in copied.reports:
            yield from self._report(report)

    def _report(self, report: CopiedReport) -> Iterator[str]:
        yield _RULE
        yield report.number
        place = f"{report.location[0]}, {report.location[1]}" if report.location else ""
        hidden = [self._say[name] for name in ("anonymous", "secret") if getattr(report, name)]
        yield from self._lines(
            {
                "status": self._part("status", report.status, report.agency),
                "sent": self._moment(report.created_at),
                "closed": self._moment(report.closed_at) if report.closed_at else "",
                "category": report.category,
                "region": report.region,
                "address": report.address,
                "location": place,
                "occurred_on": report.occurred_on or "",
                "hidden": ", ".join(hidden),
                "stars": str(report.stars or ""),
                "files": ", ".join(report.files),
            }
        )
        yield ""
        yield report.text
        yield ""
        for moment in report.history:
            yield from self._happened(moment)

    def _happened(self, moment: CopiedMoment) -> Iterator[str]:
        yield f"{self._moment(moment.at)} · {self._part('kejadian', moment.kind, moment.by)}"
        for line in moment.text.splitlines():
            yield f"    {line}"
        if moment.files:
            yield f"    {self._say['files']}: {', '.join(moment.files)}"

    def _lines(self, values: Mapping[str, str]) -> Iterator[str]:
        for name, value in values.items():
            if value:
                yield f"{self._say[name]}: {value}"

    def _part(self, macro: str, code: str, agency: str) -> str:
        return self._words.part(macro, code, agency, language=self._language)

    def _moment(self, at: datetime) -> str:
        day = self._words.written(at, "tanggal", language=self._language)
        return f"{day}, {self._words.written(at, 'jam', language=self._language)}"
