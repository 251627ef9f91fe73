"""Operations that people ask: each is planned, and answered with the same bytes on both paths for every caller."""

from __future__ import annotations

from collections import Counter
from typing import Any

from graphql import GraphQLInputObjectType, get_named_type

from hub.resolvers.given import definition_of
from hub.resolvers.plan_told import OF_THE_CALLER
from hub.schema.contracts import WHOLE, schema_of, shape_of
from hub.schema.query import BY_CODE, LISTS
from hub.schema.totals import TOTALS
from tests.agreement.awkward import AWKWARD
from tests.agreement.both_ways import Case
from tests.agreement.computed import computed
from tests.agreement.conftest import Filled
from tests.agreement.past import DAYS, INSTANTS, LISTED, past
from tests.agreement.written import ROOTS, changing, written

NEVER = {(name, "pushAttempts") for name in ("convener", "committee")}
"""What systems push for a body is of no studio and of no committee."""
FEW = ("province", "city", "county", "convener", "committee", "integrator", "public")
"""Who asks the kept queries of the tests, each of which is asked as its own role elsewhere."""


async def test_written_operations_are_planned_and_agree(filled: Filled) -> None:
    for title, case in written(filled.material.ids).items():
        answered = 0
        for name in FEW if title.startswith("tests/") else filled.askers:
            both = await filled.ways.ask(case, filled.people[name])

            assert both.agree, (title, name, both.general.body.decode()[:3000], both.compiled.body.decode()[:3000])
            assert both.why is None, (title, name, both.why)
            answered += not both.refused
        assert answered, title


async def test_computed_answers_are_planned_and_agree(filled: Filled) -> None:
    told: Counter[str] = Counter()
    for name in FEW:
        shape = shape_of(await filled.ways.caller(filled.people[name]))
        for title, case in computed(schema_of(shape)._schema, filled.material.ids).items():
            both = await filled.ways.ask(case, filled.people[name])

            assert both.agree, (title, name, both.general.body.decode()[:3000], both.compiled.body.decode()[:3000])
            assert both.refused or both.why is None, (title, name, both.why)
            told[title.rpartition(" ")[0]] += not both.refused

    assert all(told.values()), told
    assert {f"the whole of {name}" for name in ROOTS} <= told.keys()


async def test_mutations_are_left_to_the_general_path(filled: Filled) -> None:
    taken = 0
    for text in changing():
        both = await filled.ways.ask(Case(query=text, variables={}), filled.people["city"])

        assert both.refused or both.why == "not_a_query", text  # refused where a city's system may not or must say more
        taken += not both.refused
    assert taken


async def test_awkward_operations_agree(filled: Filled) -> None:
    for title, case in AWKWARD.items():
        for name, asker in filled.askers.items():
            both = await filled.ways.ask(case, asker)

            assert both.agree, (title, name, both.general.body.decode()[:3000], both.compiled.body.decode()[:3000])
            if not both.refused:
                assert both.why is None, (title, name, both.why)


async def test_past_states_are_planned_and_agree(filled: Filled) -> None:
    for title, case in past(filled.material.ids).items():
        for name, asker in filled.askers.items():
            both = await filled.ways.ask(case, asker)

            assert both.agree, (title, name, both.general.body.decode()[:3000], both.compiled.body.decode()[:3000])
            if not both.refused:
                assert both.why is None, (title, name, both.why)


async def test_a_past_state_and_the_present_one_are_told_apart_by_the_values_of_variables(filled: Filled) -> None:
    asker = filled.people["city"]
    when: list[dict[str, Any]] = [
        {},
        {"on": DAYS[0]},
        {"on": None, "at": None},
        {"at": INSTANTS[0]},
        {"on": DAYS[0], "at": INSTANTS[0]},
    ]
    told = [await filled.ways.ask(Case(query=LISTED, variables=one), asker) for one in (*when, *when)]

    assert all(both.agree and both.why is None for both in told)
    bodies = [both.compiled.body for both in told]
    assert bodies[:5] == bodies[5:]
    assert bodies[0] == bodies[2]
    assert len({bodies[at] for at in (0, 1, 3)}) == 3


async def test_one_statement_serves_every_day_and_every_instant(filled: Filled) -> None:
    asker = filled.people["province"]
    days = [{"on": day} for day in DAYS]
    instants = [{"on": DAYS[3], "at": instant} for instant in INSTANTS]
    for when in (days, instants):
        told = [await filled.ways.ask(Case(query=LISTED, variables=one), asker) for one in when]

        assert all(both.agree and both.why is None for both in told)
        assert len({both.compiled.body for both in told}) > 1
    assert filled.ways.fastpath.counts["planned"] == 2


async def test_callers_of_every_kind_find_rows_of_every_kind(filled: Filled) -> None:
    """A comparison of empty answers would tell nothing."""
    query = schema_of(WHOLE)._schema.query_type
    assert query is not None
    lists = [name for name, shown in query.fields.items() if "orderBy" in shown.args]
    for name in ("province", "city", "county", "convener", "committee", "integrator"):
        for listed in lists:
            both = await filled.ways.ask(
                Case(query=f"{{ {listed} {{ nodes {{ id }} }} }}", variables={}), filled.people[name]
            )

            assert both.refused or b'"id"' in both.compiled.body or (name, listed) in NEVER, (name, listed)


def test_every_root_field_is_read_or_known_to_be_computed() -> None:
    query = schema_of(WHOLE)._schema.query_type
    assert query is not None
    planned = {*LISTS, *TOTALS, *BY_CODE, "division"}
    others = {name for name, shown in query.fields.items() if definition_of(shown).python_name not in planned}

    assert others == ROOTS | OF_THE_CALLER | {"_service", "_entities", "node"}


async def test_every_list_whose_rows_form_branches_is_asked_for_one(filled: Filled) -> None:
    query = schema_of(WHOLE)._schema.query_type
    assert query is not None
    asked = 0
    for name, shown in query.fields.items():
        where = get_named_type(shown.args["where"].type) if {"where", "orderBy"} <= shown.args.keys() else None
        if isinstance(where, GraphQLInputObjectType) and "within" in where.fields:
            case = Case(query=f'{{ {name}(where: {{ within: "611000" }}) {{ nodes {{ id }} }} }}', variables={})
            both = await filled.ways.ask(case, filled.people["province"])

            assert both.agree and not both.refused and both.why is None, (name, both.general.body)
            asked += 1
    assert asked
