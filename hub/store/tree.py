"""The reporting tree as the database holds it, kept in memory so that rights can be asked without waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from hub.auth.tree import Place
from hub.store.models.body import Body
from hub.store.session import Database

MAX_AGE = timedelta(minutes=1)


class BodyTree:
    """The places of all bodies; `place` answers at once from what the last `refresh` has read.

    Whoever serves requests awaits `keep_fresh` before asking; it reads at most once in `max_age`.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime], max_age: timedelta = MAX_AGE) -> None:
        self._database = database
        self._clock = clock
        self._max_age = max_age
        self._places: Mapping[str, Place] = {}
        self._read_at: datetime | None = None
        self._turn = asyncio.Lock()

    def place(self, code: str) -> Place | None:
        """The place of the body with this code, or None when no such body stands in the tree."""
        return self._places.get(code)

    @property
    def reading(self) -> object:
        """The last reading that differed from the one before."""
        return self._places

    async def refresh(self) -> None:
        """Read all places anew; a reading that fails leaves the last ones standing."""
        columns = Body.id, Body.code, Body.level, Body.position, Body.last, Body.rollup_unit
        async with self._database.read() as connection:
            rows = (await connection.execute(select(*columns))).all()
        places = {
            row.code: Place(
                body_id=row.id,
                code=row.code,
                level=row.level,
                position=row.position,
                last=row.last,
                rollup_unit=row.rollup_unit,
            )
            for row in rows
        }
        if places != self._places:
            self._places = places
        self._read_at = self._clock()

    async def keep_fresh(self) -> None:
        """Read the places anew if they are too old; several that ask at once wait for one reading."""
        if self.is_young():
            return
        async with self._turn:
            if not self.is_young():
                await self.refresh()

    def is_young(self) -> bool:
        """Whether the last reading may still be relied on."""
        # A clock set back gives a negative age: such a reading counts as old, or it would live too long.
        return self._read_at is not None and timedelta(0) <= self._clock() - self._read_at < self._max_age
