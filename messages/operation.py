"""What the operator's chat reads: alarms of the machine, without anybody's name or words."""

from messages.base import Message, View


class AlarmLine(View):
    """A kind of `bot.alarms`, and how much of it: minutes, messages or per cent."""

    alarm: str
    number: int


class OperatorAlarm(Message):
    """What is wrong since now, and what is well again."""

    begun: tuple[AlarmLine, ...]
    over: tuple[AlarmLine, ...]
