"""The arguments of generated lists: pages, cursors, orders and conditions of every kind, a few of them refused."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    get_named_type,
    is_list_type,
)

from hub.domain.term import Term
from hub.schema.expose import exposed
from hub.schema.kinds import python_type
from hub.store.models.base import Base
from tests.agreement.drawing import Drawing
from tests.agreement.material import Material, Steps
from tests.agreement.random_world import CHANGED, CODES, START, TEXTS
from tests.agreement.words import Word, Words, literal

INSTANTS = (*CHANGED, START, START - timedelta(days=30), START + timedelta(days=40))
_JSON_OF = {"str": "String", "bool": "Boolean", "int": "Int"}


@dataclass(frozen=True, kw_only=True)
class Arguments:
    """Makes the arguments of lists."""

    drawing: Drawing
    words: Words
    material: Material

    def of(self, shown: GraphQLField, row: GraphQLObjectType, *, depth: int) -> str:
        """The arguments of a connection, in brackets."""
        some = self.drawing
        given = [f"{some.one(['first', 'first', 'last'])}: {self.words.given(self._size(depth), 'Int')}"]
        way = some.below(20)
        order: Steps = []
        if way >= 16 and (told := self.material.told.get(row.name)):
            page = some.one(told)
            order, cursor = page.order, some.one(page.cursors)
        else:
            order = self._order(get_named_type(shown.args["orderBy"].type)) if way % 2 else []
            cursor = self._cursor(row, order) if way in (2, 3) else ""
        if order:
            given.append(f"orderBy: {literal(order)}")
        if cursor:
            given.append(f"{some.one(['after', 'before'])}: {self.words.given(cursor, 'String')}")
        if some.happens(40):
            kind = get_named_type(shown.args["where"].type)
            given.append(f"where: {self.words.given(self.where(kind), kind.name)}")
        if "includeBelow" in shown.args and some.happens(50):
            given.append(f"includeBelow: {self.words.given(some.below(3) > 0, 'Boolean')}")
        if "asOf" in shown.args:
            given += self.past()
        return f"({', '.join(given)})"

    def past(self) -> list[str]:
        """The arguments of a past state, mostly around the instants at which rows of the world were changed."""
        some = self.drawing
        if not some.happens(60):
            return []
        found = []
        which = some.below(3)
        moment = some.one(INSTANTS) + timedelta(microseconds=some.below(3) - 1)
        if which != 0:
            found.append(f"asKnownAt: {self.words.given(self._instant(moment), 'DateTime')}")
        if which != 1:
            day = some.one(INSTANTS).date() + timedelta(days=some.below(5) - 2)
            found.append(f"asOf: {self.words.given(day.isoformat(), 'Date')}")
        return found

    def _instant(self, moment: datetime) -> str:
        way = self.drawing.below(20)
        if way == 19:
            return moment.replace(tzinfo=None).isoformat()  # which is refused
        zone = timezone(timedelta(hours=8)) if way % 2 else UTC
        return moment.astimezone(zone).isoformat()

    def where(self, kind: Any, *, depth: int = 0) -> dict[str, Any]:
        """A condition of an input type."""
        found: dict[str, Any] = {}
        for name in self.drawing.some(list(kind.fields), most=2):
            shown = kind.fields[name].type
            below = get_named_type(shown)
            if not isinstance(below, GraphQLInputObjectType):
                found[name] = self.drawing.one(CODES)
            elif below.name.endswith("Filter"):
                found[name] = self._filter(below)
            elif depth < 2:
                inner = self.where(below, depth=depth + 1)
                found[name] = [inner, self.where(below, depth=depth + 1)] if is_list_type(shown) else inner
        return found

    def scalar(self, name: str) -> Any:
        """A JSON value of a scalar type."""
        if name == "Boolean":
            return self.drawing.below(2) == 1
        if name == "Int":
            return self.drawing.one([0, 1, 7, -1])
        if name.lower() in ("date", "datetime"):
            moment = START + timedelta(days=self.drawing.below(80) - 40, seconds=self.drawing.below(2))
            return moment.date().isoformat() if name.lower() == "date" else moment.isoformat()
        return self.drawing.one(TEXTS)

    def _size(self, depth: int) -> int:
        most = 6 if depth == 1 else 3
        return self.drawing.one([0, most, most, 101]) if self.drawing.happens(8) else 1 + self.drawing.below(most)

    def _order(self, kind: Any) -> Steps:
        names = self.drawing.some(list(kind.fields), most=2)
        return [{name: Word(self.drawing.one(["ASC", "DESC"]))} for name in names]

    def _cursor(self, row: GraphQLObjectType, order: Steps) -> str:
        if self.drawing.happens(15):
            return "no cursor"
        model = next(one.model for one in exposed().values() if one.cls.__name__ == row.name)
        steps = [(_snake(name), word) for step in order for name, word in step.items()]
        names = [name for name, _ in steps if name != "id"] + ["id"]
        values = [self._key(model, name) for name in names]
        text = json.dumps([",".join(f"{name}:{word}" for name, word in steps), *values], ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _key(self, model: type[Base], name: str) -> Any:  # a JSON value of the column's type
        kind = python_type(model, name)
        if name == "id":
            return self.drawing.one(self.material.ids.get(model) or [""])
        if model.__mapper__.columns[name].nullable and self.drawing.happens(20):
            return None
        if issubclass(kind, Term):
            return self.drawing.one(list(kind)).value
        return self.scalar(_JSON_OF.get(kind.__name__, kind.__name__))

    def _filter(self, kind: GraphQLInputObjectType) -> dict[str, Any]:
        word = self.drawing.one(list(kind.fields))
        shown = kind.fields[word].type
        below = get_named_type(shown)

        def one() -> Any:  # a value of the filter's kind
            if isinstance(below, GraphQLEnumType):
                return Word(self.drawing.one(list(below.values)))
            return self.scalar(below.name)

        return {word: [one() for _ in range(self.drawing.below(4))] if is_list_type(shown) else one()}


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
