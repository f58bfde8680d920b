"""Migrations are never edited after merge; the schema they add up to is shown in schema.sql."""

from storage.migrations import scripts
from tests.house.schema import SCHEMA, hashes, schema, written_hashes


def test_no_migration_was_edited() -> None:
    assert hashes() == written_hashes(), "add a new migration instead; `make schema` writes the line of a new one"


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [int(script.name[:4]) for script in scripts()] == list(range(1, len(scripts()) + 1))


def test_the_schema_shown_is_the_sum_of_the_migrations() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema(), "`make schema` writes it anew"
