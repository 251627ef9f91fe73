"""The conversation with a local system's own database: keyset pages of one SELECT."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from hub.sync.connectors.exchange import Page, Position, QueryRequest, QueryResponse, Request, Response, SqlValue
from hub.sync.connectors.paging import Step
from hub.sync.connectors.walk import Arrived, turn
from hub.sync.connectors.web import since_text
from hub.sync.faults import FaultCode, SourceFault
from hub.sync.rows import make_row
from hub.sync.source import Source, Stream

# A statement that asks for changes needs a moment in a pass over everything as well.
_BEGINNING = datetime(1970, 1, 2, tzinfo=UTC)


class SqlConnector:
    """Walks one SELECT of a source."""

    def __init__(self, source: Source, stream: Stream) -> None:
        self._source = source
        self._stream = stream

    def start(self, position: Position) -> QueryRequest:
        """The request that goes on from a position."""
        return QueryRequest(
            position=position,
            statement=self._stream.ask.sql,
            key=self._stream.ask.key,
            after=key_from_text(position.token) if position.token is not None else None,
            limit=self._source.limits.page_size,
            params=self._params(position),
        )

    def read(self, response: Response, request: Request) -> Page:
        """What the answer brought and what to ask next."""
        if not isinstance(response, QueryResponse):
            raise TypeError("a database's answer is needed")
        before, stream = request.position, self._stream
        rows = tuple(
            make_row(
                content,
                id_paths=stream.id_paths,
                page=before.index,
                index=index,
                pointer=f"{before.index}/{index}",
            )
            for index, content in enumerate(response.rows)
        )
        token = key_to_text(response.last_key) if response.more and response.last_key is not None else None
        if token is not None and token == before.token:
            raise SourceFault(FaultCode.PAGING_BROKEN)
        return turn(
            stream,
            before=before,
            arrived=Arrived(rows=rows, received_at=response.received_at),
            step=Step(token=token, complete=token is None),
            ask=self.start,
            pages=self._source.limits.pages,
        )

    def _params(self, position: Position) -> dict[str, SqlValue]:
        changed = self._stream.changed
        if changed is None:
            return {}
        since = position.since or _BEGINNING.isoformat()
        if changed.value == "instant":
            moment = datetime.fromisoformat(since)
            local = moment.astimezone(ZoneInfo(self._stream.zone)).replace(tzinfo=None)
            return {changed.param: moment if changed.trust_zone else local}
        written = since_text(changed, since, zone=self._stream.zone)
        return {changed.param: int(written) if changed.value == "number" else written}


def key_to_text(key: tuple[SqlValue, ...]) -> str:
    """A key as JSON text that keeps each value's type, so that it compares in the database as before."""
    return json.dumps([_tagged(value) for value in key], ensure_ascii=False)


def key_from_text(token: str) -> tuple[SqlValue, ...]:
    """The key of a stored token."""
    return tuple(_untagged(kind, value) for kind, value in json.loads(token))


def _tagged(value: SqlValue) -> tuple[str, str | int | float | bool | None]:
    match value:
        case datetime():
            return "instant", value.isoformat()
        case date():
            return "date", value.isoformat()
        case Decimal():
            return "decimal", str(value)
        case _:
            return "plain", value


def _untagged(kind: str, value: str | int | float | bool | None) -> SqlValue:
    match kind:
        case "instant":
            return datetime.fromisoformat(str(value))
        case "date":
            return date.fromisoformat(str(value))
        case "decimal":
            return Decimal(str(value))
        case _:
            return value
