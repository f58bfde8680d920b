"""The page's own words: complete in both languages, used, and nowhere else. Needs no browser."""

import re

import pytest

from sandbox.paging import PAGE

ENTRY = re.compile(r'^  (\w+): \[\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)",?\s*\],$', re.MULTILINE)
WORDS = (PAGE / "words.js").read_text()
PAIRS = {key: (danish, english) for key, danish, english in ENTRY.findall(WORDS)}
SCRIPTS = {file.name: file.read_text() for file in PAGE.glob("*.js") if file.name != "words.js"}
HTML = (PAGE / "index.html").read_text()
SAME = {"start", "send", "ok", "phoneTabs", "onPhone", "appBadge"}  # said alike in both languages


def test_every_sentence_stands_in_both_languages() -> None:
    assert len(PAIRS) == len(re.findall(r"^  \w+: ", WORDS, re.MULTILINE)) > 80
    for key, (danish, english) in PAIRS.items():
        assert danish.strip(), key
        assert english.strip(), key
        assert (danish == english) is (key in SAME), key


def test_both_languages_fill_in_the_same() -> None:
    for key, (danish, english) in PAIRS.items():
        assert set(re.findall(r"{\w+}", danish)) == set(re.findall(r"{\w+}", english)), key


def test_no_word_is_missing_and_none_is_left_over() -> None:
    asked = set(re.findall(r'data-say(?:-label)?="(\w+)"', HTML))
    quoted = {key for text in SCRIPTS.values() for key in re.findall(r'"(\w+)"', text) if key in PAIRS}
    said = {key for text in SCRIPTS.values() for key in re.findall(r'\bsay\("(\w+)"', text)}
    assert asked | said <= PAIRS.keys()
    assert PAIRS.keys() == asked | quoted


def test_the_page_has_no_words_of_its_own() -> None:
    body = re.sub(r"<(title|noscript|nav class=\"languages\").*?</\1?(?:nav)?>", "", HTML, flags=re.DOTALL)
    assert re.findall(r">([^<>]*\w[^<>]*)<", body) == []


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_text_is_never_read_as_html(name: str) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", SCRIPTS[name])
    assert not re.search(r"https?://(?![^/]*\\)[a-z]", SCRIPTS[name]), "nothing from elsewhere"


def test_small_files() -> None:
    for file in PAGE.iterdir():
        assert len(file.read_text().splitlines()) <= 200, file.name
