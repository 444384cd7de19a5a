"""Action plans: what holds an agency or a region back, its steps, and its figures month by month."""

from datetime import date

from messages.base import Message, View


class ObstacleLine(View):
    """A hindrance (`hindrance`: a code of `tickets.plans`), how many cases show it, the numbers of the oldest."""

    hindrance: str
    count: int
    numbers: tuple[str, ...]


class StepLine(View):
    """A step with its place in the plan. `is_late`: its day is over."""

    place: int
    what: str
    owner: str
    due: date
    is_done: bool
    is_late: bool


class MonthLine(View):
    """What the recap of a month said. `share` is TL as a part of 1, `days` H; none where there was nothing."""

    month: date
    assigned: int
    share: float | None
    days: float | None
    late: int


class ActionPlan(Message):
    """A unit's plan. `steers`: the reader may add steps, with `/rencana {code}; …`."""

    name: str
    code: str
    obstacles: tuple[ObstacleLine, ...]
    steps: tuple[StepLine, ...]
    months: tuple[MonthLine, ...]
    steers: bool


class LaggingLine(View):
    """A unit in the list. `late`: cases past their deadline; `steps`: steps to do; none: it has no plan."""

    name: str
    late: int
    steps: int | None


class Plans(Message):
    """Who lags most, and who has a plan; a button for each."""

    units: tuple[LaggingLine, ...]


class PlanHelp(Message):
    """What was typed is no unit, or no step. `why`: "unit", or a code of `tickets.plans.Misread`."""

    why: str
    typed: str


class StepsDue(Message):
    """Steps whose day has come."""

    steps: tuple[StepLine, ...]
    units: tuple[str, ...]
    """Whose step each of them is."""


class StepDone(Message):
    """A step was ticked off. `left`: how many of the plan are to do."""

    name: str
    what: str
    by: str
    left: int


class NoPlanHere(Message):
    """An agency's group asked for another one's plan."""
