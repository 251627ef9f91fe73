"""What the page of rights says, role by role, where the documents or a decision leave no choice."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from hub.auth.caller import Caller
from hub.auth.grants import Grant, Sight
from hub.auth.policy import FOR_SOURCES, PAGE
from hub.auth.predicate import Everything, OwnerIn, OwnerIs, PublishedRows, admits
from hub.auth.scope import FaultyPage, check_page, fields, may, nouns_of, rows, sensitivities_of
from hub.auth.tree import Place
from hub.domain.access import Act, Contract, Noun, Reach, Role, Sensitivity
from tests.auth.world import HANCHENG, SHAANXI, SHANGLUO, SHANGZHOU, ZHASHUI, Row, caller

HELD_BACK = (
    Noun.OPINION, Noun.SOURCE, Noun.SYNC_RUN, Noun.QUARANTINED_ROW, Noun.AUDIT_ENTRY,
    Noun.APPLICATION, Noun.FILING, Noun.TASK, Noun.ASSESSMENT, Noun.HISTORY, Noun.FINDING, Noun.ROLLUP,
)  # fmt: skip
SHOWN = (
    Noun.STUDIO, Noun.VENUE, Noun.PLAQUE, Noun.ONLINE_PRESENCE, Noun.MEMBER, Noun.MEMBERSHIP, Noun.RESIDENCY,
    Noun.DUTY_SHIFT, Noun.ACTIVITY, Noun.OUTPUT, Noun.ARRANGEMENT,
)  # fmt: skip
REFERENCE = (
    Noun.DIVISION, Noun.BODY, Noun.COMMITTEE, Noun.SECTOR, Noun.STANDARD, Noun.POLICY_DOCUMENT, Noun.REPORTED_FIGURE,
    Noun.REPORT_DEFINITION,
)  # fmt: skip


def _lines() -> list[Grant | Sight]:
    lines: list[Grant | Sight] = list(FOR_SOURCES)
    for entry in PAGE.values():
        lines += [*entry.may, *entry.sees]
    return lines


def _at(role: Role) -> Place:
    return next(place for place in (SHAANXI, SHANGLUO, SHANGZHOU) if place.level in PAGE[role].levels)


def test_the_page_speaks_of_every_role_noun_and_sensitivity() -> None:
    check_page(list(Noun), list(Sensitivity))

    assert set(PAGE) == set(Role)
    assert sorted((*HELD_BACK, *SHOWN, *REFERENCE)) == sorted(Noun)


def test_a_page_that_is_silent_about_a_noun_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = {role: entry for role, entry in PAGE.items() if role not in (Role.PROVINCE_OFFICE, Role.AUDITOR)}
    monkeypatch.setattr("hub.auth.scope.PAGE", silent)

    with pytest.raises(FaultyPage, match="AUDITOR, PROVINCE_OFFICE, AUDIT_ENTRY"):
        check_page(list(Noun), list(Sensitivity))


def test_every_line_has_a_key_of_its_own_and_a_source() -> None:
    lines = _lines()
    cited = re.compile(r"S[0-4]:\d+(-\d+)?|[AD]-\d+|Appendix A")

    assert len({line.key for line in lines}) == len(lines)
    assert all(cited.fullmatch(part) for line in lines for part in line.source.split(", "))
    assert all(cited.fullmatch(part) for entry in PAGE.values() for part in entry.source.split(", "))


@pytest.mark.parametrize("noun", HELD_BACK)
def test_what_is_held_back_is_never_public(noun: Noun) -> None:
    assert not may(Caller.anonymous(), Act.READ, noun)
    assert noun not in nouns_of(Contract.PUBLIC, Act.READ)


@pytest.mark.parametrize("noun", SHOWN)
def test_the_public_reads_what_its_owner_published(noun: Noun) -> None:
    assert rows(Caller.anonymous(), Act.READ, noun).any_of == {PublishedRows()}


@pytest.mark.parametrize("noun", REFERENCE)
def test_the_public_reads_the_registers_and_the_documents(noun: Noun) -> None:
    assert rows(Caller.anonymous(), Act.READ, noun).any_of == {Everything()}


def test_the_public_reads_open_fields_and_writes_nothing() -> None:
    assert sensitivities_of(Contract.PUBLIC) == {Sensitivity.OPEN}
    assert not any(nouns_of(Contract.PUBLIC, act) for act in Act if act is not Act.READ)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_at_least_what_the_public_has(role: Role) -> None:
    who = caller(role, at=_at(role))

    for noun in Noun:
        assert rows(Caller.anonymous(), Act.READ, noun).any_of <= rows(who, Act.READ, noun).any_of
    assert fields(who, Sensitivity.OPEN).any_of == {Everything()}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_a_role_without_its_studio_committee_or_record_reaches_only_its_branch(role: Role) -> None:
    who = caller(role, at=_at(role))

    clauses = {clause for act in Act for noun in SHOWN + HELD_BACK for clause in rows(who, act, noun).any_of}

    place = _at(role)
    own = {OwnerIs(position=place.position), OwnerIn(position=place.position, last=place.last)}
    assert clauses <= own | {PublishedRows()}


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PROVINCE_OFFICE, Role.AUDITOR)])
def test_the_audit_trail_is_for_the_auditor_and_the_province(role: Role) -> None:
    assert not may(caller(role, at=_at(role)), Act.READ, Noun.AUDIT_ENTRY)


@pytest.mark.parametrize("role", Role)
def test_nobody_decides_for_a_lower_level(role: Role) -> None:
    who = caller(role, at=_at(role))

    assert not any(isinstance(clause, OwnerIn) for noun in Noun for clause in rows(who, Act.DECIDE, noun).any_of)


def test_the_province_office_neither_decides_nor_records_nor_runs() -> None:
    office = caller(Role.PROVINCE_OFFICE, at=SHAANXI)

    assert not any(may(office, act, noun) for act in (Act.DECIDE, Act.RECORD, Act.RUN) for noun in Noun)
    assert all(may(office, Act.READ, noun) for noun in Noun)


@pytest.mark.parametrize(
    ("role", "at", "seen"),
    [
        (Role.PROVINCE_OFFICE, SHAANXI, [SHAANXI]),
        (Role.CITY_SYSTEM, SHANGLUO, [SHANGLUO]),
        (Role.CITY_SYSTEM, HANCHENG, [HANCHENG]),
        (Role.MANAGING_DEPARTMENT, SHANGLUO, [SHANGLUO, SHANGZHOU, ZHASHUI]),
        (Role.COUNTY_FRONTEND, SHANGZHOU, []),
        (Role.INTEGRATOR, SHANGLUO, []),
        (Role.AUDITOR, SHANGLUO, []),
        (Role.CHAIR_MEETING, SHANGLUO, []),
        (Role.GOV_DEPARTMENT, SHANGLUO, []),
    ],
)
def test_members_telephones_are_seen_by_those_who_call_them(role: Role, at: Place, seen: list[Place]) -> None:
    who = caller(role, at=at)

    owners = (SHAANXI, SHANGLUO, SHANGZHOU, ZHASHUI, HANCHENG)
    personal = fields(who, Sensitivity.PERSONAL)

    assert [place for place in owners if admits(personal, Row(owners=[place.position], published=True))] == seen


def test_a_front_end_reads_unpublished_studios_of_its_county_and_no_work_fields() -> None:
    front_end = caller(Role.COUNTY_FRONTEND, at=SHANGZHOU)
    own, other = Row(owners=[SHANGZHOU.position]), Row(owners=[ZHASHUI.position])

    assert admits(rows(front_end, Act.READ, Noun.STUDIO), own)
    assert not admits(rows(front_end, Act.READ, Noun.STUDIO), other)
    assert not fields(front_end, Sensitivity.WORK).any_of


def test_a_fellow_resident_does_not_read_opinions() -> None:
    resident = caller(Role.MEMBER, at=SHANGZHOU, studios=["stu_1"], member="mem_1")
    convener = caller(Role.CONVENER, at=SHANGZHOU, studios=["stu_1"])
    opinion = Row(owners=[SHANGZHOU.position], studio_ids=["stu_1"])

    assert not admits(rows(resident, Act.READ, Noun.OPINION), opinion)
    assert admits(rows(convener, Act.READ, Noun.OPINION), opinion)


@pytest.mark.parametrize("role", Role)
def test_a_sync_is_run_by_a_city_s_system_or_a_managing_department(role: Role) -> None:
    runs = may(caller(role, at=_at(role)), Act.RUN, Noun.SOURCE)

    assert runs is (role in (Role.CITY_SYSTEM, Role.MANAGING_DEPARTMENT))


@pytest.mark.parametrize("role", Role)
def test_what_is_reported_is_received_by_offices_and_never_by_a_system(role: Role) -> None:
    receives = may(caller(role, at=_at(role), studios=["stu_1"], committees=["com_1"]), Act.RECEIVE, Noun.ROLLUP)

    assert receives is (role in (Role.PROVINCE_OFFICE, Role.MANAGING_DEPARTMENT, Role.SPECIAL_COMMITTEE))
    assert not (receives and PAGE[role].service)


@pytest.mark.parametrize("role", [Role.CITY_SYSTEM, Role.MANAGING_DEPARTMENT])
def test_a_city_reports_for_itself_and_for_nobody_else(role: Role) -> None:
    submits = rows(caller(role, at=SHANGLUO), Act.SUBMIT, Noun.ROLLUP)
    owners = (SHAANXI, SHANGLUO, SHANGZHOU, HANCHENG)

    assert [place for place in owners if admits(submits, Row(owners=[place.position]))] == [SHANGLUO]


def test_a_county_reads_its_section_and_no_other() -> None:
    county = rows(caller(Role.MANAGING_DEPARTMENT, at=SHANGZHOU), Act.READ, Noun.ROLLUP)

    assert admits(county, Row(owners=[SHANGLUO.position, SHANGZHOU.position]))
    assert not admits(county, Row(owners=[SHANGLUO.position, ZHASHUI.position]))
    assert not admits(county, Row(owners=[SHANGLUO.position]))


def test_an_integrator_knows_no_personal_field() -> None:
    assert sensitivities_of(Contract.INTEGRATOR) == {Sensitivity.OPEN, Sensitivity.WORK}
    assert {Noun.SOURCE, Noun.SYNC_RUN, Noun.QUARANTINED_ROW} <= nouns_of(Contract.INTEGRATOR, Act.READ)


@pytest.mark.parametrize("act", Act)
def test_each_schema_holds_the_next_smaller_one(act: Act) -> None:
    subsets = [nouns_of(contract, act) for contract in Contract]

    assert all(small <= wide for wide, small in pairwise(subsets))


def test_nothing_on_the_page_is_an_empty_reach() -> None:
    reaches = {line.reach for line in _lines()}

    assert reaches == set(Reach) - {Reach.NONE}
