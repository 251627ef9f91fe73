"""Names, codes and keys become rows of ours, as of the row's day, and never by a guess."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from hub.domain.body_setting import read_body_settings
from hub.domain.divisions import Gazetteer, read_aliases, read_divisions
from hub.domain.shape import Value
from hub.domain.words import PlatformKind
from hub.store.lookup import BodyRow, Lookup
from hub.store.shapes import shapes
from hub.sync.mapping import Mapped
from hub.sync.resolve import Neighbours, Resolved, World, resolve
from hub.sync.source import FieldMapping, Stream

_DAY = date(2026, 6, 1)
_CODES = ("610000", "610500", "610503", "611000", "611026", "610118", "350206", "350211", "440113")
_BODIES = {
    code: BodyRow(id=f"bod_{code}", code=code, position=place, last=place, publishes_member_phone=code == "350206")
    for place, code in enumerate(_CODES)
}
_LOOKUP = Lookup(
    bodies={**_BODIES, **{body.id: body for body in _BODIES.values()}},
    body_names={"政协柞水县委员会": ("611026",), "双名政协": ("611026", "610503")},
    divisions={("611026", "柞水县"): "div_1", ("610118", "鄠邑区"): "div_2"},
    sectors={"经济界": "sec_1"},
    kinds={"STUDY": "akd_1", "学习": "akd_1"},
)
_NEAR = Neighbours(rows={("studio", "G1"): "stu_1"}, studio_owners={"stu_1": "bod_611026"})


def _resolve(
    entity: str, values: Mapping[str, Value], *, home: str = "611000", held: Mapping[str, Value] | None = None
) -> Resolved | list[str]:
    fields = tuple(FieldMapping(name=name, paths=((name,),)) for name in values)
    stream = Stream(
        name="s", entity=entity, zone="Asia/Shanghai", mapping_version=1, id_paths=(("id",),), fields=fields
    )
    mapped = Mapped(entity=entity, external_id="1", content_hash="", mapping_version=1, values=values)
    world = World(
        lookup=_LOOKUP,
        gazetteer=Gazetteer(read_divisions(), read_aliases()),
        settings=read_body_settings(),
        home=_BODIES[home],
    )
    found = resolve(
        mapped, stream=stream, shape=shapes()[entity], world=world, near=_NEAR, held=held or {}, landed_on=_DAY
    )
    return found if isinstance(found, Resolved) else [problem.code for problem in found]


def _column(found: Resolved | list[str], name: str) -> object:
    assert isinstance(found, Resolved)
    return found.columns[name]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("611026", "bod_611026"),
        ("政协柞水县委员会", "bod_611026"),
        ("柞水县政协", "bod_611026"),
        ("柞水县", "bod_611026"),
        ("610521", "bod_610503"),
        ("户县", "bod_610118"),
    ],
)
def test_a_body_is_known_by_code_name_and_what_it_once_was_called(text: str, owner: str) -> None:
    assert _column(_resolve("member", {"home_body": text}), "home_body_id") == owner


@pytest.mark.parametrize(
    ("entity", "values", "codes"),
    [
        ("member", {"home_body": "火星政协"}, ["BODY_UNKNOWN"]),
        ("member", {"home_body": "双名政协"}, ["BODY_AMBIGUOUS"]),
        ("membership", {"sector": "火星界"}, ["SECTOR_UNKNOWN"]),
        ("activity", {"kind": "火星", "studio": "G9"}, ["KIND_UNKNOWN", "REFERENCE_UNKNOWN"]),
        ("activity", {"public_count": 3_000_000_000}, ["NUMBER_TOO_LARGE"]),
    ],
)
def test_what_stands_for_nothing_or_for_several_is_said(
    entity: str, values: Mapping[str, Value], codes: list[str]
) -> None:
    assert _resolve(entity, values) == codes


def test_the_owner_follows_from_the_studio_and_else_from_the_source() -> None:
    assert _column(_resolve("activity", {"studio": "G1"}), "owner_body_id") == "bod_611026"
    assert _column(_resolve("output", {"title_text": "测试"}), "owner_body_id") == "bod_611000"


def test_an_owner_that_a_row_stops_naming_stays_as_it_was() -> None:
    held = {"owner_body_id": "bod_611026", "platform_kind": PlatformKind.STUDIO}

    found = _resolve("studio", {"owner": None, "name": "测试"}, held=held)

    assert isinstance(found, Resolved)
    assert "owner_body_id" not in found.columns


@pytest.mark.parametrize(
    ("home", "kind", "counted"),
    [
        ("611000", PlatformKind.STUDIO, True),
        ("611000", PlatformKind.MEMBER_HOUSE, False),
        ("350211", PlatformKind.ACTIVITY_ROOM, False),
    ],
)
def test_whether_a_platform_counts_is_its_bodys_to_settle(home: str, kind: PlatformKind, counted: bool) -> None:
    assert _column(_resolve("studio", {"platform_kind": kind}, home=home), "counts_as_studio") is counted


def test_a_telephone_is_published_where_the_body_publishes_them() -> None:
    assert _column(_resolve("member", {"name": "测试委员甲"}, home="350206"), "phone_published") is True
    assert _column(_resolve("member", {"name": "测试委员甲"}), "phone_published") is False
