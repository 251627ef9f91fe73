"""Operations that people ask: each is planned, and answered with the same bytes on both paths for every caller."""

from __future__ import annotations

from collections import Counter

from hub.resolvers.given import definition_of
from hub.resolvers.plan_told import OF_THE_CALLER
from hub.schema.contracts import WHOLE, schema_of, shape_of
from hub.schema.query import BY_CODE, LISTS
from hub.schema.totals import TOTALS
from tests.agreement.awkward import AWKWARD
from tests.agreement.both_ways import Case
from tests.agreement.computed import computed
from tests.agreement.conftest import Filled
from tests.agreement.left import PRESENT, left
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


async def test_past_states_are_left_to_the_general_path(filled: Filled) -> None:
    for title, (case, why) in left(filled.material.ids).items():
        answered = 0
        for name in ("county", "committee", "public"):  # whoever asks, it is declined
            both = await filled.ways.ask(case, filled.people[name])

            assert both.agree, (title, name, both.general.body.decode()[:3000], both.compiled.body.decode()[:3000])
            assert both.refused or both.why == why, (title, name, both.why)
            answered += not both.refused
        assert answered, title


async def test_a_past_state_and_the_present_one_are_told_apart_by_the_values_of_variables(filled: Filled) -> None:
    asker = filled.people["city"]
    past, _ = left(filled.material.ids)["a list of a day"]
    for case in PRESENT:
        before, then, after = [await filled.ways.ask(one, asker) for one in (case, past, case)]

        assert (before.why, then.why, after.why) == (None, "past", None)
        assert before.agree and then.agree and before.compiled.body == after.compiled.body
        assert then.compiled.body != after.compiled.body


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
