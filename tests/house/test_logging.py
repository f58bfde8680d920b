"""What is logged is ours: no error's own words, and nothing that a person wrote (see monitoring/logs.py)."""

import ast
from collections.abc import Iterator

from tests.house.source import Source, sources

LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
PERSONAL = {"text", "raw", "name", "title", "first_name", "body", "headline", "toast", "detail", "facts"}


def logged(source: Source) -> Iterator[ast.expr]:
    """Every value that goes into a log line."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS:
            owner = node.func.value
            if getattr(owner, "id", getattr(owner, "attr", "")) in ("log", "_log"):
                yield from node.args[1:]
                yield from (one.value for one in node.keywords if one.arg == "extra")


def caught(source: Source) -> set[str]:
    """Names of caught errors; an Unworkable is one line of ours."""
    handlers = (node for node in ast.walk(source.tree) if isinstance(node, ast.ExceptHandler))
    return {one.name for one in handlers if one.name and getattr(one.type, "id", "") != "Unworkable"}


def bare(value: ast.expr) -> Iterator[ast.expr]:
    """The value as it is shown: an error, or its words; what is asked of it by a call is something else."""
    if isinstance(value, ast.Dict):
        for one in value.values:
            yield from bare(one)
    elif isinstance(value, ast.Call) and getattr(value.func, "id", "") in ("str", "repr"):
        yield from value.args
    else:
        yield value


def test_no_error_is_logged_in_its_own_words() -> None:
    places = [
        source.at(value)
        for source in sources("bot", "handlers", "storage", "monitoring")
        for given in logged(source)
        for value in bare(given)
        if getattr(value, "id", "") in caught(source)
    ]
    assert places == []


def test_nothing_a_person_wrote_is_logged() -> None:
    places = [
        source.at(value)
        for source in sources("bot", "handlers", "storage", "monitoring")
        for given in logged(source)
        for value in bare(given)
        if getattr(value, "attr", "") in PERSONAL
    ]
    assert places == []


def test_there_is_something_to_look_at() -> None:
    assert sum(1 for source in sources("bot", "handlers", "monitoring") for _ in logged(source)) > 15
