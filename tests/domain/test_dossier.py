"""The dossier of an assessment: counting, modes, periods, gaps, and that more work never makes a year worse (W5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hub.domain.assessment_rules import Thresholds
from hub.domain.dossier import dossier
from hub.domain.dossier_facts import (
    Activity,
    Book,
    Demands,
    Line,
    Named,
    Place,
    Sent,
    Shift,
    Stay,
    StudioYear,
)
from hub.domain.dossier_holds import Hold
from hub.domain.registry_words import FindingResult
from hub.domain.term import Title
from hub.domain.words import Mode, OutputKind
from tests.domain.dossiers import book

MET, VIOLATED, UNKNOWN = FindingResult.MET, FindingResult.VIOLATED, FindingResult.UNKNOWN
NOT_APPLICABLE = FindingResult.NOT_APPLICABLE
QIN = "秦商量"
YEAR = StudioYear(name="某室", platform_kind="委员工作室", year=2025, as_of=date(2026, 1, 10))
SEAT = Stay(who=QIN, since=date(2024, 5, 1))
HOLD = Hold(body="某市政协", source="某系统", why=Title("状态为“降级”", "degraded"))
QUARTERS = [date(2025, month, 10) for month in (2, 5, 8, 11)]


SHAANXI, GUANGZHOU, DINGBIAN = book("610000"), book("440100"), book("610825")


def line(key: str, year: StudioYear, standards: Book = SHAANXI) -> Line:
    """The line of one key."""
    (found,) = [one for one in dossier(year, Demands(books=(standards,))) if one.key == key]
    return found


def readings(count: int, *, mode: Mode = Mode.ONLINE, platform: str | None = QIN) -> tuple[Activity, ...]:
    """Reading sessions of one kind."""
    return (Activity(kind="READING", mode=mode, platform=platform, on=date(2025, 3, 3), count=count),) if count else ()


def test_a_shortage_says_what_is_asked_what_was_found_what_is_missing_and_whose_gap_it_is() -> None:
    found = line("reading-online", replace(YEAR, seats=(SEAT,), activities=readings(1)))

    assert found == Line(
        key="reading-online",
        result=VIOLATED,
        expected="读书交流分享（线上）每年不少于2次",
        found="1次",
        missing="差1次",
        gap_owner="某室",
        place=Place(
            rule="R-50",
            clause="2023-12-05 三、1",
            sentence="委员工作室每年至少分别组织2次线上、线下读书交流分享活动",
        ),
    )


def test_what_is_met_has_no_gap() -> None:
    found = line("reading-online", replace(YEAR, seats=(SEAT,), activities=readings(2)))

    assert (found.result, found.found, found.missing, found.gap_owner) == (MET, "2次", None, None)


@pytest.mark.parametrize(
    ("held", "online", "offline"),
    [
        pytest.param(readings(2), MET, VIOLATED, id="online counts online"),
        pytest.param(readings(2, mode=Mode.OFFLINE, platform=None), VIOLATED, MET, id="offline counts offline"),
        pytest.param(readings(2, mode=Mode.BOTH), MET, MET, id="both counts in each mode"),
        pytest.param(readings(2, mode=Mode.BOTH, platform="微信"), VIOLATED, MET, id="both, on another platform"),
        pytest.param(readings(9, platform="微信"), VIOLATED, VIOLATED, id="another platform is not credited (A-28)"),
        pytest.param(readings(2, platform=None), UNKNOWN, VIOLATED, id="no platform on record"),
    ],
)
def test_each_mode_counts_for_itself(held: tuple[Activity, ...], online: FindingResult, offline: FindingResult) -> None:
    year = replace(YEAR, seats=(SEAT,), activities=held)

    assert (line("reading-online", year).result, line("reading-offline", year).result) == (online, offline)


def test_what_another_platform_held_is_shown_though_not_credited() -> None:
    year = replace(YEAR, seats=(SEAT,), activities=readings(9, platform="微信"))

    assert line("reading-online", year).found == "0次（另有9次不在计入平台）"


@pytest.mark.parametrize(
    ("seats", "result", "remark"),
    [
        pytest.param((), NOT_APPLICABLE, "未入驻线上平台，不适用", id="never entered one (A-26)"),
        pytest.param((Stay(who="微信", since=date(2024, 1, 1)),), NOT_APPLICABLE, "未入驻线上平台", id="elsewhere"),
        pytest.param((Stay(who=QIN, since=date(2025, 6, 1)),), NOT_APPLICABLE, "非完整期间", id="mid-year (A-27)"),
        pytest.param((Stay(who=QIN, since=date(2025, 1, 1)),), VIOLATED, "1次", id="from the first day on"),
        pytest.param((Stay(who=QIN),), UNKNOWN, "入驻日期未登记", id="since an unknown day"),
        pytest.param((replace(SEAT, ended=date(2025, 2, 1)),), NOT_APPLICABLE, "非完整期间", id="left it"),
    ],
)  # fmt: skip
def test_the_online_half_waits_for_the_platform(seats: tuple[Stay, ...], result: FindingResult, remark: str) -> None:
    found = line("reading-online", replace(YEAR, seats=seats, activities=readings(1)))

    assert found.result is result
    assert remark in found.found


@pytest.mark.parametrize(
    ("year", "result"),
    [
        pytest.param(replace(YEAR, started_on=date(2025, 1, 2)), NOT_APPLICABLE, id="began in the year"),
        pytest.param(replace(YEAR, started_on=date(2025, 1, 1)), VIOLATED, id="began with the year"),
        pytest.param(replace(YEAR, ended_on=date(2025, 12, 31)), NOT_APPLICABLE, id="ended in the year"),
        pytest.param(replace(YEAR, ended_on=date(2026, 1, 1)), VIOLATED, id="ended after it"),
        pytest.param(replace(YEAR, as_of=date(2025, 12, 20)), UNKNOWN, id="the year is not over"),
        pytest.param(replace(YEAR, as_of=date(2025, 12, 31)), VIOLATED, id="the year is over"),
        pytest.param(
            replace(YEAR, year=2023, as_of=date(2024, 1, 1)), NOT_APPLICABLE, id="before quotas are judged (A-33)"
        ),
        pytest.param(replace(YEAR, holds=(HOLD,)), UNKNOWN, id="data are held up"),
    ],
)
def test_only_full_periods_with_all_their_data_are_judged(year: StudioYear, result: FindingResult) -> None:
    assert line("reading-offline", year).result is result


def test_a_gap_of_held_up_data_belongs_to_their_owner() -> None:
    found = line("reading-offline", replace(YEAR, holds=(HOLD,)))
    hold = line("data-hold", replace(YEAR, holds=(HOLD,)))

    assert (found.missing, found.gap_owner) == ("差2次", "某市政协（某系统）")
    assert (hold.result, hold.found, hold.gap_owner) == (UNKNOWN, "某系统：状态为“降级”", "某市政协")


def test_one_output_of_either_kind_suffices_in_each_quarter() -> None:
    sent = tuple(
        Sent(kind=kind, on=on)
        for kind, on in zip([OutputKind.PROPOSAL, OutputKind.SOCIAL_INFO, OutputKind.PROPOSAL], QUARTERS, strict=False)
    )

    found = line("proposal-or-social-info", replace(YEAR, outputs=sent))

    assert found.result is VIOLATED
    assert found.expected == "每季度提案不少于1件或社情民意信息不少于1份"
    assert found.missing == "第四季度差1件"
    assert found.found.startswith("第一季度提案1件、社情民意信息0份；第二季度提案0件、社情民意信息1份")
    last = Sent(kind=OutputKind.SOCIAL_INFO, on=QUARTERS[3])
    assert line("proposal-or-social-info", replace(YEAR, outputs=(*sent, last))).result is MET


@pytest.mark.parametrize(
    ("standards", "key", "result"),
    [
        (GUANGZHOU, "proposal", MET),
        (GUANGZHOU, "social-info", VIOLATED),
        (SHAANXI, "proposal-or-social-info", VIOLATED),
    ],
)
def test_citizens_proposals_count_where_the_rule_says_so_and_each_of_a_group_is_owed(
    standards: Book, key: str, result: FindingResult
) -> None:
    citizens = tuple(Sent(kind=OutputKind.CITIZEN_PROPOSAL, on=on) for on in QUARTERS)

    assert line(key, replace(YEAR, outputs=citizens), standards).result is result


def test_duty_is_owed_by_each_member_in_each_quarter_wherever_it_is_done() -> None:
    residents = (Stay(who="mem_a"), Stay(who="mem_b"), Stay(who="mem_c", since=date(2025, 5, 1)))
    shifts = [_shift(who, on) for who in ("mem_a", "mem_b") for on in QUARTERS] + [
        _shift("mem_c", on) for on in QUARTERS[2:]
    ]

    whole = line("duty-offline", replace(YEAR, residents=residents, shifts=tuple(shifts)))
    short = line("duty-offline", replace(YEAR, residents=residents, shifts=tuple(shifts[1:])))

    assert whole.result is MET
    assert whole.expected == "每名委员值班（线下）每季度不少于1次"
    assert "第二季度应到2人，达到2人，另有1人非完整期间" in whole.found
    assert (short.result, short.missing) == (VIOLATED, "第一季度差1人")


def test_attendance_that_nobody_recorded_is_unknown_and_absence_is_none() -> None:
    year = replace(YEAR, residents=(Stay(who="mem_a"),))
    open_ones = tuple(replace(_shift("mem_a", on), attended=None) for on in QUARTERS)
    absent = tuple(replace(one, attended=False) for one in open_ones)

    assert line("duty-offline", replace(year, shifts=open_ones)).result is UNKNOWN
    assert line("duty-offline", replace(year, shifts=absent)).result is VIOLATED
    assert line("duty-offline", YEAR).found.startswith("第一季度未登记驻室委员")


def test_a_month_is_judged_month_by_month() -> None:
    held = tuple(
        Activity(kind="RECEPTION", mode=Mode.OFFLINE, platform=None, on=date(2025, month, 1), count=2)
        for month in range(1, 12)
    )

    (found,) = [one for one in dossier(replace(YEAR, activities=held), Demands(books=(DINGBIAN,))) if one.missing]

    assert (found.result, found.missing) == (VIOLATED, "12月差2次")


def test_a_named_standard_is_unknown_and_never_a_pass() -> None:
    named = Named(label="八有", items=(), items_known=False, place=Place(clause="一"))
    standards = Book(id="rbk_x", body="某县政协", name="版本", standards=(named,))

    found = line("八有", YEAR, standards)

    assert (found.result, found.gap_owner, found.found) == (UNKNOWN, "某县政协", "文件未列明条目")


def test_years_without_assessment_are_listed() -> None:
    found = line("unassessed-years", replace(YEAR, unassessed=(2023, 2024)))

    assert (found.found, found.place.rule) == ("2023年、2024年未考核，不计也不清零", "A-54")


def test_satisfaction_is_the_yardstick_only_where_its_text_binds() -> None:
    rules = [
        [one.place.rule for one in dossier(YEAR, Demands(thresholds=given)) if one.key == "satisfaction"]
        for given in (Thresholds(warning=1), Thresholds())
    ]

    assert rules == [["R-110"], [None]]


def test_the_provinces_yearly_minimum_is_eighteen_activities_four_outputs_and_forty_shifts_of_five_members() -> None:
    """D-17 of the domain page."""
    kinds = ("READING", "POLICY_TALK", "MICRO_CONSULTATION", "MICRO_SUPERVISION")
    held = [_held(kind, mode) for kind in kinds for mode in (Mode.ONLINE, Mode.OFFLINE)]
    held.append(_held("CONVENIENCE_SERVICE", Mode.OFFLINE))
    residents = tuple(Stay(who=f"mem_{n}") for n in range(5))
    modes = (Mode.ONLINE, Mode.OFFLINE)
    each = [_shift(one.who, on) for one in residents for on in QUARTERS]
    shifts = [replace(one, mode=mode, platform=QIN) for one in each for mode in modes]
    sent = tuple(Sent(kind=OutputKind.SOCIAL_INFO, on=on) for on in QUARTERS)
    year = replace(YEAR, seats=(SEAT,), activities=tuple(held), residents=residents, shifts=tuple(shifts), outputs=sent)

    assert (sum(one.count for one in held), len(sent), len(shifts)) == (18, 4, 40)
    assert _results(year) == {MET}
    assert VIOLATED in _results(replace(year, shifts=tuple(shifts[1:])))
    assert VIOLATED in _results(replace(year, outputs=sent[1:]))
    for n, one in enumerate(held):
        fewer = (*held[:n], replace(one, count=1), *held[n + 1 :])
        assert VIOLATED in _results(replace(year, activities=fewer))


def _shift(who: str, on: date) -> Shift:
    return Shift(member=who, mode=Mode.OFFLINE, platform=None, on=on, attended=True)


def _held(kind: str, mode: Mode) -> Activity:
    return Activity(kind=kind, mode=mode, platform=QIN, on=date(2025, 6, 1), count=2)


def _results(year: StudioYear) -> set[FindingResult]:
    return {one.result for one in dossier(year, Demands(books=(SHAANXI,)))} - {FindingResult.INFO}
