"""How a value becomes JSON text in SQL, letter by letter as the general path writes it, on both databases."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Text,
    case,
    cast,
    func,
    literal_column,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from hub.store.joined_text import Joined, fixed
from hub.store.kinds import Exact, Instant, TermText, TextList

JsonText = ColumnElement[str]

MARK = "\x01"
"""Stands where a value is missing that must not be; JSON text never holds it, so its presence says: do not answer."""

LATER = "\x02"
"""Stands before and after what names a value that is put in its place later; JSON text never holds it."""

_LARGEST_INT = 2**31 - 1


class CannotSay(Exception):
    """A column is of a kind that has no rendering here."""


class JsonWords(ABC):
    """The words that the two databases say differently."""

    array_of: str  # aggregate that joins texts
    _mark: str
    _carries_null: bool  # a missing part makes the joined text a missing one

    def scalar(self, column: Any, kind: TypeEngine[Any], *, nullable: bool, stored: bool = False) -> JsonText:
        """The JSON text of a column's value; a missing one is null, or the mark where it must not be missing.

        A word of a closed set is shown by its name; `stored` gives its value, as cursors do.
        """
        if isinstance(kind, TermText):
            return self._term(column, kind, nullable=nullable, stored=stored)
        absent = fixed("null") if nullable else literal_column(self._mark, String)
        if isinstance(kind, Boolean):
            return case((column.is_(True), fixed("true")), (column.is_(False), fixed("false")), else_=absent)
        if self._carries_null and not nullable:
            return self._present(column, kind)
        return self._or_absent(column, self._present(column, kind), absent, nullable=nullable)

    def row(self, text: JsonText) -> JsonText:
        """The text of a whole row, which holds the mark where a value is missing that must not be."""
        return func.coalesce(text, literal_column(self._mark, String), type_=String) if self._carries_null else text

    def joined(self, texts: Sequence[str | JsonText]) -> Joined:
        """Fixed texts and expressions, one after the other."""
        return Joined(texts)

    def object(self, fields: Sequence[tuple[str, str | JsonText]]) -> Joined:
        """An object of response keys and JSON texts."""
        texts: list[str | JsonText] = []
        for key, value in fields:
            texts += [f'{"," if texts else "{"}"{key}":', value]
        return self.joined([*texts, "}"] if texts else ["{}"])

    def truth(self, condition: ColumnElement[bool]) -> JsonText:
        """A condition as true or false; neither is false."""
        return case((condition, fixed("true")), else_=fixed("false"))

    def listed(self, texts: ColumnElement[Any], *, kept: ColumnElement[bool] | None = None) -> JsonText:
        """A list of the texts of a query's rows in their order."""
        # An aggregate leaves NULL out, and a row must never be missing without a word.
        told = func.coalesce(texts, literal_column(self._mark, String), type_=String)
        gathered = getattr(func, self.array_of)(told, fixed(","), type_=String)
        if kept is not None:
            gathered = gathered.filter(kept)
        return self.joined(["[", func.coalesce(gathered, fixed(""), type_=String), "]"])

    @abstractmethod
    def or_null(self, row: Select[Any]) -> JsonText:
        """The text of the only row of a query, or null when it has none."""

    @abstractmethod
    def cursor(self, text: JsonText) -> JsonText:
        """A JSON text as an opaque cursor, quotes included."""

    @abstractmethod
    def _present(self, column: Any, kind: TypeEngine[Any]) -> JsonText:
        """The JSON text of a value that is there, NULL otherwise."""

    def _term(self, column: Any, kind: TermText, *, nullable: bool, stored: bool) -> JsonText:
        """A stored word by its name or its value; a word that is not in the set must not be answered."""
        found = type_coerce(column, String)
        words = [(fixed(word.value), fixed(f'"{word.value if stored else word.name}"')) for word in kind.term]
        known = case(*words, value=found, else_=literal_column(self._mark, String))
        return case((column.is_(None), fixed("null")), else_=known) if nullable else known

    def _or_absent(self, column: Any, text: JsonText, absent: JsonText, *, nullable: bool) -> JsonText:
        """A text, or another where the value is missing."""
        return func.coalesce(text, absent, type_=String)


class PostgresJson(JsonWords):
    """PostgreSQL's words."""

    array_of = "string_agg"
    _mark = "chr(1)"
    _carries_null = True

    def or_null(self, row: Select[Any]) -> JsonText:
        """As a function of the row."""
        return func.coalesce(row.scalar_subquery(), fixed("null"), type_=String)

    def cursor(self, text: JsonText) -> JsonText:
        """Base64 in its alphabet for addresses, without padding and line breaks."""
        encoded = func.encode(func.convert_to(text, fixed("UTF8")), fixed("base64"))
        return self.joined(['"', func.translate(encoded, literal_column("E'+/=\\n'"), fixed("-_")), '"'])

    def _present(self, column: Any, kind: TypeEngine[Any]) -> JsonText:
        match kind:
            case Instant():
                return _postgres_instant(column)
            case TextList():
                return _postgres_texts(column, self._mark)
            case Exact():
                return self.joined(['"', _raw(column), '"'])
            case Integer():
                return cast(column, postgresql.TEXT)
            case Text() if _is_identifier(column):
                return Joined(['"', column, '"'])  # of letters, digits and low lines: `store.write` takes no other
            case Date() | Text():
                return cast(func.to_json(column), postgresql.TEXT)
        raise CannotSay(str(kind))


class SqliteJson(JsonWords):
    """SQLite's words; `hub_cursor` is a function of ours on each of its connections."""

    array_of = "group_concat"
    _mark = "char(1)"
    _carries_null = False

    def or_null(self, row: Select[Any]) -> JsonText:
        """As a second row, which counts when there is no first; this nests less than a function would."""
        return union_all(row, select(fixed("null"))).limit(literal_column("1")).scalar_subquery()

    def cursor(self, text: JsonText) -> JsonText:
        """By a function in Python, since SQLite has no base64."""
        return self.joined(['"', func.hub_cursor(text, type_=String), '"'])

    def _present(self, column: Any, kind: TypeEngine[Any]) -> JsonText:
        match kind:
            case Instant():
                return _sqlite_instant(column)
            case TextList():
                return _sqlite_texts(column, self._mark)
            case Integer():
                fits = column.between(literal_column(str(-_LARGEST_INT - 1)), literal_column(str(_LARGEST_INT)))
                whole = case((fits, cast(column, Text)), else_=literal_column(self._mark, String))
                return case((column.is_not(None), whole))
            case Date() | Exact():
                return case((column.is_not(None), self.joined(['"', _raw(column), '"'])))
            case Text():
                return func.json_quote(column, type_=String)
        raise CannotSay(str(kind))

    def _or_absent(self, column: Any, text: JsonText, absent: JsonText, *, nullable: bool) -> JsonText:
        """Quoting knows null by itself."""
        if isinstance(column.type, Text) and nullable:
            return text
        if isinstance(column.type, Text):
            return case((column.is_(None), absent), else_=text)
        return super()._or_absent(column, text, absent, nullable=nullable)


def json_words(*, sqlite: bool) -> JsonWords:
    """The words of a database."""
    return SqliteJson() if sqlite else PostgresJson()


def _raw(column: Any) -> Any:  # the stored text of a column of any kind
    return type_coerce(column, String)


def _is_identifier(column: Any) -> bool:
    declared = getattr(column, "property", None)
    return declared is not None and any(one.primary_key or one.foreign_keys for one in declared.columns)


def _postgres_instant(column: Any) -> JsonText:
    moment = func.timezone(fixed("UTC"), column)
    whole = func.date_trunc(fixed("second"), column) == column
    plain = func.to_char(moment, fixed('YYYY-MM-DD"T"HH24:MI:SS"+00:00"'))
    exact = func.to_char(moment, fixed('YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'))
    made = func.format(fixed('"%s"'), case((whole, plain), else_=exact), type_=String)
    return case((column.is_not(None), made))


def _postgres_texts(column: Any, mark: str) -> JsonText:
    text = cast(column, postgresql.TEXT)
    # Between two elements stands a blank, which the general path does not write. Where no element holds a
    # backslash, no quote inside an element can look like the end of one.
    plain = text.regexp_match(literal_column("""'^\\[("[^"\\\\]*"(, "[^"\\\\]*")*)?\\]$'"""))
    each = func.jsonb_array_elements(column).table_valued("value", name="each")
    element = cast(each.c.value, postgresql.TEXT)
    is_text = func.left(element, literal_column("1")) == fixed('"')
    one = case((is_text, element), else_=literal_column(mark, String))
    found = func.array(select(one).scalar_subquery())
    slow = func.format(fixed("[%s]"), func.array_to_string(found, fixed(",")), type_=String)
    is_list = func.jsonb_typeof(column) == fixed("array")
    return case(
        (plain, func.replace(text, fixed('", "'), fixed('","'), type_=String)),
        (is_list, slow),
        (column.is_not(None), literal_column(mark, String)),
    )


def _sqlite_instant(column: Any) -> JsonText:
    raw = _raw(column)

    def cut(start: int, length: int) -> Any:  # a stretch of the stored text
        return func.substr(raw, literal_column(str(start)), literal_column(str(length)), type_=String)

    fraction = case((cut(20, 7) == fixed(".000000"), fixed("")), else_=cut(20, 7))
    made = func.printf(fixed('"%sT%s%s+00:00"'), cut(1, 10), cut(12, 8), fraction, type_=String)
    return case((column.is_not(None), made))


def _sqlite_texts(column: Any, mark: str) -> JsonText:
    raw = _raw(column)
    each = func.json_each(raw).table_valued("value", "type", name="each")
    one = case((each.c.type == fixed("text"), func.json_quote(each.c.value)), else_=literal_column(mark, String))
    gathered = select(func.printf(fixed("[%s]"), func.group_concat(one, fixed(",")), type_=String)).scalar_subquery()
    return case((raw == fixed("[]"), raw), (column.is_not(None), gathered))
