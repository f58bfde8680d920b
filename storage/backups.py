"""Copies of the database: the one that is asked for, and those the program makes by itself."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bot.errors import Unworkable
from storage import checking
from storage.copying import PART, GoOn, copied, place, put_in_place_of, refuse_existing
from storage.inspecting import looking
from storage.owning import give_to_the_owner_of


def backup(database: Path, to: Path) -> None:
    """A checked copy as of one moment, while the bot runs on; a single file, for its owner alone.

    Raises:
        Unworkable: the target exists, there is nothing of ours to copy, or the copy cannot be made.
    """
    with _named("backup"):
        refuse_existing(to)
        with looking(database) as connection:
            if useless := checking.why_useless(connection):
                raise Unworkable(f"{database}: {useless}")
        with copied(database, to) as part:
            place(part, to)


class Backups:
    """The program's own: one a day, and one before each migration. Everything else in the folder is left alone.

    Args:
        folder: made when it is needed.
        kept: days whose copies are kept; 0: none is made by the day. A copy of before a migration goes once so
            many days' copies are newer, so that what was deleted lives on in no copy for longer.
    """

    def __init__(self, database: Path, folder: Path, kept: int) -> None:
        self._database = database
        self.folder = folder
        self.kept = kept
        name = re.escape(database.stem)
        self._a_day = re.compile(rf"{name}-\d{{4}}-\d\d-\d\d\.db")
        self._a_schema = re.compile(rf"{name}-schema-\d+\.db")
        self._half = re.compile(rf"\.{name}-(\d{{4}}-\d\d-\d\d|schema-\d+)\.db\..*{re.escape(PART)}.*")

    async def make(self, day: date) -> bool:
        """Copy the database for this day, in a thread, and drop what is too old; False if it was there already.

        Raises:
            Unworkable: it could not be made; the older ones are kept then.
        """
        stopped = threading.Event()
        try:
            return await asyncio.to_thread(self._make, day, lambda: not stopped.is_set())
        finally:
            stopped.set()

    def before_migration(self, version: int) -> None:
        """Copy the database as it is at this version of its schema; an older copy of that version goes.

        Raises:
            Unworkable: it could not be made.
        """
        with _named(f"no copy could be made in {self.folder} before the database is changed"):
            self._make_folder()
            to = self.folder / f"{self._database.stem}-schema-{version}.db"
            with copied(self._database, to) as part:
                give_to_the_owner_of(self.folder, part)
                put_in_place_of(part, to)

    def newest(self) -> Path | None:
        """The copy of the last day that has one."""
        return max(self._those(self._a_day), default=None, key=lambda path: path.name)

    def _make(self, day: date, go_on: GoOn) -> bool:
        with _named(f"no backup could be made in {self.folder}"):
            self._make_folder()
            to = self.folder / f"{self._database.stem}-{day.isoformat()}.db"
            made = bool(self.kept) and not to.exists()
            for half in self._those(self._half):
                half.unlink()
            if made:
                with copied(self._database, to, go_on) as part:
                    place(part, to)
            self._prune()
            return made

    def _prune(self) -> None:
        days = sorted(self._those(self._a_day), reverse=True)
        for old in days[self.kept :]:
            old.unlink()
        if len(days) < self.kept:
            return
        oldest = min((path.stat().st_mtime for path in days[: self.kept]), default=float("inf"))
        for copy in self._those(self._a_schema):
            if copy.stat().st_mtime < oldest:
                copy.unlink()

    def _those(self, name: re.Pattern[str]) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from [path for path in self.folder.iterdir() if name.fullmatch(path.name)]

    def _make_folder(self) -> None:
        if not self.folder.exists():
            self.folder.mkdir(parents=True, mode=0o700)
            give_to_the_owner_of(self.folder.parent, self.folder)


@contextmanager
def _named(what: str) -> Iterator[None]:
    """What goes wrong inside, after what it was that failed."""
    try:
        yield
    except (Unworkable, OSError) as error:
        raise Unworkable(f"{what}: {error.strerror if isinstance(error, OSError) else error}") from error
