"""Operations that people ask: each is planned, and answered with the same bytes on both paths for every caller."""

from __future__ import annotations

from tests.agreement.awkward import AWKWARD
from tests.agreement.both_ways import Case
from tests.agreement.conftest import Filled
from tests.agreement.written import changing, written


async def test_written_operations_are_planned_and_agree(filled: Filled) -> None:
    for title, case in written(filled.material.ids).items():
        answered = 0
        for name, asker in filled.askers.items():
            both = await filled.ways.ask(case, asker)

            assert both.agree, (title, name, both.general.body.decode()[:3000], both.compiled.body.decode()[:3000])
            assert both.why is None, (title, name, both.why)
            answered += not both.refused
        assert answered, title


async def test_mutations_are_left_to_the_general_path(filled: Filled) -> None:
    assert changing()
    for text in changing():
        both = await filled.ways.ask(Case(query=text, variables={}), filled.people["city"])

        assert (both.why, both.refused) == ("not_a_query", False)


async def test_awkward_operations_agree(filled: Filled) -> None:
    for title, case in AWKWARD.items():
        for name, asker in filled.askers.items():
            both = await filled.ways.ask(case, asker)

            assert both.agree, (title, name, both.general.body.decode()[:3000], both.compiled.body.decode()[:3000])
            if not both.refused:
                assert both.why is None, (title, name, both.why)
