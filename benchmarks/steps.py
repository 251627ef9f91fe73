"""The steps of a quarter as its callers ask for them, through the graph in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from benchmarks.measuring import Disagreement
from hub.auth.caller import Caller, CallerKind
from hub.auth.tree import Place
from hub.domain.access import Role
from hub.resolvers.answer import Answering, Question
from hub.store.session import Database
from hub.store.tree import BodyTree

OFFICE = "610000"
REPORT = "province-quarterly"
PATIENCE = 600.0
"""Seconds that opening a period may take where it is not measured: it computes the drafts of all units."""

OPEN = """mutation ($definition: String!, $period: String!) {
  done: openPeriod(input: { definition: $definition, period: $period }) {
    ... on ReportPeriod { id obligations(first: 50) { nodes { id body { code } } } }
    ... on Refused { code message } } }"""


class Steps:
    """Asks one step after another; whatever is not answered or refused ends the run."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    async def do(self, who: Caller, text: str, **variables: Any) -> dict[str, Any]:
        """What a step came to, which the operation calls `done`."""
        done: dict[str, Any] = (await self.read(who, text, **variables))["done"]
        if "code" in done:
            raise Disagreement(f"a step was refused: {done!r}")
        return done

    async def read(self, who: Caller, text: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer."""
        sent = Question(query=text, variables=variables, operation_name=None, may_mutate=True)
        answer = await self._answering.answer(sent, caller=who, request_id="bench")
        found: dict[str, Any] = orjson.loads(answer.body)
        if "errors" in found:
            raise Disagreement(f"a step was answered with {answer.body[:500]!r}")
        held: dict[str, Any] = found["data"]
        return held


def person(role: Role, place: Place) -> Caller:
    """Somebody at work for a body."""
    subject = f"bench-{role.value.lower()}"
    return Caller(kind=CallerKind.HUMAN, subject=subject, roles=frozenset({role}), place=place, bounds=place.branch)


async def places_of(database: Database, codes: Sequence[str]) -> Mapping[str, Place]:
    """Where bodies stand in the tree."""
    tree = BodyTree(database, clock=now)
    await tree.refresh()
    found = {code: tree.place(code) for code in codes}
    return {code: place for code, place in found.items() if place is not None}


def now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)
