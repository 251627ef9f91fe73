"""A database that is away is told as such, before anybody is told who they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.settings import read_settings
from hub.store.session import Database
from tests.asking import PROVINCE, Asked, Person, hub_over


@pytest.mark.parametrize("person", [None, PROVINCE])
async def test_a_database_that_cannot_be_opened_is_a_coded_503(tmp_path: Path, person: Person | None) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'no' / 'such' / 'folder' / 'hub.db'}"
    settings = read_settings(var=tmp_path, database_url=url, development=True)
    ask = Asked(hub_over(Database(url), settings))

    response = await ask.post({"query": "{ bodies { totalCount } }"}, token=ask.token(person))

    assert response.status_code == 503
    assert response.json()["errors"][0]["extensions"]["code"] == "STORE_BUSY"
    assert "sqlite" not in response.text
    await ask.client.aclose()
