"""A crowd that follows each complaint to its end: filed, taken, answered, confirmed, looked up.

The agency's part is played by whoever stands for the group in a database that `bench.seed` filled: who that is follows
from the chat's id. Ten updates for one life.
"""

import asyncio
import re
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from bench.api_stub import BOT, SCRIPT, TEXT, Citizen, Crowd, arguments, serve
from bench.made_up import COORDINATOR_GROUP, FIRST_ADMIN

NUMBER = re.compile(r"LP-\d{4}-[0-9A-Z]{6}")
MATTERS = (
    (TEXT, "Jalan"),
    ("Lampu lalu lintas di perempatan mati sejak kemarin, kendaraan semrawut", "Lalu lintas"),
    ("Sampah menumpuk di pinggir sungai, sudah seminggu tidak diangkut, bau sekali", "Lingkungan"),
)
"""Of three agencies: what one group is sent goes one after another, and there would be nothing else to measure."""
ANSWER = "Sudah kami tambal pagi tadi bersama warga, silakan dicek."


@dataclass(slots=True)
class Life:
    """Where a filed complaint stands."""

    citizen: Citizen
    began: float
    step: str = "filed"


class Lives(Crowd):
    """Citizens who stay until the end, and the agency's people."""

    def __init__(self, citizens: int, complaints: int) -> None:
        self._lives: dict[str, Life] = {}
        self._begun: dict[int, float] = {}
        self.spans: list[float] = []
        super().__init__(citizens, complaints)

    def _begin(self, citizen: Citizen) -> None:
        self._begun[citizen.id] = time.perf_counter()
        super()._begin(citizen)

    def script(self, citizen: Citizen) -> tuple[tuple[str, str], ...]:
        text, category = MATTERS[citizen.id % len(MATTERS)]
        return (("text", text), ("press", category), *SCRIPT[2:])

    def said(self, chat_id: int, message: dict[str, Any]) -> None:
        found = NUMBER.search(message.get("text", ""))
        life = self._lives.get(found.group()) if found else None
        if life is not None:
            self._goes_on(life, chat_id, message, found.group() if found else "")
        elif found and chat_id in self.citizens and self.citizens[chat_id].step == FILED:
            citizen = self.citizens[chat_id]
            self._answered(citizen)
            citizen.step = 0
            self._lives[found.group()] = Life(citizen, max(self.started, self._begun[chat_id]))
        elif chat_id in self.citizens and self.citizens[chat_id].step < FILED:
            super().said(chat_id, message)

    def _goes_on(self, life: Life, chat_id: int, message: dict[str, Any], number: str) -> None:
        is_private = chat_id == life.citizen.id
        if life.step == "filed" and not is_private and (data := _data(message, "Terima")):
            life.step = "taken"
            self._press(life, chat_id, data, message)
        elif life.step == "taken" and not is_private and _data(message, "Selesai"):
            life.step = "answered"
            self._write(life, chat_id, ANSWER, message)
        elif life.step == "answered" and not is_private and (data := _data(message, "Kirim ke pelapor")):
            life.step = "sent"
            self._press(life, chat_id, data, message)
        elif life.step == "sent" and is_private and (data := _data(message, "Sudah selesai")):
            life.step = "confirmed"
            self._press(life, chat_id, data, message)
        elif life.step == "confirmed" and is_private:
            life.step = "looked up"
            self._write(life, chat_id, f"/status {number}", None)
        elif life.step == "looked up" and is_private:
            self._answered(life.citizen)
            self._ends(life, number)

    def _ends(self, life: Life, number: str) -> None:
        del self._lives[number]
        self.spans.append(time.perf_counter() - life.began)
        self.finished += 1
        if self.finished >= self.wanted:
            self.ended = time.perf_counter()
            self.over.set()
        self._begin(life.citizen)

    def _press(self, life: Life, chat_id: int, data: str, message: dict[str, Any]) -> None:
        number = next(self._numbers)
        press = {"id": str(number), "from": _who(chat_id), "chat_instance": "1", "data": data, "message": message}
        self._asks(life.citizen, {"update_id": number, "callback_query": press})

    def _write(self, life: Life, chat_id: int, text: str, to: dict[str, Any] | None) -> None:
        made: dict[str, Any] = {
            "message_id": next(self._messages),
            "date": int(time.time()),
            "chat": _chat(chat_id),
            "from": _who(chat_id),
            "text": text,
        }
        if text.startswith("/"):
            made["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        if to:
            made["reply_to_message"] = to | {"from": BOT}
        self._asks(life.citizen, {"update_id": next(self._numbers), "message": made})

    def more(self) -> dict[str, Any]:
        spans = sorted(self.spans) or [0.0]
        steps = Counter(life.step for life in self._lives.values())
        return {"stuck": dict(steps), "life_p50": spans[len(spans) // 2], "life_p95": spans[int(len(spans) * 0.95)]}


FILED = 5


def _who(chat_id: int) -> dict[str, Any]:
    if chat_id > 0:
        return {"id": chat_id, "is_bot": False, "first_name": f"Warga {chat_id}", "language_code": "id"}
    place = COORDINATOR_GROUP - chat_id + 1
    return {"id": FIRST_ADMIN + place, "is_bot": False, "first_name": f"Petugas {place}", "language_code": "id"}


def _chat(chat_id: int) -> dict[str, Any]:
    if chat_id > 0:
        return {"id": chat_id, "type": "private", "first_name": f"Warga {chat_id}"}
    return {"id": chat_id, "type": "supergroup", "title": "Dinas"}


def _data(message: dict[str, Any], label: str) -> str | None:
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return next((button["callback_data"] for row in rows for button in row if button["text"].startswith(label)), None)


if __name__ == "__main__":
    given = arguments().parse_args()
    asyncio.run(serve(Lives(given.citizens, given.complaints), given.port, given.patience))
