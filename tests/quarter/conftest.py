"""A quarter that is open."""

from __future__ import annotations

import pytest

from tests.asking import Asked
from tests.factories import World
from tests.quarter.pushes import CITY, COUNTY
from tests.quarter.steps import opened


@pytest.fixture
async def owed(ask: Asked, world: World) -> str:
    """A city's obligation for a quarter in which it had three activities and one of its counties one."""
    city, county = await world.studio(CITY), await world.studio(COUNTY)
    for _ in range(3):
        await world.activity(city, CITY)
    await world.activity(county, COUNTY)
    return (await opened(ask))[1][CITY]
