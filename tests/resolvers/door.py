"""Requests to the door as they stand on the wire, and what an answer must say and must not."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from tests.asking import Asked

PLAIN = "application/json"
PRECISE = "application/graphql-response+json"
ASK = "{ viewer { contract } }"
SECRETS = ("Traceback", "sqlalchemy", "SELECT", "site-packages", "hub.", ".py", "0x", "sys.", "object at")


async def post(ask: Asked, content: Any, **headers: str) -> Any:
    """What answers a body as it stands."""
    body = content if isinstance(content, (bytes, AsyncIterator)) else json.dumps(content).encode()
    given = {"content-type": PLAIN} | {name.replace("_", "-"): value for name, value in headers.items()}
    return await ask.client.post("/graphql", content=body, headers=given)


def code_of(response: Any) -> str:
    """The code of the first error, which must speak both languages and of nothing internal."""
    error = response.json()["errors"][0]
    extensions = error["extensions"]
    assert error["message"] == f"{extensions['zh']} / {extensions['en']}"
    assert any("\u4e00" <= letter <= "\u9fff" for letter in extensions["zh"])
    assert not [word for word in SECRETS if word in response.text], response.text
    return str(extensions["code"])
