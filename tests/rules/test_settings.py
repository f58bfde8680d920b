"""Settings come from the environment; a wrong one stops the start with one line that names it."""

from pathlib import Path

import pytest

from bot.doctoring import of_names
from bot.errors import Unworkable
from bot.findings import Grade
from bot.settings import Settings, read_settings, unknown_names


@pytest.fixture(autouse=True)
def _no_settings_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TJANS_{name.upper()}", raising=False)


def test_every_setting_has_a_default() -> None:
    settings = read_settings()
    assert settings.telegram_token is None
    assert settings.telegram_api == "https://api.telegram.org"
    assert (settings.database, settings.timezone, settings.language) == (
        Path("tjans.db"),
        "Europe/Copenhagen",
        "da",
    )
    assert (settings.community, settings.organisation, settings.admins) == ("Tjans", "", frozenset())
    assert (settings.backups_folder, settings.backups_kept) == (Path("backups"), 7)


@pytest.mark.parametrize(
    ("name", "value", "field", "wanted"),
    [
        ("TELEGRAM_API", "http://127.0.0.1:8081/", "telegram_api", "http://127.0.0.1:8081"),
        ("DISCORD_API", "http://127.0.0.1:8081/", "discord_api", "http://127.0.0.1:8081"),
        ("DISCORD_API", "https://discord.com/api/v10", "discord_api", "https://discord.com"),
        ("DISCORD_API", "https://discord.com/api/", "discord_api", "https://discord.com"),
        ("DISCORD_GATEWAY", "ws://127.0.0.1:8082/gateway", "discord_gateway", "ws://127.0.0.1:8082/gateway"),
        ("DATABASE", "/data/tjans.db", "database", Path("/data/tjans.db")),
        ("LANGUAGE", "en", "language", "en"),
        ("LANGUAGE", " DA ", "language", "da"),
        ("LOG_LEVEL", "Warning ", "log_level", "warning"),
        ("METRICS_LISTEN", "", "metrics_listen", None),
        ("METRICS_LISTEN", " ", "metrics_listen", None),
        ("DATABASE", " /data/tjans.db ", "database", Path("/data/tjans.db")),
        ("TIMEZONE", "UTC", "timezone", "UTC"),
        ("ADMINS", "telegram:1, discord:22", "admins", frozenset({("telegram", 1), ("discord", 22)})),
        ("ADMINS", "", "admins", frozenset()),
        ("ADMINS", "telegram:1,", "admins", frozenset({("telegram", 1)})),
        ("TELEGRAM_TOKEN", "  ", "telegram_token", None),
        ("BACKUPS", "/backups", "backups_folder", Path("/backups")),
        ("BACKUPS", " ", "backups_folder", Path("backups")),
        ("BACKUPS_KEPT", "0", "backups_kept", 0),
        ("COMMUNITY", "Frivillige i Lyngby", "community", "Frivillige i Lyngby"),
        ("TELEGRAM_WEBHOOK_LISTEN", "10.0.0.1:8080", "telegram_webhook_listen", ("10.0.0.1", 8080)),
        ("TELEGRAM_WEBHOOK_LISTEN", "[::1]:8080", "telegram_webhook_listen", ("::1", 8080)),
    ],
)
def test_a_setting_is_read(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, wanted: object
) -> None:
    monkeypatch.setenv(f"TJANS_{name}", value)
    assert getattr(read_settings(), field) == wanted


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_API", "api.telegram.org"),
        ("TELEGRAM_API", "https://api.telegram.org/bot"),
        ("TELEGRAM_API", "ftp://api.telegram.org"),
        ("TELEGRAM_API", "https://"),
        ("TELEGRAM_API", "https://api.telegram.org?x=1"),
        ("TELEGRAM_API", "https://api.telegram.org#x"),
        ("TELEGRAM_API", "http://[::1"),
        ("TELEGRAM_API", ""),
        ("DISCORD_API", "https://discord.com/developers"),
        ("DISCORD_GATEWAY", "https://gateway.discord.gg"),
        ("DISCORD_TOKEN", "Bot MTk4.x.y"),
        ("TIMEZONE", "Copenhagen"),
        ("TIMEZONE", ""),
        ("TIMEZONE", "../../etc/passwd"),
        ("TIMEZONE", "Europe"),
        ("LANGUAGE", "danish"),
        ("LANGUAGE", ""),
        ("ADMINS", "101"),
        ("ADMINS", "@alice"),
        ("ADMINS", "telegram:"),
        ("ADMINS", "telegram:-1"),
        ("ADMINS", "telegram:١٠١"),
        ("ADMINS", "signal:1"),
        ("ADMINS", "telegram:1;telegram:2"),
        ("COMMUNITY", "x" * 65),
        ("COMMUNITY", ""),
        ("COMMUNITY", "   "),
        ("ORGANISATION", "x" * 61),
        ("DATABASE", ""),
        ("DATABASE", "  "),
        ("DATABASE", "~/tjans.db"),
        ("BACKUPS", "~/backups"),
        ("BACKUPS_KEPT", "-1"),
        ("BACKUPS_KEPT", "367"),
        ("BACKUPS_KEPT", "seven"),
        ("TELEGRAM_TOKEN", "not a token"),
        ("TELEGRAM_WEBHOOK_URL", "example.org/telegram"),
        ("TELEGRAM_WEBHOOK_URL", "http://example.org/telegram"),
        ("TELEGRAM_WEBHOOK_URL", "https://example.org"),
        ("TELEGRAM_WEBHOOK_URL", "https://example.org/"),
        ("TELEGRAM_WEBHOOK_URL", "https://example.org/a b"),
        ("TELEGRAM_WEBHOOK_URL", "https://example.org/{token}"),
        ("TELEGRAM_WEBHOOK_URL", "https://example.org/telegram?secret=1"),
        ("TELEGRAM_WEBHOOK_URL", "https://example.org:8080/telegram"),
        ("TELEGRAM_WEBHOOK_URL", "https://example.org:x/telegram"),
        ("TELEGRAM_WEBHOOK_LISTEN", "8443"),
        ("TELEGRAM_WEBHOOK_LISTEN", ":8443"),
        ("TELEGRAM_WEBHOOK_LISTEN", "127.0.0.1:0"),
        ("TELEGRAM_WEBHOOK_LISTEN", "127.0.0.1:65536"),
        ("TELEGRAM_WEBHOOK_LISTEN", "127.0.0.1:http"),
    ],
)
def test_a_wrong_value_names_its_variable_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"TJANS_{name}", value)
    with pytest.raises(Unworkable) as stopped:
        read_settings()
    said = str(stopped.value)
    assert said.startswith(f"TJANS_{name}: ")
    assert "\n" not in said
    assert len(said) > len(f"TJANS_{name}: ") + 5


def test_a_webhook_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TJANS_TELEGRAM_WEBHOOK_URL", "https://example.org:8443/telegram")
    for secret in ("", "x" * 257, "with blanks", "æ"):
        monkeypatch.setenv("TJANS_TELEGRAM_WEBHOOK_SECRET", secret)
        with pytest.raises(Unworkable, match=r"^TJANS_TELEGRAM_WEBHOOK_SECRET: must be 1-256"):
            read_settings()
    monkeypatch.setenv("TJANS_TELEGRAM_WEBHOOK_SECRET", "x" * 256)
    settings = read_settings()
    assert settings.telegram_webhook_url == "https://example.org:8443/telegram"
    assert "x" * 256 not in repr(settings)


def test_a_server_of_ones_own_may_call_any_port_in_plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TJANS_TELEGRAM_API", "http://127.0.0.1:8081")
    monkeypatch.setenv("TJANS_TELEGRAM_WEBHOOK_URL", "http://127.0.0.1:9000/telegram")
    monkeypatch.setenv("TJANS_TELEGRAM_WEBHOOK_SECRET", "x")
    assert read_settings().telegram_webhook_url == "http://127.0.0.1:9000/telegram"


def test_a_token_never_shows() -> None:
    token = "123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
    assert token not in repr(Settings.model_validate({"telegram_token": token}))


def test_a_wrong_token_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TJANS_TELEGRAM_TOKEN", "123456:secret with blanks")
    with pytest.raises(Unworkable) as stopped:
        read_settings()
    assert "secret" not in str(stopped.value)


def test_the_env_file_is_read_and_foreign_lines_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TJANS_LANGUAGE=en\nSOMETHING_ELSE=1\nTJANS_UNKNOWN=2\n", encoding="utf-8")
    assert read_settings().language == "en"


def test_the_env_file_of_a_windows_editor_is_read_from_its_first_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TJANS_LANGUAGE=en\nTJANS_COMMUNITY=Ærø\n", encoding="utf-8-sig")
    assert (read_settings().language, read_settings().community) == ("en", "Ærø")


def test_an_env_file_that_cannot_be_read_is_said_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TJANS_COMMUNITY=Frivillige på Ærø\n", encoding="cp1252")
    with pytest.raises(Unworkable, match=r"^\.env: cannot be read: it is not UTF-8"):
        read_settings()


def test_an_env_file_of_somebody_else_is_said_so_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*given: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Settings, "__init__", refused)  # root reads every file
    with pytest.raises(Unworkable, match=r"^\.env: cannot be read: Permission denied$"):
        read_settings()


def test_a_name_that_is_no_setting_is_found_with_the_one_that_may_be_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TJANS_ADMIN", "telegram:1")
    monkeypatch.setenv("TJANS_PORT_8443_TCP", "tcp://10.0.0.1:8443")
    monkeypatch.setenv("TJANS_LANGUAGE", "en")
    (tmp_path / ".env").write_text("TJANS_TIMZONE=UTC\nPATH_OF_TJANS=x\n", encoding="utf-8")
    unknown = {"TJANS_ADMIN": "TJANS_ADMINS", "TJANS_PORT_8443_TCP": "", "TJANS_TIMZONE": "TJANS_TIMEZONE"}
    assert unknown_names() == unknown
    found = of_names(unknown)
    assert [finding.grade for finding in found] == [Grade.WRONG, Grade.NOTE, Grade.WRONG]
    assert "TJANS_ADMIN is none" in found[0].line()
    assert "TJANS_ADMINS" in found[0].advice
