"""What the lives of studios, filings and places are there to find is found: F1 to F6 broken on purpose (§2b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from hub.domain import application_rules, ending_rules, filing_rules, people_rules, unfiled
from hub.domain.application_rules import Standing
from hub.domain.command import Actor
from hub.domain.filing_rules import StudioFacts
from hub.domain.registry_words import ApplicationStatus, AssessmentResult, EndReason, Verdict
from tests.domain import test_life_invariants
from tests.domain.lives import AMISS, CHAIN, EVERYBODY, RIGHT
from tests.domain.planting import Broken, Plant, by_chance, finder, never
from tests.domain.test_life_invariants import NEW, RENAMED, Life
from tests.domain.test_people import Places


def _as_a_person(real: Broken) -> Broken:
    def asked(one: Any) -> Any:
        return replace(one, is_machine=False) if isinstance(one, Actor) else one

    return lambda *given, **more: real(*map(asked, given), **more)


def _at_home(real: Broken) -> Broken:
    """Whoever has the role may act, at whichever body."""
    return lambda standing, step, actor: real(standing, step, replace(actor, body_id=standing.body_id))


def _any_committee(real: Broken) -> Broken:
    def broken(standing: Standing, step: Any, actor: Actor) -> Any:
        return real(replace(standing, committee_id=min(actor.committees)), step, actor)

    return broken


def _guided_by_anybody(real: Broken) -> Broken:
    return lambda actor, studio, **more: real(actor, replace(studio, committee_id=min(actor.committees)), **more)


def _applicant_too(real: Broken) -> Broken:
    return lambda standing, step, actor: real(standing, step, replace(actor, subject="somebody else"))


def _number_again(real: Broken) -> Broken:
    return lambda *given, **more: replace(real(*given, **more), takes_number=True)


def _filed_again(real: Broken) -> Broken:
    def broken(wish: Any, studio: StudioFacts, held: Any) -> Any:
        return real(wish, replace(studio, filing_number=None), None)

    return broken


def _filed_all_along(_: Broken) -> Broken:
    return lambda studio: False


def _first_step_suffices(real: Broken) -> Broken:
    """Who signs first signs for all who sign after."""

    def broken(standing: Standing, wish: Any) -> Any:
        return replace(real(standing, wish), status=ApplicationStatus.COMPLETED)

    return broken


WHO = (*(RIGHT,) * len(EVERYBODY), *AMISS * (len(EVERYBODY) // len(AMISS)), *EVERYBODY)
"""One in three has to act, one in three has one thing amiss, one in three is anybody."""

DEEDS: dict[str, dict[str, Sequence[Any]]] = {
    "go_on": {"who": WHO},
    "hand_in": {"who": WHO},
    "sign": {"who": WHO, "step": [None, *CHAIN], "verdict": [Verdict.AGREED, Verdict.RETURNED]},
    "submit": {"who": WHO, "wish": [NEW, RENAMED]},
    "handle": {"who": WHO, "what": ["receive", "return", "accept"]},
    "work": {"days": range(3_000)},
    "guidance_moves": {},
    "assess": {"who": WHO, "result": list(AssessmentResult)},
    "remove": {"who": WHO, "cause": [EndReason.ASSESSMENT, EndReason.VIOLATION]},
    "end": {"who": WHO, "what": ["terminate", "recover", "archive"]},
}
RUNS = 500
_SIGNED, _RIGHTFUL = "no_signature_is_left_out", "who_acted_was_the_one_who_may_at_that_moment"
_MACHINE, _NUMBER = "no_machine_ever_decided", "a_studio_is_on_file_once_under_one_number"
PLANTS = (
    Plant(breaks="F1 number", module=filing_rules, name="acceptance", broken=_number_again, found_by=_NUMBER),
    Plant(breaks="F1", module=filing_rules, name="_stands", broken=_filed_again, found_by=_NUMBER),
    Plant(breaks="F2", module=unfiled, name="is_unfiled", broken=_filed_all_along,
                 found_by="the_work_of_an_unfiled_studio_is_kept_and_does_not_count"),
    Plant(breaks="F4 order", module=application_rules, name="_in_turn", broken=never, found_by=_SIGNED),
    Plant(breaks="F4", module=application_rules, name="_agreed", broken=_first_step_suffices, found_by=_SIGNED),
    Plant(breaks="F5 body", module=application_rules, name="who_may_step", broken=_at_home,
                 found_by=_RIGHTFUL),
    Plant(breaks="F5 committee", module=application_rules, name="who_may_step", broken=_any_committee,
                 found_by=_RIGHTFUL),
    Plant(breaks="F5 guidance", module=test_life_invariants, name="guides", broken=_guided_by_anybody,
                 found_by=_RIGHTFUL),
    Plant(breaks="F5 applicant", module=application_rules, name="who_may_step", broken=_applicant_too,
                 found_by="nobody_decides_on_their_own_application"),
    Plant(breaks="F6 signing", module=application_rules, name="who_may_step", broken=_as_a_person,
                 found_by=_MACHINE),
    Plant(breaks="F6 office", module=filing_rules, name="_by_the_office", broken=_as_a_person,
                 found_by=_MACHINE),
    Plant(breaks="F6 assessing", module=test_life_invariants, name="guides", broken=_as_a_person,
                 found_by=_MACHINE),
    Plant(breaks="F6 ending", module=ending_rules, name="_decides", broken=_as_a_person, found_by=_MACHINE),
    Plant(breaks="archive", module=ending_rules, name="_unsettled", broken=never,
                 found_by="nothing_comes_back_from_the_archive"),
    Plant(breaks="F4 ending", module=ending_rules, name="ended", broken=never,
                 found_by=_SIGNED),
)  # fmt: skip


def test_nothing_is_found_where_nothing_is_broken() -> None:
    by_chance(Life, DEEDS, runs=RUNS)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.breaks)
def test_a_rule_broken_on_purpose_is_found(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant.put(monkeypatch)

    with pytest.raises(AssertionError) as found:
        by_chance(Life, DEEDS, runs=RUNS)

    assert plant.found_by in found.value.__notes__


def test_a_second_place_without_a_reason_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    Plant(breaks="F3", module=people_rules, name="_single", broken=never, found_by="").put(monkeypatch)

    assert finder(Places) == "no_second_studio_without_a_reason"
