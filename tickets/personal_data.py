"""Personal data in a text: found and warned about, never changed. Pure, and wary of false alarms rather than thorough.

A NIK is sixteen digits with a date of birth in the middle (a woman's day is 40 higher). Phone numbers are Indonesian
mobile numbers; an office's landline is no personal datum.
"""

import re
from enum import StrEnum


class Personal(StrEnum):
    """What was found."""

    NIK = "nik"
    PHONE = "phone"
    EMAIL = "email"


_NIK = re.compile(r"(?<!\d)[1-9]\d{5}[ .-]?(\d{2})(\d{2})\d{2}[ .-]?\d{4}(?!\d)")
_PHONE = re.compile(r"(?<![\d+])(?:\+?62[ .-]?|0)8[1-9]\d?(?:[ .-]?\d){6,10}(?!\d)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)
_WOMANS_DAY = 40
_DAYS, _MONTHS = range(1, 32), range(1, 13)


def personal_data(text: str) -> tuple[Personal, ...]:
    """The kinds of personal data in a text, each once."""
    found = {
        Personal.NIK: any(_is_birth(day, month) for day, month in _NIK.findall(text)),
        Personal.PHONE: _PHONE.search(text) is not None,
        Personal.EMAIL: _EMAIL.search(text) is not None,
    }
    return tuple(kind for kind, is_there in found.items() if is_there)


def _is_birth(day: str, month: str) -> bool:
    return int(day) % _WOMANS_DAY in _DAYS and int(day) <= _WOMANS_DAY + _DAYS[-1] and int(month) in _MONTHS
