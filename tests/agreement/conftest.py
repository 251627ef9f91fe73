"""A filled world on each engine, made once, and the two ways of asking over it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.store.models.base import Base
from hub.store.models.body import Committee
from hub.store.models.member import Member
from hub.store.models.studio import Studio
from hub.store.session import Database
from tests.agreement.both_ways import BothWays, everyone
from tests.agreement.random_world import RandomWorld
from tests.asking import Person

SEED = 20261121


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A filled database, who may ask it, and what it holds."""

    ways: BothWays
    people: dict[str, Person | None]
    ids: dict[type[Base], list[str]]
    database: Database


@pytest.fixture
async def filled(database: Database, tmp_path: Path) -> AsyncIterator[Filled]:
    """The random world and both ways of asking."""
    world = RandomWorld(database, seed=SEED)
    await world.fill()
    ways = BothWays(database, tmp_path)
    people = everyone(world.ids, studio=Studio, committee=Committee, member=Member)
    yield Filled(ways=ways, people=people, ids=world.ids, database=database)
    await ways.close()


_ = shutil
