"""Reading records out of a row: lists of objects and delimited texts, strictly, with the place of what is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hub.domain.joint_activity import NamedParty
from hub.domain.registry_words import PartyRole
from hub.store.shapes import shapes
from hub.sync.mapping import Mapped, map_row
from hub.sync.mapping_records import pointer_in
from hub.sync.mapping_redact import redact
from hub.sync.paths import Json
from hub.sync.source import Stream
from hub.sync.source_reader import read_source
from hub.sync.source_table import SourceConfigError
from tests.sync.worlds import row, toml

_FIELDS = """
[streams.fields]
studio = "gzs"
kind = { constant = "RESEARCH" }
mode = { constant = "OFFLINE" }
topic = { constant = "测试" }
held_on = { constant = "2026-02-03" }
"""
NESTED = 'parties = [{ path = "with.all", role = "part", studio_id = "s", body_code = "b", name = "n", share = "p" }]'
COLUMNS = """
[[streams.fields.parties]]
role = { constant = "LEAD" }
studio_id = "gzs"
[[streams.fields.parties]]
path = "together"
split = "；;"
parts = "：:"
empty = ["无"]
role = { path = "0", values = { "联办" = "CO", "承办" = "HOST" } }
studio_id = "1"
[[streams.fields.parties]]
path = "beside"
split = "、"
role = { constant = "ASSIST" }
name = "$"
"""
LEAD = NamedParty(role=PartyRole.LEAD, studio_id="G1")


def stream(parties: str) -> Stream:
    text = toml(entity="activity", tables=_FIELDS + parties)
    return read_source(text, file="c.toml", environment={}, folder=Path("."), shapes=shapes()).streams[0]


def read(content: dict[str, Json], parties: str) -> object:
    """The parties of a row, what is wrong with it, or nothing where it does not speak of parties."""
    whole = row({"id": 1, "gzs": "G1", **content})
    found = map_row(whole, stream=stream(parties), shape=shapes()["activity"])
    if isinstance(found, Mapped):
        return found.values.get("parties")
    return [(one.code, one.pointer) for one in found.problems]


def test_objects_of_a_list_are_read_one_by_one() -> None:
    content: dict[str, Json] = {
        "with": {"all": [{"part": "LEAD", "s": 7, "x": 1}, {"part": "协助", "n": " 商会 ", "b": None, "p": "30"}]}
    }

    assert read(content, NESTED) == (
        NamedParty(role=PartyRole.LEAD, studio_id="7"),
        NamedParty(role=PartyRole.ASSIST, name="商会", share=30),
    )


def test_a_text_is_cut_and_the_row_itself_leads_where_others_are_named() -> None:
    content: dict[str, Json] = {"together": "联办：G2; 承办:G3 ；", "beside": "县图书馆、 县文化馆"}

    assert read(content, COLUMNS) == (
        LEAD,
        NamedParty(role=PartyRole.CO, studio_id="G2"),
        NamedParty(role=PartyRole.HOST, studio_id="G3"),
        NamedParty(role=PartyRole.ASSIST, name="县图书馆"),
        NamedParty(role=PartyRole.ASSIST, name="县文化馆"),
    )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ({}, None),
        ({"together": None}, ()),
        ({"together": " ", "beside": "、"}, ()),
        ({"together": "无"}, ()),
        ({"beside": "县图书馆"}, (LEAD, NamedParty(role=PartyRole.ASSIST, name="县图书馆"))),
    ],
)
def test_a_row_that_names_nobody_is_of_nobody_else(content: dict[str, Json], found: object) -> None:
    assert read(content, COLUMNS) == found


@pytest.mark.parametrize(
    ("content", "parties", "code", "at"),
    [
        ({"with": {"all": ["G2"]}}, NESTED, "FIELD_MISSING", "/with/all"),
        ({"with": {"all": [{"part": None, "s": "G2"}]}}, NESTED, "FIELD_EMPTY", "/with/all"),
        ({"with": {"all": [{"part": "LEAD", "s": {"id": 1}}]}}, NESTED, "TYPE_CHANGED", "/with/all"),
        ({"with": {"all": [{"part": "LEAD", "p": "约三成"}]}}, NESTED, "NOT_A_NUMBER", "/with/all"),
        ({"together": "主办：G2"}, COLUMNS, "VALUE_UNKNOWN", "/together"),
    ],
)
def test_nothing_about_a_party_is_guessed(content: dict[str, Json], parties: str, code: str, at: str) -> None:
    assert read(content, parties) == [(code, at)]


def test_the_place_of_a_party_is_told_as_far_as_it_is_one() -> None:
    nested, columns = (stream(text).fields[-1] for text in (NESTED, COLUMNS))

    assert pointer_in(nested, ["1", "bodyCode"]) == "/with/all/1/b"
    assert pointer_in(nested, ["1"]) == "/with/all/1"
    assert pointer_in(nested, []) == "/with/all"
    assert pointer_in(columns, ["1", "studioId"]) == "/together"


def test_where_only_what_is_mapped_is_kept_records_keep_no_more() -> None:
    kept = replace(stream(NESTED), keep_only_mapped=True)
    content: dict[str, Json] = {"id": 1, "gzs": "G1", "with": {"all": [{"part": "LEAD", "s": "7", "phone": "139"}]}}

    assert redact(row(content), kept, b"key").content == {
        "id": 1,
        "gzs": "G1",
        "with": {"all": [{"part": "LEAD", "s": "7"}]},
    }


@pytest.mark.parametrize(
    ("parties", "key"),
    [
        ('parties = "with.all"', "parties"),
        ('parties = [{ role = { constant = "LEAD" }, studio_id = "gzs" }]', "parties"),
        ('parties = [{ path = "a", split = "、", studio_id = "$" }]', "parties[0].role"),
        ('parties = [{ path = "a", role = "r", studio = "s" }]', "parties[0].studio"),
        ('parties = [{ path = "a", role = { constant = "BOSS" }, name = "$" }]', "parties[0].role"),
        ('parties = [{ role = "r" }, { path = "a", role = "r" }]\nplace = [{ path = "b", name = "$" }]', "place"),
        ('parties = [{ split = "、", role = "r" }, { path = "a", role = "r" }]', "parties"),
    ],
)
def test_a_mistake_in_the_words_is_named_by_its_key(parties: str, key: str) -> None:
    with pytest.raises(SourceConfigError) as raised:
        stream(parties)

    assert {one.key for one in raised.value.problems} == {f"streams[rows].fields.{key}"}
    assert all(one.zh and one.en for one in raised.value.problems)
