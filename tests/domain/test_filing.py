"""Filing: who may take which step, what it needs, and that no filing is ever refused, filed twice or skipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hub.domain import filing_rules as rules
from hub.domain.access import Role
from hub.domain.command import Actor, Refusal
from hub.domain.filing import COMMANDS
from hub.domain.filing_rules import Standing, StudioFacts, Wish
from hub.domain.filing_settings import FormItem, filing_settings
from hub.domain.level import Level
from hub.domain.registry_words import FilingKind, FilingStatus
from hub.domain.words import StudioStatus

TODAY = date(2026, 5, 10)
OWNER, OFFICE = "bod_owner", "bod_province"
STUDIO = StudioFacts(
    owner=OWNER,
    name="测试工作室",
    status=StudioStatus.UNFILED_ACTIVE,
    approved_on=date(2026, 4, 1),
    plaqued_on=date(2026, 4, 20),
)
FILED = replace(STUDIO, status=StudioStatus.ACTIVE, filed_on=date(2026, 5, 2), filing_number="610000-2026-0001")
NEW = Wish(kind=FilingKind.NEW_STUDIO)
RENAMED = Wish(kind=FilingKind.RENAMING, before="旧名", after="新名")


def actor(*roles: Role, subject: str = "someone", body: str = OWNER, level: Level = Level.COUNTY) -> Actor:
    return Actor(subject=subject, roles=frozenset(roles), is_machine=False, body_id=body, level=level)


def standing(status: FilingStatus, *, kind: FilingKind = FilingKind.NEW_STUDIO, attempt: int = 1) -> Standing:
    return Standing(kind=kind, status=status, attempt=attempt, submitted_by="submitter")


DEPARTMENT = actor(Role.MANAGING_DEPARTMENT, subject="submitter")
MACHINE = replace(actor(Role.CITY_SYSTEM, subject="city", body="bod_city", level=Level.CITY), is_machine=True)
PROVINCE = actor(Role.PROVINCE_OFFICE, subject="office", body=OFFICE, level=Level.PROVINCE)


def judged(wish: Wish, studio: StudioFacts, held: Standing | None = None) -> int | Refusal:
    needs = filing_settings().needs[wish.kind]
    return rules.submission(wish, studio=studio, held=held, needs=needs, today=TODAY)


def refused(found: object) -> tuple[str, str | None]:
    assert isinstance(found, Refusal), found
    assert found.zh and found.en
    return found.code, found.rule


@pytest.mark.parametrize(
    ("wish", "studio", "held", "attempt"),
    [
        (NEW, STUDIO, None, 1),
        (NEW, STUDIO, standing(FilingStatus.RETURNED, attempt=2), 3),
        (NEW, replace(STUDIO, plaqued_on=STUDIO.approved_on), None, 1),
        (NEW, replace(STUDIO, status=StudioStatus.TERMINATED), None, 1),
        (RENAMED, FILED, None, 1),
        (RENAMED, FILED, standing(FilingStatus.FILED, kind=FilingKind.RENAMING), 1),
        (RENAMED, replace(STUDIO, legacy=True), None, 1),
        (Wish(kind=FilingKind.ENDING), replace(FILED, ended_on=date(2026, 5, 9)), None, 1),
    ],
)
def test_what_can_be_submitted(wish: Wish, studio: StudioFacts, held: Standing | None, attempt: int) -> None:
    assert judged(wish, studio, held) == attempt


@pytest.mark.parametrize(
    ("wish", "studio", "held", "code", "cites"),
    [
        (NEW, replace(STUDIO, status=StudioStatus.DRAFT), None, "WRONG_STATE", "R-77"),
        (NEW, STUDIO, standing(FilingStatus.SUBMITTED), "FILING_STANDS", "F1"),
        (NEW, STUDIO, standing(FilingStatus.RECEIPTED), "FILING_STANDS", "F1"),
        (NEW, FILED, standing(FilingStatus.FILED), "ALREADY_FILED", "F1"),
        (NEW, FILED, None, "ALREADY_FILED", "F1"),
        (NEW, STUDIO, standing(FilingStatus.FILED_WITH_REMARKS), "ALREADY_FILED", "F1"),
        (NEW, replace(STUDIO, approved_on=None), None, "FORM_INCOMPLETE", "A-40"),
        (NEW, replace(STUDIO, plaqued_on=None), None, "FORM_INCOMPLETE", "A-40"),
        (NEW, replace(STUDIO, approved_on=date(2026, 4, 21)), None, "DATES_OUT_OF_ORDER", "B9"),
        (NEW, replace(STUDIO, plaqued_on=date(2026, 5, 11)), None, "DATES_OUT_OF_ORDER", "B9"),
        (RENAMED, STUDIO, None, "FILE_NEW_STUDIO_FIRST", "A-41"),
        (replace(RENAMED, after=" "), FILED, None, "FORM_INCOMPLETE", "A-40"),
        (RENAMED, FILED, standing(FilingStatus.SUBMITTED, kind=FilingKind.RENAMING), "FILING_STANDS", "F1"),
        (Wish(kind=FilingKind.ENDING), FILED, None, "FORM_INCOMPLETE", "A-40"),
    ],
)
def test_what_cannot_be_submitted(
    wish: Wish, studio: StudioFacts, held: Standing | None, code: str, cites: str
) -> None:
    assert refused(judged(wish, studio, held)) == (code, cites)


def test_an_incomplete_form_names_all_that_is_missing_in_both_languages() -> None:
    found = judged(NEW, replace(STUDIO, approved_on=None, plaqued_on=None))

    assert isinstance(found, Refusal)
    assert "主席会议同意日期、授牌日期" in found.zh
    assert "day of the chair meeting's approval, day the plaque was granted" in found.en


@pytest.mark.parametrize(
    ("who", "role"),
    [
        (DEPARTMENT, Role.MANAGING_DEPARTMENT),
        (MACHINE, Role.CITY_SYSTEM),
        (replace(DEPARTMENT, body_id="bod_other", roles=MACHINE.roles | DEPARTMENT.roles), Role.CITY_SYSTEM),
    ],
)
def test_who_submits(who: Actor, role: Role) -> None:
    assert rules.submitter(who, STUDIO) is role


@pytest.mark.parametrize("who", [PROVINCE, actor(Role.CONVENER), replace(DEPARTMENT, body_id="bod_other")])
def test_who_does_not_submit(who: Actor) -> None:
    assert refused(rules.submitter(who, STUDIO)) == ("WRONG_ROLE", "R-77")


STEPS = {
    "receipt": (rules.receipt, FilingStatus.SUBMITTED),
    "returning": (rules.returning, FilingStatus.RECEIPTED),
    "accepting": (rules.accepting, FilingStatus.RECEIPTED),
}


@pytest.mark.parametrize("status", FilingStatus)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_of_the_office_has_its_one_state(step: str, status: FilingStatus) -> None:
    judge, wanted = STEPS[step]

    found = judge(PROVINCE, standing(status))

    if status is wanted:
        assert found is None
    else:
        assert refused(found) == ("WRONG_STATE", "A-40")


@pytest.mark.parametrize(
    ("who", "code", "cites"),
    [
        (DEPARTMENT, "WRONG_ROLE", "R-77"),
        (MACHINE, "PEOPLE_ONLY", "F6"),
        (replace(PROVINCE, is_machine=True), "PEOPLE_ONLY", "F6"),
        (replace(PROVINCE, level=Level.COUNTY, body_id=OWNER), "WRONG_ROLE", "R-77"),
        (replace(PROVINCE, level=Level.CITY), "WRONG_ROLE", "R-77"),
        (replace(PROVINCE, subject="submitter"), "OWN_FILING", "I8"),
    ],
)
@pytest.mark.parametrize("step", STEPS)
def test_only_people_of_the_province_office_act_on_what_others_filed(
    step: str, who: Actor, code: str, cites: str
) -> None:
    judge, wanted = STEPS[step]

    assert refused(judge(who, standing(wanted))) == (code, cites)


@pytest.mark.parametrize("given", [(), ("",), (" ", "\n")])
def test_a_return_without_a_defect_of_form_is_referred_to_remarks(given: tuple[str, ...]) -> None:
    found = rules.defects_of_form(given)

    assert refused(found) == ("NO_DEFECT_OF_FORM", "A-40")
    assert isinstance(found, Refusal)
    assert "附意见" in found.zh and "with remarks" in found.en


@pytest.mark.parametrize(
    ("filing", "studio", "remarks", "expected"),
    [
        (FilingKind.NEW_STUDIO, STUDIO, None, (FilingStatus.FILED, True, StudioStatus.ACTIVE)),
        (FilingKind.NEW_STUDIO, STUDIO, " ", (FilingStatus.FILED, True, StudioStatus.ACTIVE)),
        (FilingKind.NEW_STUDIO, STUDIO, "请注意", (FilingStatus.FILED_WITH_REMARKS, True, StudioStatus.ACTIVE)),
        (FilingKind.NEW_STUDIO, replace(STUDIO, status=StudioStatus.WARNED), None, (FilingStatus.FILED, True, None)),
        (FilingKind.RENAMING, FILED, None, (FilingStatus.FILED, False, None)),
        (FilingKind.GO_ONLINE, replace(STUDIO, legacy=True), None, (FilingStatus.FILED, True, None)),
    ],
)
def test_what_putting_on_file_comes_to(
    filing: FilingKind,
    studio: StudioFacts,
    remarks: str | None,
    expected: tuple[FilingStatus, bool, StudioStatus | None],
) -> None:
    found = rules.acceptance(standing(FilingStatus.RECEIPTED, kind=filing), studio, remarks=remarks)

    assert (found.filing, found.takes_number, found.studio) == expected


def test_nobody_can_ask_for_a_refusal_and_every_state_leads_to_a_filing() -> None:
    assert [one.__name__ for one in COMMANDS] == [
        "SubmitFiling", "ReceiveFiling", "ReturnFiling", "AcceptFiling", "AnswerRemarks",
        "RenameStudio",
    ]  # fmt: skip
    assert set(rules.NEXT) == set(FilingStatus)
    for status in FilingStatus:
        reached = {status}
        while (more := reached | {later for one in reached for later in rules.NEXT[one]}) != reached:
            reached = more
        assert reached & rules.ON_FILE, status
    assert {status for status in FilingStatus if not rules.NEXT[status]} == rules.ON_FILE


@pytest.mark.parametrize(
    ("who", "studio", "cites"),
    [
        (MACHINE, STUDIO, "WRONG_ROLE"),
        (replace(DEPARTMENT, body_id="bod_other"), STUDIO, "WRONG_ROLE"),
        (DEPARTMENT, replace(STUDIO, status=StudioStatus.ARCHIVED), "WRONG_STATE"),
        (DEPARTMENT, STUDIO, None),
        (DEPARTMENT, replace(STUDIO, status=StudioStatus.CONVERTED), None),
    ],
)
def test_who_renames_and_what(who: Actor, studio: StudioFacts, cites: str | None) -> None:
    found = rules.renaming(who, studio)

    assert (None if found is None else found.code) == cites


@pytest.mark.parametrize(("name", "code"), [("  ", "MISSING_FIELD"), (" 测试工作室 ", "SAME_NAME")])
def test_a_name_that_is_none_is_refused(name: str, code: str) -> None:
    found = rules.new_name(STUDIO, name)

    assert isinstance(found, Refusal) and found.code == code and found.at == "input.name"
    assert rules.new_name(STUDIO, " 新名 ") == "新名"


def test_the_form_says_nothing_of_what_it_does_not_need() -> None:
    bare = StudioFacts(owner=OWNER, name="旧室", status=StudioStatus.ACTIVE, legacy=True)

    assert rules.submission(NEW, studio=bare, held=None, needs=(), today=TODAY) == 1
    assert refused(rules.submission(NEW, studio=bare, held=None, needs=(FormItem.APPROVED_ON,), today=TODAY)) == (
        "FORM_INCOMPLETE", "A-40",
    )  # fmt: skip
