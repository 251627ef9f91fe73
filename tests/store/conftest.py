"""What several tests of the store begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prepared import Begin, Prepared, beginnings, copied
from tests.store.settled import Ids, fill


@pytest.fixture(scope="session")
def settled_begin(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Begin[Ids]:
    """A random world with its cells, on either engine."""
    return beginnings(request, tmp_path_factory, fill)


@pytest.fixture
def settled_once(engine_name: str, settled_begin: Begin[Ids]) -> Prepared[Ids]:
    """That world, which nobody writes to."""
    return settled_begin(engine_name)


@pytest.fixture
def settled_url(settled_once: Prepared[Ids], request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a copy of it."""
    with copied(request, tmp_path, settled_once) as url:
        yield url
