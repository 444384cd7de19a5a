"""Every setting of an installation, from the environment or a `.env` file; each is explained in `.env.example`.

Whoever mistypes one reads which, what is wrong with it and what a good value looks like, for all of them at once; the
values of the secret ones are never repeated.
"""

import os
import re
import secrets
import tempfile
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MIN_SECRET_KEY = 32
DATA = Path("data")
DEMO_DATABASE = "sqlite:///data/simulator.db"
PAGES = ("healthz", "readyz", "metrics")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(Exception):
    """The settings cannot be used; the text says all that is wrong, one line for each."""


class Settings(BaseSettings):
    """The settings; an empty value counts as not set."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    telegram_bot_token: SecretStr | None = Field(None, examples=["123456789:AAExampleExampleExampleExampleExample"])
    telegram_api_url: str = Field("https://api.telegram.org", examples=["https://api.telegram.org"])
    database_url: str = Field(
        "sqlite:///data/lapor.db", repr=False, examples=["postgresql://lapor:password@127.0.0.1/lapor"]
    )
    secret_key: SecretStr | None = Field(None, examples=["the output of: openssl rand -base64 36"])
    secret_key_old: SecretStr | None = Field(None, examples=["the key until now, while everything is sealed anew"])
    coordinator_ids: Annotated[frozenset[int], NoDecode] = Field(frozenset(), examples=["123456789,987654321"])
    catalogue_file: Path = Field(Path("catalogue/kalimantan-selatan.toml"), examples=["catalogue/my-province.toml"])
    bot_name: str = Field("", max_length=64, examples=["Lapor Kalsel"])
    ticket_prefix: str = Field("", pattern=r"^([A-Z]{2,6})?$", examples=["LP"])
    timezone: str = Field("", examples=["Asia/Makassar"])
    group_cards_per_minute: int | None = Field(None, ge=1, le=20, examples=["8"])
    messages_per_second: int = Field(28, ge=1, le=1000, examples=["28"])
    undo_seconds: int = Field(10, ge=0, le=60, examples=["10"])
    reports_per_hour: int = Field(30, ge=0, le=1000, examples=["30"])
    reports_per_minute: int = Field(1200, ge=0, le=100_000, examples=["1200"])
    first_reports_per_minute: int = Field(600, ge=0, le=100_000, examples=["600"])
    files_per_minute: int = Field(60, ge=0, le=1000, examples=["60"])
    webhook_url: str = Field("", examples=["https://lapor.example.go.id/telegram/5f1c0d9ab2"])
    webhook_secret: SecretStr | None = Field(None, examples=["the output of: openssl rand -hex 32"])
    operator_chat_id: int | None = Field(None, examples=["123456789"])
    log_level: str = Field("INFO", examples=["INFO"])
    http_host: str = Field("127.0.0.1", examples=["127.0.0.1"])
    http_port: int = Field(8080, ge=0, le=65535, examples=["8080"])

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not re.fullmatch(r"\d+:[A-Za-z0-9_-]{3,}", token.get_secret_value()):
            raise ValueError("this is not a bot token; @BotFather shows it with /mybots")
        return token

    @field_validator("telegram_api_url")
    @classmethod
    def _address(cls, url: str) -> str:
        if not re.match(r"https?://[^/]+", url):
            raise ValueError("an address that begins with https:// (or http://) is needed")
        return url.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, url: str) -> str:
        if not re.match(r"sqlite:///.|postgresql://.", url):
            raise ValueError("an address that begins with sqlite:/// or postgresql:// is needed")
        return url

    @field_validator("secret_key", "secret_key_old")
    @classmethod
    def _long_enough(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < MIN_SECRET_KEY:
            raise ValueError(f"at least {MIN_SECRET_KEY} characters are needed")
        return key

    @field_validator("coordinator_ids", mode="before")
    @classmethod
    def _ids(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        ids = [part.strip() for part in value.split(",") if part.strip()]
        if wrong := [part for part in ids if not re.fullmatch(r"[1-9]\d{0,18}", part)]:
            raise ValueError(f"Telegram user ids (numbers), separated by commas, are needed, not {', '.join(wrong)}")
        return frozenset(map(int, ids))

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, url: str) -> str:
        if url and not re.fullmatch(r"https?://[^/?#]+/[^?#]+", url):
            raise ValueError("an address that begins with https:// and has a path that nobody guesses is needed")
        if url.rpartition("/")[2] in PAGES:
            raise ValueError(f"the pages {', '.join(PAGES)} are taken")
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
            raise ValueError("16 to 256 letters, digits, - and _ are needed")
        return secret

    @field_validator("timezone")
    @classmethod
    def _zone(cls, name: str) -> str:
        try:
            return ZoneInfo(name).key if name else ""
        except (KeyError, OSError, ValueError):
            raise ValueError("this time zone is not known") from None

    @field_validator("log_level")
    @classmethod
    def _level(cls, level: str) -> str:
        if level.upper() not in LEVELS:
            raise ValueError(f"one of {', '.join(LEVELS)} is needed")
        return level.upper()

    @property
    def is_demo(self) -> bool:
        """Without a token the bot runs against the simulator."""
        return self.telegram_bot_token is None

    @property
    def database(self) -> str:
        """The database to use: a demo keeps one of its own, so that it never mixes with a real installation."""
        is_given = "database_url" in self.model_fields_set
        return DEMO_DATABASE if self.is_demo and not is_given else self.database_url

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be seen in a log."""
        known = (self.telegram_bot_token, self.secret_key, self.secret_key_old, self.webhook_secret)
        return tuple(secret.get_secret_value() for secret in known if secret)


def load(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of this installation. Raises SettingsError with everything that is wrong."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        raise SettingsError("\n".join(_line(problem) for problem in error.errors(include_input=False))) from None


def _line(problem: Any) -> str:
    name = str(problem["loc"][0])
    known = Settings.model_fields[name].examples or ["…"]
    return f"{name.upper()}: {problem['msg'].removeprefix('Value error, ')}. Example: {name.upper()}={known[0]}"


def secret_key(settings: Settings) -> str:
    """The key that everything personal is sealed with; made and kept beside the database when none is set.

    Raises SettingsError if it can be neither read nor made.
    """
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    path = key_file(settings)
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise SettingsError(f"SECRET_KEY: {path} can be neither read nor made ({type(error).__name__}).") from None
    if len(key) < MIN_SECRET_KEY:
        raise SettingsError(
            f"SECRET_KEY: {path} holds no key of {MIN_SECRET_KEY} characters or more. Put the file back from your "
            "backup: what was stored under the old key cannot be read without it."
        )
    return key


def key_file(settings: Settings) -> Path:
    """Where the key is kept that no setting gives: beside the SQLite file, else in data/."""
    folder = sqlite_folder(settings)
    return (DATA if folder is None else folder) / "secret_key"


def sqlite_folder(settings: Settings) -> Path | None:
    """The folder of the SQLite file; none with another database."""
    scheme, _, rest = settings.database.partition(":///")
    return Path(rest).parent if scheme == "sqlite" else None


def _make_key(path: Path) -> None:
    """Written beside and linked into place: two processes starting at once end up with one and the same whole key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret_key-")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
