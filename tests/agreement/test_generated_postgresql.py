"""Operations nobody thought of, made from each contract's schema: the same bytes on both paths, on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from hub.domain.access import Contract
from tests.agreement.conftest import Filled
from tests.agreement.many import must_agree


@pytest.mark.parametrize("engine_name", ["postgresql"])
@pytest.mark.parametrize("contract", list(Contract), ids=str)
def test_generated_operations_agree(
    explored: Filled, runner: asyncio.Runner, contract: Contract, record_property: Callable[[str, object], None]
) -> None:
    found = must_agree(runner, explored, contract)

    record_property("agreement", f"PostgreSQL, {contract.value}: {found}")
