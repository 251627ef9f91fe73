"""Writes rows through the one write door at instants of one's choice, as the hub came to know them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from hub.domain.ids import new_id
from hub.domain.words import Mode, PlatformKind, StudioStatus, StudioType
from hub.store.applying import held_rows
from hub.store.models.base import Base
from hub.store.models.studio import Studio
from hub.store.write import Author, Insert, Update, write
from tests.factories import World

FIRST = datetime(2026, 3, 2, 1, tzinfo=UTC)
LATER = datetime(2026, 5, 10, 1, tzinfo=UTC)
LAST = datetime(2026, 6, 20, 1, tzinfo=UTC)


def author(at: datetime) -> Author:
    """Who writes here."""
    return Author(actor="tester", stream="611026", request_id="req-1", at=at, key=b"k")


class Chronicle:
    """What the hub came to know, one change after the other."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.database = world.database
        self._numbers = count(1)

    async def add(self, model: type[Base], at: datetime, **values: Any) -> str:
        """A new row."""
        identifier = new_id(model.prefix, at, seed=str(next(self._numbers)).encode())
        values = {"id": identifier, **values}
        if "recorded_at" in model.__mapper__.columns:
            values.setdefault("recorded_at", at)
        async with self.database.write() as connection:
            await write(connection, [Insert(model=model, values=values)], author=author(at))
        return identifier

    async def change(
        self, model: type[Base], identifier: str, at: datetime, *, valid_from: date | None = None, **values: Any
    ) -> None:
        """New values of a row, from the business day or from the day that is said."""
        async with self.database.write() as connection:
            before = dict((await held_rows(connection, model, [identifier]))[identifier])
            change = Update(model=model, before=before, values=values, valid_from=valid_from)
            await write(connection, [change], author=author(at))

    async def studio(self, body: str = "611026", at: datetime = FIRST, **given: Any) -> str:
        """A studio owned by the body with this code."""
        values = {
            "name": "甲",
            "type": StudioType.REGIONAL,
            "platform_kind": PlatformKind.STUDIO,
            "counts_as_studio": True,
            "mode": Mode.OFFLINE,
            "status": StudioStatus.ACTIVE,
            "owner_body_id": await self.world.body(body),
        }
        return await self.add(Studio, at, **{**values, **given})
