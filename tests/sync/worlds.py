"""Sources, streams and recorded answers for the tests of sync, with only what matters spelled out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hub.domain.shape import EntityShape, FieldKind, FieldShape
from hub.domain.words import ResidencyRole, StudioType
from hub.sync.connectors.choose import connector_for
from hub.sync.connectors.exchange import Connector, HttpRequest, HttpResponse, Page, Position
from hub.sync.paths import Json
from hub.sync.rows import RawRow, make_row
from hub.sync.source import FieldMapping, Source, Stream
from hub.sync.source_reader import read_source

NOW = datetime(2024, 6, 1, 4, 0, tzinfo=UTC)

STUDIO = EntityShape(
    name="studio",
    fields=(
        FieldShape(name="name", kind=FieldKind.TEXT, required=True),
        FieldShape(name="kind", kind=FieldKind.TERM, term=StudioType),
        FieldShape(name="members", kind=FieldKind.INTEGER),
        FieldShape(name="budget", kind=FieldKind.DECIMAL),
        FieldShape(name="open", kind=FieldKind.BOOLEAN),
        FieldShape(name="founded", kind=FieldKind.DATE),
        FieldShape(name="updated", kind=FieldKind.INSTANT),
        FieldShape(name="phone", kind=FieldKind.TEXT),
        FieldShape(name="tags", kind=FieldKind.TEXT_LIST),
        FieldShape(name="roles", kind=FieldKind.TERM, term=ResidencyRole, many=True),
        FieldShape(name="body", kind=FieldKind.BODY),
        FieldShape(name="parent", kind=FieldKind.REFERENCE, refers_to="studio"),
    ),
)
OPINION = EntityShape(name="opinion", fields=(FieldShape(name="topic", kind=FieldKind.TEXT, required=True),))
SHAPES = {shape.name: shape for shape in (STUDIO, OPINION)}

_HEADS = {
    "rest": '[connection]\nbase_url = "https://city.example/api"',
    "graphql": '[connection]\nbase_url = "https://city.example/graphql"',
    "sql": '[connection]\ndatabase = "sqlite:///city.db"',
    "files": '[connection]\nfolder = "inbox"',
}
_REQUESTS = {
    "rest": 'path = "/studios"',
    "graphql": 'query = "query($first: Int, $after: String) { studios { id } }"',
    "sql": 'sql = "SELECT id, name FROM studio"\nkey = ["id"]',
    "files": 'pattern = "*.csv"',
}


def toml(
    *, kind: str = "rest", top: str = "", request: str = "", keys: str = "", tables: str = "", entity: str = "studio"
) -> str:
    """The text of a source with one stream named `rows`."""
    return f"""
code = "test-city"
zh = "测试市"
en = "Test city"
body = "611000"
kind = "{kind}"
{_HEADS[kind] if "[connection]" not in top else ""}
{top}
[[streams]]
name = "rows"
entity = "{entity}"
id = "id"
{keys}
[streams.request]
{request or _REQUESTS[kind]}
{tables}
"""


def source(text: str, *, environment: Mapping[str, str] | None = None, folder: Path = Path(".")) -> Source:
    """Read a source that is expected to be right."""
    return read_source(text, file="test.toml", environment=environment or {}, folder=folder)


def connector(**parts: str) -> Connector:
    """The connector of a source with one stream, told by the parts of its TOML."""
    found = source(toml(**parts))
    return connector_for(found, found.streams[0])


def answer(
    document: object = None,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    url: str = "https://city.example/api/studios",
    body: bytes | None = None,
) -> HttpResponse:
    """A recorded HTTP answer."""
    return HttpResponse(
        status=status,
        url=url,
        headers={"content-type": "application/json"} | dict(headers or {}),
        body=json.dumps(document).encode() if body is None else body,
        received_at=NOW,
    )


def items(*ids: int) -> list[Json]:
    """Rows with nothing but ids."""
    return [{"id": number} for number in ids]


def read(connector: Connector, response: HttpResponse, position: Position | None = None) -> Page:
    """What one answer brings at a position."""
    return connector.read(response, connector.start(position or Position()))


def params(request: object) -> dict[str, str]:
    """The query parameters of a request."""
    assert isinstance(request, HttpRequest)
    return dict(request.params)


def row(content: dict[str, Json]) -> RawRow:
    """A landed row with its id under `id`."""
    return make_row(content, id_paths=(("id",),), page=0, index=0, pointer="0/0")


def stream_with(*fields: FieldMapping, entity: str = "studio") -> Stream:
    """A stream that maps the given fields."""
    return Stream(
        name="rows",
        entity=entity,
        zone="Asia/Shanghai",
        mapping_version=3,
        id_paths=(("id",),),
        fields=fields,
        keep_only_mapped=entity == "opinion",
    )


def only(field: FieldShape) -> EntityShape:
    """A shape of one field."""
    return replace(STUDIO, fields=(field,))
