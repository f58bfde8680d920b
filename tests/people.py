"""The same people everywhere: Alice coordinates, Bob volunteers, Charlie is a stranger, Dana is the admin."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.incoming import Network, Sender

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning in Copenhagen."""

ZONE = ZoneInfo("Europe/Copenhagen")

ALICE = Sender(native_id=101, name="Alice", language="da")
BOB = Sender(native_id=102, name="Bob", language="da")
CHARLIE = Sender(native_id=103, name="Charlie", language="en")
DANA = Sender(native_id=104, name="Dana", language="da")
ADMINS = frozenset({(Network.TELEGRAM.value, DANA.native_id)})
