"""Totals are the same bytes on both ways of answering, for whoever asks, whatever is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.span import Span
from hub.schema.totals import TOTALS
from hub.store import compile_totals, totals_statement
from hub.store.session import Database
from hub.store.totals_shape import Dimension, Shape
from tests.agreement.both_ways import BothWays, Case
from tests.agreement.people import everyone
from tests.asking import PATIENCE, PROVINCE, Asked
from tests.factories import World
from tests.prepared import Prepared
from tests.statements import keep_compiled, share_compiled
from tests.store.settled import Ids

DAYS = [date(2026, month, day).isoformat() for month in (1, 2, 3, 4) for day in (1, 2)] + ["2026-03-31"]
ROW = {"body": "{ id code shortName }", "city": "{ __typename shortName division { name } }"}
ROW |= {"division": "{ code name }", "sector": "{ name }", "kind": "{ code labels }"}
PERIOD = "{ span firstDay lastDay label __typename }"
EVERYTHING = """
query ($by: [ActivityTotalsBy!]!, $period: HubSpan, $where: ActivityWhere, $deep: Boolean = true) {
  one: activityTotals(by: $by, period: $period, where: $where) {
    __typename
    cells { ...Keys count membersCount { total known } publicCount { t: total } }
    again: cells { n: count city { code studios(first: 2) @include(if: $deep) { totalCount nodes { name type } } } }
  }
}
fragment Keys on ActivityTotal { __typename level city { code shortName } other: city { id } kind { code } mode
  period { label firstDay } }
"""


@pytest.fixture
async def ways(settled_once: Prepared[Ids], tmp_path: Path) -> AsyncIterator[Any]:
    """Both ways over random facts with their cells, which nobody writes to, and who may ask."""
    database = Database(settled_once.url, statement_seconds=PATIENCE)
    share_compiled(database)
    yield BothWays(database, tmp_path), everyone(settled_once.told)
    keep_compiled(database)
    await database.close()


@st.composite
def operations(draw: st.DrawFn) -> Case:
    """A totals field with any of its arguments and every field of its cells."""
    name, shape = draw(st.sampled_from(sorted(TOTALS.items())))
    by = draw(st.lists(st.sampled_from(shape.dimensions), unique=True, max_size=3))
    arguments = [f"by: [{', '.join(one.name.upper() for one in by)}]"]
    if shape.dated is not None and draw(st.booleans()):
        arguments.append(f"period: {draw(st.sampled_from(list(Span))).name}")
    if shape.dated is not None and draw(st.booleans()):
        word = draw(st.sampled_from(["gte", "lt", "lte", "gt"]))
        arguments.append(f'where: {{ {_camel(shape.dated)}: {{ {word}: "{draw(st.sampled_from(DAYS))}" }} }}')
    shown = " ".join([*(_shown(one, shape) for one in shape.dimensions), *_numbers(shape)])
    return Case(query=f"{{ {_camel(name)}({', '.join(arguments)}) {{ cells {{ {shown} }} }} }}", variables={})


def _shown(dimension: Dimension, shape: Shape) -> str:
    return f"{_camel(dimension.name)} {ROW[dimension.name] if dimension.end is not None else ''}"


def _numbers(shape: Shape) -> list[str]:
    found = ["count", *([f"period {PERIOD}"] if shape.dated is not None else [])]
    for name in shape.sums:
        total = "yes" if shape.is_tally(name) else "total"
        found.append(f"{_camel(name)} {{ {total} known {'' if shape.is_open(name) else 'masked reason'} }}")
    return found + (["suppressed"] if "solved" in shape.sums and shape.is_open("solved") else [])


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def _drawn(most: int) -> list[Case]:
    found: list[Case] = []

    @settings(max_examples=most)
    @given(operations())
    def collect(case: Case) -> None:
        found.append(case)

    collect()
    return found


async def test_both_ways_agree_on_every_totals_field_for_everyone(ways: Any, engine_name: str) -> None:
    both, people = ways
    askers = [people[name] for name in ("province", "city", "county", "narrowed", "convener", "committee", "member")]
    planned = 0
    for number, case in enumerate(_drawn(80 if engine_name == "sqlite" else 40)):
        for asker in (askers[number % len(askers)], None):
            answers = await both.ask(case, asker)
            assert answers.agree, (case, asker, answers)
            assert answers.why is None or answers.refused, (case, answers.why)
            planned += answers.why is None and not answers.refused
    assert planned > 40


@pytest.mark.parametrize("by", [[], ["CITY"], ["KIND", "LEVEL"], ["LEVEL", "MODE", "CITY"]])
@pytest.mark.parametrize("period", [None, "QUARTER", "YEAR"])
async def test_variables_fragments_and_aliases_are_answered_alike(ways: Any, by: list[str], period: str | None) -> None:
    both, people = ways
    for where in (None, {"heldOn": {"gte": "2026-01-01"}}, {"heldOn": {"gte": "2026-01-02"}}):
        for deep in (True, False):
            variables = {"by": by, "period": period, "where": where, "deep": deep}
            answers = await both.ask(Case(query=EVERYTHING, variables=variables), people["city"])
            assert answers.agree, answers
            assert not answers.refused, answers
            assert answers.why is None


@pytest.mark.parametrize("span", [one.name for one in Span])
async def test_periods_have_the_same_days_and_names_on_both(
    database: Database, world: World, tmp_path: Path, span: str
) -> None:
    days = ["0026-05-31", "1900-02-28", "2000-02-29", "2023-02-01", "2024-02-29", "2024-12-31", "9999-12-31"]
    studio = await world.studio("611026")
    for day in [*days, *(f"2025-{month:02d}-15" for month in range(1, 13))]:
        await world.activity(studio, "611026", held_on=date.fromisoformat(day), published=True)
    both = BothWays(database, tmp_path)
    query = "{ activityTotals(by: [], period: %s) { cells { count period %s } } }" % (span, PERIOD)
    live = query.replace("by: []", 'by: [], where: { topic: { contains: "测试" } }')

    kept, counted = (
        await both.ask(Case(query=query, variables={}), None),
        await both.ask(Case(query=live, variables={}), None),
    )

    assert kept.agree
    assert counted.agree
    assert (kept.why, counted.why) == (None, None)
    assert b'"9999-12-31"' in kept.general.body
    cells = orjson.loads(kept.general.body)["data"]["activityTotals"]["cells"]
    assert cells == orjson.loads(counted.general.body)["data"]["activityTotals"]["cells"]
    assert [cell["period"]["firstDay"] for cell in cells] == sorted(cell["period"]["firstDay"] for cell in cells)


async def test_more_cells_than_an_answer_holds_are_refused_on_both(ways: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    both, people = ways
    for module in (totals_statement, compile_totals):
        monkeypatch.setattr(module, "MOST_CELLS", 3)

    answers = await both.ask(
        Case(query="{ activityTotals(by: [BODY, KIND], period: MONTH) { cells { count } } }", variables={}),
        people["province"],
    )

    assert answers.agree
    assert answers.why == "absent"
    assert b"TOO_MUCH_CELLS" in answers.general.body


async def test_a_thing_named_twice_is_refused(ask: Asked) -> None:
    answer = await ask.raw("{ studioTotals(by: [TYPE, TYPE]) { cells { count } } }", PROVINCE)

    assert answer["errors"][0]["extensions"]["code"] == "BAD_BY"


@pytest.mark.parametrize("compiled", [True, False])
async def test_a_number_is_masked_where_one_row_of_the_cell_hides_it(ask: Asked, world: World) -> None:
    """Attendance is work data: the province sees its branch's, of a county elsewhere it sees what is published."""
    for body in ("611026", "440113"):
        studio = await world.studio(body)
        member = await world.member(body)
        await world.shift(studio, member, body, attended=True)
        await world.shift(studio, member, body, attended=None)

    query = "{ dutyShiftTotals(by: [%s]) { cells { count attended { yes known masked reason } } } }"
    by_body = await ask(query % "BODY", PROVINCE)
    together = await ask(query % "", PROVINCE)

    hidden = {"yes": None, "known": None, "masked": True, "reason": "OUT_OF_REACH"}
    shown = {"yes": 1, "known": 1, "masked": False, "reason": None}
    cells = [cell["attended"] for cell in by_body["dutyShiftTotals"]["cells"]]
    assert sorted(cells, key=str) == sorted([hidden, shown], key=str)
    assert together["dutyShiftTotals"]["cells"] == [{"count": 4, "attended": hidden}]
