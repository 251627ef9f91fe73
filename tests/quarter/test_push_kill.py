"""Kill -9 of the hub on the way of a submission: nothing is left of it, or a version with its receipt (I9)."""

from __future__ import annotations

import asyncio
import http.client
import urllib.error
from pathlib import Path
from typing import Any

import pytest

from hub.store.audit import verify
from hub.store.seal import contradictions
from hub.store.session import Database
from tests.asking import Asked
from tests.commands.started import PATIENCE
from tests.quarter.killed import ANSWER, COMMIT
from tests.quarter.pushes import PUSH, attempts, found, pushed, receipts, whole
from tests.quarter.served import sent, serving
from tests.quarter.steps import SIGNER, SUBMIT, SYSTEM, VALIDATE, done, draft_of, told

BEFORE = (
    "INSERT INTO push_attempt",
    "UPDATE rollup_line",
    "INSERT INTO audit_seal",
    "INSERT INTO rollup_receipt",
    COMMIT,
)
CHAIN = "611000"


def died(url: str, folder: Path, place: str, token: str, query: str, variables: dict[str, Any]) -> int:
    """Ask a hub that dies at the place before it answers; how its process ended."""
    with serving(url, folder, place) as (address, process):
        with pytest.raises((ConnectionError, urllib.error.URLError, http.client.HTTPException)) as lost:
            sent(address, token, query, variables)
        assert not isinstance(lost.value, urllib.error.HTTPError), lost.value.read()
        return process.wait(timeout=PATIENCE)


async def until_death(ask: Asked, database: Database, folder: Path, place: str, query: str, **variables: Any) -> int:
    token = ask.token(SYSTEM)
    assert token is not None
    return await asyncio.to_thread(died, database.url, folder, place, token, query, variables)


async def holds(database: Database) -> bool:
    """Whether the audit trail and its seals are whole."""
    async with database.read() as connection:
        return await verify(connection, stream=CHAIN) is None and await contradictions(connection) == []


async def explained(ask: Asked, owed: str) -> dict[str, Any]:
    """A push in which a line differs from the draft."""
    given = await whole(ask, owed)
    found(given, "activities").update(value=4, reasonCode="PAPER_ONLY", explanation="一场活动只有纸质记录")
    return given


@pytest.mark.parametrize("place", BEFORE)
async def test_a_push_that_was_not_committed_has_left_nothing(
    ask: Asked, owed: str, database: Database, tmp_path: Path, place: str
) -> None:
    given = await explained(ask, owed)

    ended = await until_death(ask, database, tmp_path, place, PUSH, input=given, key="q1")
    draft = await draft_of(ask, owed)

    assert ended == -9
    assert (draft["status"], draft["revision"], draft["digest"]) == ("DRAFT", 1, None)
    assert await attempts(ask, owed) == [] and await holds(database)
    again = await pushed(ask, given, "q1")
    assert (again["outcome"], again["version"]["number"], len(receipts(again))) == ("ACCEPTED", 1, 1)


async def test_a_push_that_was_committed_has_its_receipt_though_nobody_was_told(
    ask: Asked, owed: str, database: Database, tmp_path: Path
) -> None:
    given = await explained(ask, owed)

    ended = await until_death(ask, database, tmp_path, ANSWER, PUSH, input=given, key="q1")
    draft = await draft_of(ask, owed)
    (kept,) = await attempts(ask, owed)
    again = await pushed(ask, given, "q1")

    assert ended == -9
    assert (draft["status"], draft["number"]) == ("RECEIPTED", 1)
    assert (again["id"], again["version"]["id"], len(receipts(again))) == (kept["id"], draft["id"], 1)
    assert await holds(database)


@pytest.mark.parametrize(("place", "status"), [(COMMIT, "VALIDATED"), (ANSWER, "RECEIPTED")])
async def test_a_submission_is_whole_or_was_never_made(
    ask: Asked, owed: str, database: Database, tmp_path: Path, place: str, status: str
) -> None:
    await told(ask, owed, SIGNER)
    valid = await done(ask, VALIDATE, SIGNER, id=owed)

    ended = await until_death(ask, database, tmp_path, place, SUBMIT, id=owed, digest=valid["digest"])
    draft = await draft_of(ask, owed)
    again = await pushed(ask, await whole(ask, owed), "q1")

    assert (ended, draft["status"]) == (-9, status)
    assert again["outcome"] == ("ACCEPTED" if status == "VALIDATED" else "DUPLICATE")
    assert (again["version"]["number"], len(receipts(again))) == (1, 1)
    assert await holds(database)
