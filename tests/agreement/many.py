"""Asks many generated operations of one contract both ways."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import settings

from hub.domain.access import Contract
from hub.schema.contracts import schema_of, shape_of
from tests.agreement.conftest import Filled
from tests.agreement.generated import Generator

GENERATED = max(300, settings().max_examples)  # 5 000 with the profile `agreement`
MOST_DECLINED = 0.05  # SQLite's parser bounds how deep a statement nests


async def must_agree(filled: Filled, contract: Contract) -> None:
    """Fail at the first operation that is answered differently, or when too many are left to the general path."""
    callers = [(name, await filled.ways.caller(person)) for name, person in filled.people.items()]
    schemas = {name: schema_of(shape_of(caller))._schema for name, caller in callers if caller.contract is contract}
    told: Counter[str] = Counter()

    for at in range(GENERATED):
        some = Random(f"{contract}{at}")
        name = some.choice(sorted(schemas))
        case = Generator(schema=schemas[name], ids=filled.ids, random=some).case()
        both = await filled.ways.ask(case, filled.people[name])

        assert both.agree, f"{name}\n{case.query}\n{case.variables}\n{both.general.body!r}\n{both.compiled.body!r}"
        told["refused" if both.refused else both.why or "planned"] += 1

    answered = GENERATED - told["refused"]
    assert answered > 0.7 * GENERATED, told
    assert answered - told["planned"] <= MOST_DECLINED * answered, told
