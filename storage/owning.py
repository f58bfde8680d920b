"""Who may write: one process owns a database, by a lock file that the kernel takes back when the process dies."""

import fcntl
import os
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO

from bot.errors import Unworkable

PRIVATE = 0o600
"""Personal data is in it: for the owner's eyes."""


def own(path: Path) -> IO[str]:
    """Take the lock file beside the database, and see that the database can be written; held until it is closed.

    Raises:
        Unworkable: another process owns the database, or this one may not write there.
    """
    with ExitStack() as stack:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context(os.fdopen(os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, PRIVATE), "a"))
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unworkable(f"TJANS_DATABASE: another process is using {path}") from None
        except OSError as error:
            raise Unworkable(f"TJANS_DATABASE: cannot write in the folder of {path}: {error.strerror}") from error
        _refuse_unwritable(path)
        give_to_the_owner_of(path.parent, Path(f"{path}.lock"))
        stack.pop_all()
        return lock


def give_to_the_owner_of(folder: Path, file: Path) -> None:
    """What an administrator makes beside the database must be usable by the account that the bot runs under."""
    if os.geteuid() == 0:
        owner = folder.stat()
        with suppress(OSError):  # a file system without owners
            os.chown(file, owner.st_uid, owner.st_gid)


def _refuse_unwritable(path: Path) -> None:
    if path.is_dir():
        raise Unworkable(f"TJANS_DATABASE: {path} is a folder")
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        raise Unworkable(f"TJANS_DATABASE: no permission to read and write {path}")
