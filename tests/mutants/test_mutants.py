"""The mutants are about the program as it stands, and no test claims one that nobody has tried."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, sources
from tests.mutants.__main__ import apply
from tests.mutants.mutant import Mutant
from tests.mutants.table import MUTANTS

INVARIANTS = {f"I{number}" for number in range(1, 11)}


def test_every_invariant_has_one() -> None:
    assert {one.breaks for one in MUTANTS} == {*INVARIANTS, ""}


def test_every_name_is_one_mutants() -> None:
    assert len({one.name for one in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[one.name for one in MUTANTS])
def test_what_it_changes_stands_there_once(mutant: Mutant, tmp_path: Path) -> None:
    for change in mutant.changes:
        (tmp_path / change.file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / change.file).write_text((ROOT / change.file).read_text(encoding="utf-8"), encoding="utf-8")
    apply(mutant, tmp_path)
    for file in {change.file for change in mutant.changes if change.file.endswith(".py")}:
        ast.parse((tmp_path / file).read_text(encoding="utf-8"))


def _tests() -> dict[str, str]:
    """Each test by its place and name, and its docstring."""
    return {
        f"{source.place}::{node.name}": ast.get_docstring(node) or ""
        for source in sources("tests")
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }


def test_every_test_it_names_is_there() -> None:
    assert {test for one in MUTANTS for test in one.tests} - _tests().keys() == set()


def test_every_test_that_says_when_an_invariant_breaks_is_tried() -> None:
    """What a docstring says of an invariant, and of what turns the test red, is no mere word."""
    tried = {test for one in MUTANTS for test in one.tests}
    claims = [
        test for test, says in _tests().items() if re.search(r"\bI\d+\b.*\bRed (when|without)\b", says, re.DOTALL)
    ]
    assert len(claims) > 25
    assert [test for test in claims if test not in tried] == []
