"""One small change for the worse."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """In this file the old text, which stands there once, becomes the new one."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Mutant:
    """A named change, the invariant of design.md it breaks (or "" for another rule), and the tests it turns red."""

    name: str
    breaks: str
    changes: tuple[Change, ...]
    tests: tuple[str, ...]


def mutant(name: str, breaks: str, *changes: tuple[str, str, str], tests: tuple[str, ...]) -> Mutant:
    return Mutant(name, breaks, tuple(Change(*change) for change in changes), tests)
