"""The conversation with a REST or GraphQL system: one walk; parameters in the query, the body or variables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from hub.domain.words import SourceKind
from hub.sync.connectors.exchange import HttpRequest, HttpResponse, Note, NoteCode, Page, Position, Request, Response
from hub.sync.connectors.judge import document_of
from hub.sync.connectors.paging import Answer, Step, advance, first_token
from hub.sync.connectors.walk import Arrived, turn
from hub.sync.dates import write_instant
from hub.sync.faults import FaultCode, SourceFault
from hub.sync.paths import Json, Missing, look
from hub.sync.rows import RawRow, content_hash, make_row
from hub.sync.source import Changed, PagingStyle, Source, Stream

_URL_STYLES = (PagingStyle.LINK, PagingStyle.HEADER, PagingStyle.BODY)


class WebConnector:
    """Walks one stream of a REST or GraphQL source."""

    def __init__(self, source: Source, stream: Stream) -> None:
        self._source = source
        self._stream = stream
        self._graphql = source.kind is SourceKind.GRAPHQL

    def start(self, position: Position) -> HttpRequest:
        """The request that goes on from a position."""
        url = self._source.connection.base_url + self._stream.ask.path
        if position.token is not None and self._stream.paging.style in _URL_STYLES:
            return self._request(position, url=position.token, query={}, inside={})
        query: dict[str, str] = {}
        inside: dict[str, Json] = {}
        self._add_paging(position, query, inside)
        self._add_since(position, query, inside)
        return self._request(position, url=url, query=dict(self._stream.ask.params) | query, inside=inside)

    def read(self, response: Response, request: Request) -> Page:
        """What the answer brought and what to ask next."""
        if not isinstance(response, HttpResponse):
            raise TypeError("an HTTP answer is needed")
        before, stream = request.position, self._stream
        ended = self._ended(response, before)
        if ended is not None:
            step, note = ended
            arrived = Arrived(rows=(), received_at=response.received_at, notes=(Note(code=note),), etag=before.etag)
        else:
            document = document_of(response, envelope=stream.envelope, graphql=self._graphql)
            rows, strange = self._rows(document, page=before.index)
            step = advance(stream.paging, position=before, answer=self._answer(response, document, rows))
            notes = (Note(code=NoteCode.ROW_NOT_OBJECT, counts=(("rows", strange),)),) if strange else ()
            etag = response.headers.get("etag") if stream.changed and stream.changed.etag else None
            arrived = Arrived(rows=rows, received_at=response.received_at, notes=notes, etag=etag)
        return turn(stream, before=before, arrived=arrived, step=step, ask=self.start, pages=self._source.limits.pages)

    def _ended(self, response: HttpResponse, before: Position) -> tuple[Step, NoteCode] | None:
        """The ends that are told by a status alone."""
        if response.status == 304 and before.index == 0 and before.etag is not None:
            return Step(complete=before.since is not None), NoteCode.NOT_CHANGED
        if before.index > 0 and response.status in self._stream.paging.end_status:
            return Step(complete=True), NoteCode.PAST_END
        return None

    def _add_paging(self, position: Position, query: dict[str, str], inside: dict[str, Json]) -> None:
        paging = self._stream.paging
        in_body = self._graphql or paging.place == "body"
        token = position.token if position.token is not None else first_token(paging)
        numbered = paging.style in (PagingStyle.PAGE, PagingStyle.OFFSET)
        if token is not None and paging.style not in _URL_STYLES and paging.style is not PagingStyle.NONE:
            if in_body:
                inside[paging.param] = int(token) if numbered else token
            else:
                query[paging.param] = token
        if paging.size_param is not None:
            if in_body:
                inside[paging.size_param] = self._source.limits.page_size
            else:
                query[paging.size_param] = str(self._source.limits.page_size)

    def _add_since(self, position: Position, query: dict[str, str], inside: dict[str, Json]) -> None:
        changed = self._stream.changed
        if changed is None or not changed.param or position.since is None:
            return
        text = since_text(changed, position.since, zone=self._stream.zone)
        if self._graphql or changed.place == "body":
            inside[changed.param] = _typed(text, changed.value)
        else:
            query[changed.param] = text

    def _request(
        self, position: Position, *, url: str, query: Mapping[str, str], inside: dict[str, Json]
    ) -> HttpRequest:
        ask = self._stream.ask
        body: Json = None
        if self._graphql:
            body = {"query": ask.query, "variables": {**ask.variables, **inside}}
        elif ask.body is not None or inside:
            body = {**(ask.body if isinstance(ask.body, dict) else {}), **inside}
        headers = dict(self._source.connection.headers)
        if position.etag is not None and position.index == 0 and position.since is not None:
            headers["If-None-Match"] = position.etag
        return HttpRequest(
            position=position,
            method=ask.method,
            url=url,
            params=tuple(sorted(query.items())),
            headers=tuple(sorted(headers.items())),
            body=body,
        )

    def _rows(self, document: Json, *, page: int) -> tuple[tuple[RawRow, ...], int]:
        stream = self._stream
        found = look(document, stream.rows)
        if not isinstance(found, list):
            raise SourceFault(FaultCode.ROWS_MISSING)
        columns = look(document, stream.columns) if stream.columns is not None else None
        rows, strange = [], 0
        for index, item in enumerate(found):
            content = _object(look(item, stream.row), columns)
            if content is None:
                # Landed as it is, without id, so that it shows up in quarantine instead of being lost.
                content, strange = {"value": item}, strange + 1
            rows.append(make_row(content, id_paths=stream.id_paths, page=page, index=index, pointer=f"{page}/{index}"))
        return tuple(rows), strange

    def _answer(self, response: HttpResponse, document: Json, rows: tuple[RawRow, ...]) -> Answer:
        return Answer(
            count=len(rows),
            digest=content_hash([row.content_hash for row in rows])[:16],
            document=document,
            headers=response.headers,
            url=response.url,
            size=self._source.limits.page_size if self._stream.paging.size_param is not None else 0,
            rebase=self._source.connection.rebase,
        )


def since_text(changed: Changed, since: str, *, zone: str) -> str:
    """The moment in the source's own writing, inside its template."""
    moment = write_instant(
        datetime.fromisoformat(since), changed.style, zone=ZoneInfo(zone), trust_zone=changed.trust_zone
    )
    return changed.template.replace("{since}", moment)


def _typed(text: str, value: str) -> Json:
    if value == "text":
        return text
    parsed: Json = json.loads(text)
    return parsed


def _object(item: Json | Missing, columns: Json | Missing) -> dict[str, Json] | None:
    """A row as an object, also where rows are arrays beside one list of columns."""
    if isinstance(item, dict):
        return item
    names = columns if isinstance(columns, list) else []
    if isinstance(item, list) and names and len(names) == len(item):
        return {str(name): value for name, value in zip(names, item, strict=True)}
    return None
