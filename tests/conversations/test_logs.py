"""Every conversation ends with a look into its log (`conftest.theatre`); that it sees something is tested here."""

import structlog

from tests.support.databases import SECRET_KEY
from tests.support.logs import listening, told
from tests.support.stage import TOKEN, Stage

log = structlog.get_logger()
WORDS = "Jalan di depan rumah saya berlubang"


async def test_words_names_accounts_and_tokens_in_the_log_are_found(sqlite_url: str) -> None:
    with listening() as heard:
        async with Stage.open(sqlite_url, "Catatan sistem") as stage:
            await stage.sari.says(WORDS)
            assert told(heard.getvalue(), stage.world, TOKEN, SECRET_KEY) == []
            log.debug("a mistake of ours", text=f"<{WORDS}>")
            log.info("another one", who="Sari", account=stage.sari.person.id)
            log.warning("and one more", key=SECRET_KEY)
            assert told(heard.getvalue(), stage.world, TOKEN, SECRET_KEY) == sorted(
                [WORDS, "Sari", str(stage.sari.person.id), SECRET_KEY]
            )


async def test_a_failure_tells_where_and_not_what(sqlite_url: str) -> None:
    with listening(TOKEN) as heard:
        async with Stage.open(sqlite_url, "Catatan sistem") as stage:
            await stage.sari.says(WORDS)
            try:
                int(WORDS)
            except ValueError:
                log.exception("update failed", token=f"bot{TOKEN}")
            assert "update failed" in heard.getvalue()
            assert told(heard.getvalue(), stage.world, TOKEN, SECRET_KEY) == []
