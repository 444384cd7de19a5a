"""What never reaches the log."""

import io
import json
import logging

import pytest
import structlog

from bot import logs
from bot.channels.base import Rejected
from tests.bot.support import TOKEN


@pytest.fixture
def out() -> io.StringIO:
    stream = io.StringIO()
    logs.configure("INFO", ["1:SIM", ""], stream)
    return stream


def lines(out: io.StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_is_one_json_object_with_time_and_level(out: io.StringIO) -> None:
    structlog.get_logger().info("connected", bot="lapor_bot")
    (line,) = lines(out)
    assert line["event"] == "connected"
    assert line["bot"] == "lapor_bot"
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")


def test_tokens_are_struck_out_wherever_they_stand(out: io.StringIO) -> None:
    structlog.get_logger().warning(f"asked http://x/bot{TOKEN}/getMe", of={"nested": [TOKEN]}, short="bot1:SIM/")
    logging.getLogger("library").error("failed: %s", ValueError(TOKEN))
    assert TOKEN not in out.getvalue()
    assert "1:SIM" not in out.getvalue()
    assert out.getvalue().count(logs.STRUCK_OUT) == 4


def test_libraries_speak_from_warning_up(out: io.StringIO) -> None:
    logging.getLogger("telegram.Bot").debug("parameters: nama Sari")
    logging.getLogger("telegram.Bot").info("parameters: nama Sari")
    logging.getLogger("telegram.Bot").warning("slow")
    assert [line["event"] for line in lines(out)] == ["slow"]
    assert lines(out)[0]["logger"] == "telegram.Bot"


def test_a_quiet_level_silences_our_own_lines() -> None:
    stream = io.StringIO()
    logs.configure("WARNING", (), stream)
    structlog.get_logger().info("connected")
    assert stream.getvalue() == ""


def test_an_exception_tells_the_place_but_not_the_words(out: io.StringIO) -> None:
    words = " ".join(("jalan", "rusak"))
    try:
        int(words)
    except ValueError:
        structlog.get_logger().exception("update failed")
        logging.getLogger("asyncio").exception("task failed")
    assert "jalan rusak" not in out.getvalue()
    for line in lines(out):
        assert "builtins.ValueError" in line["exception"]
        assert "test_logs.py" in line["exception"]


def test_our_own_exceptions_keep_their_words() -> None:
    assert logs.safe_traceback(Rejected("too long")).endswith("Rejected: too long")


def test_the_whole_chain_of_causes_is_told() -> None:
    words = " ".join(("jalan", "rusak"))

    def fail() -> None:
        try:
            int(words)
        except ValueError as error:
            raise KeyError(words) from error

    with pytest.raises(KeyError) as caught:
        fail()
    told = logs.safe_traceback(caught.value)
    assert told.index("builtins.ValueError") < told.index("which led to") < told.index("builtins.KeyError")
    assert "jalan rusak" not in told
