"""Sending a request until it is answered: what was lost on the way, refused for load or still at work is sent again."""

from __future__ import annotations

import http.client
import json
import random
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

ATTEMPTS = 8
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0  # seconds
_AGAIN = frozenset({429, 502, 503, 504})
_SECONDS = 120
IN_PROGRESS = "IN_PROGRESS"


class NoAnswer(Exception):
    """The hub gave no answer that can be worked with; says why."""


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Where the hub is and as whom it is asked; `pause` waits some seconds, `say` tells people."""

    url: str
    token: str = field(repr=False)
    attempts: int = ATTEMPTS
    pause: Callable[[float], None] = time.sleep
    say: Callable[[str], None] = print
    chance: Callable[[], float] = random.random

    def ask(self, query: str, **variables: Any) -> Mapping[str, Any]:
        """What was asked for; raises NoAnswer when no attempt was answered.

        Sending a mutation again is safe where it has a key: the hub answers what it answered before.
        """
        body = json.dumps({"query": query, "variables": variables}, ensure_ascii=False).encode()
        for attempt in range(1, self.attempts + 1):
            told, after = self._once(body)
            if isinstance(told, dict):
                return told
            if attempt < self.attempts:
                seconds = self._seconds(attempt) if after is None else after
                self.say(
                    f"{told}，{seconds:.1f} 秒后重试 / trying again in {seconds:.1f} s ({attempt}/{self.attempts})"
                )
                self.pause(seconds)
        raise NoAnswer(f"{self.attempts} 次均未得到应答 / no answer after {self.attempts} attempts: {told}")

    def _seconds(self, attempt: int) -> float:
        """Longer after each failure, and by chance not the same for all clients."""
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** (attempt - 1))
        return longest * (0.5 + self.chance() / 2)

    def _once(self, body: bytes) -> tuple[dict[str, Any] | str, float | None]:
        """The answer, or why it is to be asked again, and after how long where the hub says so."""
        headers = {"content-type": "application/json", "authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(f"{self.url.rstrip('/')}/graphql", data=body, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as response:
                answer = json.load(response)
        except urllib.error.HTTPError as refused:
            with refused:
                return _refused(refused)
        except (OSError, http.client.HTTPException, ValueError) as lost:
            return f"连接中断 / the connection was lost: {type(lost).__name__}", None
        return _told(answer)


def _refused(refused: urllib.error.HTTPError) -> tuple[str, float | None]:
    if refused.code not in _AGAIN:
        raise NoAnswer(f"HTTP {refused.code}: {refused.read(2000).decode('utf-8', 'replace')}")
    after = refused.headers.get("retry-after", "")
    return f"枢纽繁忙 / the hub is busy: HTTP {refused.code}", float(after) if after.isdecimal() else None


def _told(answer: dict[str, Any]) -> tuple[dict[str, Any] | str, float | None]:
    if answer.get("errors"):
        raise NoAnswer(json.dumps(answer["errors"], ensure_ascii=False))
    found: dict[str, Any] = answer["data"]
    at_work = any(isinstance(one, dict) and one.get("code") == IN_PROGRESS for one in found.values())
    return ("上一次推送仍在处理 / the push before is still at work", 5.0) if at_work else (found, None)
