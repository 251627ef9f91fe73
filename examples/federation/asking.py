"""Sending a GraphQL request over loopback, and what came back."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Loopback is asked directly, whatever proxy the machine has.
_OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A response: its status, its JSON, and the subgraphs a gateway asked for it, in order."""

    status: int
    body: Mapping[str, Any]
    calls: tuple[str, ...]

    @property
    def result(self) -> Any:
        """What was asked for."""
        return self.body.get("data")


def ask(url: str, query: str, *, variables: Mapping[str, Any] | None = None, token: str | None = None) -> Answer:
    """Post a query; an answer that is not JSON counts as an empty one."""
    headers = {"content-type": "application/json", "accept": "application/json"}
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    sent = json.dumps({"query": query, "variables": variables or {}}).encode()
    request = urllib.request.Request(url, data=sent, headers=headers, method="POST")
    try:
        with _OPEN(request, timeout=30) as response:
            return _answer(response.status, response.read(), response.headers.get("subgraph-calls"))
    except urllib.error.HTTPError as refused:
        with refused:
            return _answer(refused.code, refused.read(), refused.headers.get("subgraph-calls"))


def answers(url: str) -> bool:
    """Whether an address answers a plain GET with 200."""
    try:
        with _OPEN(url, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def _answer(status: int, content: bytes, calls: str | None) -> Answer:
    try:
        body = json.loads(content)
    except ValueError:
        body = {}
    asked = tuple(name for name in (calls or "").split(",") if name)
    return Answer(status=status, body=body if isinstance(body, dict) else {}, calls=asked)
