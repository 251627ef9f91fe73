"""The figures that the source documents state, with unit, qualifier, period and sentence kept as printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from hub.domain.level import Level
from hub.domain.reading import Record, read_json_list
from hub.domain.term import Term


class Qualifier(Term):
    """How exact a stated value is (A-10); the value of an OVER figure is the printed number."""

    EXACT = "EXACT", "确数", "exact"
    OVER = "OVER", "余", "over"
    NEARLY = "NEARLY", "近", "nearly"
    ATLEAST = "ATLEAST", "至少（以上）", "at least"
    ATMOST = "ATMOST", "至多（以内）", "at most"
    ORDINAL = "ORDINAL", "序数", "ordinal"


class FigureScope(Term):
    """What a figure speaks about; figures of different scopes are never added up."""

    STRUCTURE = "S", "机构与队伍", "platforms, members, organisation"
    STUDIO_WORK = "A", "委员工作室成果", "result of studio work"
    BODY_WORK = "B", "政协整体工作", "work of the body as a whole"
    RULE = "R", "规定", "rule or threshold"
    OTHER = "O", "其他", "other context"


@dataclass(frozen=True, kw_only=True)
class ReportedFigure:
    """A figure as a document states it; never split, converted or added up (A-08 to A-11).

    `bodies` are abbreviations (the owner first); `period_derived` says that a bound was inferred, not printed (A-68).
    """

    id: str
    bodies: tuple[str, ...]
    levels: tuple[Level, ...]
    level_confirmed: bool
    subject: str
    metric: str
    metrics_covered: tuple[str, ...]
    value: str
    unit: str
    qualifier: Qualifier
    incomplete_statistics: bool
    period_text: str | None
    period_start: date | None
    period_end: date | None
    period_derived: bool
    scope: FigureScope
    source: str
    source_sentence: str
    note: str | None

    @property
    def body(self) -> str:
        """The abbreviation of the body that owns the figure."""
        return self.bodies[0]

    @property
    def amount(self) -> Decimal | None:
        """The value as a number; nothing for a figure that is a date."""
        try:
            return Decimal(self.value)
        except InvalidOperation:
            return None

    @property
    def exact(self) -> bool:
        """Whether a sum over this figure could be exact."""
        return self.qualifier is Qualifier.EXACT and not self.incomplete_statistics


def read_figures(path: Path | None = None) -> tuple[ReportedFigure, ...]:
    """Every figure of the documents, in the order of their ids."""
    return tuple(_figure(row) for row in read_json_list(path, package="hub.domain.reference", name="figures.json"))


def _figure(row: Record) -> ReportedFigure:
    figure = ReportedFigure(
        id=row.text("id"),
        bodies=row.texts("bodies"),
        levels=row.words("levels", Level),
        level_confirmed=row.flag("level_confirmed"),
        subject=row.text("subject"),
        metric=row.text("metric"),
        metrics_covered=row.texts("metrics_covered"),
        value=row.text("value"),
        unit=row.text("unit"),
        qualifier=row.word("qualifier", Qualifier),
        incomplete_statistics=row.flag("incomplete_statistics"),
        period_text=row.optional_text("period_text"),
        period_start=row.optional_day("period_start"),
        period_end=row.optional_day("period_end"),
        period_derived=row.flag("period_derived"),
        scope=row.word("scope", FigureScope),
        source=row.source(),
        source_sentence=row.text("source_sentence"),
        note=row.optional_text("note"),
    )
    row.finish()
    _check(figure, row)
    return figure


def _check(figure: ReportedFigure, row: Record) -> None:
    if not figure.bodies or len(figure.bodies) != len(figure.levels):
        raise row.fault("levels", zh="每个单位须有一个层级", en="must give one level for each body")
    start, end = figure.period_start, figure.period_end
    if start and end and end < start:
        raise row.fault("period_end", zh="不得早于开始日期", en="must not lie before the start")
    if figure.period_derived and not (start or end):
        raise row.fault("period_derived", zh="没有推定的日期", en="no bound is there that could be derived")
