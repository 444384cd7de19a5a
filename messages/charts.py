"""What is written on the pictures of a recap; drawing them is `bot.charts`."""

from datetime import date

from messages.recap_tables import Names
from messages.render import Renderer
from tickets.recap import Recap


class ChartWords:
    """The words and numbers of one recap's pictures, in Indonesian. `target`: working days of the deadline."""

    def __init__(self, recap: Recap, names: Names, words: Renderer, target: int) -> None:
        self._names = names
        self._words = words
        phrases = words.phrases("recap")
        self._said: dict[str, str] = phrases["charts"]
        self.target = target
        period = recap.period
        whose = phrases["filters"]["all" if recap.agency is None else "one"]
        self.footer = self._said["footer"].format(
            since=words.written(period.since, "tgl"),
            until=words.written(period.last_day, "tgl"),
            day=words.written(period.cutoff, "tgl"),
            time=words.written(period.cutoff, "jam"),
            filter=whose.format(agency=names.agency(recap.agency)),
        )

    def title(self, picture: str) -> str:
        """What a picture shows."""
        return self._said[picture]

    def say(self, key: str, **parts: str) -> str:
        """Some words, with parts put in."""
        return self._said[key].format(**parts)

    def agency(self, code: str | None) -> str:
        """An agency's name."""
        return self._names.agency(code)

    def region(self, code: str) -> str:
        """A region's name."""
        return self._names.regions.get(code, code)

    def number(self, value: int) -> str:
        """1.234."""
        return self._words.written(value, "angka")

    def decimal(self, value: float) -> str:
        """2,01."""
        return self._words.written(value, "desimal", 2)

    def percent(self, part: float) -> str:
        """97,35 %."""
        return self._words.written(part, "persen")

    def whole_percent(self, part: float) -> str:
        """75 %."""
        return f"{self.number(round(100 * part))} %"

    def day(self, day: date) -> str:
        """5 Okt 2026, in two lines."""
        return self._words.written(day, "tgl").replace(" ", "\n", 2).replace("\n", " ", 1)
