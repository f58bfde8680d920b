"""The way back to the gateway: soon, by resuming, and with no more IDENTIFYs than Discord allows a day."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count

import pytest

from bot.errors import Unworkable
from bot.incoming import Arrival
from handlers.networks.discord.connecting import FEW, LONGEST, Identifies
from handlers.networks.discord.line import Line
from handlers.networks.discord.messenger import DiscordMessenger
from sandbox.discord import DiscordSandbox

DAY = 24 * 3600
NOWHERE = "ws://127.0.0.1:1/"


@dataclass
class Sleeper:
    """Sleeps in no time, and remembers how long it should have been; `then` is what happens meanwhile."""

    waits: list[float] = field(default_factory=list)
    then: Callable[[int], None] = lambda times: None

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.then(len(self.waits))
        await asyncio.sleep(0)


class Aging(Line):
    """Each look at its clock is ten seconds after the one before: whatever drops was steady."""

    def __init__(self) -> None:
        super().__init__()
        self.now = count(0.0, 10.0).__next__


class Still(Line):
    """Whatever drops does so at once."""

    def __init__(self) -> None:
        super().__init__()
        self.now = lambda: 0.0


async def _nothing(arrivals: Sequence[Arrival]) -> None: ...


def _identified(sandbox: DiscordSandbox, times: int) -> bool:
    return len(sandbox.world.sessions.identified) == times and sandbox.world.sessions.connected


def _resumed(sandbox: DiscordSandbox, times: int) -> bool:
    return sandbox.world.sessions.resumed == times and sandbox.world.sessions.connected


@asynccontextmanager
async def connected(sandbox: DiscordSandbox, sleep: Sleeper, line: Callable[[], Line] = Aging) -> AsyncIterator[None]:
    messenger = DiscordMessenger(sandbox.token, sandbox.base_url, sandbox.gateway_url, sleep=sleep, line=line)
    await messenger.reach()
    running = asyncio.ensure_future(messenger.run(_nothing))
    await sandbox.connected(10)
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await messenger.close()


async def test_a_dropped_socket_is_resumed_at_once(sandbox: DiscordSandbox) -> None:
    sleep = Sleeper()
    async with connected(sandbox, sleep):
        sandbox.world.sessions.drop()
        await sandbox.until(lambda: sandbox.world.sessions.resumed == 1)
    assert (sleep.waits, len(sandbox.world.sessions.identified)) == ([], 1)


async def test_a_gateway_that_drops_whatever_it_resumes_is_tried_less_and_less(sandbox: DiscordSandbox) -> None:
    """Red when each is resumed at once: Discord was asked again and again without a pause."""
    sleep = Sleeper()
    async with connected(sandbox, sleep, Still):
        for times in range(1, 6):
            sandbox.world.sessions.drop()
            await sandbox.until(partial(_resumed, sandbox, times), 10)
    assert len(sleep.waits) == 5
    assert sleep.waits[0] <= 1.0 < sleep.waits[2] < sleep.waits[4] <= LONGEST
    assert len(sandbox.world.sessions.identified) == 1, "the session is kept"


async def test_after_a_long_outage_it_is_tried_every_few_seconds(sandbox: DiscordSandbox) -> None:
    """Red with discord.py's own wait, which grows to a quarter of an hour: so long nobody would be heard."""
    sleep, port = Sleeper(), int(sandbox.base_url.rpartition(":")[2])
    back: list[asyncio.Task[str]] = []

    def tried(times: int) -> None:
        if sum(sleep.waits) > 3600 and not back:
            back.append(asyncio.ensure_future(sandbox.listen(port)))

    sleep.then = tried
    async with connected(sandbox, sleep):
        session = sandbox.world.sessions.current
        await sandbox.stop()
        await sandbox.until(lambda: bool(back) and sandbox.world.sessions.connected, 30)
        assert sandbox.world.sessions.current is session, "what happened meanwhile is heard"
        tried_before = len(sleep.waits)
        sandbox.world.sessions.drop()
        await sandbox.until(lambda: sandbox.world.sessions.resumed == 2)
    assert max(sleep.waits) <= LONGEST
    assert len(sleep.waits) == tried_before, "once it is there, the next is tried at once again"
    assert len(sandbox.world.sessions.identified) == 1


async def test_where_the_host_for_resuming_is_gone_the_one_we_know_is_asked(sandbox: DiscordSandbox) -> None:
    """Red when READY's `resume_gateway_url` is the only place where a session is sought: it was never back."""
    sandbox.gateway.url = NOWHERE
    sleep = Sleeper()
    async with connected(sandbox, sleep):
        sandbox.world.sessions.drop()
        await sandbox.until(lambda: sandbox.world.sessions.resumed == 1, 10)
    assert len(sleep.waits) == FEW


async def test_where_the_session_is_gone_with_its_host_a_new_one_is_opened(sandbox: DiscordSandbox) -> None:
    sandbox.gateway.url = NOWHERE
    sleep = Sleeper()
    async with connected(sandbox, sleep):
        sandbox.world.sessions.drop()
        await sandbox.until(lambda: not sandbox.world.sessions.connected)
        sandbox.world.sessions.current = None
        await sandbox.until(lambda: len(sandbox.world.sessions.identified) == 2, 10)
        await sandbox.connected(10)
    assert sandbox.world.sessions.resumed == 0


async def test_a_session_that_is_refused_again_and_again_uses_up_no_day(sandbox: DiscordSandbox) -> None:
    """Red when each try is as soon as after an outage: Discord allows a thousand IDENTIFYs a day."""
    sleep = Sleeper()
    async with connected(sandbox, sleep):
        for times in range(2, 5):
            sandbox.world.sessions.invalidate()
            await sandbox.until(partial(_identified, sandbox, times), 10)
    assert sleep.waits == sorted(sleep.waits)
    assert sleep.waits[-1] > LONGEST


@pytest.mark.parametrize(
    "payload",
    [
        "{",
        "[]",
        '{"op": 0, "s": 9, "t": "GUILD_UPDATE", "d": {"id": "Bob"}}',
        '{"op": 0, "s": 9, "t": "READY", "d": {}}',
    ],
)
async def test_a_payload_that_cannot_be_read_ends_only_its_session(sandbox: DiscordSandbox, payload: str) -> None:
    """Red when it escapes: one of them ended the whole program, the other network included."""
    sleep = Sleeper()
    async with connected(sandbox, sleep):
        session = sandbox.world.sessions.current
        assert session is not None
        assert session.outgoing is not None
        session.outgoing.put_nowait(payload)
        await sandbox.until(partial(_identified, sandbox, 2), 10)
        assert sandbox.world.sessions.current is not session
    assert len(sleep.waits) == 1
    assert sandbox.world.sessions.resumed == 0, "it would have been sent again"


@pytest.mark.parametrize(("code", "says"), [(4004, "TJANS_DISCORD_TOKEN"), (4014, "GUILDS"), (4012, "4012")])
async def test_a_gateway_that_closes_for_good_ends_it_in_words(sandbox: DiscordSandbox, code: int, says: str) -> None:
    """Red when a token that was reset while the bot ran is told by Discord's number alone."""
    messenger = DiscordMessenger(sandbox.token, sandbox.base_url, sandbox.gateway_url, sleep=Sleeper())
    await messenger.reach()
    running = asyncio.ensure_future(messenger.run(_nothing))
    try:
        await sandbox.connected(10)
        sandbox.world.sessions.drop(code)
        with pytest.raises(Unworkable, match=says):
            await asyncio.wait_for(running, 10)
    finally:
        await messenger.close()


def test_a_day_of_nothing_but_identifies_stays_within_what_discord_allows() -> None:
    now = 0.0
    identifies = Identifies(lambda: now)
    times = 0
    while now < DAY:
        identifies.count()
        times += 1
        now += max(0.1, identifies.wait())
    assert 100 < times < 1000


def test_the_first_in_an_hour_is_sent_at_once() -> None:
    now = 0.0
    identifies = Identifies(lambda: now)
    assert identifies.wait() == 0
    identifies.count()
    assert identifies.wait() == 5
    now = 3601.0
    assert identifies.wait() == 0
