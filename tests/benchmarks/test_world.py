"""The data set of the benchmarks: the same every time, whole, and full of what breaks careless code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

import pytest

from benchmarks.questions import comparable, questions, statements
from benchmarks.text import AWKWARD, AWKWARD_SHARE, Wording
from benchmarks.world import SIZES, Ground, Row, Size, World
from hub.domain.ids import prefix_of

SMALL = Size(name="small", studios=236, members=3_000, activities=472, opinions=472)
GROUND = Ground(bodies=[f"bod_{number}" for number in range(118)], kinds=("akd_1", "akd_2"))


def rows_of(size: Size) -> Mapping[str, Sequence[Row]]:
    """All rows by table."""
    return {part.table: list(part.rows) for part in World(size, GROUND).tables()}


def test_the_same_size_gives_the_same_rows_every_time() -> None:
    assert rows_of(SMALL) == rows_of(SMALL)


def test_one_table_stays_as_it_is_when_another_grows() -> None:
    larger = Size(name="larger", studios=236, members=3_000, activities=900, opinions=472)

    before, after = rows_of(SMALL), rows_of(larger)

    assert before["opinion"] == after["opinion"]
    assert before["activity"] == after["activity"][:472]


def test_the_province_has_the_size_that_the_goals_speak_of() -> None:
    size = SIZES["province"]

    assert (size.studios, size.members, size.activities, size.opinions) == (1_500, 20_000, 150_000, 300_000)
    assert SIZES["national"] == replace(size, name="national", provinces=30)


def test_every_studio_has_twelve_residents_who_are_on_record_with_its_owner() -> None:
    rows = rows_of(SMALL)
    owner_of = {row[0]: row[7] for row in rows["studio"]}
    home_of = {row[0]: row[4] for row in rows["member"]}

    residents = [row for row in rows["residency"] if row[2] == rows["studio"][0][0]]

    assert len(residents) == 12
    assert all(home_of[row[3]] == owner_of[row[2]] for row in rows["residency"])


def test_identifiers_look_like_the_hub_s_own_and_never_come_twice() -> None:
    for table, rows in rows_of(SMALL).items():
        identifiers = [row[0] for row in rows]
        assert len(set(identifiers)) == len(identifiers), table
        assert {len(one) for one in identifiers} == {30}
        assert all(prefix_of(one) for one in identifiers)


def test_identifiers_of_the_largest_table_differ() -> None:
    world = World(SIZES["province"], GROUND)
    numbers = [*range(0, 900_000, 101), *range(2_000)]

    assert len({world.activity_id(number) for number in numbers}) == len(set(numbers))


def test_two_texts_in_a_hundred_hold_what_breaks_careless_code() -> None:
    wording = Wording(Random("test"))

    texts = [wording.topic() for _ in range(10_000)]

    marked = [text for text in texts if text.endswith(AWKWARD)]
    assert 0.75 * AWKWARD_SHARE < len(marked) / len(texts) < 1.25 * AWKWARD_SHARE
    assert all(any(sign in text for text in marked) for sign in ('"', "\\", "\n", "<&>", "🏮"))


def test_every_question_is_put_to_the_hub_and_the_limit_and_every_read_of_rows_to_the_peers() -> None:
    for question in questions(World(SIZES["province"], GROUND)):
        wanted = {"hub"} if question.name in ("Q4", "Q4R", "QT") else {"hub", "postgraphile", "mercurius"}
        assert set(question.documents) == wanted
        assert question.statement.lower().startswith(("select", "with"))
        assert question.variables


def test_statements_within_reach_stand_at_a_path_of_their_own() -> None:
    world = World(SIZES["province"], GROUND)
    plain = {one.name: one for one in questions(world)}
    within = {one.name: one for one in questions(world, within_reach=True)}

    assert (plain["Q1"].path, within["Q1"].path) == ("q1", "q1-reach")
    assert (plain["Q5"].path, within["Q5"].path) == ("q5", "q5")
    assert statements()[within["QT"].path] == within["QT"].statement


@pytest.mark.parametrize(
    ("answer", "plain"),
    [
        ({"studios": {"nodes": [{"id": 1}]}}, {"studios": [{"id": 1}]}),
        ({"studios": [{"id": 1}]}, {"studios": [{"id": 1}]}),
        ({"studio": None}, {"studio": None}),
    ],
)
def test_answers_are_compared_without_what_the_servers_styles_differ_in(
    answer: Mapping[str, object], plain: Mapping[str, object]
) -> None:
    assert comparable({"data": answer}) == plain
