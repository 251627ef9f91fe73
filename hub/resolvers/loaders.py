"""Batching: everything that one level of a query asks for is fetched in one statement."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any

from aiodataloader import DataLoader

from hub.auth.caller import Caller
from hub.store.ages import read_ages
from hub.store.fetch import Link, by_column, by_ids, lists_under
from hub.store.models.base import Base
from hub.store.plan import ListRead, Past, Record, Slice
from hub.store.session import Reader

_RowBatch = Callable[[list[str]], Coroutine[Any, Any, list[Record | None]]]
_AgeBatch = Callable[[list[str]], Coroutine[Any, Any, list[int | None]]]
_ListBatch = Callable[[list[str]], Coroutine[Any, Any, list[Slice]]]


class Loaders:
    """The loaders of one operation; they share its snapshot and are forgotten with it."""

    def __init__(self, reader: Reader, caller: Caller) -> None:
        self._reader = reader
        self._caller = caller
        self._rows: dict[tuple[type[Base], str, Past | None], DataLoader[str, Record | None]] = {}
        self._lists: dict[tuple[Link, ListRead], DataLoader[str, Slice]] = {}
        self._ages: dict[tuple[type[Base], str], DataLoader[str, int | None]] = {}

    def forget(self) -> None:
        """Read anew what is asked from here on; a batch under way is answered to those who wait for it."""
        self._rows.clear()
        self._lists.clear()
        self._ages.clear()

    async def row(self, model: type[Base], column: str, value: str, past: Past | None = None) -> Record | None:
        """The row with a value in a unique column; in a past state only by its identifier."""
        loader = self._rows.get((model, column, past))
        if loader is None:
            loader = self._rows[model, column, past] = DataLoader(self._row_batch(model, column, past))
        return await loader.load(value)

    async def under(self, link: Link, parent: str, read: ListRead) -> Slice:
        """A piece of the list under one parent."""
        loader = self._lists.get((link, read))
        if loader is None:
            loader = self._lists[link, read] = DataLoader(self._list_batch(link, read))
        return await loader.load(parent)

    async def age(self, model: type[Base], name: str, identifier: str, *, on: date) -> int | None:
        """An age of a row in days, on a day; null where it has none."""
        loader = self._ages.get((model, name))
        if loader is None:
            loader = self._ages[model, name] = DataLoader(self._age_batch(model, name, on))
        return await loader.load(identifier)

    def _age_batch(self, model: type[Base], name: str, on: date) -> _AgeBatch:
        async def batch(ids: list[str]) -> list[int | None]:
            found = await read_ages(self._reader, model, name, ids=ids, on=on)
            return [found.get(one) for one in ids]

        return batch

    def _row_batch(self, model: type[Base], column: str, past: Past | None) -> _RowBatch:
        async def batch(values: list[str]) -> list[Record | None]:
            if column == "id":
                found = await by_ids(self._reader, self._caller, model=model, ids=values, past=past)
            else:
                found = await by_column(self._reader, self._caller, model=model, column=column, values=values)
            return [found.get(value) for value in values]

        return batch

    def _list_batch(self, link: Link, read: ListRead) -> _ListBatch:
        async def batch(parents: list[str]) -> list[Slice]:
            found = await lists_under(self._reader, self._caller, link=link, parents=parents, read=read)
            return [found[parent] for parent in parents]

        return batch
