"""`tjans run` on a disk whose every commit takes a while: what sharing commits is worth (design I3).

MEASURE_COMMIT: seconds a commit takes longer; MEASURE_BATCH: how many updates may share one.
"""

import os
import sys
import time

from bot import inbox
from bot.__main__ import main
from storage.connection import Connection, Rows, Statement


def slow_down(seconds: float) -> None:
    """Make each commit wait on the database's own thread, as a slow disk would."""
    swift = Connection._run

    def slow(self: Connection, script: list[Statement]) -> Rows:
        if any(sql == "COMMIT" for sql, _ in script):
            time.sleep(seconds)
        return swift(self, script)

    Connection._run = slow  # type: ignore[method-assign,assignment]


if __name__ == "__main__":
    slow_down(float(os.environ["MEASURE_COMMIT"]))
    inbox.BATCH = int(os.environ["MEASURE_BATCH"])
    sys.argv[1:] = ["run"]
    main()
