"""The rules of joint work: who may do which step when, and what consents together come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hub.domain.access import Role
from hub.domain.arrangement import ChangeArrangement, RecordResult
from hub.domain.arrangement_rules import (
    LinkFacts,
    PartyFacts,
    can_answer,
    can_change,
    can_end,
    can_publish,
    can_record,
    can_write_part,
    judged_answer,
    judged_change,
    judged_end,
    judged_result,
    own_party,
    speaks_for,
    standing,
)
from hub.domain.command import Actor, Refusal
from hub.domain.registry_words import Consent, LinkStatus
from hub.domain.words import OutputKind
from tests.domain.linkages import (
    ACTIVE,
    AGREED_PARTNER,
    BUREAU,
    CITY,
    COMMITTEE,
    COUNTY,
    DECLINED,
    ENDED,
    EVERY,
    LEAD,
    PARTNER,
    PEER,
    PROPOSED,
    TODAY,
    Guard,
    link,
    no,
    person,
)


@pytest.mark.parametrize(
    ("actor", "spoken"),
    [
        (person(COUNTY), True),
        (person(COUNTY, COMMITTEE, committee=f"com_{COUNTY}"), True),
        (person(COUNTY, COMMITTEE, committee="com_other"), False),
        (person(COUNTY, Role.CHAIR_MEETING), False),
        (person(CITY), False),
        (person(CITY, COMMITTEE, committee=f"com_{COUNTY}"), False),
        (person(None), False),
    ],
)
def test_a_party_is_spoken_for_by_its_own_department_or_committee(actor: Actor, *, spoken: bool) -> None:
    assert speaks_for(actor, PARTNER) is spoken


def test_nobody_speaks_for_a_party_without_a_body_here() -> None:
    assert not speaks_for(person(None), BUREAU)
    assert not speaks_for(person(CITY), BUREAU)


@pytest.mark.parametrize(
    ("consents", "status"),
    [
        ([Consent.AGREED, Consent.AWAITED], LinkStatus.PROPOSED),
        ([Consent.AGREED, Consent.NOT_NEEDED], LinkStatus.ACTIVE),
        ([Consent.AGREED, Consent.AGREED], LinkStatus.ACTIVE),
        ([Consent.AGREED, Consent.DECLINED], LinkStatus.DECLINED),
        ([Consent.DECLINED, Consent.AWAITED], LinkStatus.DECLINED),
    ],
)
def test_what_consents_come_to(consents: list[Consent], status: LinkStatus) -> None:
    assert standing([replace(PARTNER, consent=one) for one in consents]).status is status


def test_it_is_agreed_on_the_day_of_the_last_consent() -> None:
    days = [date(2026, 1, 5), date(2026, 2, 1), None]
    parties = [replace(AGREED_PARTNER, consented_on=day) for day in days]

    assert standing(parties).agreed_on == date(2026, 2, 1)
    assert standing([PARTNER, *parties]).agreed_on is None


@pytest.mark.parametrize(
    ("actor", "of", "asked", "expected"),
    [
        (person(COUNTY, machine=True), PROPOSED, PARTNER, ("PEOPLE_ONLY", "F6")),
        (person(CITY), PROPOSED, BUREAU, ("CONSENT_NOT_NEEDED", "A-63")),
        (person(CITY), PROPOSED, PARTNER, ("NOT_YOUR_PARTY", "W8")),
        (person(COUNTY, COMMITTEE, committee="com_other"), PROPOSED, PARTNER, ("WRONG_ROLE", "W8")),
        (person(COUNTY), PROPOSED, AGREED_PARTNER, ("WRONG_STATE", "W8")),
        (person(COUNTY), ACTIVE, AGREED_PARTNER, ("WRONG_STATE", "W8")),
        (person(COUNTY), ENDED, AGREED_PARTNER, ("WRONG_STATE", "W8")),
        (person(COUNTY), DECLINED, PARTNER, ("WRONG_STATE", "W8")),
    ],
)
def test_who_cannot_answer(actor: Actor, of: LinkFacts, asked: PartyFacts, expected: tuple[str, str]) -> None:
    assert no(can_answer(actor, of, asked)) == expected


def test_a_party_answers_for_itself() -> None:
    assert can_answer(person(COUNTY), PROPOSED, PARTNER) is None
    assert can_answer(person(COUNTY, COMMITTEE, committee=f"com_{COUNTY}"), PROPOSED, PARTNER) is None


@pytest.mark.parametrize(
    ("answer", "procedure", "day", "code"),
    [
        (Consent.AWAITED, "主席会议", TODAY, "WRONG_ANSWER"),
        (Consent.NOT_NEEDED, "主席会议", TODAY, "WRONG_ANSWER"),
        (Consent.AGREED, "  ", TODAY, "MISSING_FIELD"),
        (Consent.DECLINED, "主席会议", TODAY + timedelta(days=1), "WRONG_DAY"),
    ],
)
def test_an_answer_says_yes_or_no_by_a_procedure_on_a_day(
    answer: Consent, procedure: str, day: date, code: str
) -> None:
    refusal = judged_answer(answer, procedure, day, today=TODAY)

    assert refusal is not None
    assert refusal.code == code
    assert judged_answer(Consent.AGREED, "主席会议", TODAY, today=TODAY) is None


@pytest.mark.parametrize(
    ("actor", "of", "asked", "expected"),
    [
        (person(CITY), ACTIVE, AGREED_PARTNER, ("NOT_YOUR_PARTY", "W8")),
        (person(COUNTY), ACTIVE, LEAD, ("NOT_YOUR_PARTY", "W8")),
        (person(CITY), ACTIVE, BUREAU, ("NOT_YOUR_PARTY", "W8")),
        (person(COUNTY, COMMITTEE, committee="com_other"), ACTIVE, AGREED_PARTNER, ("WRONG_ROLE", "W8")),
        (person(COUNTY), PROPOSED, PARTNER, ("WRONG_STATE", "W8")),
        (person(COUNTY), ENDED, AGREED_PARTNER, ("WRONG_STATE", "W8")),
    ],
)
def test_a_part_is_written_by_its_own_party(
    actor: Actor, of: LinkFacts, asked: PartyFacts, expected: tuple[str, str]
) -> None:
    assert no(can_write_part(actor, of, asked)) == expected
    assert can_write_part(person(COUNTY), ACTIVE, AGREED_PARTNER) is None
    assert can_write_part(person(COUNTY, machine=True), ACTIVE, AGREED_PARTNER) is None


@pytest.mark.parametrize("guard", [can_change, can_end, can_publish])
def test_what_the_lead_owns_is_the_leads_alone(guard: Guard) -> None:
    for of in EVERY:
        assert no(guard(person(COUNTY), of)) == ("LEAD_ONLY", "A-05")
        assert no(guard(person(CITY, COMMITTEE, committee="com_other"), of)) == ("WRONG_ROLE", "A-05")
    assert guard(person(CITY), ACTIVE) is None
    assert guard(person(CITY, COMMITTEE, committee=f"com_{CITY}"), ACTIVE) is None


@pytest.mark.parametrize(
    ("guard", "open_in"),
    [
        (can_change, {LinkStatus.PROPOSED, LinkStatus.ACTIVE, LinkStatus.ENDED}),
        (can_record, {LinkStatus.ACTIVE, LinkStatus.ENDED}),
        (can_end, {LinkStatus.ACTIVE}),
        (can_publish, {LinkStatus.ACTIVE, LinkStatus.ENDED}),
    ],
)
def test_in_which_states_a_step_is_open(guard: Guard, open_in: set[LinkStatus]) -> None:
    for of in EVERY:
        refusal: Refusal | None = guard(person(CITY), of)
        assert (refusal is None) is (of.status in open_in)
        assert refusal is None or no(refusal) == ("WRONG_STATE", "W8")


@pytest.mark.parametrize("guard", [can_end, can_publish])
def test_a_machine_neither_ends_nor_publishes(guard: Guard) -> None:
    assert no(guard(person(CITY, machine=True), ACTIVE)) == ("PEOPLE_ONLY", "F6")


def test_results_come_from_parties_that_agreed() -> None:
    assert no(can_record(person(PEER), ACTIVE)) == ("NOT_AN_AGREED_PARTY", "W8")
    assert no(can_record(person(COUNTY), PROPOSED)) == ("NOT_AN_AGREED_PARTY", "W8")
    assert can_record(person(COUNTY), ACTIVE) is None
    assert can_record(person(COUNTY, machine=True), ENDED) is None


@pytest.mark.parametrize(
    ("given", "of", "code"),
    [
        ({}, ACTIVE, "MISSING_FIELD"),
        ({"topic": " "}, ACTIVE, "MISSING_FIELD"),
        ({"agreement_signed_on": TODAY + timedelta(days=1)}, ACTIVE, "WRONG_DAY"),
        ({"topic": "新议题"}, ENDED, "WRONG_STATE"),
        ({"topic": "新议题", "adoption": "被采纳"}, ENDED, "WRONG_STATE"),
        ({"topic": "新议题"}, ACTIVE, None),
        ({"adoption": "被采纳"}, ENDED, None),
    ],
)
def test_what_may_be_changed(given: dict[str, Any], of: LinkFacts, code: str | None) -> None:
    command = replace(ChangeArrangement(arrangement_id="arr_1"), **given)

    refusal = judged_change(command, of, today=TODAY)

    assert (None if refusal is None else refusal.code) == code


def test_a_result_has_a_title_and_was_not_submitted_tomorrow() -> None:
    result = RecordResult(arrangement_id="arr_1", kind=OutputKind.RESEARCH_REPORT, name="测试报告")
    unnamed = judged_result(replace(result, name=" "), today=TODAY)
    early = judged_result(replace(result, submitted_on=TODAY + timedelta(days=1)), today=TODAY)

    assert judged_result(result, today=TODAY) is None
    assert unnamed is not None and unnamed.code == "MISSING_FIELD"
    assert early is not None and early.code == "WRONG_DAY"


@pytest.mark.parametrize(
    ("ended_on", "code"),
    [
        (date(2026, 1, 31), "WRONG_DAY"),
        (date(2026, 2, 1), None),
        (TODAY, None),
        (TODAY + timedelta(days=1), "WRONG_DAY"),
    ],
)
def test_it_ends_after_it_began_and_not_tomorrow(ended_on: date, code: str | None) -> None:
    held = replace(ACTIVE, started_on=date(2026, 1, 1), agreed_on=date(2026, 2, 1))

    refusal = judged_end(held, ended_on, today=TODAY)

    assert (None if refusal is None else refusal.code) == code


def test_a_body_with_several_parties_is_asked_for_the_one_that_waits() -> None:
    answered = replace(AGREED_PARTNER, id="first")
    waiting = replace(PARTNER, id="second")
    held = link(LinkStatus.PROPOSED, answered, waiting)

    assert own_party(person(COUNTY), held, first=Consent.AWAITED) is waiting
    assert own_party(person(PEER), held, first=Consent.AWAITED) is None
