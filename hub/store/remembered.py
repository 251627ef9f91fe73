"""Requests that carry a key are answered once: the same again has the same answer, another under the key is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.ids import new_id
from hub.store.dialect import table_of
from hub.store.models.history import RememberedRequest

_TABLE = table_of(RememberedRequest)


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request with a key: who sent it, what it asks, and a digest of its arguments."""

    client: str
    operation: str
    key: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """What a request came to, and whether the arguments were the same."""

    same: bool
    answer: Mapping[str, Any]


def request_of(client: str, operation: str, key: str, arguments: object) -> Request:
    """A request by its arguments, which are data that JSON or their text can say."""
    text = json.dumps(arguments, ensure_ascii=False, sort_keys=True, default=str)
    return Request(client=client, operation=operation, key=key, fingerprint=hashlib.sha256(text.encode()).hexdigest())


async def recall(connection: AsyncConnection, request: Request) -> Remembered | None:
    """What came of the request before, if it came before."""
    chosen = select(_TABLE.c.fingerprint, _TABLE.c.answer).where(
        _TABLE.c.client == request.client, _TABLE.c.operation == request.operation, _TABLE.c.key == request.key
    )
    row = (await connection.execute(chosen)).one_or_none()
    return None if row is None else Remembered(same=row.fingerprint == request.fingerprint, answer=row.answer)


async def remember(connection: AsyncConnection, request: Request, answer: Mapping[str, Any], *, at: datetime) -> None:
    """Keep an answer with the change it belongs to; a second one at the same time fails on the key."""
    seed = f"{request.client}|{request.operation}|{request.key}"
    row = {
        "id": new_id(RememberedRequest.prefix, at, seed=seed.encode()),
        "client": request.client,
        "operation": request.operation,
        "key": request.key,
        "fingerprint": request.fingerprint,
        "answer": dict(answer),
        "recorded_at": at,
    }
    await connection.execute(insert(_TABLE).values(row))
