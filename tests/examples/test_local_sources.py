"""The four sources that link the stand-ins read every sound row and set aside the rows that are wrong on purpose."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from examples.local_systems.dingbian_county import bad_rows as dingbian_bad
from examples.local_systems.dingbian_county import database as dingbian
from examples.local_systems.panyu_cloud import app as panyu
from examples.local_systems.panyu_cloud import bad_rows as panyu_bad
from examples.local_systems.planted import Planted, Reason
from examples.local_systems.shangluo_city import app as shangluo
from examples.local_systems.shangluo_city import bad_rows as shangluo_bad
from examples.local_systems.zhashui_county import bad_rows as zhashui_bad
from examples.local_systems.zhashui_county.files import create_files
from hub.store.shapes import shapes
from hub.sync.connectors.sheets import read_grids
from hub.sync.connectors.tables import read_table
from hub.sync.mapping import Unmapped, map_row
from hub.sync.paths import Json
from hub.sync.rows import make_row
from hub.sync.source import Source, Stream
from hub.sync.source_reader import read_source

SOURCES = Path(__file__).parents[2] / "examples" / "local_systems" / "sources"
PLACES = {
    "HUB_SOURCE_SHANGLUO_URL": "http://127.0.0.1:1",
    "HUB_SOURCE_PANYU_URL": "http://127.0.0.1:2/graphql",
    "HUB_SOURCE_DINGBIAN_URL": "sqlite:///zhihui_zhengxie.db",
    "HUB_SOURCE_ZHASHUI_FOLDER": "zhashui",
}
CODES = ("shangluo-city", "panyu-cloud", "dingbian-county", "zhashui-county")
# Documented rows and planted ones, without titles, headers and totals.
ROWS = {"members": 101, "memberships": 101, "studios": 24, "venues": 24, "residencies": 101, "plaques": 13}
ROWS |= {"presences": 6, "activities": 208, "shifts": 593, "opinions": 91, "outputs": 221}
# What the row alone shows; the other reasons need the rows around it, the clock or the source's branch.
SHOWN_BY_THE_ROW = {
    Reason.BAD_DATE,
    Reason.NOT_A_NUMBER,
    Reason.MISSING_ID,
    Reason.INCOMPLETE_ROW,
    Reason.UNKNOWN_CODE,
}


def source(code: str) -> Source:
    path = SOURCES / f"{code}.toml"
    text = path.read_text(encoding="utf-8")
    return read_source(text, file=path.name, environment=PLACES, folder=SOURCES, shapes=shapes())


def not_understood(stream: Stream, rows: Iterable[dict[str, Json]]) -> set[str]:
    """External ids of the rows that the mapping refuses; empty for a row without one."""
    shape = shapes()[stream.entity]
    refused = set()
    for index, content in enumerate(rows):
        row = make_row(content, id_paths=stream.id_paths, page=0, index=index, pointer=f"0/{index}")
        read = map_row(row, stream=stream, shape=shape)
        if isinstance(read, Unmapped):
            refused.add(read.external_id or "")
    return refused


def expected(planted: Iterable[Planted], *, stream: str, fields: set[str]) -> set[str]:
    """Keys of the planted rows that a reader of those fields can set aside by the row alone."""
    return {
        entry.key
        for entry in planted
        if entry.stream == stream and entry.reason in SHOWN_BY_THE_ROW and entry.field in fields
    }


def read_fields(stream: Stream) -> set[str]:
    paths = [*stream.id_paths, *(path for field in stream.fields for path in field.paths)]
    return {path[0] for path in paths}


@pytest.mark.parametrize("code", CODES)
def test_each_source_fits_the_hubs_entities(code: str) -> None:
    assert {stream.entity for stream in source(code).streams} >= set(shapes()) - {"venue", "plaque", "online_presence"}


@pytest.mark.parametrize("stream", source("shangluo-city").streams, ids=lambda stream: stream.name)
def test_the_citys_sound_rows_are_all_understood(stream: Stream) -> None:
    name = stream.ask.path.split("/")[1]

    refused = not_understood(stream, shangluo.streams()[name])

    assert refused == expected(shangluo_bad.PLANTED, stream=name, fields=read_fields(stream))


@pytest.mark.parametrize("stream", source("panyu-cloud").streams, ids=lambda stream: stream.name)
def test_the_clouds_sound_rows_are_all_understood(stream: Stream) -> None:
    name = stream.rows[1]

    refused = not_understood(stream, panyu.streams()[name])

    assert refused == expected(panyu_bad.PLANTED, stream=name, fields=read_fields(stream))


@pytest.mark.parametrize("stream", source("dingbian-county").streams, ids=lambda stream: stream.name)
def test_dingbians_sound_rows_are_all_understood(stream: Stream, tmp_path: Path) -> None:
    link = sqlite3.connect(dingbian.create_file(tmp_path))
    link.row_factory = sqlite3.Row
    table = stream.ask.sql.partition(" FROM ")[2].split()[0]

    rows = [dict(row) for row in link.execute(stream.ask.sql, {"since": "1970-01-02 00:00:00"})]
    refused = {key.rpartition("-")[2] for key in not_understood(stream, rows)}

    link.close()
    assert refused == expected(dingbian_bad.PLANTED, stream=table, fields=read_fields(stream))


@pytest.mark.parametrize("stream", source("zhashui-county").streams, ids=lambda stream: stream.name)
def test_zhashuis_sound_rows_are_all_understood(stream: Stream, tmp_path: Path) -> None:
    ask = stream.files
    assert ask is not None
    files = [path for path in sorted(create_files(tmp_path).iterdir()) if fnmatchcase(path.name, ask.pattern)]
    grids = [grid for path in files for grid in read_grids(path.read_bytes(), ask)]

    rows = [row.content for grid in grids for row in read_table(grid, ask).rows]
    refused = not_understood(stream, rows)

    names = {path.name for path in files}
    told = [entry for entry in zhashui_bad.PLANTED if entry.stream.partition("/")[0] in names]
    fields = {name for field in read_fields(stream) for name in (field, field.replace("姓名", "姓　名"))}
    assert len(rows) == ROWS[stream.name]
    assert refused == {e.key for e in told if e.reason in SHOWN_BY_THE_ROW and e.field in fields}


@pytest.mark.parametrize("code", CODES)
def test_no_source_takes_a_citizens_name_telephone_or_words(code: str) -> None:
    private = {"qzxm", "qzdh", "qzdz", "xxnr", "callerName", "callerMobile", "words", "originator"}
    private |= {"qz_xm", "qz_dh", "yw", "来访人姓名"}

    opinions = source(code).stream("opinions")

    assert opinions.keep_only_mapped
    assert not read_fields(opinions) & private
    assert not any(word in opinions.ask.query + opinions.ask.sql for word in private)
    if opinions.files is not None:
        assert not private & set(opinions.files.columns)
