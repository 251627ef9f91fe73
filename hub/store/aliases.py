"""Names of rows within a statement: made once and taken again by every statement, since copying columns takes time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from sqlalchemy.orm import aliased

from hub.store.models.base import Base

_MOST = 8  # of each model; a statement that names its rows more often makes further ones of its own
_taken: ContextVar[Counter[type[Base]] | None] = ContextVar("taken", default=None)


@contextmanager
def one_statement() -> Iterator[None]:
    """What is built within the block is one statement, in which no two names are the same."""
    token = _taken.set(Counter())
    try:
        yield
    finally:
        _taken.reset(token)


def named(model: type[Base]) -> Any:  # an alias has the attributes of the mapped class
    """The rows of a model under a name that nothing else in the statement has."""
    taken = _taken.get()
    if taken is None or taken[model] == _MOST:
        return aliased(model)
    taken[model] += 1
    return _kept(model, taken[model])


@cache
def _kept(model: type[Base], number: int) -> Any:  # an alias has the attributes of the mapped class
    """An alias that is the same whenever it is asked for; its columns are there before any thread sees it."""
    found = aliased(model)
    for attribute in model.__mapper__.column_attrs:
        getattr(found, attribute.key).__clause_element__()
    return found
