"""The core of Tjans: what is true, what is decided, what is said. It knows no network and no SQL."""

import time

STARTED = time.monotonic()
"""When this process began, as near as can be: a process before it, on the same database, has sent nothing since."""

VERSION = "0.1.0"
