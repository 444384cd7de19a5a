"""A comparison of rules in words and as JSON: numbers, codes and ticket numbers, nothing that anybody wrote."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from tickets.what_if import Change, Differences, Pair, Rules, reads_alike

COORDINATOR: Final = "(coordinator, verifying)"
_CHANGES: Final = {
    Change.NO_LONGER_LATE: "no longer late",
    Change.NEWLY_LATE: "newly late",
    Change.NO_LONGER_ESCALATED: "no longer escalated",
    Change.NEWLY_ESCALATED: "newly escalated",
    Change.TO_COORDINATOR: "would be verified first",
    Change.STRAIGHT: "would go straight",
    Change.HIT_GAINED: "right agency now suggested first",
    Change.HIT_LOST: "right agency no longer suggested first",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What is told: of the tickets filed from `since` to `last`, both included, as known at `known` (local)."""

    rules: Path
    since: date
    last: date
    known: datetime
    before: Rules
    after: Rules
    found: Differences


def as_json(report: Report) -> str:
    """One object; pairs are {"before", "after"}."""
    found = report.found
    told: dict[str, Any] = {
        "period": {"from": str(report.since), "to": str(report.last), "known": report.known.isoformat("T", "minutes")},
        "tickets": found.tickets,
        "rules": {
            "settings": {name: asdict(pair) for name, pair in _settings(report).items()},
            "days_off": [str(day) for day in _days(report)[0]],
            "days_worked": [str(day) for day in _days(report)[1]],
            "verification": {code: {"before": old, "after": new} for code, (old, new) in _verification(report).items()},
            "reading_changed": not reads_alike(report.before.catalogue, report.after.catalogue),
        },
        "deadlines": {kind.value: _moved_json(counts) for kind, counts in found.moved.items()},
        "late": asdict(found.total("late")),
        "escalated": asdict(found.total("escalated")),
        "over_limit": asdict(found.total("over_limit")),
        "agencies": {code: asdict(counts) for code, counts in found.agencies.items() if code is not None},
        "coordinator": asdict(found.agencies[None]) if None in found.agencies else None,
        "long": asdict(found.long),
        "verified_first": asdict(found.verified) | {"in_fact": found.verified_in_fact},
        "routing": {"tickets": found.routed, "first": asdict(found.hits), "among_three": asdict(found.near)},
        "changes": {change.value: found.changes[change] for change in Change},
        "examples": {change.value: found.examples[change] for change in Change},
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _moved_json(counts: Counter[int]) -> dict[str, Any]:
    return {
        "same": counts[0],
        "earlier": sum(count for days, count in counts.items() if days < 0),
        "later": sum(count for days, count in counts.items() if days > 0),
        "by_working_days": {str(days): counts[days] for days in sorted(counts) if days},
    }


def as_text(report: Report) -> str:
    """Plain lines for an operator."""
    found = report.found
    period = f"filed from {report.since} to {report.last}, as known on {report.known:%Y-%m-%d %H:%M}"
    lines = [f"What if {report.rules.name} had held? {found.tickets} tickets {period}. Nothing was stored.", ""]
    lines += ["What the rules change:", *(f"  {line}" for line in _rule_lines(report) or ["nothing that is compared"])]
    if not found.tickets:
        return "\n".join([*lines, "", "No ticket was filed in this period, so there is nothing to compare."])
    lines += ["", "Deadlines:"]
    for kind, counts in found.moved.items():
        lines.append(f"  {kind.value}: {_moved_words(counts)}")
    lines += ["", *_table(found)]
    lines += ["", f"Done, but after more than the days for completion: {_arrow(found.long)}"]
    lines.append(f"Verified by the coordinator first: {_arrow(found.verified)} (in fact {found.verified_in_fact})")
    lines.append(f"Right agency suggested first: {_arrow(found.hits)} of {found.routed} that an agency finally had")
    lines.append(f"Right agency among the first three: {_arrow(found.near)} of {found.routed}")
    lines.append("  (by the rules' own words; what tickets taught is left out)")
    lines += ["", "Tickets that would differ:", *(f"  {line}" for line in _change_lines(found) or ["none"])]
    return "\n".join(lines)


def _rule_lines(report: Report) -> list[str]:
    off, worked = _days(report)
    return [
        *(f"{name}: {_plain(pair)}" for name, pair in _settings(report).items()),
        *(f"no working day any more: {day}" for day in off),
        *(f"a working day now: {day}" for day in worked),
        *(f"verification of {code}: {old} → {new}" for code, (old, new) in _verification(report).items()),
        *(
            ["words, agencies or categories: how texts are read"]
            if not reads_alike(report.before.catalogue, report.after.catalogue)
            else []
        ),
    ]


def _settings(report: Report) -> dict[str, Pair]:
    """The numbers of days that differ, by their names in the file."""
    old, new = (asdict(each.catalogue.deadlines) for each in (report.before, report.after))
    return {name: Pair(old[name], new[name]) for name in old if old[name] != new[name]}


def _verification(report: Report) -> dict[str, tuple[str, str]]:
    """How categories are verified where that differs, and from which confidence; a dash: no such category."""
    old, new = report.before.catalogue, report.after.catalogue
    found = {}
    for code in dict.fromkeys([*old.categories, *new.categories]):
        pair = tuple(
            each.categories[code].verification.value if code in each.categories else "–" for each in (old, new)
        )
        if pair[0] != pair[1]:
            found[code] = (pair[0], pair[1])
    if old.least_confidence != new.least_confidence:
        found["least_confidence"] = (f"{old.least_confidence:g}", f"{new.least_confidence:g}")
    return found


def _days(report: Report) -> tuple[list[date], list[date]]:
    """Days in the calendar that are no longer worked, and those that now are."""
    old, new = report.before.clock.calendar, report.after.clock.calendar
    first, end = date(old.known_years.start, 1, 1), date(old.known_years.stop, 1, 1)
    days = [first + timedelta(days=number) for number in range((end - first).days)]
    differ = [day for day in days if old.is_working_day(day) != new.is_working_day(day)]
    return [day for day in differ if old.is_working_day(day)], [day for day in differ if new.is_working_day(day)]


def _moved_words(counts: Counter[int]) -> str:
    told = _moved_json(counts)
    by_days = ", ".join(f"{days:+d}: {counts[days]}" for days in sorted(counts) if days)
    words = f"{told['earlier']} earlier, {told['later']} later, {told['same']} the same"
    return f"{words} (by working days {by_days})" if by_days else words


def _table(found: Differences) -> Iterator[str]:
    yield f"{'':<26}{'tickets':>8}{'late':>16}{'escalated':>16}{'over the limit':>16}"
    rows = sorted(found.agencies.items(), key=lambda row: (row[0] is None, -row[1].tickets, row[0] or ""))
    for code, counts in rows:
        pairs = (counts.late, counts.escalated, counts.over_limit)
        yield f"  {code or COORDINATOR:<24}{counts.tickets:>8}" + "".join(f"{_plain(pair):>16}" for pair in pairs)
    totals = [found.total(what) for what in ("late", "escalated", "over_limit")]
    had = sum(counts.tickets for counts in found.agencies.values())
    yield f"  {'all':<24}{had:>8}" + "".join(f"{_plain(pair):>16}" for pair in totals)


def _change_lines(found: Differences) -> list[str]:
    lines = []
    for change, words in _CHANGES.items():
        if count := found.changes[change]:
            examples = found.examples[change]
            named = f" ({', '.join(examples)}{', …' if count > len(examples) else ''})" if examples else ""
            lines.append(f"{words}: {count}{named}")
    return lines


def _plain(pair: Pair) -> str:
    return f"{pair.before} → {pair.after}"


def _arrow(pair: Pair) -> str:
    return f"{_plain(pair)} ({pair.after - pair.before:+d})"
