"""Random people in random orders through the life of a studio of a hub as it is served: F1 to F6 hold (§2b)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import false

from hub.app import Hub
from hub.domain import application_rules, filing_rules, people_rules
from hub.domain.command import Actor
from hub.domain.registry_words import ApplicationStatus, FilingStatus
from hub.domain.words import StudioStatus
from hub.store import totals_from
from hub.store.session import Database
from tests.asking import KEY, Asked, no_fetch, patient
from tests.clock import Clock
from tests.domain.planting import Broken, never
from tests.factories import World
from tests.registry.studio_steps import BEGIN, Studio

STEPS, SEED = 70, 1


@pytest.fixture
async def studio(database: Database, world: World, tmp_path: Path) -> AsyncIterator[Studio]:
    """A county before anybody has applied for anything."""
    settings = patient(tmp_path, database_url=database.url)
    clock = Clock(BEGIN)
    hub = Hub(settings, database=database, fetch=no_fetch, engine=None, key=KEY, clock=clock)
    made = Studio(Asked(hub), world, clock, chance=Random(SEED))
    yield made
    await made.ask.client.aclose()


async def test_whoever_tries_whatever_the_invariants_hold(studio: Studio) -> None:
    await studio.begin()
    await studio.happen(STEPS)

    lived = {ApplicationStatus.RETURNED, FilingStatus.RETURNED, FilingStatus.FILED, StudioStatus.ARCHIVED}
    assert studio.seen >= lived | {"placeResident", "recoverPlate"}, studio.seen


def _number_again(real: Broken) -> Broken:
    return lambda *given, **more: replace(real(*given, **more), takes_number=True)


def _as_a_person(real: Broken) -> Broken:
    def asked(one: Any) -> Any:
        return replace(one, is_machine=False) if isinstance(one, Actor) else one

    return lambda *given, **more: real(*map(asked, given), **more)


def _none_is_unfiled(real: Broken) -> Broken:
    return lambda: real().where(false())


@dataclass(frozen=True, kw_only=True)
class Planted:
    """Which invariant falls with it, where it stands, how it answers, what must find it, and in which run."""

    breaks: str
    module: object
    name: str
    broken: Callable[[Broken], Broken]
    found_by: str
    steps: int = 30
    tries: Sequence[str] = ("go_on",)
    amiss: Sequence[str] = ()
    """What may be wrong with whoever acts; nothing, where nobody has to be turned away."""


PLANTS = (
    Planted(breaks="F1", module=filing_rules, name="acceptance", broken=_number_again, found_by="f1_a_number_stays"),
    Planted(breaks="F2", module=totals_from, name="unfiled", broken=_none_is_unfiled,
            found_by="f2_the_work_of_an_unfiled_studio_is_kept_and_does_not_count", tries=("go_on", "go_on", "work")),
    Planted(breaks="F3", module=people_rules, name="_single", broken=never,
            found_by="f3_no_second_studio_without_a_reason", tries=("go_on", "go_on", "place")),
    Planted(breaks="F4", module=application_rules, name="_in_turn", broken=never,
            found_by="f4_no_signature_is_left_out", tries=("go_on", "sign_any")),
    Planted(breaks="F5", module=application_rules, name="who_may_step", broken=never,
            found_by="f5_whoever_acted_was_the_one_who_may", amiss=("of the city", "in another role")),
    Planted(breaks="F6", module=application_rules, name="who_may_step", broken=_as_a_person,
            found_by="f6_no_machine_ever_decided", amiss=("a machine",)),
    Planted(breaks="F6 office", module=filing_rules, name="_by_the_office", broken=_as_a_person,
            found_by="f6_no_machine_ever_decided", amiss=("a machine",)),
)  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.breaks)
async def test_a_rule_broken_on_purpose_is_found(
    studio: Studio, plant: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.amiss = plant.amiss
    monkeypatch.setattr(plant.module, plant.name, plant.broken(getattr(plant.module, plant.name)))

    await studio.begin()  # afterwards: the hub keeps the statements that it has put together once
    with pytest.raises(AssertionError) as found:
        await studio.happen(plant.steps, plant.tries)

    assert plant.found_by in found.value.__notes__, found.value.__notes__
