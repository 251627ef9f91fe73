"""Requests that carry a key are answered once: the same again has the same answer, another under the key is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.command import Refusal
from hub.domain.ids import new_id
from hub.store.dialect import table_of
from hub.store.models.history import RememberedRequest

_TABLE = table_of(RememberedRequest)
_LOCK_TIMEOUT = "55P03"  # PostgreSQL: lock_not_available
_LOCKED = "database is locked"  # what SQLite says when another writer did not end in time

IN_PROGRESS = Refusal(
    code="IN_PROGRESS",
    zh="同一报送的另一请求仍在处理，本次未作任何更改；请约 5 秒后用同一幂等键重试，将得到同一结果",
    en="another request for this report is still at work, and nothing was changed; send it again under the same key in "
    "some 5 seconds, and it has the same answer",
    at="requestKey",
)
"""The answer to a request that could not wait for another any longer."""


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


def kept(answer: str | Refusal) -> dict[str, Any]:
    """An answer as it is kept."""
    return {"refusal": asdict(answer)} if isinstance(answer, Refusal) else {"id": answer}


def again(known: Remembered) -> str | Refusal:
    """The answer that was kept, or why it is none to this request."""
    if not known.same:
        return Refusal(
            code="IDEMPOTENCY_KEY_REUSED",
            zh="该幂等键已用于内容不同的请求，请换用新的键",
            en="this key was used for a request with other arguments; choose a new one",
            at="requestKey",
        )
    refusal = known.answer.get("refusal")
    return Refusal(**refusal) if refusal is not None else str(known.answer["id"])


def waited(problem: OperationalError) -> bool:
    """Whether a request gave up because another one held what it wanted."""
    return getattr(problem.orig, "sqlstate", None) == _LOCK_TIMEOUT or _LOCKED in str(problem.orig)
