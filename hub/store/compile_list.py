"""A piece of a list as JSON text: rows, cursors, bounds and total, each only if it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)

from hub.store.fetch import COUNT_CAP
from hub.store.joined_text import Joined
from hub.store.json_text import JsonText, JsonWords
from hub.store.keyset import beyond, key_columns, sorting
from hub.store.models.base import Base
from hub.store.read_plan import Bound, Bounds, Constant, Cursor, Edges, Listing, Row, Rows, Shown, Total
from hub.store.where import Rows as RowsOf

_ROW = "row"  # column names of the piece: rows as shown, by their number
_PLACE, _CURSOR, _FETCHED = "place", "cursor", "fetched"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the rows of a list come from."""

    select: Callable[..., Select[Any]]
    child: RowsOf
    outer: RowsOf | None  # the row the list hangs on
    where: ColumnElement[bool]

    def rows(self, *chosen: Any) -> Select[Any]:
        """A selection of the rows of the whole list."""
        found = self.select(*chosen).where(self.where)
        return found if self.outer is None else found.correlate(self.outer)


def listing_text(listing: Listing, source: Source, words: JsonWords, *, row: Callable[[Shown], JsonText]) -> JsonText:
    """The JSON text of a connection; `row` writes one row."""
    total = _total(source, words)
    if not any(isinstance(part, Rows | Edges | Bounds) for _, part in listing.parts):
        return words.object([(key, part.text if isinstance(part, Constant) else total) for key, part in listing.parts])
    shown = _shown_once(listing)
    piece = _Piece(listing, source, words, [row(one) for one in shown])
    fields: list[tuple[str, str | JsonText]] = []
    for key, part in listing.parts:
        match part:
            case Constant(text=text):
                fields.append((key, text))
            case Total():
                fields.append((key, total))
            case Rows(shown=one):
                fields.append((key, piece.rows(shown.index(one))))
            case Edges(parts=parts):
                fields.append((key, piece.edges(parts, shown)))
            case Bounds(parts=parts):
                fields.append((key, piece.bounds(parts)))
    return piece.text(words.object(fields))


class _Piece:
    """The rows between two cursors, one more than asked for when somebody wants to know whether the list goes on."""

    def __init__(self, listing: Listing, source: Source, words: JsonWords, rows: list[JsonText]) -> None:
        self._words = words
        self._piece = listing.read.piece
        read, kinds = listing.read, [type(part) for _, part in listing.parts]
        self._peeks = Bounds in kinds
        chosen: list[Any] = [one.label(f"{_ROW}{at}") for at, one in enumerate(rows)]
        if Edges in kinds or self._peeks:
            chosen.append(words.cursor(_cursor_text(listing, source, words)).label(_CURSOR))
        cut = (
            source.rows(*chosen or [literal_column("1").label(_ROW)])
            .where(beyond(source.child, read.order, self._piece))
            .order_by(*sorting(source.child, read.order, backward=self._piece.backward))
            .limit(literal_column(str(self._piece.limit + (1 if self._peeks else 0))))
            .subquery()
        )
        self._from = self._placed(cut)

    def rows(self, at: int) -> JsonText:
        """The list of the rows as shown."""
        return self._words.listed(self._column(f"{_ROW}{at}"), kept=self._kept())

    def edges(self, parts: tuple[tuple[str, Cursor | Row | Constant], ...], shown: list[Shown]) -> JsonText:
        """The list of the rows with their cursors."""
        fields: list[tuple[str, str | JsonText]] = []
        for key, part in parts:
            match part:
                case Constant(text=text):
                    fields.append((key, text))
                case Cursor():
                    fields.append((key, self._column(_CURSOR)))
                case Row(shown=one):
                    fields.append((key, self._column(f"{_ROW}{shown.index(one)}")))
        return self._words.listed(self._words.object(fields), kept=self._kept())

    def bounds(self, parts: tuple[tuple[str, Bound | Constant], ...]) -> JsonText:
        """Both ends of the piece."""
        more = self._words.truth(func.count() > literal_column(str(self._piece.limit)))
        first, last = self._cursor_at(first=True), self._cursor_at(first=False)
        backward = self._piece.backward
        told: dict[Bound, str | JsonText] = {
            Bound.HAS_NEXT: _truth(self._piece.before is not None) if backward else more,
            Bound.HAS_PREVIOUS: more if backward else _truth(self._piece.after is not None),
            Bound.START: last if backward else first,
            Bound.END: first if backward else last,
        }
        return self._words.object(
            [(key, part.text if isinstance(part, Constant) else told[part]) for key, part in parts]
        )

    def text(self, made: Joined) -> JsonText:
        """The text made of the rows, as a value of the row the list hangs on; what is fixed stays outside the query."""
        texts = list(made.texts)
        opening = texts.pop(0) if isinstance(texts[0], str) else ""
        if not texts:
            return made  # nothing of any row was asked for
        closing = texts.pop() if isinstance(texts[-1], str) else ""
        gathered: JsonText = select(self._words.joined(texts)).select_from(self._from).scalar_subquery()
        return self._words.joined([opening, gathered, closing])

    def _placed(self, cut: Subquery) -> Subquery:
        if not self._peeks and not self._piece.backward:
            return cut
        place = func.row_number().over().label(_PLACE)
        placed = select(cut, place, func.count().over().label(_FETCHED)).subquery()
        if not self._piece.backward:
            return placed
        # Read from its far end, so turned round; the bound keeps both databases from dropping the order.
        return select(placed).order_by(placed.c[_PLACE].desc()).limit(literal_column("1000")).subquery()

    def _column(self, name: str) -> ColumnElement[Any]:
        return self._from.c[name]

    def _kept(self) -> ColumnElement[bool] | None:
        return self._column(_PLACE) <= literal_column(str(self._piece.limit)) if self._peeks else None

    def _cursor_at(self, *, first: bool) -> JsonText:
        place = self._column(_PLACE)
        limit: ColumnElement[int] = literal_column(str(self._piece.limit))
        end = place == literal_column("1") if first else or_(place == limit, place == self._column(_FETCHED))
        cursor = func.max(self._column(_CURSOR)).filter(and_(place <= limit, end))
        return func.coalesce(cursor, literal_column("'null'"), type_=String)


def _shown_once(listing: Listing) -> list[Shown]:
    """The ways in which rows are shown, each once, so that no row is written twice."""
    found: list[Shown] = []
    for _, part in listing.parts:
        if isinstance(part, Rows):
            found.append(part.shown)
        elif isinstance(part, Edges):
            found += [one.shown for _, one in part.parts if isinstance(one, Row)]
    return list(dict.fromkeys(found))


def _cursor_text(listing: Listing, source: Source, words: JsonWords) -> JsonText:
    model: type[Base] = listing.read.model
    columns = model.__mapper__.columns
    template: list[str | JsonText] = [f'["{listing.order_text}"']
    for name in key_columns(listing.read.order):
        value = words.scalar(getattr(source.child, name), columns[name].type, nullable=True, stored=True)
        template += [",", value]
    return words.joined([*template, "]"])


def _total(source: Source, words: JsonWords) -> JsonText:
    some = source.rows(literal_column("1").label("one")).limit(literal_column(str(COUNT_CAP + 1))).subquery()
    within = func.count() <= literal_column(str(COUNT_CAP))
    text = case((within, cast(func.count(), Text)), else_=literal_column("'null'"))
    found: JsonText = select(text).select_from(some).scalar_subquery()
    return found


def _truth(value: bool) -> str:
    return "true" if value else "false"
