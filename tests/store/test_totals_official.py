"""Official totals leave out what studios did that are still to be filed, from whichever cells they are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import strategies as st
from sqlalchemy import insert, update

from hub.domain.access import Role
from hub.domain.filing_settings import filing_settings
from hub.domain.span import Span
from hub.domain.unfiled import Counting
from hub.domain.words import StudioStatus
from hub.store import totals_from, totals_read, totals_statement
from hub.store.dialect import table_of
from hub.store.models.facts import Activity, Output
from hub.store.models.studio import Studio
from hub.store.models.totals import ActivityUnitQuarter
from hub.store.models.version import VERSIONS
from hub.store.session import Database
from hub.store.totals_check import rebuild_all
from hub.store.totals_read import TotalsRead, sources_of
from tests.auth.world import caller
from tests.prepared import Prepared
from tests.store import totals_by_hand
from tests.store.settled import Ids, Settled, check, settled_in
from tests.store.test_totals_read import callers, drawn, reads

CITIES = TotalsRead(facts=Activity, by=("city",), span=Span.QUARTER, counted=Counting.OFFICIAL)


@pytest.fixture
def migrated_url(settled_url: str) -> str:
    """Every test of this page begins with the random world."""
    return settled_url


@pytest.fixture
async def settled(database: Database, settled_once: Prepared[Ids], monkeypatch: pytest.MonkeyPatch) -> Settled:
    """Random facts with their cells: some studios are unfiled, one is warned meanwhile, and some are filed."""
    monkeypatch.setattr(totals_statement, "least_told", lambda noun: None)
    world = await settled_in(database, settled_once.told)
    ids = world.ids[Studio]
    await _set(database, ids[0::4], status=StudioStatus.UNFILED_ACTIVE, filed_on=None, filing_number=None)
    await _set(database, ids[1:2], status=StudioStatus.WARNED, filed_on=None, filing_number=None)
    await _set(database, ids[2::4], status=StudioStatus.ACTIVE, filed_on=date(2026, 2, 10))
    table, version = table_of(Studio), VERSIONS[Studio]
    async with database.write() as connection:
        row = (await connection.execute(table.select().where(table.c.id == ids[1]))).mappings().one()
        then = {**row, "status": StudioStatus.UNFILED_ACTIVE, "known_from": row["recorded_at"]}
        await connection.execute(insert(version).values(then))
    await rebuild_all(database)
    return world


async def _set(database: Database, studios: list[str], **values: Any) -> None:
    table = table_of(Studio)
    async with database.write() as connection:
        await connection.execute(update(table).where(table.c.id.in_(studios)).values(**values))


async def test_every_source_leaves_out_what_does_not_count(settled: Settled) -> None:
    most = 60 if settled.database.is_sqlite else 30
    some = drawn(st.tuples(reads(), callers(settled)), most=most)
    official = [
        (replace(read, counted=Counting.OFFICIAL), who)
        for read, who in some
        if read.facts is Studio or "studio_id" in read.facts.__mapper__.columns
    ]

    sources = [await check(settled, read, who) for read, who in official]

    assert sum(1 for number in sources if number > 0) > len(official) // 5  # the property is about cells, too


async def test_without_credit_only_what_was_done_since_the_filing_counts(
    settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = replace(filing_settings(), credit_when_filed=False)
    for module in (totals_from, totals_read, totals_by_hand):
        monkeypatch.setattr(module, "filing_settings", lambda: strict)
    province = caller(Role.PROVINCE_OFFICE, at=settled.places[0])

    for read in (CITIES, replace(CITIES, facts=Output), replace(CITIES, facts=Studio, by=("status",))):
        assert await check(settled, read, province) == 0  # cells do not know when a studio was filed


def test_with_credit_official_totals_are_read_from_the_same_cells_as_all() -> None:
    assert sources_of(CITIES)[0] is ActivityUnitQuarter
    assert sources_of(CITIES) == sources_of(replace(CITIES, counted=Counting.ALL))
