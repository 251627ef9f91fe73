"""Operations nobody thought of, made from each contract's schema: the same bytes on both paths, on SQLite."""

from __future__ import annotations

import pytest

from hub.domain.access import Contract
from tests.agreement.conftest import Filled
from tests.agreement.many import must_agree


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("contract", list(Contract), ids=str)
async def test_generated_operations_agree(filled: Filled, contract: Contract) -> None:
    await must_agree(filled, contract)
