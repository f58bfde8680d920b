"""The command line says of itself what it does."""

import sys

import pytest

from bot.arguments import read_arguments


def _said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *typed: str) -> str:
    monkeypatch.setattr(sys, "argv", ["tjans", *typed])
    with pytest.raises(SystemExit) as ended:
        read_arguments()
    assert ended.value.code == 0
    return " ".join(capsys.readouterr().out.split())


def test_the_help_names_the_settings_and_what_the_status_means(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _said(monkeypatch, capsys, "--help")
    assert "TJANS_TELEGRAM_TOKEN or TJANS_DISCORD_TOKEN" in said
    assert "README.md" in said
    assert "Exit status" in said


@pytest.mark.parametrize(
    ("command", "does"),
    [("backup", "copy the database"), ("restore", "no bot may run"), ("doctor", "status 1"), ("health", "alive")],
)
def test_each_command_says_what_it_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, does: str
) -> None:
    assert does in _said(monkeypatch, capsys, command, "--help")
