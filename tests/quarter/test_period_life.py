"""Random people in random orders through a period of a hub as it is served: I1 to I10 hold in its tables (§2a)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random

import pytest

from hub.app import Hub
from hub.domain.rollup_words import VersionStatus
from hub.store.session import Database
from tests import asking
from tests.asking import KEY, Asked, no_fetch, patient
from tests.clock import Clock
from tests.factories import World
from tests.prepared import Begin, Prepared, beginnings, copied
from tests.quarter.due import with_calendar, with_due_day
from tests.quarter.period_plants import PLANTS, Planted
from tests.quarter.period_steps import BEGIN, Opened, Period, opened_period

STEPS, SEED = 80, 1


def _asked(database: Database, folder: Path, clock: Clock) -> Asked:
    settings = patient(folder, database_url=database.url)
    return Asked(Hub(settings, database=database, fetch=no_fetch, engine=None, key=KEY, clock=clock))


async def _opening(database: Database, folder: Path) -> Opened:
    """A period due ten working days after its end, with five more of grace."""
    clock = Clock(BEGIN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "now", clock)
        ask = _asked(database, folder, clock)
        await with_calendar(database, 2026, 2027)
        await with_due_day(database, working_day=10, grace=5)
        held = await opened_period(ask, World(database))
        await ask.client.aclose()
    return held


@pytest.fixture(scope="module")
def begin(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Begin[Opened]:
    """A period that was opened, on either engine."""
    return beginnings(request, tmp_path_factory, _opening)


@pytest.fixture
def opened_once(engine_name: str, begin: Begin[Opened]) -> Prepared[Opened]:
    """The period that every test of this page begins with."""
    return begin(engine_name)


@pytest.fixture
def migrated_url(opened_once: Prepared[Opened], request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A copy of it."""
    with copied(request, tmp_path, opened_once) as url:
        yield url


@pytest.fixture
async def period(
    opened_once: Prepared[Opened], database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Period]:
    """The period as it was opened; what happens to it is chosen by the test's own chance."""
    clock = Clock(BEGIN)
    monkeypatch.setattr(asking, "now", clock)
    made = Period(_asked(database, tmp_path, clock), World(database), clock, held=opened_once.told, chance=Random(SEED))
    await made.begin()
    yield made
    await made.ask.client.aclose()


async def test_whoever_tries_whatever_the_invariants_hold(period: Period) -> None:
    await period.happen(STEPS)

    come_to = set(VersionStatus) - {VersionStatus.SUBMITTED}  # nothing waits for its receipt
    assert period.seen >= come_to | {"OWN_SUBMISSION", None}, come_to - period.seen
    assert period.before.restated
    assert period.before.drifted


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.breaks)
async def test_a_rule_broken_on_purpose_is_found(
    period: Period, plant: Planted, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    period.chance = Random(plant.seed)
    await plant.put(monkeypatch, database)

    with pytest.raises(AssertionError) as found:
        await period.happen(plant.steps, plant.tries, plant.codes)

    assert plant.found_by in found.value.__notes__, found.value.__notes__
