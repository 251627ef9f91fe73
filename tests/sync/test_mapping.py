"""Reading rows into values: everything wrong is told at once, nothing is guessed, answers repeat."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.words import QuarantineStage, ResidencyRole, StudioType
from hub.sync.dates import DateStyle
from hub.sync.mapping import Mapped, Unmapped, map_row
from hub.sync.paths import Json, parse_path
from hub.sync.source import Deletes, DeleteStyle, FieldMapping, Unknown
from tests.sync.worlds import STUDIO, row, stream_with


def field(name: str, *paths: str, **more: object) -> FieldMapping:
    base = FieldMapping(name=name, paths=tuple(parse_path(path) for path in paths or (name,)))
    return FieldMapping(**{**vars(base), **more})


def mapped(content: dict[str, Json], *fields: FieldMapping) -> Mapped:
    answer = map_row(row({"id": 1, **content}), stream=stream_with(*fields), shape=STUDIO)
    assert isinstance(answer, Mapped), answer
    return answer


def problems(content: dict[str, Json], *fields: FieldMapping) -> list[tuple[str, str]]:
    answer = map_row(row({"id": 1, **content}), stream=stream_with(*fields), shape=STUDIO)
    assert isinstance(answer, Unmapped), answer
    return [(problem.code, problem.pointer) for problem in answer.problems]


DATES = (DateStyle.ISO, DateStyle.SLASH, DateStyle.CHINESE, DateStyle.COMPACT, DateStyle.EXCEL)


@pytest.mark.parametrize(
    ("name", "raw", "more", "value"),
    [
        ("name", "  柞水\u3000", {}, "柞水"),
        ("name", "ＡＢＣ 　工作室", {"steps": ("nfkc", "collapse")}, "ABC 工作室"),
        ("name", 12, {}, "12"),
        ("kind", "区域", {"values": {"区域": "REGIONAL"}}, StudioType.REGIONAL),
        ("kind", "sector", {}, StudioType.SECTOR),
        ("kind", "行业委员工作室", {}, StudioType.INDUSTRY),
        ("kind", "新类型", {"values": {}, "otherwise": "OTHER"}, StudioType.OTHER),
        ("kind", "新类型", {"values": {}, "unknown": Unknown.NULL}, None),
        ("kind", 2, {"values": {"2": "SECTOR"}}, StudioType.SECTOR),
        ("members", "１，２３４", {}, 1234),
        ("members", "30人", {"units": {"人": "1"}}, 30),
        ("members", 30.0, {}, 30),
        ("budget", "1.5万元", {"units": {"万元": "10000", "元": "1"}}, Decimal("15000.0")),
        ("open", "是", {"yes": frozenset({"是"}), "no": frozenset({"否"})}, True),
        ("open", False, {}, False),
        ("founded", "2024年3月5日", {"dates": DATES}, date(2024, 3, 5)),
        ("founded", 45356, {"dates": DATES}, date(2024, 3, 5)),
        ("founded", "20240305", {"dates": DATES}, date(2024, 3, 5)),
        ("updated", "2024-03-05 10:30", {}, datetime(2024, 3, 5, 2, 30, tzinfo=UTC)),
        ("phone", "+86 139-0000-0001", {"steps": ("phone",)}, "13900000001"),
        ("phone", "（０９１４）２３１２３４５", {"steps": ("phone",)}, "0914-2312345"),
        ("phone", "12345", {"steps": ("phone",)}, "12345"),
        ("tags", "茶叶、文旅,茶叶；", {"split": "、,；"}, ("茶叶", "文旅")),
        ("tags", ["茶叶", None, "文旅"], {}, ("茶叶", "文旅")),
        ("roles", "召集人/联络员", {"split": "/"}, (ResidencyRole.CONVENER, ResidencyRole.LIAISON)),
        ("body", "６１１０００", {}, "611000"),
        ("parent", 7.0, {}, "7"),
        ("name", "x", {"empty": frozenset({"—"})}, "x"),
        ("phone", "—", {"empty": frozenset({"—"})}, None),
        ("tags", None, {}, ()),
    ],
)
def test_a_value_is_read_as_its_field_needs_it(name: str, raw: Json, more: dict[str, object], value: object) -> None:
    found = mapped({name: raw}, field(name, **more)).values[name]

    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "raw", "more", "code"),
    [
        ("members", "约30人", {"units": {"人": "1"}}, "NOT_A_NUMBER"),
        ("members", "30余", {}, "NOT_A_NUMBER"),
        ("members", "三十", {}, "NOT_A_NUMBER"),
        ("members", "20-30", {}, "NOT_A_NUMBER"),
        ("members", "1,23", {}, "NOT_A_NUMBER"),
        ("members", True, {}, "NOT_A_NUMBER"),
        ("members", 2.5, {}, "NOT_WHOLE"),
        ("members", {"count": 3}, {}, "TYPE_CHANGED"),
        ("name", ["a"], {}, "TYPE_CHANGED"),
        ("name", True, {}, "TYPE_CHANGED"),
        ("name", "#REF!", {}, "CELL_ERROR"),
        ("kind", "新类型", {}, "TERM_UNKNOWN"),
        ("kind", "新类型", {"values": {"区域": "REGIONAL"}}, "VALUE_UNKNOWN"),
        ("open", "也许", {}, "NOT_YES_OR_NO"),
        ("founded", "去年", {"dates": DATES}, "NOT_A_DATE"),
        ("founded", "2024年2月30日", {"dates": DATES}, "NOT_A_DATE"),
        ("updated", "10:30", {}, "NOT_A_TIME"),
        ("phone", "1390000", {"steps": ("phone",)}, None),
        ("phone", "139000000011", {"steps": ("phone",)}, "PHONE_INVALID"),
        ("phone", "110101190001010000", {"steps": ("identity",)}, "IDENTITY_INVALID"),
        ("name", None, {}, "FIELD_EMPTY"),
        ("name", " \u3000", {}, "FIELD_EMPTY"),
        ("members", None, {"required": True}, "FIELD_EMPTY"),
    ],
)
def test_what_cannot_be_read_goes_to_quarantine_with_its_code(
    name: str, raw: Json, more: dict[str, object], code: str | None
) -> None:
    answer = map_row(row({"id": 1, name: raw}), stream=stream_with(field(name, **more)), shape=STUDIO)

    found = [problem.code for problem in answer.problems] if isinstance(answer, Unmapped) else [None]
    assert found == [code]


def test_everything_wrong_with_a_row_is_told_at_once() -> None:
    fields = (field("name", "detail.title"), field("members"), field("phone", steps=("phone",)))
    content: dict[str, Json] = {"detail": {"title": ""}, "members": "约30人", "phone": "无号码x"}

    found = problems(content, *fields)

    assert found == [("FIELD_EMPTY", "/detail/title"), ("NOT_A_NUMBER", "/members"), ("PHONE_INVALID", "/phone")]


def test_a_row_without_its_identifier_is_told_besides() -> None:
    answer = map_row(row({"id": None, "name": ""}), stream=stream_with(field("name")), shape=STUDIO)

    assert isinstance(answer, Unmapped)
    assert [(p.stage, p.code) for p in answer.problems] == [
        (QuarantineStage.PARSE, "ID_MISSING"),
        (QuarantineStage.SCHEMA, "FIELD_EMPTY"),
    ]


def test_a_dropped_field_clears_nothing_and_an_empty_one_does() -> None:
    fields = (field("phone"), field("members"), field("budget", absent_is_null=True))

    answer = mapped({"phone": None}, *fields)

    assert dict(answer.values) == {"phone": None, "budget": None}


def test_a_required_field_that_is_dropped_is_a_problem() -> None:
    assert problems({}, field("name")) == [("FIELD_MISSING", "/name")]


def test_the_first_candidate_that_says_something_is_taken() -> None:
    answer = mapped({"a": "", "b": {"c": "乙"}}, field("name", "a", "b.c", "id"))

    assert answer.values["name"] == "乙"


def test_a_constant_needs_no_place_in_the_row() -> None:
    answer = mapped({}, FieldMapping(name="kind", constant="REGIONAL"))

    assert answer.values["kind"] is StudioType.REGIONAL


def test_a_tombstone_needs_its_identifier_only() -> None:
    stream = stream_with(field("name"))
    marked = type(stream)(
        **{
            **vars(stream),
            "deletes": Deletes(style=DeleteStyle.TOMBSTONE, path=("state",), values=frozenset({"true", "2"})),
        }
    )

    for mark, deleted in ((True, True), (2, True), ("2", True), (False, False), (None, False)):
        answer = map_row(row({"id": 9, "name": "甲", "state": mark}), stream=marked, shape=STUDIO)
        assert isinstance(answer, Mapped) and answer.deleted is deleted and answer.external_id == "9"
    bare = map_row(row({"id": 9, "state": True}), stream=marked, shape=STUDIO)
    assert isinstance(bare, Mapped) and dict(bare.values) == {}


def test_a_message_never_carries_a_number_of_a_person() -> None:
    answer = map_row(row({"id": 1, "members": "测试13900000001"}), stream=stream_with(field("members")), shape=STUDIO)

    assert isinstance(answer, Unmapped)
    assert "1390" not in answer.problems[0].zh + answer.problems[0].en


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
EVERY_FIELD = tuple(
    field(shape.name, dates=tuple(DateStyle), split="、", steps=("nfkc", "strip")) for shape in STUDIO.fields
)


@given(st.fixed_dictionaries({shape.name: JSON for shape in STUDIO.fields}), JSON)
def test_any_row_at_all_gives_one_and_the_same_answer(content: dict[str, Json], identifier: Json) -> None:
    raw = row({**content, "id": identifier})
    stream = stream_with(*EVERY_FIELD)

    assert map_row(raw, stream=stream, shape=STUDIO) == map_row(raw, stream=stream, shape=STUDIO)
