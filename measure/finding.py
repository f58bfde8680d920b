"""/find over the wire, while twenty others a second press a card: from the update to the call that answers it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from measure.bots import PLAIN, running
from measure.crowd import first_answer, publish
from measure.town import Size, build, build_plain
from sandbox import Message, Person, Sandbox

SAMPLES = 300
FIND_EVERY = 0.125
OTHERS_EVERY = 0.05


async def measure(arguments: Sequence[str], size: Size) -> tuple[float, float]:
    """The median and the 99th percentile, in milliseconds."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "tjans.db"
        if arguments == PLAIN:
            build_plain(path, size)
        else:
            await build(path, size, datetime.now(UTC))
        async with Sandbox() as sandbox:
            karen = sandbox.add_person("Karen")
            channel = sandbox.add_channel("Frivillige", karen)
            others = [sandbox.add_person(f"Other {number}") for number in range(400)]
            askers = [sandbox.add_person(f"Asker {number}") for number in range(SAMPLES)]
            async with running(arguments, sandbox, path, karen):
                await first_answer(sandbox, karen, 0.0)
                card = await publish(sandbox, karen, channel, plain=arguments == PLAIN)
                pressing = asyncio.ensure_future(_press(sandbox, others, card))
                asked = await _ask(sandbox, askers)
                pressing.cancel()
            return _percentiles(sandbox, asked)


async def _press(sandbox: Sandbox, others: list[Person], card: Message) -> None:
    """Strangers, whose answers are no messages: what is measured must not wait for Telegram's 30 a second."""
    while True:
        for person in others:
            sandbox.press(person, card, card.buttons[0])
            await asyncio.sleep(OTHERS_EVERY)


async def _ask(sandbox: Sandbox, askers: list[Person]) -> dict[int, float]:
    await asyncio.sleep(2)
    asked: dict[int, float] = {}
    for person in askers:
        asked[person.id] = sandbox.world.timer()
        sandbox.write(person, None, "/find")
        await asyncio.sleep(FIND_EVERY)
    await asyncio.sleep(2)
    return asked


def _percentiles(sandbox: Sandbox, asked: dict[int, float]) -> tuple[float, float]:
    answered: dict[int, float] = {}
    for call in sandbox.calls:
        if call.method.lower() == "sendmessage":
            answered.setdefault(int(call.params.get("chat_id", 0)), call.at)
    times = sorted((answered.get(person, float("inf")) - at) * 1000 for person, at in asked.items())
    return times[len(times) // 2], times[len(times) * 99 // 100]
