"""Documents on their way through Telegram: fetched, looked at, and sent anew as they may leave.

Telegram takes the EXIF data out of photos and writes videos anew, but passes documents on as they are.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from bot.channels.base import Rejected, Retry, Unknown
from bot.channels.telegram_updates import ANIMATION
from bot.cleaning import Clean, Unfit, cleaned
from tickets.dialogue import Attachment, MediaKind

AT_ONCE: Final = 2
"""Documents in memory at a time, of at most 20 MB."""
AGAIN_SECONDS: Final = 3.0


class Documents:
    """Looks at documents, a few at a time. `fetch` gives a file's content by its id; it raises channel errors."""

    def __init__(self, fetch: Callable[[str], Awaitable[bytes]]) -> None:
        self._fetch = fetch
        self._room = asyncio.Semaphore(AT_ONCE)

    async def look(self, items: tuple[Attachment, ...]) -> tuple[tuple[Attachment, Clean | Unfit], ...]:
        """The documents among these files. Raises Retry where one cannot be fetched now: nothing is sent yet."""
        return tuple([(item, await self._look(item)) for item in items if is_document(item)])

    async def _look(self, item: Attachment) -> Clean | Unfit:
        async with self._room:
            try:
                data = await self._fetch(item.file_id)
            except Rejected:
                return Unfit.BROKEN
            except Unknown as error:
                again = Retry(AGAIN_SECONDS, str(error))
            else:
                return await asyncio.to_thread(cleaned, item.name, data)
        raise again


def is_document(item: Attachment) -> bool:
    """Whether it was sent as a file. Animations are written anew by Telegram, too."""
    return item.kind is MediaKind.DOCUMENT and not item.file_id.startswith(ANIMATION)
