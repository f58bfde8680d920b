"""After a restore people still see what is forgotten: its numbers are not given to anything else."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.backups import backup
from storage.database import Database
from storage.restoring import restore
from storage.rewinding import MARGIN
from tests.people import NOW
from tests.world import World


@pytest.fixture
async def file(world: World, tmp_path: Path) -> Path:
    """One task, and a backup; then a second task and a claim."""
    await world.task(2)
    backup(tmp_path / "tjans.db", tmp_path / "copy.db")
    task = await world.task(2)
    await world.claims(world.bob, task)
    async with world.database.transaction() as work:
        work.write("UPDATE posts SET shown = 'x', message_id = id")
    await world.database.close()
    return tmp_path / "tjans.db"


async def _next(path: Path, *tables: str) -> list[int]:
    database = await Database.open(path)
    numbers = [database.ids.next(table) for table in tables]
    await database.close()
    return numbers


async def test_a_number_of_since_is_not_given_out_again(file: Path) -> None:
    """Red without it: who presses on the lost second task takes a place on whatever is posted next."""
    restore(file, file.with_name("copy.db"), NOW, replace=True)
    assert await _next(file, "tasks", "slots", "claims") == [3, 3, 2]


@pytest.mark.parametrize("lost", ["gone", "another", "damaged"])
async def test_where_nobody_knows_a_wide_step_is_taken(file: Path, lost: str) -> None:
    if lost == "damaged":
        file.write_bytes(b"\xff" * 8192)
    else:
        file.unlink()
    if lost == "another":  # started on an empty disk, before anybody thought of the backup
        await (await Database.open(file)).close()
    restore(file, file.with_name("copy.db"), NOW, replace=True)
    assert await _next(file, "tasks", "claims") == [MARGIN + 2, MARGIN + 1]


async def test_no_card_is_believed_to_show_what_it_showed_then(file: Path, tmp_path: Path) -> None:
    """Red without it: a card that went on since stays as it is, because it is thought to be right."""
    later = tmp_path / "later.db"
    backup(file, later)
    restore(file, later, NOW, replace=True)
    with closing(sqlite3.connect(file)) as beside:
        assert set(beside.execute("SELECT shown, message_id IS NULL FROM posts")) == {("", 0)}


async def test_the_backup_itself_is_not_changed(file: Path) -> None:
    copy = file.with_name("copy.db")
    before = copy.read_bytes()
    restore(file, copy, NOW, replace=True)
    assert copy.read_bytes() == before
