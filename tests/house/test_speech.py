"""Only bot/wording speaks; labels and sentences are never looked at."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import Source, actions, calls, literal, sources

SHOWN = {"Card": (0, 1), "Button": (0,), "Document": (2,), "Command": (), "Menu": ()}
SHOWN_BY_NAME = {"headline", "body", "label", "toast", "caption", "description"}
A_SENTENCE = re.compile(r"[A-Za-zÆØÅæøå]{2,} [A-Za-zÆØÅæøå]{2,}")


def speech(source: Source) -> Iterator[str]:
    """Words in what is shown to people, written where they are shown."""
    for call in calls(source.tree, *SHOWN, "Reply", "shows"):
        name = getattr(call.func, "id", "")
        given = [call.args[at] for at in SHOWN.get(name, ()) if at < len(call.args)]
        given += [keyword.value for keyword in call.keywords if keyword.arg in SHOWN_BY_NAME]
        yield from (source.at(call) for one in given if _has_words(one))


def _has_words(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(_has_words(part) for part in node.values if isinstance(part, ast.Constant))
    text = literal(node)
    return text is not None and any(character.isalpha() for character in text)


def test_nothing_is_said_but_in_the_catalogues() -> None:
    assert [place for source in sources("bot", "handlers") for place in speech(source)] == []


def test_the_wording_holds_no_sentence_outside_say_and_count() -> None:
    loose = []
    for source in sources("bot"):
        if source.name.startswith("bot.wording"):
            known = _not_speech(source)
            loose += [
                f"{source.place}:{node.lineno}: {text}"
                for node in ast.walk(source.tree)
                if isinstance(node, ast.Constant) and id(node) not in known
                if (text := literal(node)) is not None and A_SENTENCE.search(text)
            ]
    assert loose == []


def _not_speech(source: Source) -> set[int]:
    """What is in the catalogues, docstrings and errors."""
    known: set[int] = set()
    for call in calls(source.tree, "say", "count", "Unworkable"):
        known |= {id(node) for node in ast.walk(call)}
    for statement in ast.walk(source.tree):
        if isinstance(statement, ast.Expr):
            known.add(id(statement.value))
    return known


def test_labels_are_never_compared() -> None:
    """What a press means is its Action; a translation must not break the bot."""
    read = []
    for source in sources("bot", "handlers", "storage"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
                read += [source.at(node) for side in sides if getattr(side, "attr", "") in ("label", "headline")]
            if isinstance(node, ast.Match) and getattr(node.subject, "attr", "") in ("label", "headline"):
                read.append(source.at(node))
    assert read == []


def test_an_action_holds_no_words_for_people() -> None:
    found = []
    for source in sources("bot", "handlers"):
        for action in actions(source.tree):
            found += [source.at(action) for one in ast.walk(action) if isinstance(one, ast.Call) and _speaks(one)]
    assert found == []


def _speaks(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in ("say", "count")
