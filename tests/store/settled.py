"""A random world with its cells, and totals of it from any source held against what is counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.auth.caller import Caller
from hub.auth.tree import Place
from hub.store.dialect import is_postgresql
from hub.store.models.base import Base
from hub.store.session import Database
from hub.store.totals_check import rebuild_all
from hub.store.totals_from import PERIOD, ROWS, key, known_of
from hub.store.totals_read import TotalsRead, source_for, sources_of
from hub.store.totals_shape import shape_of
from hub.store.totals_statement import masked_of, statement_of_totals
from hub.store.tree import BodyTree
from tests.agreement.random_world import CODES, RandomWorld
from tests.factories import MOMENT
from tests.store.totals_by_hand import ByHand

Ids = dict[type[Base], list[str]]
"""What was made, by model."""


@dataclass(frozen=True, kw_only=True)
class Settled:
    """A random world with its cells, and who may ask."""

    database: Database
    places: Sequence[Place]
    ids: Ids


async def fill(database: Database, _folder: Path) -> Ids:
    """Random facts with their cells."""
    world = RandomWorld(database, seed=5)
    await world.fill()
    await rebuild_all(database)
    return world.ids


async def settled_in(database: Database, ids: Ids) -> Settled:
    """The random world of a database that was filled."""
    tree = BodyTree(database, clock=lambda: MOMENT)
    await tree.refresh()
    places = [place for code in CODES if (place := tree.place(code)) is not None]
    return Settled(database=database, places=places, ids=ids)


async def told(world: Settled, read: TotalsRead, source: type[Base], who: Caller) -> dict[tuple[Any, ...], Any]:
    """The cells of an answer from one source."""
    shape = shape_of(read.facts)
    async with world.database.read() as connection:
        statement = statement_of_totals(read, source, who, sums=shape.sums, on_postgresql=is_postgresql(connection))
        rows = list((await connection.execute(statement)).mappings())
    names = [*(key(name) for name in read.by), *((PERIOD,) if read.span is not None else ())]
    cells = {tuple(row[name] for name in names): row for row in rows}
    assert len(cells) == len(rows)
    return cells


async def check(world: Settled, read: TotalsRead, who: Caller) -> int:
    """Compare every source that can answer with what is counted by hand; how many there were."""
    shape = shape_of(read.facts)
    by_hand = ByHand(world.database, who)
    expected = await by_hand.count(read)
    order = sorted(expected, key=lambda alike: by_hand.rank(read, alike))
    sources = [one for one in sources_of(read) if source_for(who, read.facts, [one], sums=shape.sums) is one]
    for source in [*sources, read.facts]:
        cells = await told(world, read, source, who)
        assert list(cells) == order, (read, source)
        for alike, counted in expected.items():
            row = cells[alike]
            assert row[ROWS] == counted.rows, (read, source, alike)
            for name, (total, known, masked) in counted.figures.items():
                shown = (None, None) if masked else (total, known)
                assert (row[name], row[known_of(name)]) == shown, (read, source, alike, name)
                assert bool(row.get(masked_of(name), False)) == masked
    return len(sources)
