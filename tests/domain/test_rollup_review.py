"""The receiving side of the quarter: return, accept, close, exempt, extend, amend; nothing is forced (A7 to A12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hub.domain import rollup_review as review
from hub.domain.access import Role
from hub.domain.command import Actor, Refusal
from hub.domain.due import Timing
from hub.domain.level import Level
from hub.domain.rollup_digest import Line, LineKey
from hub.domain.rollup_facts import Duty, Terms, Version
from hub.domain.rollup_findings import Finding
from hub.domain.rollup_review import Closing, ReturnItem
from hub.domain.rollup_words import (
    ObligationStatus,
    ReasonCode,
    Severity,
    VersionKind,
    VersionStatus,
)
from tests.domain.rollups import (
    ACTIVITIES,
    BOTH,
    CITY,
    CLOSED,
    DUTY,
    EDITOR,
    EVIDENCE,
    KEYS,
    LINES,
    OFFICE,
    OFFICE_MACHINE,
    PROVINCE,
    RECEIPTED,
    SHIFTS,
    SIGNER,
    SYSTEM,
    TERMS,
    looked_at,
    person,
    refused,
    working_calendar,
)

TODAY = date(2026, 10, 21)
RECEIVED = replace(DUTY, status=ObligationStatus.RECEIVED)
ITEM = ReturnItem(code="FIGURE", text="请核对线上活动次数", key=ACTIVITIES)
CITY_OFFICE = person(Role.PROVINCE_OFFICE, CITY, Level.CITY, subject="not-province")
OWN = replace(BOTH, subject=SIGNER.subject)
MORE = (replace(LINES[0], claimed=12, reason_code=ReasonCode.LATE_SYNC), *LINES[1:])
SILENT = (replace(LINES[0], claimed=12), *LINES[1:])


def returned(
    who: Actor = OFFICE,
    version: Version = RECEIPTED,
    items: tuple[ReturnItem, ...] = (ITEM,),
    duty: Duty = RECEIVED,
    correct_by: date | None = None,
) -> Version | Refusal:
    return review.returning(who, duty, version, TERMS, items=items, lines=KEYS, correct_by=correct_by, today=TODAY)


def accepted(
    who: Actor = OFFICE,
    version: Version = RECEIPTED,
    *,
    lines: tuple[Line, ...] = LINES,
    duty: Duty = RECEIVED,
    explanations: tuple[LineKey, ...] = (),
    waivers: dict[LineKey, str] | None = None,
) -> Version | Refusal:
    return review.accepting(
        who,
        duty,
        version,
        TERMS,
        lines=lines,
        evidence=EVIDENCE,
        explanations=explanations,
        waivers=waivers or {},
    )


@pytest.mark.parametrize("who", [OFFICE, BOTH])
def test_the_office_looks_into_a_report_and_returns_or_accepts_it(who: Actor) -> None:
    assert review.begin_review(who, RECEIPTED, TERMS) == replace(RECEIPTED, in_review=True)
    assert returned(who) == replace(RECEIPTED, status=VersionStatus.RETURNED)
    assert accepted(who) == replace(RECEIPTED, status=VersionStatus.ACCEPTED)


@pytest.mark.parametrize(
    ("who", "code", "rule"),
    [
        (OWN, "OWN_SUBMISSION", "I8"),
        (OFFICE_MACHINE, "PEOPLE_ONLY", "F6"),
        (SYSTEM, "PEOPLE_ONLY", "F6"),
        (EDITOR, "WRONG_ROLE", "R-103"),
        (CITY_OFFICE, "WRONG_ROLE", "R-103"),
    ],
)
def test_only_people_of_the_office_review_and_nobody_what_they_submitted(who: Actor, code: str, rule: str) -> None:
    found = (review.begin_review(who, RECEIPTED, TERMS), returned(who), accepted(who))

    assert {refused(one) for one in found} == {(code, rule)}


@pytest.mark.parametrize("status", sorted(set(VersionStatus) - {VersionStatus.RECEIPTED}))
def test_only_what_has_its_receipt_is_reviewed(status: VersionStatus) -> None:
    version = replace(RECEIPTED, status=status)

    assert refused(returned(version=version)) == refused(accepted(version=version)) == ("WRONG_STATE", "I2")


@pytest.mark.parametrize(
    ("items", "correct_by", "code"),
    [
        ((), None, "MISSING_FIELD"),
        ((replace(ITEM, text=" "),), None, "MISSING_FIELD"),
        ((replace(ITEM, code=""),), None, "MISSING_FIELD"),
        ((ITEM, replace(ITEM, key=ACTIVITIES._replace(mode="OFFLINE"))), None, "NO_SUCH_LINE"),
        ((ITEM,), TODAY - timedelta(days=1), "DAY_PAST"),
    ],
)
def test_a_return_says_what_is_to_be_corrected(
    items: tuple[ReturnItem, ...], correct_by: date | None, code: str
) -> None:
    assert refused(returned(items=items, correct_by=correct_by))[0] == code
    assert isinstance(returned(items=(ITEM, replace(ITEM, key=None)), correct_by=TODAY), Version)


@pytest.mark.parametrize(
    ("lines", "explanations", "waivers", "code"),
    [
        (MORE, (), {}, "LINES_UNSETTLED"),
        (SILENT, (ACTIVITIES,), {}, "LINES_UNSETTLED"),
        (MORE, (SHIFTS,), {}, "LINES_UNSETTLED"),
        (MORE, (), {ACTIVITIES: " "}, "MISSING_FIELD"),
        (LINES, (), {SHIFTS._replace(kind="x"): "原因"}, "NO_SUCH_LINE"),
        (MORE, (ACTIVITIES,), {}, None),
        (SILENT, (), {ACTIVITIES: "已电话核实"}, None),
    ],
)
def test_each_line_agrees_is_explained_or_waived_with_a_reason(
    lines: tuple[Line, ...], explanations: tuple[LineKey, ...], waivers: dict[LineKey, str], code: str | None
) -> None:
    found = accepted(lines=lines, explanations=explanations, waivers=waivers)

    if code is None:
        assert isinstance(found, Version)
    else:
        assert refused(found)[0] == code


AUTO = replace(TERMS, auto_accept=True)
EXPLAINED = Finding(code="OWN_RULE", severity=Severity.EXPLAIN, message=TERMS.name(SHIFTS), answered=True)


@pytest.mark.parametrize(
    ("terms", "lines", "findings", "version", "accepts"),
    [
        (AUTO, LINES, looked_at().findings, RECEIPTED, True),
        (TERMS, LINES, looked_at().findings, RECEIPTED, False),
        (AUTO, LINES, (EXPLAINED,), RECEIPTED, False),
        (AUTO, MORE, (), RECEIPTED, False),
        (AUTO, LINES, (), replace(RECEIPTED, kind=VersionKind.AMENDMENT), False),
        (AUTO, LINES, (), replace(RECEIPTED, status=VersionStatus.SUBMITTED), False),
    ],
)
def test_the_hub_accepts_by_itself_only_what_has_no_difference(
    terms: Terms, lines: tuple[Line, ...], findings: tuple[Finding, ...], version: Version, accepts: bool
) -> None:
    found = review.auto_accepting(RECEIVED, version, terms, lines=lines, evidence=EVIDENCE, findings=findings)

    assert isinstance(found, Version) is accepts
    assert found == replace(version, status=VersionStatus.ACCEPTED) or refused(found)[1] == "A8'"


def duty(name: str, status: ObligationStatus) -> Duty:
    return replace(DUTY, id=name, status=status)


def test_closing_locks_what_was_accepted_and_leaves_the_rest_as_it_is() -> None:
    duties = [
        duty("a", ObligationStatus.ACCEPTED),
        duty("b", ObligationStatus.MISSING),
        duty("c", ObligationStatus.EXEMPT),
    ]

    found = review.closing(OFFICE, duties, issuer=PROVINCE)

    assert found == Closing(
        locked=frozenset({"a"}),
        obligations={
            "a": ObligationStatus.CLOSED,
            "b": ObligationStatus.MISSING,
            "c": ObligationStatus.EXEMPT,
        },
    )


@pytest.mark.parametrize("status", sorted(set(ObligationStatus) - review.SETTLED))
def test_a_period_is_not_closed_while_anything_is_left(status: ObligationStatus) -> None:
    found = review.closing(OFFICE, [duty("a", ObligationStatus.ACCEPTED), duty("b", status)], issuer=PROVINCE)

    assert refused(found) == ("OBLIGATIONS_LEFT", "A9")
    assert isinstance(found, Refusal)
    assert f"{status.title_zh}1个" in found.zh


def test_a_period_is_closed_by_people_of_the_office_and_once() -> None:
    done = [duty("a", ObligationStatus.ACCEPTED)]

    assert refused(review.closing(OFFICE_MACHINE, done, issuer=PROVINCE)) == ("PEOPLE_ONLY", "F6")
    assert refused(review.closing(EDITOR, done, issuer=PROVINCE)) == ("WRONG_ROLE", "R-103")
    assert refused(review.closing(OFFICE, [CLOSED], issuer=PROVINCE)) == ("WRONG_STATE", "A9")


@pytest.mark.parametrize("status", ObligationStatus)
def test_what_can_be_exempted(status: ObligationStatus) -> None:
    found = review.exempting(OFFICE, duty("a", status), TERMS, reason="机构改革")

    free = {"EXPECTED", "IN_PROGRESS", "OVERDUE", "MISSING"}
    assert found is ObligationStatus.EXEMPT if status.value in free else refused(found)[0] == "WRONG_STATE"


def test_an_exemption_has_a_reason_and_comes_from_people_before_the_period_closes() -> None:
    assert refused(review.exempting(OFFICE, DUTY, TERMS, reason=" ")) == ("MISSING_FIELD", "behaviour §2a")
    assert refused(review.exempting(OFFICE_MACHINE, DUTY, TERMS, reason="原因")) == ("PEOPLE_ONLY", "F6")
    assert refused(review.exempting(EDITOR, DUTY, TERMS, reason="原因")) == ("WRONG_ROLE", "R-103")
    assert refused(review.exempting(OFFICE, CLOSED, TERMS, reason="原因")) == ("WRONG_STATE", "A9")


@pytest.mark.parametrize(
    ("given", "today", "grace", "code"),
    [
        (DUTY, date(2026, 10, 28), 5, None),
        (DUTY, date(2026, 10, 27), 5, "GRACE_RUNS"),
        (DUTY, date(2026, 12, 1), None, "NO_DUE_DAY"),
        (replace(DUTY, timing=Timing()), date(2026, 12, 1), 5, "NO_DUE_DAY"),
        (RECEIVED, date(2026, 12, 1), 5, "WRONG_STATE"),
        (CLOSED, date(2026, 12, 1), 5, "WRONG_STATE"),
        (DUTY, date(2027, 3, 1), 90, "CALENDAR_YEAR_MISSING"),
    ],
)
def test_what_is_missing_after_the_days_of_grace(given: Duty, today: date, grace: int | None, code: str | None) -> None:
    found = review.marking_missing(given, today=today, grace=grace, calendar=working_calendar())

    assert found is ObligationStatus.MISSING if code is None else refused(found)[0] == code


def test_what_goes_to_a_committee_is_reviewed_by_its_people() -> None:
    terms = replace(TERMS, goes_to=Role.SPECIAL_COMMITTEE)
    committee = person(Role.SPECIAL_COMMITTEE, CITY, Level.CITY, subject="committee")

    assert isinstance(review.begin_review(committee, RECEIPTED, terms), Version)
    assert refused(review.begin_review(OFFICE, RECEIPTED, terms)) == ("WRONG_ROLE", "R-104")
