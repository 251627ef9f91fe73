"""Identifiers of one moment that are made together: in order, of the same form, and none twice."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as some

from hub.domain.ids import RANDOM_BYTES, new_id, new_ids, prefix_of

AT = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
SEEDS = some.lists(some.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES), max_size=20, unique=True)


@given(SEEDS)
def test_identifiers_made_together_ascend_and_none_is_there_twice(seeds: list[bytes]) -> None:
    made = new_ids("rll", AT, seed=b"".join(seeds))

    assert made == sorted(set(made))
    assert len(made) == len(seeds)
    assert {prefix_of(one) for one in made} <= {"rll"}


def test_they_begin_with_their_moment_as_single_ones_do() -> None:
    (made,) = new_ids("rll", AT, seed=bytes(RANDOM_BYTES))

    assert made == new_id("rll", AT, seed=b"")[:14] + "0" * 16
