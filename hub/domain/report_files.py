"""How the files of report definitions are read: strictly, one per report and version, each rule with its clause."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path

from hub.domain.access import Role
from hub.domain.bodies import read_bodies
from hub.domain.document import read_documents
from hub.domain.reading import FaultyReference, Record, read_toml
from hub.domain.report_definition import (
    Due,
    FaultyPredicate,
    Indicator,
    Predicate,
    ReportDefinition,
    Rule,
    predicate_of,
)
from hub.domain.rollup_words import (
    Aggregation,
    Cadence,
    FactKind,
    IndicatorSource,
    Owes,
    RuleCheck,
    Severity,
)
from hub.domain.standard import Evidence
from hub.domain.standard_files import evidence_of
from hub.domain.words import JointRule

PACKAGE = "hub.domain.reports"
_CODE = re.compile(r"[a-z][a-z0-9-]*")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_SHARE = re.compile(r"[0-9]+(\.[0-9]+)?")


def read_definitions(folder: Path | None = None) -> tuple[ReportDefinition, ...]:
    """Every version of every report of the package or of a folder, by file name; no version of a report twice."""
    if folder is not None:
        return once_each(read_definition(path) for path in sorted(folder.glob("*.toml")))
    names = sorted(file.name for file in resources.files(PACKAGE).iterdir() if file.name.endswith(".toml"))
    return once_each(_definition(read_toml(None, package=PACKAGE, name=name)) for name in names)


def once_each(definitions: Iterable[ReportDefinition]) -> tuple[ReportDefinition, ...]:
    """The same definitions; FaultyReference where a version of a report is there twice."""
    found = tuple(definitions)
    seen: set[tuple[str, str]] = set()
    for one in found:
        if (one.code, one.version) in seen:
            zh, en = f"{one.code} 的版本 {one.version} 重复", f"{one.code} has version {one.version} twice"
            raise FaultyReference("reports", "version", zh=zh, en=en)
        seen.add((one.code, one.version))
    return found


def read_definition(path: Path) -> ReportDefinition:
    """One file of a report definition."""
    return _definition(read_toml(path, package=PACKAGE, name=path.name))


def _definition(file: Record) -> ReportDefinition:
    own = evidence_of(file)
    read = ReportDefinition(
        code=_code(file),
        version=file.text("version"),
        name=file.text("name"),
        name_en=file.text("name_en"),
        issuer=_known(file, "issuer", _bodies()),
        document=_known(file, "document", _documents()),
        cadence=file.word("cadence", Cadence),
        owes=file.word("owes", Owes),
        goes_to=file.word("goes_to", Role),
        by_section=file.flag("by_section"),
        due=_due(file),
        grace_days=file.optional_integer("grace_days"),
        two_person=file.flag("two_person"),
        auto_accept=file.flag("auto_accept"),
        materiality=_share(file, "materiality"),
        effective_from=file.optional_day("effective_from"),
        effective_to=file.optional_day("effective_to"),
        evidence=own,
        indicators=tuple(_indicator(row, own) for row in file.records("indicators")),
        rules=tuple(_rule(row, own) for row in file.records("rules")),
    )
    file.finish()
    _check_whole(file, read)
    return read


def _check_whole(file: Record, read: ReportDefinition) -> None:
    _once(file, "indicators.code", (one.code for one in read.indicators))
    _once(file, "rules.code", (one.code for one in read.rules))
    _once(file, "rules.check", (str(one.check) for one in read.rules))
    if not read.indicators:
        raise file.fault("indicators", zh="至少列出一项", en="must list at least one")
    if read.by_section and read.owes is not Owes.ROLLUP_UNIT:
        raise file.fault("by_section", zh="只有汇总单位分级分县报送", en="only a roll-up unit reports by section")
    if read.effective_from and read.effective_to and read.effective_to <= read.effective_from:
        raise file.fault("effective_to", zh="须晚于 effective_from", en="must be after effective_from")


def _due(file: Record) -> Due | None:
    month_day, working_day = file.optional_text("due_month_day"), file.optional_integer("due_working_day")
    document, clause = file.optional_text("due_document"), file.optional_text("due_clause")
    if month_day is None and working_day is None:
        if document or clause:
            raise file.fault("due_clause", zh="没有期限，请删除", en="stands without a due day, remove it")
        return None
    if month_day is not None and working_day is not None:
        raise file.fault(
            "due_working_day", zh="与 due_month_day 只能有一个", en="stands beside due_month_day, keep one"
        )
    if month_day is not None and not _MONTH_DAY.fullmatch(month_day):
        raise file.fault("due_month_day", zh="应写作 11-30（月-日）", en="must read like 11-30 (month-day)")
    if working_day == 0:
        raise file.fault("due_working_day", zh="应为 1 或以上的整数", en="must be a whole number, one or more")
    notice = file.optional_text("due_notice")
    return Due(
        month_day=month_day,
        working_day=working_day,
        document=None if notice else _known(file, "due_document", _documents()),
        clause=" ".join(part for part in (notice, file.text("due_clause")) if part),
    )


def _indicator(row: Record, own: Evidence) -> Indicator:
    source = row.word("source", IndicatorSource)
    found = Indicator(
        code=_code(row),
        name=row.text("name"),
        name_en=row.text("name_en"),
        unit=row.optional_text("unit"),
        source=source,
        predicate=_predicate(row) if source is IndicatorSource.FACT else None,
        joint_rule=row.optional_word("joint_rule", JointRule) if source is IndicatorSource.FACT else None,
        required=row.flag("required"),
        cite=row.source("cite") if row.optional_text("cite") is not None else own.source,
    )
    row.finish()
    if (found.unit is None) is not (source is IndicatorSource.NARRATIVE):
        raise row.fault("unit", zh="数字须有单位，文字材料不得有", en="a figure must have a unit, words must have none")
    is_sum = found.predicate is not None and found.predicate.aggregation is Aggregation.SUM
    if (found.joint_rule is not None) is not is_sum:
        raise row.fault("joint_rule", zh="求和须有，其他不得有", en="a sum must have it, and nothing else")
    return found


def _predicate(row: Record) -> Predicate:
    try:
        return predicate_of(
            row.word("fact", FactKind),
            conditions=row.texts("where"),
            by=row.texts("by"),
            aggregation=row.word("aggregation", Aggregation),
            of=row.optional_text("of"),
        )
    except FaultyPredicate as wrong:
        key = "where" if wrong.key == "conditions" else wrong.key
        raise row.fault(key, zh=wrong.zh, en=wrong.en) from wrong


def _rule(row: Record, own: Evidence) -> Rule:
    found = Rule(
        code=_code(row),
        name=row.text("name"),
        name_en=row.text("name_en"),
        check=row.word("check", RuleCheck),
        severity=row.word("severity", Severity),
        tolerance=_share(row, "tolerance"),
        evidence=_evidence_or(row, own),
    )
    row.finish()
    if found.tolerance is not None and found.check is not RuleCheck.UNSUPPORTED:
        raise row.fault("tolerance", zh="只用于 UNSUPPORTED", en="belongs to UNSUPPORTED only")
    return found


def _evidence_or(row: Record, own: Evidence) -> Evidence:
    """The clause of a rule; one that names none stands under the clause of the report itself."""
    if row.optional_text("clause") is not None:
        return evidence_of(row)
    return replace(own, interpretation=row.texts("interpretation"), note=row.optional_text("note"))


def _code(row: Record) -> str:
    code = row.text("code")
    if not _CODE.fullmatch(code):
        raise row.fault("code", zh="只用小写字母、数字和连字符", en="small letters, digits and hyphens only")
    return code


def _share(row: Record, key: str) -> Decimal | None:
    text = row.optional_text(key)
    if text is None:
        return None
    if not _SHARE.fullmatch(text):
        raise row.fault(key, zh='应写作 "0.05"', en='must read like "0.05"')
    return Decimal(text)


def _known(row: Record, key: str, known: frozenset[str]) -> str:
    value = row.text(key)
    if value not in known:
        raise row.fault(key, zh=f"没有“{value}”", en=f"there is no {value!r}")
    return value


def _once(file: Record, key: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise file.fault(key, zh=f"“{value}”重复", en=f"{value!r} stands twice")
        seen.add(value)


@cache
def _bodies() -> frozenset[str]:
    return frozenset(body.key for body in read_bodies())


@cache
def _documents() -> frozenset[str]:
    return frozenset(document.key for document in read_documents())
