"""How filing is set up: what its form must have, how its numbers look, and which due days a document gives."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hub.domain.document import read_documents
from hub.domain.reading import FaultyReference, Record, read_toml
from hub.domain.registry_words import FilingKind
from hub.domain.term import Term

_PLACES = ("{office}", "{year}", "{number}")


class FormItem(Term):
    """Something that the form of a filing may have to have."""

    APPROVED_ON = "APPROVED_ON", "主席会议同意日期", "day of the chair meeting's approval"
    PLAQUED_ON = "PLAQUED_ON", "授牌日期", "day the plaque was granted"
    ENDED_ON = "ENDED_ON", "终止日期", "day the studio ended"
    BEFORE = "BEFORE", "变更前内容", "what it was before the change"
    AFTER = "AFTER", "变更后内容", "what it is after the change"


class NumberKind(Term):
    """A number that the province office gives."""

    FILING = "FILING", "备案号", "filing number"
    RECEIPT = "RECEIPT", "回执号", "receipt number"
    ROLLUP_RECEIPT = "ROLLUP_RECEIPT", "报送回执号", "number of a receipt for a report"


@dataclass(frozen=True, kw_only=True)
class NumberForm:
    """How a number is written."""

    form: str
    digits: int

    def text(self, *, office: str, year: int, number: int) -> str:
        """The number as people see it; one with more digits than usual is written whole."""
        return self.form.format(office=office, year=year, number=str(number).zfill(self.digits))


@dataclass(frozen=True, kw_only=True)
class DueDays:
    """The days within which something is to be filed, and the clause that says so."""

    kind: FilingKind | None
    """What is filed; none where remarks are to be answered."""
    body: str
    days: int
    document: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class FilingSettings:
    """All that is settled about filing; `due_days` is empty where no document gives any (A-43)."""

    credit_when_filed: bool
    needs: Mapping[FilingKind, tuple[FormItem, ...]]
    numbers: Mapping[NumberKind, NumberForm]
    due_days: tuple[DueDays, ...]
    answer_days: tuple[DueDays, ...] = ()

    def answer_due_on(self, *, since: date, bodies: Collection[str]) -> date | None:
        """The last day to answer remarks by the documents of these bodies; null where they give none."""
        days = [one.days for one in self.answer_days if one.body in bodies]
        return since + timedelta(days=min(days)) if days else None

    def due_on(self, kind: FilingKind, *, since: date | None, bodies: Collection[str]) -> date | None:
        """The last day by the documents of these bodies, counted from a day; null where they give none."""
        days = [one.days for one in self.due_days if one.kind is kind and one.body in bodies]
        return None if since is None or not days else since + timedelta(days=min(days))


def read_filing_settings(path: Path | None = None) -> FilingSettings:
    """The settings in the package, or in another file; raises FaultyReference where one cannot be trusted."""
    file = read_toml(path, package="hub.domain.reference", name="filing.toml")
    found = FilingSettings(
        credit_when_filed=file.flag("credit_when_filed"),
        needs=dict(_needs(record) for record in file.records("form")),
        numbers=dict(_number(record) for record in file.records("numbers")),
        due_days=tuple(_due(record) for record in file.records("due_days")),
        answer_days=tuple(_due(record, filed=False) for record in file.records("answer_days")),
    )
    file.finish()
    for key, missing in (("form", {*FilingKind} - {*found.needs}), ("numbers", {*NumberKind} - {*found.numbers})):
        if missing:
            names = ", ".join(sorted(str(one) for one in missing))
            raise FaultyReference(file.where, key, zh=f"缺少 {names}，请补充", en=f"says nothing of {names}, add it")
    return found


@cache
def filing_settings() -> FilingSettings:
    """The settings in the package, read once."""
    return read_filing_settings()


def _needs(record: Record) -> tuple[FilingKind, tuple[FormItem, ...]]:
    found = record.word("kind", FilingKind), record.words("needs", FormItem)
    record.source(), record.text("phrase"), record.text("decision")
    record.finish()
    return found


def _number(record: Record) -> tuple[NumberKind, NumberForm]:
    form = record.text("form")
    if form.count("{") != len(_PLACES) or any(form.count(place) != 1 for place in _PLACES):
        raise record.fault(
            "form",
            zh="须各含一次 {office}、{year} 和 {number}，不得另有花括号",
            en="must hold {office}, {year} and {number}, each once, and no other braces",
        )
    found = record.word("series", NumberKind), NumberForm(form=form, digits=record.optional_integer("digits") or 1)
    record.text("decision")
    record.finish()
    return found


def _due(record: Record, *, filed: bool = True) -> DueDays:
    days = record.optional_integer("days")
    if days is None:
        raise record.fault("days", zh="缺少天数，请补充", en="is missing, give the number of days")
    found = DueDays(
        kind=record.word("kind", FilingKind) if filed else None,
        body=record.text("body"),
        days=days,
        document=record.text("document"),
        clause=record.text("clause"),
    )
    if found.document not in {one.key for one in read_documents()}:
        raise record.fault("document", zh="制度文件中没有此键", en="is no key of a policy document")
    record.finish()
    return found
