"""A small size of `make flood` on Discord, in this process: a crowd, reminders, a task for many channels."""

import asyncio
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import IO

from bot.__main__ import Program, assemble
from bot.settings import Settings
from proofs.burst import all_at_once
from proofs.discord.flood import make_stricter, trouble
from proofs.discord.scene import Scene
from proofs.stage import HELD, PLACES, Size
from sandbox.discord import DiscordSandbox

PATIENCE = 120.0
"""Seconds: a machine that is busy with other tests is no bug."""
LEAD = 3.0


class Here(Scene):
    """The program in this process: it is asked what has come due when that is, and not up to twenty seconds later."""

    async def start(self) -> None:
        self._stack = AsyncExitStack()
        self._program: Program = await assemble(self._stack, self._settings, self.sandbox.clock)
        self._serving = asyncio.ensure_future(self._program.run())

    async def kill(self) -> None:
        self._serving.cancel()
        with suppress(asyncio.CancelledError):
            await self._serving
        await self._stack.aclose()

    def process(self, database: Path, log: IO[bytes]) -> "Here":
        given = {name.lower(): value for name, value in self.settings(database).items()}
        self._settings = Settings.model_validate(given)
        return self

    async def tick(self) -> None:
        await self._program.clockwork.tick()


async def test_a_crowd_reminders_and_a_task_for_many_channels_at_once(tmp_path: Path) -> None:
    """Red when a send goes past the pacer, reminders go before answers, or those to be opened hold up the others."""
    async with DiscordSandbox() as sandbox:
        scene = Here(sandbox, Size(crowd=60, reminders=16, channels=6), one_in=3)
        burst = await all_at_once(scene, tmp_path, scene.tick, patience=PATIENCE, lead=LEAD)
        assert burst.report.wrong == []
        assert burst.report.figures["told that they are in"] == str(PLACES)
        assert sandbox.refusals == []
        at_once = [one.at for one in scene.told(HELD) if not one.opened]
        assert max(at_once) < max(one.at for one in scene.told(HELD))


async def test_it_ends_right_on_a_discord_that_is_stricter_than_it_documents(tmp_path: Path) -> None:
    """Red when an answer to a press waits for the limit over all calls."""
    async with DiscordSandbox() as sandbox:
        make_stricter(sandbox)
        scene = Here(sandbox, Size(crowd=30, reminders=6, channels=3), one_in=8)

        async def meanwhile() -> None:
            await scene.tick()
            await trouble(scene)

        burst = await all_at_once(scene, tmp_path, meanwhile, patience=PATIENCE, lead=LEAD)
        assert burst.report.wrong == []
