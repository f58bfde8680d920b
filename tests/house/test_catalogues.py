"""Every sentence is in both catalogues, whole, with the same holes; and nothing is there that nobody says."""

import ast
import importlib.util
import re
from functools import cache
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.house.source import ROOT, calls, literal, sources

LANGUAGES = ("da", "en")


@cache
def collector() -> ModuleType:
    """The script behind `make words`."""
    spec = importlib.util.spec_from_file_location("collect", ROOT / "locales" / "collect.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def po(language: str) -> Path:
    return ROOT / "locales" / language / "LC_MESSAGES" / "tjans.po"


def catalogue(language: str) -> Catalog:
    with po(language).open("rb") as file:
        return read_po(file, locale=language)


def said() -> set[str]:
    """Every sentence in a say or a count, read from the code itself."""
    found = set()
    for source in sources("bot", "handlers"):
        for call in calls(source.tree, "say", "count"):
            if isinstance(call.func, ast.Attribute):
                wanted = call.args[: 2 if call.func.attr == "count" else 1]
                found |= {text for text in map(literal, wanted) if text is not None}
    return found


def pairs(language: str) -> list[tuple[str, str]]:
    """Each sentence with its translation, plurals one by one."""
    found = []
    for message in catalogue(language):
        if message.id:
            ids = (message.id,) if isinstance(message.id, str) else message.id
            strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            found += list(zip(ids, strings, strict=True))
    return found


def holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_hold_what_is_said_and_nothing_else(language: str) -> None:
    assert {sentence for sentence, _ in pairs(language)} == said(), "`make words` collects them"


@pytest.mark.parametrize("language", LANGUAGES)
def test_collecting_the_words_again_changes_nothing(language: str) -> None:
    collect = collector()
    assert collect.catalogue(language, collect.collected()) == po(language).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    assert [sentence for sentence, translated in pairs(language) if not translated.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fuzzy_or_left_over(language: str) -> None:
    known = catalogue(language)
    assert [message.id for message in known if message.fuzzy and message.id] == []
    assert list(known.obsolete) == []
    assert known.num_plurals == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_holes(language: str) -> None:
    assert [sentence for sentence, translated in pairs(language) if holes(sentence) != holes(translated)] == []


def test_english_is_its_own_translation() -> None:
    assert [sentence for sentence, translated in pairs("en") if sentence != translated] == []


def test_danish_is_danish() -> None:
    """The words that a hurried hand leaves English, the polite form, and quotes of the other language."""
    slips = re.compile(r"\b(the|you|your|task|please|slot|bruger|vedkommende|Deres|Dem|De bedes)\b|[“]|\.\.\.")
    assert [danish for _, danish in pairs("da") if slips.search(danish)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_spaces_and_breaks_are_kept(language: str) -> None:
    for sentence, translated in pairs(language):
        assert translated == translated.strip()
        assert "  " not in translated
        assert sentence.count("\n") == translated.count("\n"), sentence


def test_sentences_are_literals() -> None:
    """What is put together at run time, no catalogue can hold."""
    loose = []
    for source in sources("bot", "handlers"):
        for call in calls(source.tree, "say", "count"):
            if isinstance(call.func, ast.Attribute) and source.name != "bot.wording.words":
                wanted = call.args[: 2 if call.func.attr == "count" else 1]
                loose += [source.at(call) for one in wanted if literal(one) is None]
    assert loose == []


@pytest.mark.parametrize(
    ("english", "danish"),
    [
        ("I'm in", "Jeg er med"),
        ("I'm in: {role}", "Jeg er med: {role}"),
        ("Join the waiting list", "Skriv mig på venteliste"),
        ("I can't come", "Meld afbud"),
        ("Yes please", "Ja tak"),
        ("No thanks", "Nej tak"),
        ("Publish", "Udgiv"),
        ("Edit", "Ret"),
        ("Discard", "Kassér"),
        ("Cancel the task", "Aflys"),
        ("My tasks", "Mine tjanser"),
        ("More", "Flere"),
        ("Details", "Mere"),
        ("You are in", "Du er med"),
        ("{n} place free", "{n} ledig plads"),
        ("{n} places free", "{n} ledige pladser"),
        ("Full", "Fyldt op"),
        ("Full · {n} are waiting", "Fyldt op · {n} venter"),
        ("You are number {n} on the waiting list", "Du er nr. {n} på ventelisten"),
        ("There is a place for you", "Der er blevet plads til dig"),
        ("Remember: {when}", "Husk: {when}"),
    ],
)
def test_the_button_words_of_the_contract_stand(english: str, danish: str) -> None:
    assert dict(pairs("da"))[english] == danish


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_and_short_lines_fit(language: str) -> None:
    """A toast takes 200 characters; the holes take up to sixty of them."""
    for sentence, translated in pairs(language):
        if sentence.startswith(("You are in", "You are number", "You are on {title}", "Full, so")):
            assert len(translated) + 60 <= 200, translated
