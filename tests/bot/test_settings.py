"""Settings: what an operator may write, and what is said of mistakes."""

import os
import stat
from pathlib import Path

import pytest

from bot.settings import DEMO_DATABASE, Settings, SettingsError, key_file, load, secret_key

TOKEN = "123456789:AAsecretSECRETsecretSECRETsecretSECRET"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment in which nothing is set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def write(**values: str) -> None:
    Path(".env").write_text("".join(f"{name}={value}\n" for name, value in values.items()), encoding="utf-8")


def test_without_any_setting_it_is_a_demo_with_a_database_of_its_own() -> None:
    settings = load()
    assert settings.is_demo
    assert settings.database == DEMO_DATABASE


def test_an_env_file_is_read_and_empty_values_count_as_not_set() -> None:
    write(TELEGRAM_BOT_TOKEN=TOKEN, COORDINATOR_IDS="12, 34,", BOT_NAME="", HTTP_PORT="", TIMEZONE="Asia/Makassar")
    settings = load()
    assert not settings.is_demo
    assert settings.coordinator_ids == {12, 34}
    assert settings.http_port == 8080
    assert settings.database == "sqlite:///data/lapor.db"


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write(HTTP_PORT="1")
    monkeypatch.setenv("HTTP_PORT", "2")
    assert load().http_port == 2


def test_a_demo_may_be_given_a_database() -> None:
    write(DATABASE_URL="sqlite:///elsewhere.db")
    assert load().database == "sqlite:///elsewhere.db"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TELEGRAM_BOT_TOKEN", "my-bot", "not a bot token"),
        ("TELEGRAM_API_URL", "api.telegram.org", "begins with https://"),
        ("DATABASE_URL", "mysql://x", "sqlite:/// or postgresql://"),
        ("SECRET_KEY", "too short", "32 characters"),
        ("WEBHOOK_URL", "lapor.example/hook", "begins with https://"),
        ("WEBHOOK_URL", "https://lapor.example/", "a path that nobody guesses"),
        ("WEBHOOK_URL", "https://lapor.example/metrics", "are taken"),
        ("WEBHOOK_SECRET", "dua kata yang panjang", "16 to 256 letters"),
        ("COORDINATOR_IDS", "12,rina", "not rina"),
        ("TICKET_PREFIX", "lapor-", "match pattern"),
        ("TIMEZONE", "WITA/", "not known"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO"),
        ("HTTP_PORT", "80x", "valid integer"),
        ("HTTP_PORT", "70000", "65535"),
        ("BOT_NAME", "x" * 65, "64"),
    ],
)
def test_a_wrong_value_names_the_setting_the_mistake_and_an_example(name: str, value: str, says: str) -> None:
    write(**{name: value})
    with pytest.raises(SettingsError) as caught:
        load()
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert says in message
    assert f"Example: {name}=" in message


def test_all_mistakes_are_said_together_and_no_secret_is_repeated() -> None:
    write(
        TELEGRAM_BOT_TOKEN="tok en-hidden", SECRET_KEY="hidden", DATABASE_URL="mysql://user:hidden@host", HTTP_PORT="x"
    )
    with pytest.raises(SettingsError) as caught:
        load()
    message = str(caught.value)
    assert len(message.splitlines()) == 4
    assert "hidden" not in message
    assert caught.value.__cause__ is None


def test_secrets_do_not_show_in_the_settings_themselves() -> None:
    write(TELEGRAM_BOT_TOKEN=TOKEN, SECRET_KEY="s" * 40, DATABASE_URL="postgresql://user:password@host/name")
    settings = load()
    shown = repr(settings) + str(settings)
    assert TOKEN not in shown
    assert "s" * 40 not in shown
    assert "password" not in shown
    assert settings.secrets == (TOKEN, "s" * 40)


def test_a_missing_key_is_made_once_for_its_owner_only() -> None:
    write(DATABASE_URL="sqlite:///folder/lapor.db")
    settings = load()
    key = secret_key(settings)
    assert len(key) >= 32
    assert secret_key(settings) == key
    assert key_file(settings) == Path("folder/secret_key")
    assert stat.S_IMODE(os.stat("folder/secret_key").st_mode) == 0o600
    assert os.listdir("folder") == ["secret_key"]


def test_with_postgresql_the_key_is_kept_in_data() -> None:
    write(DATABASE_URL="postgresql://host/name")
    assert key_file(load()) == Path("data/secret_key")


def test_a_given_key_is_used_and_no_file_is_made() -> None:
    write(SECRET_KEY="k" * 32)
    assert secret_key(load()) == "k" * 32
    assert not Path("data").exists()


def test_an_empty_key_file_is_not_replaced() -> None:
    Path("data").mkdir()
    Path("data/secret_key").write_text("")
    with pytest.raises(SettingsError, match="Put the file back"):
        secret_key(load())


def test_a_key_that_cannot_be_made_is_said_plainly() -> None:
    Path("data").write_text("a file where the folder should be")
    with pytest.raises(SettingsError, match="neither read nor made"):
        secret_key(load())
