"""A backup in the database's place. Sync: a command of its own, while no bot runs."""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from bot.errors import Unworkable
from storage import checking, failures
from storage.copying import copied, put_in_place_of, reading
from storage.owning import give_to_the_owner_of, own
from storage.rewinding import catch_up

LOOSE = ("-wal", "-journal")
"""What SQLite may hold beside the file, of a program that was killed; played into whatever file has that name."""


def restore(database: Path, source: Path, now: datetime, *, replace: bool) -> Path | None:
    """Put a checked copy of the file in the database's place, in one step; where the old one is kept, if there was.

    Args:
        replace: an existing database is put aside under a dated name; without it, it is an error.

    Raises:
        Unworkable: a bot runs; a database is there already; the file is damaged, another program's or from a newer
            version. Nothing is changed then.
    """
    with own(database):
        try:
            if database.exists() and not replace:
                raise Unworkable(f"{database} exists already; --replace puts it aside and takes {source} instead")
            _refuse_unfit(source)
            with copied(source, database) as part:
                catch_up(part, database)
                give_to_the_owner_of(database.parent, part)
                return _put_in_place(part, database, now)
        except (Unworkable, OSError, sqlite3.Error) as error:
            reason = failures.reason(error).removesuffix(failures.MEND)  # which is what is being done
            raise Unworkable(f"restore: {reason}") from error


def _refuse_unfit(source: Path) -> None:
    if not source.is_file():
        raise Unworkable(f"there is no file {source}")
    try:
        with closing(reading(source)) as connection:
            unfit = checking.why_unfit(connection)
            empty = checking.version_of(connection) == 0
    except sqlite3.Error as error:
        raise Unworkable(f"{source}: {failures.reason(error)}") from error
    if unfit or empty:
        raise Unworkable(f"{source}: {unfit or 'it is empty'}")


def _put_in_place(part: Path, database: Path, now: datetime) -> Path | None:
    """The old one is whole under its new name before anything of it is taken away."""
    aside = None
    if database.exists():
        aside = database.with_name(f"{database.stem}-replaced-{now:%Y-%m-%dT%H%M%SZ}{database.suffix}")
        _settle(database)
        for suffix in ("", *LOOSE):
            _keep(Path(f"{database}{suffix}"), Path(f"{aside}{suffix}"))
    for suffix in (*LOOSE, "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    put_in_place_of(part, database)
    return aside


def _settle(database: Path) -> None:
    """Play what a killed bot left beside the file into it, if it can be read at all."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _keep(file: Path, aside: Path) -> None:
    if not file.exists():
        return
    try:
        os.link(file, aside)
    except FileExistsError:
        raise Unworkable(f"{aside} exists already") from None
    except OSError:  # a file system without links
        shutil.copy2(file, aside)
