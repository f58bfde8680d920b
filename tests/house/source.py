"""The program's own files, read and parsed: what the house rules are checked against."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "storage", "monitoring", "sandbox", "demo", "simulation", "measure", "proofs")


@dataclass(frozen=True)
class Source:
    """One file. `name` is its module's: `bot.wording.words`."""

    path: Path
    name: str
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        return str(self.path.relative_to(ROOT))

    def at(self, node: ast.expr | ast.stmt) -> str:
        return f"{self.place}:{node.lineno}"


@cache
def sources(*packages: str) -> tuple[Source, ...]:
    """The files of these packages, in order."""
    paths = sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    return Source(path, name, text, ast.parse(text))


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Calls of a function or method of one of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def actions(tree: ast.AST) -> Iterator[ast.Call]:
    """Every `Action.of(…)`."""
    for call in calls(tree, "of"):
        if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "Action":
            yield call


def literal(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
