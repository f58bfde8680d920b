"""A crowd, reminders and a task for many channels at once on Discord, whose sandbox counts; then a stricter one."""

from pathlib import Path

from proofs.burst import Burst, all_at_once
from proofs.discord.scene import Scene
from proofs.stage import Size
from sandbox.discord import DiscordSandbox


async def flood(size: Size, folder: Path, *, patience: float = 400.0) -> Burst:
    """All at once within the documented limits."""
    async with DiscordSandbox() as sandbox:
        burst = await all_at_once(Scene(sandbox, size), folder, patience=patience)
        burst.must_not_be_refused()
        return burst


async def strict(size: Size, folder: Path, *, patience: float = 400.0) -> Burst:
    """The same under a Discord that is stricter than it documents."""
    return await flood(size, folder, patience=patience)
