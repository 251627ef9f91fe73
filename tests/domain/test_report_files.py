"""The definitions of reports as data: who owes what by when, nothing invented, and a faulty file tells its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hub.domain import report_files
from hub.domain.access import Role
from hub.domain.calendar import WorkingCalendar, calendar_of
from hub.domain.calendar_files import read_calendars
from hub.domain.command import Refusal
from hub.domain.reading import FaultyReference
from hub.domain.report_definition import Due, ReportDefinition
from hub.domain.report_files import read_definition, read_definitions
from hub.domain.rollup_words import Cadence, FactKind, IndicatorSource, Owes, RuleCheck, Severity
from hub.domain.standard_files import read_standards
from hub.domain.standard_words import StructureKind

PACKAGED = Path(report_files.__file__).parent / "reports"
DEFINITIONS = {one.code: one for one in read_definitions()}
QUARTERLY = "province-quarterly-2023-12-05.toml"
DAYS = "day\tworks\torigin\n2031-01-01\tfalse\t某通知\n2031-01-05\ttrue\t某通知\n"


def rule(one: ReportDefinition, check: RuleCheck) -> Severity:
    return next(each.severity for each in one.rules if each.check is check)


@pytest.mark.parametrize(
    ("code", "cadence", "owes", "goes_to", "demand"),
    [
        ("province-quarterly", Cadence.QUARTER, Owes.ROLLUP_UNIT, Role.PROVINCE_OFFICE, "R-103"),
        ("studio-annual", Cadence.YEAR, Owes.STUDIO, Role.SPECIAL_COMMITTEE, "R-100"),
        ("committee-annual", Cadence.YEAR, Owes.COMMITTEE, Role.MANAGING_DEPARTMENT, "R-101"),
        ("city-annual", Cadence.YEAR, Owes.ROLLUP_UNIT, Role.PROVINCE_OFFICE, "R-102"),
        ("chenzhou-monthly", Cadence.MONTH, Owes.BODY, Role.MANAGING_DEPARTMENT, "R-200"),
    ],
)
def test_who_owes_what_to_whom(code: str, cadence: Cadence, owes: Owes, goes_to: Role, demand: str) -> None:
    one = DEFINITIONS[code]

    assert (one.cadence, one.owes, one.goes_to, one.evidence.rule) == (cadence, owes, goes_to, demand)
    assert len(DEFINITIONS) == 5


def test_only_the_days_that_the_guidance_prints_are_due_days() -> None:
    due = {code: one.due for code, one in DEFINITIONS.items() if one.due is not None}

    assert due == {
        "studio-annual": Due(month_day="11-30", working_day=None, document="sx-guidance-2023-21", clause="四、7"),
        "city-annual": Due(month_day="12-31", working_day=None, document="sx-guidance-2023-21", clause="四、7"),
    }
    assert all(one.grace_days is None and one.materiality is None for one in DEFINITIONS.values())
    assert all(each.tolerance is None for one in DEFINITIONS.values() for each in one.rules)


def test_the_clause_of_a_report_is_that_of_the_standards() -> None:
    kinds = {
        "province-quarterly": StructureKind.QUARTERLY_ROLLUP,
        "studio-annual": StructureKind.STUDIO_SUMMARY,
        "committee-annual": StructureKind.COMMITTEE_COMPILATION,
        "city-annual": StructureKind.CITY_SUMMARY,
        "chenzhou-monthly": StructureKind.MONTHLY_COLLECTION,
    }
    books = {book.body: book for book in read_standards()}

    for code, kind in kinds.items():
        one = DEFINITIONS[code]
        (found,) = [each for each in books[one.issuer].structures if each.kind is kind]
        own, due = found.evidence, one.due.month_day if one.due else None
        told = (one.evidence.rule, one.evidence.clause, one.evidence.source, one.evidence.sentence, due)
        assert told == (own.rule, own.clause, own.source, own.sentence, found.due)


def test_only_a_body_whose_standard_has_a_monthly_collection_is_asked_for_one() -> None:
    asked = {one.issuer for one in DEFINITIONS.values() if one.cadence is Cadence.MONTH}
    monthly = StructureKind.MONTHLY_COLLECTION

    assert asked == {book.body for book in read_standards() if any(one.kind is monthly for one in book.structures)}


def test_the_quarterly_roll_up_counts_every_kind_of_record_and_asks_for_good_practice() -> None:
    one = DEFINITIONS["province-quarterly"]

    assert one.by_section
    assert {part.predicate.fact for part in one.indicators if part.predicate} == set(FactKind)
    words = [part for part in one.indicators if part.source is IndicatorSource.NARRATIVE]
    assert [part.name for part in words] == ["好经验", "好做法"]
    by = {part.code: part.predicate.by for part in one.indicators if part.predicate}
    assert by["studios"] == ("type",)
    assert by["activities"] == ("kind", "mode")
    assert by["duty-planned"] == by["duty-attended"] == ("mode",)
    assert by["opinions"] == ("opinion_class", "status")


def test_a_county_without_its_section_is_no_breach_and_an_absent_line_blocks() -> None:
    one = DEFINITIONS["province-quarterly"]

    assert rule(one, RuleCheck.SECTION_HELD) is Severity.INFO
    assert rule(one, RuleCheck.REQUIRED_LINE) is Severity.BLOCK
    assert rule(one, RuleCheck.UNDERCLAIMED) is Severity.EXPLAIN
    assert {each.check for each in one.rules} == set(RuleCheck)


def test_no_document_asks_for_a_second_person() -> None:
    assert not any(one.two_person for one in DEFINITIONS.values())


def written(folder: Path, before: str, after: str) -> Path:
    text = (PACKAGED / QUARTERLY).read_text("utf-8")
    assert before in text
    path = folder / QUARTERLY
    path.write_text(text.replace(before, after, 1), "utf-8")
    return path


def test_a_due_day_and_a_tolerance_are_set_with_their_clause(tmp_path: Path) -> None:
    due = 'due_working_day = 10\ndue_document = "sx-guidance-2023-21"\ndue_clause = "八、2"\ncadence'
    one = read_definition(written(tmp_path, "cadence", due))
    assert one.due == Due(month_day=None, working_day=10, document="sx-guidance-2023-21", clause="八、2")

    text = 'check = "UNSUPPORTED"\ntolerance = "0.05"\nclause = "八、2"\nsource = "S3:183"\nsentence = "报省政协办公厅"'
    one = read_definition(written(tmp_path, 'check = "UNSUPPORTED"', text))
    (found,) = [each for each in one.rules if each.check is RuleCheck.UNSUPPORTED]
    assert (found.tolerance, found.evidence.sentence) == (Decimal("0.05"), "报省政协办公厅")


@pytest.mark.parametrize(
    ("before", "after", "where", "key"),
    [
        ('cadence = "QUARTER"', 'cadence = "SOMETIMES"', "", "cadence"),
        ('issuer = "610000"', 'issuer = "000000"', "", "issuer"),
        ('document = "sx-guidance-2023-21"', 'document = "no-such"', "", "document"),
        ('code = "province-quarterly"', 'code = "Province Quarterly"', "", "code"),
        ("two_person = false", 'two_person = "perhaps"', "", "two_person"),
        ("two_person = false", 'two_person = false\nmood = "good"', "", "mood"),
        ("by_section = true", 'by_section = true\nmateriality = "five"', "", "materiality"),
        ('owes = "ROLLUP_UNIT"', 'owes = "BODY"', "", "by_section"),
        ('clause = "八、2"', 'clause = "八、2"\ndue_clause = "八、2"', "", "due_clause"),
        ('clause = "八、2"', 'clause = "八、2"\ndue_month_day = "11-31a"', "", "due_month_day"),
        ('clause = "八、2"', 'clause = "八、2"\ndue_month_day = "11-30"', "", "due_document"),
        ('clause = "八、2"', 'clause = "八、2"\ndue_working_day = 0', "", "due_working_day"),
        ('clause = "八、2"', 'clause = "八、2"\ndue_month_day = "11-30"\ndue_working_day = 3', "", "due_working_day"),
        ("effective_from = 2024-01-01", "effective_from = 2024-01-01\neffective_to = 2023-01-01", "", "effective_to"),
        ('sentence = "各市', 'sentences = "各市', "", "sentence"),
        ('code = "duty-planned"', 'code = "duty-attended"', "", "indicators.code"),
        ('code = "reasons"', 'code = "shared"', "", "rules.code"),
        ('check = "SHARED"', 'check = "UNSUPPORTED"', "", "rules.check"),
        ('by = ["kind", "mode"]', 'by = ["topic"]', " indicators[1]", "by"),
        ('where = ["planned = true"]', 'where = ["planned = maybe"]', " indicators[3]", "where"),
        ('aggregation = "SUM"\nof = "members_count"', 'aggregation = "SUM"\nof = "topic"', " indicators[2]", "of"),
        ('joint_rule = "FULL_EACH"\n', "", " indicators[2]", "joint_rule"),
        ('unit = "个"\n', "", " indicators[0]", "unit"),
        ('severity = "BLOCK"', 'severity = "SHOUT"', " rules[0]", "severity"),
        ('check = "REASON_GIVEN"', 'check = "REASON_GIVEN"\ntolerance = "0.1"', " rules[1]", "tolerance"),
    ],
)
def test_a_file_that_cannot_be_trusted_says_where(
    tmp_path: Path, before: str, after: str, where: str, key: str
) -> None:
    path = written(tmp_path, before, after)

    with pytest.raises(FaultyReference) as told:
        read_definition(path)

    assert (told.value.where, told.value.key) == (f"{QUARTERLY}{where}", key)


def test_a_version_of_a_report_stands_once(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text((PACKAGED / QUARTERLY).read_text("utf-8"), "utf-8")

    with pytest.raises(FaultyReference, match="province-quarterly"):
        read_definitions(tmp_path)


def test_no_year_of_working_days_is_shipped_without_its_notice() -> None:
    nothing = calendar_of(read_calendars())

    assert isinstance(nothing, WorkingCalendar)
    told = nothing.works(date(2026, 10, 8))
    assert isinstance(told, Refusal)
    assert "calendar-2026.tsv" in told.zh and "calendar-2026.tsv" in told.en


def test_a_year_of_working_days_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "calendar-2031.tsv").write_text(DAYS, "utf-8")

    rows = read_calendars(tmp_path)
    found = calendar_of(rows)

    assert [(row.year, row.day, row.works, row.origin) for row in rows] == [
        (2031, date(2031, 1, 1), False, "某通知"),
        (2031, date(2031, 1, 5), True, "某通知"),
    ]
    assert isinstance(found, WorkingCalendar)
    assert [found.works(date(2031, 1, day)) for day in (1, 2, 4, 5)] == [False, True, False, True]


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("2031-01-05\ttrue", "2031-01-05\tperhaps", "works"),
        ("2031-01-05\ttrue", "the fifth\ttrue", "day"),
        ("2031-01-05\ttrue", "\ttrue", "day"),
        ("2031-01-05", "2031-01-01", "day"),
        ("2031-01-05", "2032-01-05", "day"),
        ("true\t某通知", "true\t", "origin"),
        ("origin", "source", "header"),
        (DAYS[DAYS.index("2031-01-01") :], "", "day"),
    ],
)
def test_a_faulty_year_says_where(tmp_path: Path, before: str, after: str, key: str) -> None:
    assert before in DAYS
    (tmp_path / "calendar-2031.tsv").write_text(DAYS.replace(before, after, 1), "utf-8")

    with pytest.raises(FaultyReference) as told:
        read_calendars(tmp_path)

    assert told.value.key == key
