"""What may be counted for a report: a small closed form, strict, and the same when written and read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.report_definition import (
    FLAGS,
    KIND,
    MOST_DIMENSIONS,
    SHAPES,
    Condition,
    FaultyPredicate,
    Predicate,
    predicate_of,
    values_of,
)
from hub.domain.rollup_words import Aggregation, FactKind
from hub.store.models.base import Base
from hub.store.models.facts import Activity, DutyShift, Opinion, Output
from hub.store.models.studio import Studio

MODELS: dict[FactKind, type[Base]] = {
    FactKind.ACTIVITY: Activity,
    FactKind.DUTY_SHIFT: DutyShift,
    FactKind.OPINION: Opinion,
    FactKind.OUTPUT: Output,
    FactKind.STUDIO: Studio,
}


def compared(fact: FactKind) -> list[str]:
    shape = SHAPES[fact]
    return sorted({*shape.words, *shape.flags} | ({KIND} if fact is FactKind.ACTIVITY else set()))


@st.composite
def predicates(draw: st.DrawFn) -> Predicate:
    fact = draw(st.sampled_from(FactKind))
    shape = SHAPES[fact]
    conditions = tuple(
        Condition(
            column=column,
            values=tuple(draw(st.lists(st.sampled_from(values_of(fact, column)), min_size=1, max_size=3, unique=True))),
        )
        for column in draw(st.lists(st.sampled_from(compared(fact)), max_size=3, unique=True))
    )
    columns = [column for column in compared(fact) if column not in shape.flags]
    by = tuple(draw(st.lists(st.sampled_from(columns), max_size=MOST_DIMENSIONS, unique=True)))
    choices: list[tuple[Aggregation, str | None]] = [(Aggregation.COUNT, None)]
    choices += [(Aggregation.SUM, name) for name in sorted(shape.numbers)]
    choices += [(Aggregation.COUNT_DISTINCT, name) for name in sorted(shape.names)]
    aggregation, of = draw(st.sampled_from(choices))
    return Predicate(fact=fact, conditions=conditions, by=by, aggregation=aggregation, of=of)


@given(predicates())
def test_what_is_written_is_read_again_the_same(one: Predicate) -> None:
    texts = [str(condition) for condition in one.conditions]

    assert predicate_of(one.fact, conditions=texts, by=one.by, aggregation=one.aggregation, of=one.of) == one


def test_conditions_are_read_in_plain_words() -> None:
    read = predicate_of(
        FactKind.ACTIVITY,
        conditions=["kind = READING", "mode in ONLINE, BOTH"],
        by=["mode"],
        aggregation=Aggregation.SUM,
        of="members_count",
    )

    assert read == Predicate(
        fact=FactKind.ACTIVITY,
        conditions=(
            Condition(column="kind", values=("READING",)),
            Condition(column="mode", values=("ONLINE", "BOTH")),
        ),
        by=("mode",),
        aggregation=Aggregation.SUM,
        of="members_count",
    )
    assert read.shape.path("kind") == "kind.code"


@pytest.mark.parametrize(
    ("fact", "conditions", "by", "aggregation", "of", "key"),
    [
        ("ACTIVITY", ["kind ~ READING"], [], "COUNT", None, "conditions"),
        ("ACTIVITY", ["kind = WEATHER"], [], "COUNT", None, "conditions"),
        ("ACTIVITY", ["topic = 甲"], [], "COUNT", None, "conditions"),
        ("ACTIVITY", ["mode = ONLINE or mode = BOTH"], [], "COUNT", None, "conditions"),
        ("ACTIVITY", ["mode = ONLINE", "mode = BOTH"], [], "COUNT", None, "conditions"),
        ("ACTIVITY", ["mode in ONLINE, ONLINE"], [], "COUNT", None, "conditions"),
        ("DUTY_SHIFT", ["attended = yes"], [], "COUNT", None, "conditions"),
        ("STUDIO", ["kind = READING"], [], "COUNT", None, "conditions"),
        ("ACTIVITY", [], ["topic"], "COUNT", None, "by"),
        ("ACTIVITY", [], ["mode", "mode"], "COUNT", None, "by"),
        ("ACTIVITY", [], ["kind", "mode", "studio_type"], "COUNT", None, "by"),
        ("ACTIVITY", [], [], "COUNT", "members_count", "of"),
        ("ACTIVITY", [], [], "SUM", None, "of"),
        ("ACTIVITY", [], [], "SUM", "studio_id", "of"),
        ("OPINION", [], [], "SUM", "solved", "of"),
        ("DUTY_SHIFT", [], [], "COUNT_DISTINCT", "issues_raised", "of"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_place(
    fact: str, conditions: list[str], by: list[str], aggregation: str, of: str | None, key: str
) -> None:
    with pytest.raises(FaultyPredicate) as told:
        predicate_of(FactKind.of(fact), conditions=conditions, by=by, aggregation=Aggregation.of(aggregation), of=of)

    assert told.value.key == key
    assert told.value.zh and told.value.en


@pytest.mark.parametrize("fact", FactKind)
def test_every_column_of_the_form_is_one_of_the_model(fact: FactKind) -> None:
    shape, model = SHAPES[fact], MODELS[fact]

    for column in {*compared(fact), *shape.numbers, *shape.names} | ({shape.day} if shape.day else set()):
        name, _, rest = shape.path(column).partition(".")
        held = model.__mapper__.relationships[name].mapper.class_ if rest else model
        assert (rest or name) in held.__mapper__.columns, column


@pytest.mark.parametrize("fact", FactKind)
def test_words_and_flags_are_those_of_the_model(fact: FactKind) -> None:
    shape, model = SHAPES[fact], MODELS[fact]

    own = {name: words for name, words in shape.words.items() if "." not in shape.path(name)}
    assert {name: getattr(model.__mapper__.columns[name].type, "term", None) for name in own} == own
    assert all(model.__mapper__.columns[name].type.python_type is bool for name in shape.flags)
    assert all(model.__mapper__.columns[name].type.python_type is int for name in shape.numbers)
    assert all(values_of(fact, name) == FLAGS for name in shape.flags)
