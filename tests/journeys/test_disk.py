"""The real program on a real disk that fails: full, or locked by another program; and well again."""

import resource
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from sandbox import Message, Person, Press, Sandbox
from tests.journeys.stage import Process, connects, posts, says
from tests.storage.disks import locked

CROWD, PLACES = 40, 5
SAID = "the database takes nothing"

Fault = Callable[[Process, Path], AbstractContextManager[None]]


@contextmanager
def _no_room(process: Process, database: Path) -> Iterator[None]:
    """The kernel lets the process write no file beyond its first page: every write fails, also as no root."""
    before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def _full(process: Process, database: Path) -> Iterator[None]:
    """The small disk is full to the last byte."""
    filler = database.parent / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    yield
    filler.unlink()


@contextmanager
def _locked(process: Process, database: Path) -> Iterator[None]:
    with locked(database, patience=10):
        yield


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of four megabytes."""
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tjans", tmp_path], check=False)
    if mount.returncode != 0:  # root may not in every container; the other two faults are played anywhere
        pytest.skip("needs the right to mount")
    yield tmp_path
    subprocess.run(["umount", "--lazy", tmp_path], check=True)


@asynccontextmanager
async def _town(database: Path) -> AsyncIterator[tuple[Sandbox, Process, list[Person], Message]]:
    async with Sandbox() as sandbox:
        karen = sandbox.add_person("Karen")
        channel = sandbox.add_channel("Frivillige i Lyngby", karen)
        crowd = [sandbox.add_person(f"Person {number}") for number in range(CROWD)]
        for person in crowd:
            sandbox.join(person, channel)
        process = Process(sandbox, database, karen, listen=True)
        await process.start()
        try:
            await connects(sandbox, karen, channel)
            yield sandbox, process, crowd, await posts(sandbox, karen, channel, places=str(PLACES))
        finally:
            await process.kill()


async def _all_goes_on_by_itself(database: Path, fault: Fault) -> None:
    """Design I1, I3, I5: what is told is on disk; nothing is lost; the log has one line about it and no traceback."""
    async with _town(database) as (sandbox, process, crowd, card):
        with fault(process, database):
            presses = {person: sandbox.press(person, card, card.buttons[0]) for person in crowd}
            await process.writes(SAID)
            before = [person for person, press in presses.items() if _told_in(press)]
        answers = [await press.answer(timeout=60) for press in presses.values()]
        told = [person for person, press in presses.items() if _told_in(press)]
        assert len(answers) == CROWD
        assert len(told) == PLACES
        assert set(before) <= set(told)
        await says(sandbox, card.chat, "Fyldt op", seconds=30)
        assert len([message for message in sandbox.messages(card.chat) if message.by_bot]) == 1
        assert await process.stop() == 0
        assert len([line for line in process.log if SAID in line]) == 1
        assert [line for line in process.log if "Traceback" in line] == []


def _told_in(press: Press) -> bool:
    answer = press.answered
    return answer is not None and ("Du er med" in answer.text or "?start=t" in answer.url)


@pytest.mark.parametrize("fault", [_no_room, _locked])
async def test_a_disk_that_takes_nothing_for_a_while(tmp_path: Path, fault: Fault) -> None:
    await _all_goes_on_by_itself(tmp_path / "tjans.db", fault)


async def test_a_disk_that_is_full_for_a_while(small_disk: Path) -> None:
    await _all_goes_on_by_itself(small_disk / "tjans.db", _full)
