"""The data set of the benchmarks: the same every time, whole, and full of what breaks careless code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import pytest
from sqlalchemy import func, select

from benchmarks.load import fill_postgres, fill_sqlite
from benchmarks.questions import comparable, questions
from benchmarks.text import AWKWARD, AWKWARD_SHARE, Wording
from benchmarks.world import SIZES, Ground, Row, Size, World
from hub.domain.ids import prefix_of
from hub.store.models.body import Body
from hub.store.models.facts import Activity, Opinion
from hub.store.models.member import Member, Residency
from hub.store.models.studio import Studio
from hub.store.session import Database

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
    assert SIZES["national"].activities == 30 * size.activities


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


def test_identifiers_of_the_largest_table_at_national_size_differ() -> None:
    world = World(SIZES["national"], GROUND)
    numbers = [*range(0, 9_000_000, 1_009), *range(2_000), *range(1 << 20, (1 << 20) + 2_000)]

    assert len({world.studio_id(number) for number in numbers}) == len(set(numbers))


def test_two_texts_in_a_hundred_hold_what_breaks_careless_code() -> None:
    wording = Wording(Random("test"))

    texts = [wording.topic() for _ in range(10_000)]

    marked = [text for text in texts if text.endswith(AWKWARD)]
    assert 0.75 * AWKWARD_SHARE < len(marked) / len(texts) < 1.25 * AWKWARD_SHARE
    assert all(any(sign in text for text in marked) for sign in ('"', "\\", "\n", "<&>", "🏮"))


async def test_the_rows_fit_the_tables_of_both_databases(database: Database, migrated_url: str) -> None:
    url = database.engine.url
    if database.is_sqlite:
        world = fill_sqlite(str(url.database), SMALL)
    else:
        world = fill_postgres(f"host={url.query['host']} user={url.username} dbname={url.database}", SMALL)

    async with database.read() as connection:
        counted = [
            await connection.scalar(select(func.count()).select_from(one)) for one in (Studio, Member, Residency)
        ]
        facts = [await connection.scalar(select(func.count()).select_from(one)) for one in (Activity, Opinion)]
        owners = await connection.scalar(select(func.count(Studio.owner_body_id.distinct())))
        moment = await connection.scalar(select(Activity.recorded_at).limit(1))
        lost = await connection.scalar(
            select(func.count()).select_from(Studio).where(Studio.owner_body_id.not_in(select(Body.id)))
        )
    assert (counted, facts, lost) == ([236, 3_000, 2_832], [472, 472], 0)
    assert owners == 118
    assert moment is not None and moment.tzinfo is not None
    assert world.studio_id(0).startswith("stu_")


def test_every_question_is_put_in_the_words_of_every_server() -> None:
    for question in questions(World(SIZES["province"], GROUND)):
        assert set(question.documents) == {"hub", "postgraphile", "mercurius"}
        assert question.statement.lower().startswith("select")
        assert question.variables


@pytest.mark.parametrize(
    ("answer", "plain"),
    [
        ({"studios": {"nodes": [{"id": 1}]}}, {"studios": [{"id": 1}]}),
        ({"studios": [{"id": 1}]}, {"studios": [{"id": 1}]}),
        ({"p0": {"nodes": [{"id": 1}]}, "p1": {"nodes": [{"id": 2}]}}, {"studios": [{"id": 1}, {"id": 2}]}),
        ({"studio": None}, {"studio": None}),
    ],
)
def test_answers_are_compared_without_what_the_servers_styles_differ_in(
    answer: Mapping[str, object], plain: Mapping[str, object]
) -> None:
    assert comparable({"data": answer}) == plain
