"""Settings from the environment or a .env file, read once. The only module that knows pydantic-settings."""

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, NoDecode, SettingsConfigDict

from bot.errors import Unworkable

Account = tuple[str, int]
Listen = tuple[str, int]
"""A host and a port."""

OFFICIAL_API = "https://api.telegram.org"
TELEGRAM_PORTS = (443, 80, 88, 8443)
"""Those it delivers to (Bot API, setWebhook)."""


class Settings(BaseSettings):
    """Every setting has the prefix TJANS_ (design, How it is run)."""

    model_config = SettingsConfigDict(
        env_prefix="TJANS_",
        env_file=".env",
        env_file_encoding="utf-8-sig",  # as Windows' editors write it
        extra="ignore",
        frozen=True,
        str_strip_whitespace=True,
    )

    telegram_token: SecretStr | None = None
    telegram_api: str = OFFICIAL_API
    telegram_webhook_url: str = ""
    telegram_webhook_listen: Annotated[Listen, NoDecode] = ("127.0.0.1", 8443)
    telegram_webhook_secret: SecretStr = Field(default=SecretStr(""), validate_default=True)
    discord_token: SecretStr | None = None
    discord_api: str = "https://discord.com"
    discord_gateway: str = "wss://gateway.discord.gg"
    database: Path = Path("tjans.db")
    backups: Path | None = None
    backups_kept: int = Field(default=7, ge=0, le=366)
    metrics_listen: Annotated[Listen | None, NoDecode] = None
    timezone: str = "Europe/Copenhagen"
    language: Literal["da", "en"] = "da"
    admins: Annotated[frozenset[Account], NoDecode] = frozenset()
    community: str = Field(default="Tjans", min_length=1, max_length=64)
    organisation: str = Field(default="", max_length=60)
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("telegram_token", mode="before")
    @classmethod
    def _token(cls, value: object) -> object:
        if not isinstance(value, str) or not value.strip():
            return None if isinstance(value, str) else value
        if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", value.strip()):
            raise ValueError("does not look like a token of @BotFather, digits:letters")
        return value.strip()

    @field_validator("discord_token", mode="before")
    @classmethod
    def _discord_token(cls, value: object) -> object:
        if not isinstance(value, str) or not value.strip():
            return None if isinstance(value, str) else value
        if not re.fullmatch(r"[!-~]+", value.strip()):  # what it is made of Discord says nowhere, and it refuses it
            raise ValueError("must be the bot token of Discord's developer portal, and nothing beside it")
        return value.strip()

    @field_validator("discord_gateway")
    @classmethod
    def _gateway(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("ws", "wss") or not parts.netloc or parts.query:
            raise ValueError("must be a URL, such as wss://gateway.discord.gg")
        return value

    @field_validator("database", mode="before")
    @classmethod
    def _file(cls, value: object) -> object:
        if isinstance(value, str) and not value.strip():
            raise ValueError("must be the path of a file, such as tjans.db")
        return _path(value)

    @field_validator("backups", mode="before")
    @classmethod
    def _folder(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else _path(value)

    @field_validator("discord_api", mode="before")
    @classmethod
    def _without_version(cls, value: object) -> object:
        """Discord's documentation writes its base URL with the version, which is not ours to choose."""
        return re.sub(r"/api(/v\d+)?/*$", "", value.strip()) if isinstance(value, str) else value

    @field_validator("telegram_api", "discord_api")
    @classmethod
    def _base_url(cls, value: str) -> str:
        parts = urlsplit(value)
        beside = parts.path.strip("/") or parts.query or parts.fragment
        if parts.scheme not in ("http", "https") or not parts.netloc or beside:
            raise ValueError("must be a base URL, such as https://example.org: no path, and nothing after it")
        return value.rstrip("/")

    @field_validator("telegram_webhook_url")
    @classmethod
    def _webhook(cls, value: str, info: ValidationInfo) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        of_our_own = parts.scheme == "http" and info.data.get("telegram_api") != OFFICIAL_API
        if not (parts.scheme == "https" or of_our_own) or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("must be a public https address with a path, such as https://example.org/telegram")
        if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+", parts.path):
            raise ValueError("must have a path, of letters, digits, . _ ~ and -, such as /telegram")
        if info.data.get("telegram_api") == OFFICIAL_API and (parts.port or 443) not in TELEGRAM_PORTS:
            raise ValueError("must use port 443, 80, 88 or 8443: Telegram calls no other")
        return value

    @field_validator("telegram_webhook_listen", "metrics_listen", mode="before")
    @classmethod
    def _listen(cls, value: object) -> object:
        return _host_and_port(value) if isinstance(value, str) else value

    @field_validator("metrics_listen", mode="before")
    @classmethod
    def _no_listen(cls, value: object) -> object:
        """Of several `before`, the last one is asked first."""
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        if not info.data.get("telegram_webhook_url"):
            return value
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("must be 1-256 of A-Z, a-z, 0-9, _ and -, with TJANS_TELEGRAM_WEBHOOK_URL")
        return value

    @field_validator("language", "log_format", "log_level", mode="before")
    @classmethod
    def _in_any_case(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("is not a time zone, such as Europe/Copenhagen") from error
        return value

    @field_validator("admins", mode="before")
    @classmethod
    def _accounts(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return frozenset(_account(piece) for piece in value.split(",") if piece.strip())

    @property
    def backups_folder(self) -> Path:
        """Beside the database, unless it is set."""
        return self.backups or self.database.parent / "backups"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def _path(value: object) -> object:
    """Without what a shell expands and nobody does here: a folder of the name `~` would be made."""
    if not isinstance(value, str):
        return value
    if value.strip().startswith("~"):
        raise ValueError("must be written out: ~ is not expanded here")
    return value.strip()


def _host_and_port(value: str) -> Listen:
    host, _, port = value.strip().rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not re.fullmatch("[0-9]{1,5}", port) or not 1 <= int(port) <= 65535:
        raise ValueError("must be a host and a port, such as 127.0.0.1:8443")
    return host, int(port)


def _account(piece: str) -> Account:
    network, _, native_id = piece.strip().partition(":")
    if network not in ("telegram", "discord") or not re.fullmatch("[0-9]{1,19}", native_id):
        raise ValueError("must be a comma-separated list of telegram:ID or discord:ID")
    return network, int(native_id)


def read_settings() -> Settings:
    """The settings as they stand in the environment.

    Raises:
        Unworkable: a value is wrong; the one line names the variable. Or the file cannot be read.
    """
    try:
        return Settings()
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8: save it as such"
        raise Unworkable(f".env: cannot be read: {reason}") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = f"TJANS_{first['loc'][0]}".upper() if first["loc"] else "TJANS"
        reason = first["msg"].removeprefix("Value error, ")
        raise Unworkable(f"{name}: {reason}") from error


def unknown_names() -> dict[str, str]:
    """What is set, looks like a setting and is none; each with the setting it is nearly called, or nothing.

    No error: where containers know each other's names, a platform sets such as TJANS_PORT.
    """
    known = {f"TJANS_{name}".upper() for name in Settings.model_fields}
    sources = (EnvSettingsSource(Settings), DotEnvSettingsSource(Settings))
    given = {name.upper() for source in sources for name in source.env_vars}
    unknown = sorted(name for name in given - known if name.startswith("TJANS_"))
    return {name: "".join(get_close_matches(name, known, n=1, cutoff=0.85)) for name in unknown}
