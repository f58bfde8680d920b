"""Files that fit one head, no loose ends, and a README that tells the truth."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.settings import Settings
from tests.house.source import PACKAGES, ROOT, sources

MOST_LINES = 300
MOST_LINES_OF_CASES = 450
"""Tests are tables and stories, read one at a time."""
LOOSE_END = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
TEXT = {".py", ".md", ".toml", ".sql", ".yml", ".yaml", ".service", ".po", ".js", ".css", ".html", ""}
README = (ROOT / "README.md").read_text(encoding="utf-8")


def ours() -> Iterator[Path]:
    for folder in (*PACKAGES, "tests", "locales", "deploy", "docs"):
        yield from (ROOT / folder).rglob("*")
    yield from ROOT.glob("*")


def test_no_file_is_too_long() -> None:
    lengths = {source.place: source.text.count("\n") for source in sources(*PACKAGES, "tests")}
    most = {place: MOST_LINES_OF_CASES if place.startswith("tests/") else MOST_LINES for place in lengths}
    assert [place for place, length in lengths.items() if length > most[place]] == []


def test_every_file_says_what_it_is_for() -> None:
    silent = [
        source.place
        for source in sources(*PACKAGES, "tests")
        if source.tree.body and not source.text.lstrip().startswith(('"""', "#!"))
    ]
    assert silent == []


def test_there_are_no_loose_ends() -> None:
    files = [path for path in ours() if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts]
    assert len(files) > 100
    assert [str(path) for path in files if LOOSE_END.search(path.read_text(encoding="utf-8", errors="ignore"))] == []


def test_the_readme_names_what_exists() -> None:
    named = re.findall(
        r"`((?:bot|handlers|storage|sandbox|demo|measure|tests|locales|deploy|docs)/[\w./-]*)`", README
    )
    named += re.findall(r"\]\((?!http)([\w./-]+)\)", README)
    named += re.findall(r"^    (\w+/)\s", README, re.MULTILINE)
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_readme_names_the_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)\b", README, re.MULTILINE))
    assert named
    assert named <= targets


def test_the_readme_names_the_commands_of_the_program() -> None:
    arguments = (ROOT / "bot" / "arguments.py").read_text(encoding="utf-8")
    known = set(re.findall(r'command\("(\w+)"', arguments))
    assert set(re.findall(r"(?:`|bin/)tjans (\w+)", README)) <= known
    assert known - {"tour", "demo"} <= set(re.findall(r"tjans (\w+)", README))


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    wanted = {f"TJANS_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"TJANS_[A-Z_]+", README)) == wanted


def test_the_dockerfile_and_the_unit_name_what_exists() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (?!--from)(\S+) ", dockerfile, re.MULTILINE)
    assert {"bot", "handlers", "storage", "locales", "requirements.lock"} <= set(copied)
    assert all((ROOT / name).exists() for name in copied)
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{name}" for name in copied} <= set(let_in)
    assert "sandbox" not in dockerfile
    assert "demo" not in dockerfile


def test_the_compose_file_says_what_the_program_and_the_image_know() -> None:
    compose = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    settings = {f"TJANS_{name.upper()}" for name in Settings.model_fields}
    assert {"TJANS_TELEGRAM_TOKEN", "TJANS_TELEGRAM_WEBHOOK_URL"} <= set(re.findall(r"TJANS_[A-Z_]+", compose))
    assert set(re.findall(r"TJANS_[A-Z_]+", compose)) <= settings
    (tested,) = re.findall(r"HEALTHCHECK .*CMD (\[.*\])", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    assert f'test: ["CMD", {tested[1:]}' in compose
    assert "deploy/*.env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
