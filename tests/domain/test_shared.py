"""What is shared is counted once: gross less net is exactly what the shared things come to (I5, A-05, A-14)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.shared import COUNT, WHOLE, Number, Numbers, Part, Work, account, apportioned, total
from hub.domain.words import JointRule

PERSONS = "beneficiaries"
BODIES = ("city_a", "city_b", "city_c", "county_c", "elsewhere")
NOTHING: Numbers = {COUNT: Number(), PERSONS: Number()}
SPLIT, FULL, LEAD = JointRule.SPLIT, JointRule.FULL_EACH, JointRule.LEAD_ONLY
PROVINCE = {"city_a": "city_a", "city_b": "city_b", "city_c": "city_c", "county_c": "county_c"}
BY_CITY = PROVINCE | {"county_c": "city_c"}


def _work(*bodies: str, rule: JointRule = FULL, value: int | None = 10, shares: Sequence[int] = ()) -> Work:
    given_shares: Sequence[int | None] = shares or [None] * len(bodies)
    parts = tuple(Part(body=body, share=share) for body, share in zip(bodies, given_shares, strict=True))
    return Work(id="-".join(bodies), parts=parts, rule=rule, values={PERSONS: value})


@st.composite
def _works(draw: st.DrawFn) -> Work:
    bodies = draw(st.lists(st.sampled_from(BODIES), min_size=1, max_size=5))
    rule = draw(st.sampled_from(list(JointRule)))
    cuts = sorted(draw(st.lists(st.integers(0, WHOLE), min_size=len(bodies) - 1, max_size=len(bodies) - 1)))
    shares = [end - begin for begin, end in zip([0, *cuts], [*cuts, WHOLE], strict=True)]
    parts = tuple(
        Part(body=body, share=share if rule is SPLIT else None) for body, share in zip(bodies, shares, strict=True)
    )
    value = draw(st.none() | st.integers(0, 5_000))
    return Work(id=f"act_{draw(st.integers(0, 40))}", parts=parts, rule=rule, values={PERSONS: value})


works_drawn = st.lists(_works(), max_size=12, unique_by=lambda one: one.id)
units_drawn = st.dictionaries(st.sampled_from(BODIES), st.sampled_from(["city_a", "city_b", "city_c"]))
numbers_drawn = st.integers(0, 1_000).map(lambda one: Number(gross=one, net=one, known=one))
alone_drawn = st.fixed_dictionaries({COUNT: numbers_drawn, PERSONS: numbers_drawn})


@given(alone=alone_drawn, works=works_drawn, units=units_drawn)
def test_gross_less_net_is_what_the_lines_come_to(alone: Numbers, works: list[Work], units: dict[str, str]) -> None:
    found = account(alone, works, units=units)

    listed = total([NOTHING, *(line.numbers for line in found.lines)])
    for name in (COUNT, PERSONS):
        assert found.numbers[name].difference == sum(line.numbers[name].difference for line in found.lines)
        assert found.numbers[name].gross == alone[name].gross + listed[name].gross


@given(alone=alone_drawn, works=works_drawn, units=units_drawn)
def test_net_is_each_thing_once_by_its_owner(alone: Numbers, works: list[Work], units: dict[str, str]) -> None:
    found = account(alone, works, units=units)

    owned = [work for work in works if work.owner in units]
    assert found.numbers[COUNT].net == alone[COUNT].net + len(owned)
    assert found.numbers[PERSONS].net == alone[PERSONS].net + sum(work.values[PERSONS] or 0 for work in owned)


@given(alone=alone_drawn, works=works_drawn, units=units_drawn, drawn=st.data())
def test_order_and_duplicates_change_nothing(
    alone: Numbers, works: list[Work], units: dict[str, str], drawn: st.DataObject
) -> None:
    again = drawn.draw(st.permutations([*works, *works[:3]]))

    assert account(alone, again, units=units) == account(alone, works, units=units)


@given(works=works_drawn)
def test_the_whole_country_splits_to_the_whole(works: list[Work]) -> None:
    everywhere = {body: body for body in BODIES}
    split = [work for work in works if work.rule is SPLIT]

    assert account(NOTHING, split, units=everywhere).numbers[PERSONS].difference == 0


@given(works=works_drawn, alone=alone_drawn)
def test_net_of_siblings_adds_up_to_the_net_above_them(works: list[Work], alone: Numbers) -> None:
    parts = [account(NOTHING, works, units={body: body}).numbers for body in BODIES]
    whole = account(NOTHING, works, units={body: body for body in BODIES}).numbers

    assert whole[COUNT].net == sum(one[COUNT].net for one in parts)
    assert whole[COUNT].gross == sum(one[COUNT].gross for one in parts)
    assert whole[PERSONS].net == sum(one[PERSONS].net for one in parts)
    assert whole[PERSONS].gross == sum(one[PERSONS].gross for one in parts)


@given(st.integers(0, 100_000), st.lists(st.integers(0, WHOLE), max_size=6))
def test_the_parts_of_a_number_sum_to_it_and_are_near_their_shares(value: int, cuts: list[int]) -> None:
    ends = sorted(cuts)
    shares = [end - begin for begin, end in zip([0, *ends], [*ends, WHOLE], strict=True)]

    parts = apportioned(value, shares)

    assert sum(parts) == value
    assert all(abs(part * WHOLE - value * share) < WHOLE for part, share in zip(parts, shares, strict=True))


@pytest.mark.parametrize(
    ("rule", "shares", "gross", "net"),
    [(FULL, (), 30, 10), (LEAD, (), 10, 10), (SPLIT, (334, 333, 333), 10, 10)],
)
def test_three_cities_hold_one_activity(rule: JointRule, shares: Sequence[int], gross: int, net: int) -> None:
    work = _work("city_a", "city_b", "city_c", rule=rule, shares=shares)

    found = account(NOTHING, [work], units=PROVINCE)

    assert found.numbers[COUNT] == Number(gross=3, net=1, known=1)
    assert found.numbers[PERSONS] == Number(gross=gross, net=net, known=1)
    assert found.lines[0].credited == ("city_a", "city_b", "city_c")


def test_a_city_and_its_county_are_one_reporting_unit() -> None:
    work = _work("city_c", "county_c", value=None)

    assert account(NOTHING, [work], units=PROVINCE).numbers[COUNT].difference == 1
    found = account(NOTHING, [work], units=BY_CITY)
    assert found.numbers[COUNT].difference == 0
    assert found.lines[0].credited == ("city_c",)
    assert found.numbers[PERSONS] == Number()


def test_what_is_led_from_elsewhere_is_credited_and_not_counted() -> None:
    led = _work("elsewhere", "city_a", rule=SPLIT, shares=(700, 300))
    lent = _work("city_a", "elsewhere", rule=SPLIT, shares=(700, 300))

    found = account(NOTHING, [led, lent, _work("elsewhere", "elsewhere")], units=PROVINCE)

    assert [line.numbers[PERSONS].difference for line in found.lines] == [-3, 3]
    assert [line.numbers[COUNT].difference for line in found.lines] == [0, 1]


@pytest.mark.parametrize(
    ("value", "shares", "parts"),
    [(10, (334, 333, 333), (4, 3, 3)), (2, (333, 333, 334), (1, 0, 1)), (0, (500, 500), (0, 0))],
)
def test_the_largest_remainders_come_first(value: int, shares: Sequence[int], parts: Sequence[int]) -> None:
    assert apportioned(value, shares) == parts
