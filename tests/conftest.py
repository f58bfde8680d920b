"""What every test may ask for, and how hard the proofs look."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from tests.world import World

settings.register_profile("gate", deadline=None, derandomize=True, database=None)
settings.register_profile("long", deadline=None, derandomize=False, database=None, print_blob=True)
settings.register_profile("hasty", settings.get_profile("gate"), phases=(Phase.explicit, Phase.generate))
settings.load_profile("gate")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = await World.open(tmp_path / "tjans.db")
    yield world
    await world.database.close()
