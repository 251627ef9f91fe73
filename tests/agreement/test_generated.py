"""Operations nobody thought of: made from each contract's schema, answered with the same bytes on both paths."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.access import Contract
from hub.schema.contracts import schema_of, shape_of
from tests.agreement.conftest import Filled
from tests.agreement.generated import Generator

GENERATED = max(300, settings.default.max_examples if settings.default else 0)
MOST_DECLINED = 0.02


@pytest.mark.parametrize("contract", list(Contract), ids=lambda contract: contract.value.lower())
async def test_generated_operations_agree(filled: Filled, contract: Contract) -> None:
    callers = [(name, await filled.ways.caller(person)) for name, person in filled.people.items()]
    names = [name for name, caller in callers if caller.contract is contract]
    schemas = {name: schema_of(shape_of(caller))._schema for name, caller in callers if name in names}
    told: Counter[str] = Counter()

    for at in range(GENERATED):
        some = Random(f"{contract.value}{at}")
        name = names[at % len(names)]
        case = Generator(schema=schemas[name], ids=filled.ids, random=some).case()
        both = await filled.ways.ask(case, filled.people[name])

        assert both.agree, f"{name}\n{case.query}\n{case.variables}\n{both.general.body!r}\n{both.compiled.body!r}"
        errors = b'{"errors"' in both.general.body[:9]
        told["refused" if errors else both.why or "planned"] += 1

    answered = GENERATED - told["refused"]
    assert answered > 0.7 * GENERATED, told
    assert answered - told["planned"] <= MOST_DECLINED * answered, told


_ = (given, st)
