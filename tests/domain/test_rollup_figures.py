"""Figures are sums of their contributions; what is shared is credited to each and counted once (I4, I5)."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as some

from hub.domain.rollup_digest import LineKey
from hub.domain.rollup_figures import Record, figures
from hub.domain.rollup_words import Aggregation
from hub.domain.shared import Part
from hub.domain.words import JointRule

SECTIONS = {"city": "611000", "county": "611026", "street": "611026"}


def key(unit: str, mode: str = "") -> LineKey:
    return LineKey(unit=unit, indicator="x", mode=mode)


def joint(rule: JointRule, *shares: tuple[str, int | None], amount: int = 10) -> Record:
    parts = tuple(Part(body=body, share=share) for body, share in shares)
    return Record(id="a1", owner=parts[0].body, amount=amount, parts=parts, rule=rule)


def test_a_record_counts_in_the_section_of_its_owner() -> None:
    found = figures(
        "x", Aggregation.COUNT, [Record(id="a", owner="city"), Record(id="b", owner="street")], sections=SECTIONS
    )

    assert {at.unit: one.computed for at, one in found.items()} == {"611000": 1, "611026": 1}


def test_three_parties_are_each_credited_with_one_and_the_lead_alone_counts_it() -> None:
    three = joint(JointRule.FULL_EACH, ("city", None), ("county", None), ("elsewhere", None))

    found = figures("x", Aggregation.COUNT, [three], sections=SECTIONS)

    assert {at.unit: (one.computed, one.net, one.is_shared) for at, one in found.items()} == {
        "611000": (1, 1, True),
        "611026": (1, 0, True),
    }
    (credited,) = found[key("611026")].contributions
    assert credited.shared_with == ("city", "elsewhere")


def test_a_sum_follows_the_rule_that_was_fixed() -> None:
    parties = (("city", 500), ("county", 300), ("elsewhere", 200))
    by_rule = {
        rule: {
            at.unit: one.computed
            for at, one in figures("x", Aggregation.SUM, [joint(rule, *parties)], sections=SECTIONS).items()
        }
        for rule in JointRule
    }

    assert by_rule == {
        JointRule.FULL_EACH: {"611000": 10, "611026": 10},
        JointRule.SPLIT: {"611000": 5, "611026": 3},
        JointRule.LEAD_ONLY: {"611000": 10, "611026": 0},
    }


def test_a_distinct_count_tells_values_apart() -> None:
    shifts = [Record(id=f"s{n}", owner="city", value=value) for n, value in enumerate(("m1", "m1", "m2", None))]

    found = figures("x", Aggregation.COUNT_DISTINCT, shifts, sections=SECTIONS)

    assert found[key("611000")].computed == 3
    assert len(found[key("611000")].contributions) == 4


BODIES = some.sampled_from(["city", "county", "street", "elsewhere"])
RECORDS = some.lists(
    some.builds(
        lambda n, parties, rule, amount, mode: Record(
            id=f"r{n}",
            owner=parties[0],
            first_key=mode,
            amount=amount,
            parts=tuple(Part(body=one) for one in dict.fromkeys(parties)) if len(set(parties)) > 1 else (),
            rule=rule,
        ),
        some.integers(0, 10_000),
        some.lists(BODIES, min_size=1, max_size=3),
        some.sampled_from([JointRule.FULL_EACH, JointRule.LEAD_ONLY]),
        some.integers(0, 50),
        some.sampled_from(["ONLINE", "OFFLINE"]),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(records=RECORDS, aggregation=some.sampled_from([Aggregation.COUNT, Aggregation.SUM]), order=some.randoms())
def test_the_nets_count_everything_owned_once_in_whatever_order(
    records: list[Record], aggregation: Aggregation, order: Random
) -> None:
    mixed = list(records)
    order.shuffle(mixed)
    found = figures("x", aggregation, mixed, sections=SECTIONS)

    owned = [one for one in records if one.owner in SECTIONS]
    whole = sum((one.amount or 0) if aggregation is Aggregation.SUM else 1 for one in owned)
    assert sum(one.net for one in found.values()) == whole
    assert found == figures("x", aggregation, records, sections=SECTIONS)
    gross = sum(one.computed for one in found.values())
    shared = [c for one in found.values() for c in one.contributions if not c.owned]
    assert gross - whole == sum(one.weight for one in shared)
