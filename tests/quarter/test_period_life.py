"""Random people in random orders through a period of a hub as it is served: I1 to I10 hold in its tables (§2a)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from hub.app import Hub
from hub.domain import rollup_amend, rollup_rules
from hub.domain.command import Refusal
from hub.domain.due import received
from hub.domain.rollup_words import VersionStatus
from hub.settings import read_settings
from hub.store import rollup_accepting
from hub.store.session import Database
from tests import asking
from tests.asking import KEY, Asked, no_fetch
from tests.factories import World
from tests.quarter.due import with_calendar, with_due_day
from tests.quarter.period_steps import Clock, Period

STEPS = 70


@pytest.fixture
async def period(
    database: Database, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Period]:
    """A period that was opened, due ten working days after its end."""
    clock = Clock()
    monkeypatch.setattr(asking, "now", clock)
    settings = read_settings(var=tmp_path, database_url=database.url, development=True)
    asked = Asked(Hub(settings, database=database, fetch=no_fetch, engine=None, key=KEY, clock=clock))
    await with_calendar(database, 2026, 2027)
    await with_due_day(database, working_day=10, grace=5)
    made = Period(asked, world, clock, Random(11))
    await made.begin()
    yield made
    await asked.client.aclose()


async def test_whoever_tries_whatever_the_invariants_hold(period: Period) -> None:
    await period.happen(STEPS)

    reached = {status for _, status in period.seen}
    assert reached >= {VersionStatus.RETURNED, VersionStatus.WITHDRAWN, VersionStatus.LOCKED}, reached


async def _no_index(database: Database) -> None:
    async with database.write() as connection:
        for name in ("standing", "in_review", "in_force"):
            await connection.execute(text(f"DROP INDEX uq_rollup_version_{name}"))


def _old_stays(patch: pytest.MonkeyPatch) -> None:
    real: Any = rollup_amend.accepting_amendment

    def broken(actor: Any, duty: Any, version: Any, old: Any, terms: Any, **more: Any) -> Any:
        found = real(actor, duty, version, old, terms, **more)
        return found if isinstance(found, Refusal) else replace(found, superseded=old)

    patch.setattr(rollup_accepting, "accepting_amendment", broken)


def _every_receipt_decides(patch: pytest.MonkeyPatch) -> None:
    real: Any = received
    patch.setattr(rollup_rules, "received", lambda timing, *, at: real(replace(timing, first_received_at=None), at=at))


PLANTS = {
    "I1": (_old_stays, "i1_one_is_in_review_and_one_in_force"),
    "I7": (_every_receipt_decides, "i7_lateness_is_decided_once"),
}


@pytest.mark.parametrize("name", PLANTS)
async def test_a_rule_broken_on_purpose_is_found(
    period: Period, name: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant, found_by = PLANTS[name]
    plant(monkeypatch)
    if name == "I1":
        await _no_index(database)

    with pytest.raises(AssertionError) as found:
        await period.happen(STEPS)

    assert found_by in found.value.__notes__, found.value.__notes__
