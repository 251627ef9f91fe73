"""How a column's kind looks in the graph: scalars, enums with titles in two languages, and masked values."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

import strawberry

from hub.domain.access import Sensitivity
from hub.domain.term import Term
from hub.store.kinds import Document, Exact, Instant, TermText, TextList
from hub.store.models.base import Base, meaning_of

_NAMED = 6  # words of a closed set that its own description names in Chinese


class MaskReason(Term):
    """Why a value is not shown."""

    OUT_OF_REACH = "OUT_OF_REACH", "超出权限范围", "beyond the caller's reach"


def described(term: type[Term], *, name: str | None = None) -> Any:  # strawberry's enum decorator keeps the class
    """Register a closed set as an enum whose values carry both titles, under its own name unless another is given."""
    if not hasattr(term, "__strawberry_definition__"):
        words = "、".join(one.title_zh for one in list(term)[:_NAMED])
        text = f"{(term.__doc__ or '').strip()} · 取值：{words}{'等' if len(term) > _NAMED else ''}"
        enum = strawberry.enum(term, name=name, description=text)
        for value in getattr(enum, "__strawberry_definition__").values:
            value.description = term[value.name].titles.both()
    return term


described(MaskReason)


def _reason(root: Any) -> MaskReason | None:
    return MaskReason.OUT_OF_REACH if root.masked else None


@strawberry.type(description="A text that is shown only to some · 按权限显示的文本")
class MaskedText:
    """Value, or its masked form, or nothing; `masked` tells hidden from absent."""

    value: str | None = strawberry.field(description="the text, or its masked form · 内容或脱敏形式")
    masked: bool = strawberry.field(description="true when hidden from this caller · 是否已对调用者隐藏")

    reason: MaskReason | None = strawberry.field(resolver=_reason, description="why it is hidden · 隐藏原因")


@strawberry.type(description="Texts that are shown only to some · 按权限显示的文本列表")
class MaskedTexts:
    """Values, or nothing when hidden."""

    value: list[str] | None = strawberry.field(description="the texts · 内容")
    masked: bool = strawberry.field(description="true when hidden from this caller · 是否已对调用者隐藏")


@strawberry.type(description="A yes or no that is shown only to some · 按权限显示的是否")
class MaskedBoolean:
    """Value, or nothing when hidden."""

    value: bool | None = strawberry.field(description="the value · 内容")
    masked: bool = strawberry.field(description="true when hidden from this caller · 是否已对调用者隐藏")


@strawberry.type(description="A number that is shown only to some · 按权限显示的数字")
class MaskedInt:
    """Value, or nothing when hidden."""

    value: int | None = strawberry.field(description="the value · 内容")
    masked: bool = strawberry.field(description="true when hidden from this caller · 是否已对调用者隐藏")


@strawberry.type(description="A day that is shown only to some · 按权限显示的日期")
class MaskedDate:
    """Value, or nothing when hidden."""

    value: date | None = strawberry.field(description="the day · 日期")
    masked: bool = strawberry.field(description="true when hidden from this caller · 是否已对调用者隐藏")


@strawberry.type(description="An instant that is shown only to some · 按权限显示的时刻")
class MaskedInstant:
    """Value, or nothing when hidden."""

    value: datetime | None = strawberry.field(description="the instant · 时刻")
    masked: bool = strawberry.field(description="true when hidden from this caller · 是否已对调用者隐藏")


_MASKED: dict[type, type] = {
    str: MaskedText,
    list: MaskedTexts,
    bool: MaskedBoolean,
    int: MaskedInt,
    date: MaskedDate,
    datetime: MaskedInstant,
}

T = TypeVar("T")


def python_type(model: type[Base], name: str) -> type:
    """The type of a column's values: a scalar, a closed set, or list for a list of texts."""
    kind = model.__mapper__.columns[name].type
    match kind:
        case TermText():
            return kind.term
        case TextList():
            return list
        case Instant():
            return datetime
        case Exact():
            return Decimal
        case Document():
            raise TypeError(f"{model.__name__}.{name} holds a document, which the graph does not show")
    found: type = kind.python_type
    return found


def field_type(model: type[Base], name: str) -> Any:  # an annotation for strawberry
    """The annotation of a column's field."""
    column = model.__mapper__.columns[name]
    meaning = meaning_of(column)
    kind = python_type(model, name)
    if meaning is not None and meaning.sensitivity is not Sensitivity.OPEN:
        return _MASKED[kind]
    shown: Any = kind
    if kind is list:
        shown = list[str]
    elif issubclass(kind, Term):
        shown = described(kind)
    if name == "id":
        shown = strawberry.ID
    return shown | None if column.nullable else shown
