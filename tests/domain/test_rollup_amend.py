"""After acceptance: leave to amend, restated figures, and late facts that change nothing (A10, A11, I10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from hub.domain import rollup_amend as amend
from hub.domain.command import Actor, Refusal
from hub.domain.rollup_amend import Amended, Drift, Restatement
from hub.domain.rollup_digest import Line, LineKey, changes
from hub.domain.rollup_facts import Duty, Version
from hub.domain.rollup_reconcile import Tolerance
from hub.domain.rollup_words import (
    ObligationStatus,
    ReasonCode,
    ValueKind,
    VersionKind,
    VersionStatus,
)
from tests.domain.rollups import (
    ACTIVITIES,
    BOTH,
    CLOSED,
    DUTY,
    EDITOR,
    EVIDENCE,
    GRANT,
    KEYS,
    LINES,
    NOW,
    OFFICE,
    OFFICE_MACHINE,
    RECEIPTED,
    SHIFTS,
    SIGNER,
    TERMS,
    VISITORS,
    refused,
)

RECEIVED = replace(DUTY, status=ObligationStatus.RECEIVED)
OWN = replace(BOTH, subject=SIGNER.subject)
MORE = (replace(LINES[0], claimed=12, reason_code=ReasonCode.LATE_SYNC), *LINES[1:])
SILENT = (replace(LINES[0], claimed=12), *LINES[1:])
LOCKED = replace(RECEIPTED, status=VersionStatus.LOCKED)
AMENDMENT = replace(RECEIPTED, number=2, kind=VersionKind.AMENDMENT, grant=GRANT)


def leave(
    who: Actor = OFFICE,
    version: Version = LOCKED,
    *,
    reason: str = " 漏报 ",
    days: int = 3,
    scope: tuple[LineKey, ...] = (ACTIVITIES,),
    others: tuple[Version, ...] = (),
) -> Version | Refusal:
    return amend.granting(
        who,
        version,
        TERMS,
        reason=reason,
        expires_at=NOW + timedelta(days=days),
        scope=scope,
        lines=KEYS,
        others=others,
        newest=3,
        now=NOW,
    )


@pytest.mark.parametrize("status", [VersionStatus.ACCEPTED, VersionStatus.LOCKED])
def test_leave_to_amend_opens_a_prefilled_draft_within_its_window(status: VersionStatus) -> None:
    assert leave(version=replace(LOCKED, status=status)) == Version(
        number=4, kind=VersionKind.AMENDMENT, watermark=LOCKED.watermark, grant=GRANT
    )


DRAFTED = replace(AMENDMENT, status=VersionStatus.DRAFT)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (leave(OWN), None),
        (leave(OFFICE_MACHINE), "PEOPLE_ONLY"),
        (leave(EDITOR), "WRONG_ROLE"),
        (leave(version=RECEIPTED), "WRONG_STATE"),
        (leave(version=replace(LOCKED, status=VersionStatus.SUPERSEDED)), "WRONG_STATE"),
        (leave(reason=" "), "MISSING_FIELD"),
        (leave(days=0), "DAY_PAST"),
        (leave(scope=()), "MISSING_FIELD"),
        (leave(scope=(ACTIVITIES._replace(mode="x"),)), "NO_SUCH_LINE"),
        (leave(others=(DRAFTED,)), "GRANT_STANDS"),
        (leave(others=(AMENDMENT,)), "GRANT_STANDS"),
        (leave(others=(replace(DRAFTED, grant=replace(GRANT, expires_at=NOW)),)), None),
        (leave(others=(replace(AMENDMENT, status=VersionStatus.WITHDRAWN),)), None),
    ],
)
def test_when_leave_to_amend_is_given(found: Version | Refusal, code: str | None) -> None:
    assert isinstance(found, Version) if code is None else refused(found)[0] == code


def amended(
    who: Actor = OFFICE,
    version: Version = AMENDMENT,
    old: Version = LOCKED,
    after: tuple[Line, ...] = MORE,
    duty: Duty = CLOSED,
) -> Amended | Refusal:
    return amend.accepting_amendment(
        who,
        duty,
        version,
        old,
        TERMS,
        before=LINES,
        after=after,
        evidence=EVIDENCE,
        explanations=(ACTIVITIES,),
        waivers={},
        materiality=Tolerance(count=1),
    )


@pytest.mark.parametrize(("given", "status"), [(CLOSED, VersionStatus.LOCKED), (RECEIVED, VersionStatus.ACCEPTED)])
def test_an_accepted_amendment_supersedes_the_old_version_and_says_what_it_restates(
    given: Duty, status: VersionStatus
) -> None:
    assert amended(duty=given) == Amended(
        version=replace(AMENDMENT, status=status),
        superseded=replace(LOCKED, status=VersionStatus.SUPERSEDED),
        restatements=(Restatement(key=ACTIVITIES, before=10, after=12, is_material=True),),
    )


@pytest.mark.parametrize(
    ("found", "code", "rule"),
    [
        (amended(OWN), "OWN_SUBMISSION", "I8"),
        (amended(OFFICE_MACHINE), "PEOPLE_ONLY", "F6"),
        (amended(version=RECEIPTED), "WRONG_STATE", "A11"),
        (amended(old=RECEIPTED), "WRONG_STATE", "A11"),
        (amended(after=(LINES[0], replace(LINES[1], claimed=5), LINES[2])), "OUT_OF_SCOPE", "A10"),
        (amended(after=LINES[:2]), "OUT_OF_SCOPE", "A10"),
        (amended(after=SILENT), "LINES_UNSETTLED", "A8"),
        (amended(version=replace(AMENDMENT, status=VersionStatus.SUBMITTED)), "WRONG_STATE", "I2"),
    ],
)
def test_what_is_no_acceptable_amendment(found: Amended | Refusal, code: str, rule: str) -> None:
    assert refused(found) == (code, rule)


@pytest.mark.parametrize(
    ("before", "after", "material"),
    [
        (100, 104, False),
        (100, 105, False),
        (100, 106, True),
        (100, 94, True),
        (0, 2, False),
        (0, 3, True),
        (100, None, True),
        (None, 0, True),
    ],
)
def test_a_restatement_is_material_beyond_the_threshold(before: int | None, after: int | None, material: bool) -> None:
    def line(claimed: int | None) -> Line:
        kind = ValueKind.UNKNOWN if claimed is None else ValueKind.NUMBER
        return Line(key=VISITORS, value_kind=kind, claimed=claimed, reason="原因")

    changed = changes((line(before),), (line(after),))

    (found,) = amend.restatements(changed, Tolerance(count=2, share=Fraction(1, 20)))

    assert found.is_material is material
    assert found.difference == (None if before is None or after is None else after - before)


def test_without_a_threshold_nothing_is_called_material() -> None:
    (found,) = amend.restatements(changes(LINES, MORE), None)

    assert (found.difference, found.is_material) == (2, None)


def test_an_explanation_that_changes_is_no_restated_figure() -> None:
    explained = (replace(LINES[0], explanation="补充说明"), *LINES[1:])

    assert amend.restatements(changes(LINES, explained), Tolerance()) == ()


def test_late_facts_are_listed_beside_what_is_in_force() -> None:
    """I10."""
    known = {key: one.computed for key, one in EVIDENCE.items()}
    now = {**known, ACTIVITIES: 11}

    assert amend.drifts(known, known) == ()
    assert amend.drifts(known, now) == (Drift(key=ACTIVITIES, sealed=10, computed=11),)
    assert amend.drifts(known, {ACTIVITIES: 10}) == (Drift(key=SHIFTS, sealed=4, computed=None),)
