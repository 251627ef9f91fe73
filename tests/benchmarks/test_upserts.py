"""M1: the same hundred activities through the write door and as a bare upsert leave the same rows."""

from __future__ import annotations

from itertools import islice

from benchmarks.upserts import BATCH, batches
from benchmarks.world import SIZES, Ground, World

WORLD = World(SIZES["tiny"], Ground(bodies=[f"bod_{number}" for number in range(7)], kinds=("akd_1", "akd_2")))


def test_half_of_each_batch_is_held_from_the_one_before_with_another_topic() -> None:
    first, second = islice(batches(WORLD, first=5_000), 2)

    topics = {row["id"]: row["topic"] for row in first}
    held = [row for row in second if row["id"] in topics]
    assert (len(first), len(second), len(held)) == (BATCH, BATCH, BATCH // 2)
    assert all(row["topic"] != topics[row["id"]] for row in held)


def test_the_rows_belong_to_studios_and_owners_of_the_data_set() -> None:
    (batch,) = islice(batches(WORLD, first=5_000), 1)
    owner_of = {WORLD.studio_id(number): WORLD.owner(number) for number in range(WORLD.size.studios)}

    assert all(owner_of[row["studio_id"]] == row["owner_body_id"] for row in batch)
