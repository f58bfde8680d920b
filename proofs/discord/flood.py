"""A crowd, reminders and a task for many channels at once on Discord, whose sandbox counts; then a stricter one."""

from pathlib import Path
from typing import Any

from proofs.burst import Burst, all_at_once
from proofs.discord.scene import Scene
from proofs.stage import HELD, Size
from sandbox import Kind
from sandbox.discord import DiscordSandbox
from sandbox.discord.rates import Rates

HALF = 0.5
ONE_IN_TWENTY = 0.05
HOLD = 5.0
"""Seconds, more than Discord gives for the answer to a press."""
LONG = 120.0


async def flood(size: Size, folder: Path, *, patience: float = 400.0) -> Burst:
    """All at once within the documented limits, and those that bot authors report."""
    async with DiscordSandbox() as sandbox:
        burst = await all_at_once(Scene(sandbox, size), folder, patience=patience)
        burst.must_not_be_refused()
        return burst


async def strict(size: Size, folder: Path, *, patience: float = 400.0) -> Burst:
    """The same where Discord is stricter than documented. What is refused then is no fault of the bot."""
    async with DiscordSandbox() as sandbox:
        make_stricter(sandbox)
        scene = Scene(sandbox, size)
        return await all_at_once(scene, folder, lambda: trouble(scene), patience=patience)


def make_stricter(sandbox: DiscordSandbox) -> None:
    """Each route lets half as many calls through, and says so."""
    sandbox.world.rates = Rates(sandbox.world.timer, share=HALF)


async def trouble(scene: Scene) -> None:
    """One call in twenty is too many, whatever the headers say; and once, for a while, every call is."""
    scene.sandbox.faults.by_chance(1, {Kind.TOO_MANY: ONE_IN_TWENTY}, _is_limited)
    await scene.until(lambda: scene.told(HELD), LONG)
    scene.sandbox.world.rates.hold(HOLD)


def _is_limited(method: str, params: dict[str, Any]) -> bool:
    """Answers to interactions are outside the limits."""
    return "/interactions/" not in method
