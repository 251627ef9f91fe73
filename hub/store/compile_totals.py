"""Totals as JSON text: the cells of one statement, in its order, each key that is a row shown beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    String,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy import literal_column as plain

from hub.auth.caller import Caller
from hub.domain.period import QUARTERS
from hub.domain.span import Span
from hub.store.joined_text import fixed
from hub.store.json_text import MARK, JsonText, JsonWords, SqliteJson
from hub.store.models.base import Base
from hub.store.read_plan import (
    CellCount,
    CellField,
    CellNumber,
    Cells,
    Constant,
    KeyPeriod,
    KeyRow,
    KeyValue,
    NumberPart,
    PeriodPart,
    Shown,
    Totals,
)
from hub.store.totals_from import PERIOD, ROWS, key, known_of
from hub.store.totals_read import source_for
from hub.store.totals_shape import Shape, shape_of, type_at
from hub.store.totals_statement import (
    MOST_CELLS,
    SUPPRESSED,
    EndText,
    least_of,
    masked_of,
    statement_of_totals,
    withheld_of,
)
from hub.store.where import Rows

ShownText = Callable[[Rows, type[Base], Shown], JsonText]

_MONTHS = [f"{month:02d}" for month in range(1, 13)]
_LONG = {"01", "03", "05", "07", "08", "10", "12"}


def totals_text(totals: Totals, caller: Caller, words: JsonWords, *, shown: ShownText) -> JsonText:
    """The JSON text of an answer; `shown` writes a row of a model."""
    read, shape = totals.read, shape_of(totals.read.facts)
    fields = [field for _, part in totals.parts if isinstance(part, Cells) for _, field in part.shown]
    numbers = {field.name for field in fields if isinstance(field, CellNumber)}
    sums = tuple(name for name in shape.sums if name in numbers)
    rows = list(dict.fromkeys(field for field in fields if isinstance(field, KeyRow)))
    ends = [_end(f"end_{at}", field, shape, shown) for at, field in enumerate(rows)]
    source = source_for(caller, read.facts, totals.sources, sums=sums)
    on_postgresql = not isinstance(words, SqliteJson)
    statement = statement_of_totals(read, source, caller, sums=sums, ends=ends, on_postgresql=on_postgresql)
    found = statement.subquery()
    cells = _CellText(totals, found, words, rows)
    parts = [(name, part.text if isinstance(part, Constant) else cells.listed(part)) for name, part in totals.parts]
    return words.object(parts)


def _end(label: str, field: KeyRow, shape: Shape, shown: ShownText) -> EndText:
    model = shape.dimension(field.dimension).end
    if model is None:
        raise TypeError(f"{field.dimension} stands for no row")
    end: type[Base] = model
    return EndText(label=label, dimension=field.dimension, text=lambda rows_of: shown(rows_of, end, field.shown))


class _CellText:
    """The texts of what is shown of a cell."""

    def __init__(self, totals: Totals, rows: Subquery, words: JsonWords, ends: Sequence[KeyRow]) -> None:
        self._read = totals.read
        self._shape = shape_of(totals.read.facts)
        self._rows = rows
        self._words = words
        self._ends = ends
        self._least = least_of(totals.read)

    def listed(self, cells: Cells) -> JsonText:
        """The list of all cells; one that is too long is not told, so that the general path refuses it."""
        text = self._words.listed(self._words.object([(name, self._field(field)) for name, field in cells.shown]))
        told = case((func.count() <= plain(str(MOST_CELLS)), text), else_=literal(MARK, String))
        found: JsonText = select(told).select_from(self._rows).scalar_subquery()
        return found

    def _field(self, field: CellField) -> str | JsonText:
        match field:
            case Constant(text=text):
                return text
            case KeyValue(dimension=name):
                kind = type_at(self._shape.dimension(name), self._read.facts)
                return self._words.scalar(self._rows.c[key(name)], kind, nullable=True)
            case KeyRow():
                shown: JsonText = self._rows.c[f"end_{self._ends.index(field)}"]
                return shown
            case KeyPeriod():
                return self._period(field)
            case CellCount.COUNT:
                return self._number(self._rows.c[ROWS])
            case CellCount.SUPPRESSED:
                return self._words.truth(self._rows.c[SUPPRESSED])
            case CellNumber():
                return self._sum(field)

    def _number(self, column: ColumnElement[int]) -> JsonText:
        return func.coalesce(cast(column, Text), fixed("null"), type_=String)

    def _sum(self, field: CellNumber) -> JsonText:
        columns, name = self._rows.c, field.name
        texts: dict[NumberPart, JsonText] = {
            NumberPart.TOTAL: self._number(columns[name]),
            NumberPart.KNOWN: self._number(columns[known_of(name)]),
        }
        if not self._shape.is_open(name):
            masked = columns[masked_of(name)]
            texts[NumberPart.MASKED] = self._words.truth(masked)
            texts[NumberPart.REASON] = case((masked, fixed(f'"{field.reason}"')), else_=fixed("null"))
        made = self._words.object(
            [(each, part.text if isinstance(part, Constant) else texts[part]) for each, part in field.parts]
        )
        return made if self._least is None else case((columns[withheld_of(name)], fixed("null")), else_=made)

    def _period(self, field: KeyPeriod) -> JsonText:
        """The period that begins on a day; its other parts are read off the text of that day."""
        column = self._rows.c[PERIOD]
        day = self._words.scalar(column, Date(), nullable=False)
        span = self._read.span or Span.YEAR
        texts: dict[PeriodPart, str | JsonText] = {
            PeriodPart.SPAN: f'"{span.name}"',
            PeriodPart.FIRST_DAY: day,
            PeriodPart.LAST_DAY: self._words.joined(
                [func.substr(day, plain("1"), plain("6"), type_=String), _last(day, span), '"']
            ),
            PeriodPart.LABEL: self._words.joined(
                [func.substr(day, plain("1"), plain("5"), type_=String), "年", _label(day, span), '"']
            ),
        }
        made = self._words.object(
            [(each, part.text if isinstance(part, Constant) else texts[part]) for each, part in field.parts]
        )
        return case((column.is_(None), fixed("null")), else_=made)


def _month(day: JsonText) -> ColumnElement[str]:
    return func.substr(day, plain("7"), plain("2"), type_=String)


def _last(day: JsonText, span: Span) -> JsonText:
    """Month and day of the last day of a span, by the text of its first."""
    year = cast(func.substr(day, plain("2"), plain("4"), type_=String), Integer)
    leap = and_(
        year % plain("4") == plain("0"), or_(year % plain("100") != plain("0"), year % plain("400") == plain("0"))
    )
    ends: dict[str, JsonText] = {month: fixed(f"{month}-{'31' if month in _LONG else '30'}") for month in _MONTHS}
    ends["02"] = case((leap, fixed("02-29")), else_=fixed("02-28"))
    return _by_month(
        day,
        dict(zip(_MONTHS[:: span.months], (ends[one] for one in _MONTHS[span.months - 1 :: span.months]), strict=True)),
    )


def _label(day: JsonText, span: Span) -> JsonText:
    """What a period is called within its year."""
    match span:
        case Span.MONTH:
            return _by_month(day, {month: fixed(f"{int(month)}月") for month in _MONTHS})
        case Span.QUARTER:
            return _by_month(
                day, {month: fixed(f"第{name}季度") for month, name in zip(_MONTHS[::3], QUARTERS, strict=True)}
            )
        case Span.YEAR:
            return fixed("")


def _by_month(day: JsonText, texts: Mapping[str, JsonText]) -> JsonText:
    return case(*((_month(day) == fixed(month), text) for month, text in texts.items()))
