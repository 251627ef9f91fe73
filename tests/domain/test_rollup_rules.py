"""The reporting side of the quarter: who drafts, validates, submits and withdraws what, and when not (A1 to A6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hub.domain import rollup_rules as rules
from hub.domain.access import Role
from hub.domain.command import Actor, Refusal
from hub.domain.due import DueKind, DueRule, Timing
from hub.domain.level import Level
from hub.domain.rollup_digest import Line
from hub.domain.rollup_facts import NEXT, Duty, Grant, Owing, Version
from hub.domain.rollup_words import (
    ObligationStatus,
    ValueKind,
    VersionKind,
    VersionStatus,
)
from tests.domain.rollups import (
    ACTIVITIES,
    BOTH,
    CITY,
    CLOSED,
    COUNTY,
    COUNTY_OFFICE,
    DRAFT,
    DUE,
    DUTY,
    EDITOR,
    EXEMPT,
    GRANT,
    KEYS,
    LINES,
    NOW,
    OFFICE,
    OFFICE_MACHINE,
    OTHER_CITY,
    PROVINCE,
    RECEIPTED,
    SHIFTS,
    SYSTEM,
    TERMS,
    VALIDATED,
    VISITORS,
    looked_at,
    number,
    person,
    refused,
    submitted,
    working_calendar,
)

AMENDMENT = replace(DRAFT, number=2, kind=VersionKind.AMENDMENT, grant=GRANT)


def opened(
    *,
    actor: Actor | None = OFFICE,
    rule: DueRule | None = None,
    ends_on: date = date(2026, 9, 30),
    is_published: bool = True,
    is_open: bool = False,
) -> Timing | Refusal:
    return rules.opening(
        actor,
        rule or DueRule(),
        issuer=PROVINCE,
        starts_on=date(2026, 7, 1),
        ends_on=ends_on,
        is_published=is_published,
        is_open=is_open,
        calendar=working_calendar(),
    )


def test_a_period_opens_with_the_day_that_is_configured_or_none() -> None:
    by_day = DueRule(kind=DueKind.WORKING_DAY, working_day=10)

    assert opened() == opened(actor=None) == Timing()
    assert opened(rule=by_day) == Timing(due_original=DUE, due_effective=DUE)
    assert refused(opened(rule=by_day, ends_on=date(2026, 12, 31))) == ("CALENDAR_YEAR_MISSING", "A-43")
    assert refused(opened(is_open=True)) == ("WRONG_STATE", "A1")
    assert refused(opened(is_published=False)) == ("NOT_PUBLISHED", "A1")
    assert refused(opened(actor=OFFICE_MACHINE)) == ("PEOPLE_ONLY", "F6")
    assert refused(opened(actor=EDITOR)) == ("WRONG_ROLE", "R-103")


def saved(
    who: Actor = EDITOR,
    duty: Duty = DUTY,
    version: Version = DRAFT,
    lines: tuple[Line, ...] = LINES,
    revision: int = 3,
    now: datetime = NOW,
) -> Version | Refusal:
    return rules.save(who, duty, version, TERMS, expected_revision=revision, lines=lines, now=now)


@pytest.mark.parametrize("who", [EDITOR, SYSTEM])
@pytest.mark.parametrize("version", [DRAFT, VALIDATED])
def test_saving_makes_a_draft_of_the_next_revision(who: Actor, version: Version) -> None:
    found = saved(who, version=version)

    assert isinstance(found, Version)
    assert (found.status, found.revision, found.stamp) == (VersionStatus.DRAFT, 4, None)
    assert found.last_edited_by == who.subject


@pytest.mark.parametrize(
    ("who", "code", "rule"),
    [
        (OFFICE, "SUPERIOR_NEVER_EDITS", "I8"),
        (OFFICE_MACHINE, "SUPERIOR_NEVER_EDITS", "I8"),
        (OTHER_CITY, "WRONG_ROLE", "A-47"),
        (COUNTY_OFFICE, "WRONG_ROLE", "A-47"),
        (replace(EDITOR, roles=frozenset({Role.AUDITOR})), "WRONG_ROLE", "A-47"),
    ],
)
def test_nobody_writes_in_the_report_of_another_unit(who: Actor, code: str, rule: str) -> None:
    answers = (
        saved(who),
        rules.recompute(who, DUTY, DRAFT, TERMS, watermark="2"),
        rules.validated(who, DUTY, DRAFT, TERMS, validation=looked_at()),
        submitted(who),
        rules.withdraw(who, DUTY, RECEIPTED, TERMS),
    )

    assert {refused(one) for one in answers} == {(code, rule)}


@pytest.mark.parametrize("status", sorted(set(VersionStatus) - {VersionStatus.DRAFT, VersionStatus.VALIDATED}))
def test_from_submission_on_nothing_changes_a_version(status: VersionStatus) -> None:
    """I2, I10."""
    version = replace(VALIDATED, status=status)

    assert refused(saved(version=version)) == ("WRONG_STATE", "I2")
    assert refused(rules.recompute(None, DUTY, version, TERMS, watermark="2")) == ("WRONG_STATE", "I10")
    assert refused(rules.validated(EDITOR, DUTY, version, TERMS, validation=looked_at())) == ("WRONG_STATE", "I2")
    assert refused(submitted(version=version)) == ("WRONG_STATE", "I2")


@pytest.mark.parametrize(
    ("lines", "code", "rule"),
    [
        ((number(ACTIVITIES), number(ACTIVITIES)), "LINE_TWICE", "I3"),
        ((number(ACTIVITIES._replace(unit="bod_other")),), "LINE_FOREIGN", "R-103"),
        ((number(ACTIVITIES._replace(indicator="other")),), "LINE_FOREIGN", "R-103"),
        ((number(ACTIVITIES, -1),), "VALUE_WRONG", "I3"),
        ((replace(LINES[0], value_kind=ValueKind.UNKNOWN, reason="原因"),), "VALUE_WRONG", "I3"),
        ((Line(key=ACTIVITIES, value_kind=ValueKind.NOT_APPLICABLE, reason=" "),), "VALUE_WRONG", "I3"),
    ],
)
def test_a_line_that_cannot_be_is_refused_and_named(lines: tuple[Line, ...], code: str, rule: str) -> None:
    found = saved(lines=lines)

    assert refused(found) == (code, rule)
    assert isinstance(found, Refusal)
    assert found.at == f"input.lines.{len(lines) - 1}"


@pytest.mark.parametrize(
    ("duty", "version", "revision", "code", "rule"),
    [
        (DUTY, DRAFT, 2, "REVISION_CHANGED", "A2"),
        (DUTY, DRAFT, 4, "REVISION_CHANGED", "A2"),
        (EXEMPT, DRAFT, 3, "WRONG_STATE", "A5"),
        (CLOSED, DRAFT, 3, "PERIOD_CLOSED", "A5"),
        (CLOSED, replace(AMENDMENT, grant=replace(GRANT, expires_at=NOW)), 3, "GRANT_EXPIRED", "A10"),
        (CLOSED, replace(AMENDMENT, grant=None), 3, "GRANT_EXPIRED", "A10"),
        (CLOSED, AMENDMENT, 3, "OUT_OF_SCOPE", "A10"),
    ],
)
def test_a_draft_that_cannot_be_written_in(duty: Duty, version: Version, revision: int, code: str, rule: str) -> None:
    assert refused(saved(duty=duty, version=version, revision=revision)) == (code, rule)


def test_an_amendment_is_written_within_its_grant_even_in_a_closed_period() -> None:
    found = saved(duty=CLOSED, version=AMENDMENT, lines=(LINES[0],))

    assert isinstance(found, Version)
    assert (found.kind, found.grant, found.revision) == (VersionKind.AMENDMENT, GRANT, 4)


@pytest.mark.parametrize(
    ("owing", "who"),
    [
        (Owing(body_id=CITY, studio_id="stu_1"), Role.CONVENER),
        (Owing(body_id=CITY, studio_id="stu_1"), Role.LIAISON),
        (Owing(body_id=CITY, committee_id="cmt_1"), Role.SPECIAL_COMMITTEE),
    ],
)
def test_studios_and_committees_write_their_own(owing: Owing, who: Role) -> None:
    duty = replace(DUTY, owing=owing)
    own = replace(
        person(who, CITY, Level.CITY, subject="own"), studios=frozenset({"stu_1"}), committees=frozenset({"cmt_1"})
    )

    assert isinstance(saved(own, duty), Version)
    other = replace(own, studios=frozenset({"stu_2"}), committees=frozenset())
    assert refused(saved(other, duty)) == ("WRONG_ROLE", "A-47")
    assert refused(saved(EDITOR, duty)) == ("WRONG_ROLE", "A-47")


def test_recomputing_moves_the_watermark_and_a_validated_version_falls_back() -> None:
    found = rules.recompute(None, DUTY, VALIDATED, TERMS, watermark="2")

    assert found == replace(VALIDATED, status=VersionStatus.DRAFT, stamp=None, watermark="2")
    assert rules.recompute(EDITOR, DUTY, VALIDATED, TERMS, watermark="") == VALIDATED


AMENDED = replace(VALIDATED, kind=VersionKind.AMENDMENT, grant=GRANT, number=2)


def test_the_first_receipt_decides_and_a_second_one_changes_nothing() -> None:
    sent = replace(VALIDATED, status=VersionStatus.SUBMITTED, submitted_by="signer")
    first = rules.receipt(DUTY, sent, at=NOW)
    assert isinstance(first, rules.Received)
    assert (first.version.status, first.obligation) == (VersionStatus.RECEIPTED, ObligationStatus.RECEIVED)
    assert first.timing == replace(DUTY.timing, first_received_at=NOW, on_time=True)

    later = rules.receipt(replace(DUTY, timing=first.timing), sent, at=datetime(2026, 12, 1, tzinfo=UTC))

    assert isinstance(later, rules.Received)
    assert later.timing == first.timing


@pytest.mark.parametrize("status", ObligationStatus)
def test_a_receipt_makes_what_was_late_or_missing_received(status: ObligationStatus) -> None:
    found = rules.receipt(replace(DUTY, status=status), replace(VALIDATED, status=VersionStatus.SUBMITTED), at=NOW)

    assert isinstance(found, rules.Received)
    kept = status in (ObligationStatus.ACCEPTED, ObligationStatus.CLOSED)
    assert found.obligation is (status if kept else ObligationStatus.RECEIVED)


def test_what_is_not_submitted_has_no_receipt() -> None:
    assert refused(rules.receipt(DUTY, RECEIPTED, at=NOW)) == ("WRONG_STATE", "A6")


def test_a_report_is_withdrawn_before_its_review_by_the_unit_and_its_systems() -> None:
    for who in (EDITOR, SYSTEM, BOTH):
        found = rules.withdraw(who, DUTY, RECEIPTED, TERMS)
        assert found == replace(RECEIPTED, status=VersionStatus.WITHDRAWN)
    begun = rules.withdraw(EDITOR, DUTY, replace(RECEIPTED, in_review=True), TERMS)
    assert refused(begun) == ("WRONG_STATE", "behaviour §2a")
    accepted = rules.withdraw(EDITOR, DUTY, replace(RECEIPTED, status=VersionStatus.ACCEPTED), TERMS)
    assert refused(accepted) == ("WRONG_STATE", "behaviour §2a")


@pytest.mark.parametrize(
    ("version", "kind", "grant"),
    [
        (RECEIPTED, VersionKind.CORRECTION, None),
        (replace(RECEIPTED, kind=VersionKind.CORRECTION), VersionKind.CORRECTION, None),
        (AMENDED, VersionKind.AMENDMENT, GRANT),
    ],
)
def test_the_next_version_is_a_draft_of_its_own(version: Version, kind: VersionKind, grant: Grant | None) -> None:
    found = rules.following(version)

    assert (found.number, found.kind, found.grant) == (version.number + 1, kind, grant)
    assert (found.status, found.revision, found.stamp) == (VersionStatus.DRAFT, 0, None)
    assert found.submitted_by is None


@pytest.mark.parametrize("status", ObligationStatus)
def test_only_an_obligation_that_nobody_touched_begins(status: ObligationStatus) -> None:
    begun = rules.started(replace(DUTY, status=status))

    assert begun is (ObligationStatus.IN_PROGRESS if status is ObligationStatus.EXPECTED else status)


def test_every_state_is_in_the_table_and_the_report_is_about_these_lines() -> None:
    assert set(NEXT) == set(VersionStatus)
    assert {one.key for one in LINES} == set(KEYS) == {ACTIVITIES, SHIFTS, VISITORS}
    assert set(TERMS.units) == {CITY, COUNTY}
