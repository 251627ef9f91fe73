"""A large city in one push: 200 sections of 60 indicators, within the sizes that a hub takes by itself (§2a)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, insert, select, update

from hub.domain.rollup_words import IndicatorSource
from hub.store.dialect import table_of
from hub.store.models.body import Body
from hub.store.models.report import ReportIndicator
from hub.store.models.rollup import RollupLine, RollupVersion
from hub.store.session import Database
from tests.asking import Asked
from tests.quarter.pushes import CITY, line, push_of, pushed, receipts, texts
from tests.quarter.steps import opened

SECTIONS, INDICATORS = 200, 60
_VERSION, _INDICATOR, _LINE = (table_of(one) for one in (RollupVersion, ReportIndicator, RollupLine))


async def grown(database: Database, obligation: str) -> tuple[list[str], list[str]]:
    """Let the city's draft have 200 sections and its report 60 indicators; their codes."""
    async with database.write() as connection:
        mine = (await connection.execute(select(_VERSION).where(_VERSION.c.obligation_id == obligation))).one()
        codes = (
            (await connection.execute(select(table_of(Body).c.code).order_by(table_of(Body).c.code))).scalars().all()
        )
        units = list(dict.fromkeys([*mine.units, *codes]))[:SECTIONS]
        await connection.execute(update(_VERSION).where(_VERSION.c.id == mine.id).values(units=units))
        of = select(_INDICATOR).where(_INDICATOR.c.definition_id == mine.definition_id)
        held = [dict(row) for row in (await connection.execute(of)).mappings()]
        stated = [row["code"] for row in held if row["source"] is not IndicatorSource.NARRATIVE]
        like = next(row for row in held if row["code"] == "proposals")
        more = [
            {
                **like,
                "id": f"rid_large{at}",
                "code": f"figure-{at}",
                "source": IndicatorSource.MANUAL,
                "ordinal": 100 + at,
            }
            for at in range(INDICATORS - len(stated))
        ]
        await connection.execute(insert(_INDICATOR), more)
    return units, [*stated, *(row["code"] for row in more)]


async def test_two_hundred_counties_of_sixty_indicators_are_one_push(ask: Asked, database: Database) -> None:
    obligation = (await opened(ask))[1][CITY]
    units, indicators = await grown(database, obligation)
    lines: list[dict[str, Any]] = [
        line(unit, one, at if one.startswith("figure-") else 0) for unit in units for at, one in enumerate(indicators)
    ]

    came = await pushed(ask, push_of(units, lines, narratives=texts()), "large")
    again = await pushed(ask, push_of(units, lines, narratives=texts()), "other")

    async with database.read() as connection:
        of = select(func.count()).where(_LINE.c.version_id == came["version"]["id"])
        written = (await connection.execute(of)).scalar_one()
    assert len(lines) == written == SECTIONS * INDICATORS
    assert (came["outcome"], came["version"]["status"]) == ("ACCEPTED", "RECEIPTED")
    assert (again["outcome"], receipts(again)) == ("DUPLICATE", receipts(came))
