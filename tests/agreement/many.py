"""Asks many generated operations of one contract both ways."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from zlib import crc32

from graphql import GraphQLSchema
from hypothesis import HealthCheck, Phase, given, seed, settings

from hub.domain.access import Contract
from hub.schema.contracts import schema_of, shape_of
from tests.agreement.both_ways import Both, Case
from tests.agreement.conftest import Filled
from tests.agreement.generated import operations

GENERATED = max(300, settings().max_examples)  # 5 000 with the profile `agreement`
_DRAWN = GENERATED * 27 // 25  # some tapes say the same
MOST_DECLINED = 0.05  # SQLite's parser bounds how deep a statement nests
PAST, LEAST_PAST = ("asOf: ", "asKnownAt: "), 0.04

Check = Callable[[str, Case, Both], None]


def must_agree(runner: asyncio.Runner, filled: Filled, contract: Contract) -> str:
    """Fail with the smallest operation that is answered differently, or when too many are left to the general path."""
    told: Counter[str] = Counter()
    of_the_past = 0

    def check(name: str, case: Case, both: Both) -> None:
        nonlocal of_the_past
        told["refused" if both.refused else both.why or "planned"] += 1
        of_the_past += not both.refused and both.why is None and any(word in case.query for word in PAST)
        assert both.agree, f"{name}\n{case.query}\n{case.variables}\n{both.general.body!r}\n{both.compiled.body!r}"

    explore(runner, filled, contract, check)

    asked, answered = sum(told.values()), sum(told.values()) - told["refused"]
    assert asked >= GENERATED
    assert answered > 0.7 * asked, told
    assert answered - told["planned"] <= MOST_DECLINED * answered, told
    assert of_the_past > LEAST_PAST * asked
    told["of a past state"] = of_the_past
    left = ", ".join(f"{why} {number}" for why, number in sorted(told.items()) if why != "planned")
    return f"{asked} operations, {told['planned'] / answered:.1%} of those answered planned, 0 differences ({left})"


def explore(
    runner: asyncio.Runner,
    filled: Filled,
    contract: Contract,
    check: Check,
    *,
    phases: Sequence[Phase] = (Phase.generate, Phase.shrink),
) -> None:
    """Ask generated operations both ways, the same ones on every machine, and check each pair of answers."""
    schemas = runner.run(schemas_of(filled, contract))
    asked_before: set[str] = set()

    @seed(crc32(contract.value.encode()))
    @settings(max_examples=_DRAWN, phases=phases, print_blob=False, suppress_health_check=list(HealthCheck))
    @given(operations(schemas, filled.material))
    def each(asked: tuple[str, Case]) -> None:
        name, case = asked
        if repr(asked) in asked_before:
            return  # tapes may differ and say the same
        check(name, case, runner.run(filled.ways.ask(case, filled.people[name])))
        asked_before.add(repr(asked))

    each()


async def schemas_of(filled: Filled, contract: Contract) -> dict[str, GraphQLSchema]:
    """What each caller of a contract may know, by the caller's name."""
    callers = {name: await filled.ways.caller(asker) for name, asker in filled.people.items()}
    return {
        name: schema_of(shape_of(caller))._schema for name, caller in callers.items() if caller.contract is contract
    }
