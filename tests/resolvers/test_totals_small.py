"""Small cells of citizens are not told, nor can they be told from what stands beside them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hub.domain.words import OpinionStatus
from tests.asking import PROVINCE, Asked
from tests.factories import World

BY_STATUS = "{ opinionTotals(by: [STATUS], period: YEAR) { cells { status count suppressed } } }"
BY_BODY = "{ opinionTotals(by: [STATUS, BODY]) { cells { status body { code } count } } }"
WORDS = list(OpinionStatus)


async def _opinions(world: World, body: str, *numbers: int, **given: Any) -> None:
    """So many opinions of the first status, so many of the second …"""
    studio = await world.studio(body)
    for status, number in zip(WORDS, numbers, strict=False):
        for _ in range(number):
            await world.opinion(studio, body, status=status, **given)


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize(
    ("held", "told"),
    [
        ((3, 4), [3, 4]),
        ((2,), [None]),
        ((1, 5, 9), [None, None, 9]),  # alone, the one would be what the others lack
        ((9, 5, 2), [9, None, None]),
        ((2, 2, 7), [None, None, 7]),
        ((1, 1, 4, 6), [None, None, None, 6]),  # two that together are two would be told
        ((1, 4, 4), [None, None, 4]),
    ],
)
async def test_a_small_cell_is_suppressed_with_what_would_give_it_away(
    ask: Asked, world: World, held: tuple[int, ...], told: list[int | None]
) -> None:
    await _opinions(world, "611026", *held)

    cells = (await ask(BY_STATUS, PROVINCE))["opinionTotals"]["cells"]

    assert [cell["count"] for cell in cells] == told
    assert [cell["suppressed"] for cell in cells] == [number is None for number in told]
    assert [cell["status"] for cell in cells] == [word.name for word in WORDS[: len(held)]]


@pytest.mark.parametrize("compiled", [True, False])
async def test_neither_rows_nor_columns_give_a_small_cell_away(ask: Asked, world: World) -> None:
    await _opinions(world, "611002", 8, 20, 30)
    await _opinions(world, "611026", 2, 9, 40)
    await _opinions(world, "611000", 7, 21, 50)

    cells = (await ask(BY_BODY, PROVINCE))["opinionTotals"]["cells"]

    told = {(cell["body"]["code"], cell["status"]): cell["count"] for cell in cells}
    first, second, third = (word.name for word in WORDS[:3])
    assert [told[code, first] for code in ("611002", "611026", "611000")] == [8, None, None]
    assert [told[code, second] for code in ("611002", "611026", "611000")] == [20, None, 21]
    assert [told[code, third] for code in ("611002", "611026", "611000")] == [30, 40, 50]


@pytest.mark.parametrize("compiled", [True, False])
async def test_none_at_all_is_told_and_so_are_many(ask: Asked, world: World) -> None:
    query = "{ opinionTotals(by: []) { cells { count suppressed solved { yes known } } } }"

    nothing = await ask(query, PROVINCE)
    await _opinions(world, "611026", 2)
    few = await ask(query, PROVINCE)
    await _opinions(world, "611026", 4)
    many = await ask(query, PROVINCE)

    told = [answer["opinionTotals"]["cells"] for answer in (nothing, few, many)]
    assert told == [
        [{"count": 0, "suppressed": False, "solved": {"yes": None, "known": 0}}],
        [{"count": None, "suppressed": True, "solved": None}],
        [{"count": 6, "suppressed": False, "solved": {"yes": None, "known": 0}}],
    ]


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize(
    ("yes", "no", "unknown", "told"),
    [
        (4, 3, 0, {"yes": 4, "known": 7}),
        (0, 3, 3, {"yes": 0, "known": 3}),
        (2, 8, 0, None),
        (8, 1, 4, None),
        (5, 5, 2, None),
    ],
)
async def test_those_who_say_yes_or_no_or_nothing_are_cells_as_well(
    ask: Asked, world: World, yes: int, no: int, unknown: int, told: dict[str, int] | None
) -> None:
    for satisfied, number in ((True, yes), (False, no), (None, unknown)):
        await _opinions(world, "611026", number, satisfied=satisfied, received_on=date(2026, 2, 3))

    answer = await ask(
        "{ opinionTotals(by: [CITY], period: YEAR) { cells { count satisfied { yes known } period { label } } } }",
        PROVINCE,
    )

    (cell,) = answer["opinionTotals"]["cells"]
    assert cell == {"count": yes + no + unknown, "satisfied": told, "period": {"label": "2026年"}}


async def test_what_is_not_about_citizens_is_told_however_small(ask: Asked, world: World) -> None:
    await world.studio("611026")

    answer = await ask("{ studioTotals(by: [TYPE]) { cells { type count } } }", PROVINCE)

    assert answer["studioTotals"]["cells"] == [{"type": "REGIONAL", "count": 1}]
