"""What the life of a quarter is there to find is found: each invariant broken on purpose (behaviour.md §2a)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from hub.domain import due, rollup_amend, rollup_extension, rollup_findings, rollup_review, rollup_rules
from hub.domain.command import Actor, Refusal
from hub.domain.rollup_facts import EDITABLE, Duty, Terms, Version
from hub.domain.rollup_words import VersionStatus
from tests.domain.planting import Broken, Plant, by_chance, never
from tests.domain.quarters import CITY, OFFICES, PICKS
from tests.domain.rollups import BOTH, EDITOR, OFFICE, OFFICE_MACHINE, SYSTEM
from tests.domain.test_rollup_life import Quarter


def _as_a_draft(real: Broken) -> Broken:
    """What is for drafts is done to what was submitted as well, which stays in its state."""

    def broken(actor: Actor | None, duty: Duty, version: Version, terms: Terms, **more: Any) -> Version | Refusal:
        if version.status in EDITABLE:
            found: Version | Refusal = real(actor, duty, version, terms, **more)
            return found
        found = real(actor, duty, replace(version, status=VersionStatus.DRAFT), terms, **more)
        return found if isinstance(found, Refusal) else replace(found, status=version.status)

    return broken


def _old_stays_in_force(real: Broken) -> Broken:
    def broken(actor: Actor, duty: Duty, version: Version, old: Version, terms: Terms, **more: Any) -> Any:
        found = real(actor, duty, version, old, terms, **more)
        return found if isinstance(found, Refusal) else replace(found, superseded=old)

    return broken


def _whoever_submitted(real: Broken) -> Broken:
    return lambda actor, terms, zh, en, submitted_by=None: real(actor, terms, zh, en)


def _as_a_person(real: Broken) -> Broken:
    return lambda actor, *given, **more: real(replace(actor, is_machine=False), *given, **more)


def _superior_writes(real: Broken) -> Broken:
    def broken(actor: Actor, duty: Duty, terms: Terms, zh: str, en: str) -> Refusal | None:
        refusal: Refusal | None = real(actor, duty, terms, zh, en)
        return None if terms.goes_to in actor.roles else refusal

    return broken


def _decided_anew(real: Broken) -> Broken:
    return lambda timing, *, at: real(replace(timing, first_received_at=None), at=at)


def _first_day_forgotten(real: Broken) -> Broken:
    return lambda timing, *, to: replace(real(timing, to=to), due_original=to)


def _verdict_follows_extension(real: Broken) -> Broken:
    def broken(timing: due.Timing, *, to: Any) -> due.Timing:
        moved: due.Timing = real(timing, to=to)
        return replace(moved, on_time=moved.on_time if moved.on_time_extended is None else moved.on_time_extended)

    return broken


def _opened_again(real: Broken) -> Broken:
    def broken(*given: Any, **more: Any) -> Version | Refusal:
        found: Version | Refusal = real(*given, **more)
        return found if isinstance(found, Refusal) else replace(found, status=VersionStatus.DRAFT)

    return broken


def _nothing_is_required(_: Broken) -> Broken:
    def broken(*given: Any) -> Collection[rollup_findings.Finding]:
        return ()

    return broken


_ONE = "one_version_lies_with_the_office_and_one_is_in_force"
_NEVER = "what_was_submitted_never_changes"
_ONCE = "lateness_is_decided_once"
_NOBODY = "nobody_decides_on_what_they_submitted"
_TABLE = "every_step_is_one_of_the_table"
PLANTS = (
    Plant(breaks="I1", module=rollup_rules, name="_stands", broken=never, found_by=_ONE),
    Plant(breaks="A11", module=rollup_amend, name="accepting_amendment", broken=_old_stays_in_force, found_by=_ONE),
    Plant(breaks="I2", module=rollup_rules, name="save", broken=_as_a_draft, found_by=_NEVER),
    Plant(breaks="I2 in place", module=rollup_rules, name="withdraw", broken=_opened_again, found_by=_TABLE),
    Plant(breaks="I3", module=rollup_findings, name="_absent", broken=_nothing_is_required,
          found_by="what_was_submitted_is_whole"),
    Plant(breaks="I7", module=rollup_rules, name="received", broken=_decided_anew, found_by=_ONCE),
    Plant(breaks="I7 day", module=rollup_extension, name="extended", broken=_first_day_forgotten, found_by=_ONCE),
    Plant(breaks="I7 verdict", module=rollup_extension, name="extended", broken=_verdict_follows_extension,
          found_by=_ONCE),
    Plant(breaks="I8", module=rollup_review, name="reviewer", broken=_whoever_submitted,
          found_by=_NOBODY),
    Plant(breaks="I8 machine", module=rollup_review, name="reviewer", broken=_as_a_person,
          found_by=_NOBODY),
    Plant(breaks="I8 superior", module=rollup_rules, name="own_unit", broken=_superior_writes, found_by="withdraw"),
    Plant(breaks="I10", module=rollup_rules, name="recompute", broken=_as_a_draft, found_by=_NEVER),
)  # fmt: skip


YES_OR_NO = (True, False)
DEEDS: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "wait": {"hours": (1, 20, 60, 200, 400)},
    "fact_comes": {},
    "save": {"who": CITY, "pick": PICKS, "claimed": (9, 10, 11, 12), "stale": YES_OR_NO, "explained": YES_OR_NO},
    "begin_another": {"who": (None, EDITOR, SYSTEM), "chance": (0, 1, 2)},
    "recompute": {"pick": PICKS},
    "validate_and_submit": {"who": CITY, "pick": PICKS, "after": ("", "stop", "other digest")},
    "give_receipt": {"pick": PICKS},
    "begin_review": {"who": OFFICES, "pick": PICKS},
    "withdraw": {"who": CITY, "pick": PICKS},
    "give_back": {"who": OFFICES, "pick": PICKS},
    "accept": {"who": OFFICES, "pick": PICKS, "explained": YES_OR_NO},
    "close": {"who": OFFICES},
    "give_leave": {"who": OFFICES, "pick": PICKS, "hours": (1, 30, 60, 90)},
    "extend": {"who": OFFICES, "days": (1, 5, 20), "late": YES_OR_NO},
    "mark_missing_or_exempt": {"who": OFFICES, "chance": (0, 1, 2)},
    "go_on": {
        "city": (EDITOR, SYSTEM, BOTH),
        "office": (OFFICE, OFFICE, BOTH, OFFICE_MACHINE),
        "back": ("", "", "return", "withdraw"),
        "bare": (False, False, True),
    },
}
RUNS = 300


def test_nothing_is_found_where_nothing_is_broken() -> None:
    by_chance(Quarter, DEEDS, runs=RUNS)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.breaks)
def test_a_rule_broken_on_purpose_is_found(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant.put(monkeypatch)

    with pytest.raises(AssertionError) as found:
        by_chance(Quarter, DEEDS, runs=RUNS)

    assert plant.found_by in found.value.__notes__
