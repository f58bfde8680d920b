"""The simulated disk: what is committed is told, what is not is gone, and a kill leaves what the kernel has."""

import asyncio
from pathlib import Path

import pytest

from simulation.disk import Change, Disk
from storage.database import Database


async def _at_once(what: str) -> None:
    """No step is the last one."""


async def _opened(path: Path, told: list[Change]) -> tuple[Database, Disk]:
    disks: list[Disk] = []

    async def connect(where: Path) -> Disk:
        disks.append(Disk(where, told.extend, _at_once))
        return disks[0]

    database = await Database.open(path, connect=connect)
    disks[0].watch()
    return database, disks[0]


async def test_a_commit_tells_what_it_has_changed(tmp_path: Path) -> None:
    told: list[Change] = []
    database, _ = await _opened(tmp_path / "1.db", told)
    async with database.transaction() as work:
        work.write("INSERT INTO organisations (id, name, created_at) VALUES (1, 'A', 0)")
        assert told == []
    async with database.transaction() as work:
        work.write("DELETE FROM organisations WHERE id = 1")
    assert told == [Change("organisations", None, {"id": 1}), Change("organisations", {"id": 1}, None)]
    await database.close()


async def test_what_is_rolled_back_is_not_told(tmp_path: Path) -> None:
    told: list[Change] = []
    database, _ = await _opened(tmp_path / "1.db", told)
    try:
        async with database.transaction() as work:
            work.write("INSERT INTO organisations (id, name, created_at) VALUES (1, 'A', 0)")
            await work.flush()
            raise LookupError
    except LookupError:
        pass
    async with database.transaction() as work:
        work.write("INSERT INTO organisations (id, name, created_at) VALUES (2, 'B', 0)")
    assert [change.after for change in told] == [{"id": 2}]
    await database.close()


async def test_a_kill_leaves_what_was_committed_and_nothing_else(tmp_path: Path) -> None:
    database, disk = await _opened(tmp_path / "1.db", [])
    async with database.transaction() as work:
        work.write("INSERT INTO organisations (id, name, created_at) VALUES (1, 'A', 0)")
    with pytest.raises(asyncio.CancelledError):
        await _die_half_way(database, disk, tmp_path / "2.db")
    await database.close()
    next_life, _ = await _opened(tmp_path / "2.db", [])
    async with next_life.transaction() as work:
        assert [row["id"] for row in await work.ask("SELECT id FROM organisations")] == [1]
    await next_life.close()


async def _die_half_way(database: Database, disk: Disk, remains: Path) -> None:
    async with database.transaction() as work:
        work.write("INSERT INTO organisations (id, name, created_at) VALUES (2, 'B', 0)")
        await work.flush()
        disk.kill(remains)
        await work.ask("SELECT 1")  # the dead do nothing more


async def test_a_program_can_be_killed_between_any_two_steps(tmp_path: Path) -> None:
    steps: list[str] = []

    async def count(what: str) -> None:
        steps.append(what)

    async def connect(where: Path) -> Disk:
        return Disk(where, lambda changes: None, count)

    database = await Database.open(tmp_path / "1.db", connect=connect)
    steps.clear()
    async with database.transaction() as work:
        await work.ask("SELECT 1")
        work.write("INSERT INTO organisations (id, name, created_at) VALUES (1, 'A', 0)")
    assert steps == ["before a statement", "before a statement", "after a commit"]
    await database.close()
