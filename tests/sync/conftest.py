"""A small county system beside the database of each sync test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.county import County


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A linked system with three members, two studios and seven activities."""
    return County.founded(tmp_path / "county.db")
