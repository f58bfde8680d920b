"""Nothing is stored that has no bound: each text column is listed with its own in tests/bounds.py."""

from tests.bounds import BOUNDS, text_columns


def test_every_text_column_has_a_bound() -> None:
    assert text_columns() == BOUNDS.keys()
