"""Answers an operation by the general path and by the compiled one, and compares the bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.app import Hub, now
from hub.auth.caller import Caller
from hub.auth.refusal import TokenRefused
from hub.domain.access import Role
from hub.resolvers.answer import Answer, Answering, Question
from hub.resolvers.fastpath import Fastpath
from hub.settings import read_settings
from hub.store.session import Database
from tests.asking import Asked, Person, hub_over


@dataclass(frozen=True, kw_only=True)
class Case:
    """An operation and its variables."""

    query: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Both:
    """Both answers; `why` is the reason for which the compiled path declined."""

    general: Answer
    compiled: Answer
    why: str | None

    @property
    def agree(self) -> bool:
        """Whether a caller could not tell them apart.

        What was declined came from the general path both times; which of several errors that path reports
        first is a matter of timing.
        """
        same = self.general.body == self.compiled.body or (self.why is not None and self.refused)
        return same and self.general.status == self.compiled.status

    @property
    def refused(self) -> bool:
        """Whether the answer holds errors."""
        return self.general.body.startswith(b'{"errors"')


class BothWays:
    """One hub over one database, asked both ways."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.hub: Hub = hub_over(database, read_settings(var=folder, development=True, max_rows=200_000))
        self.fastpath = Fastpath(database)
        shared: dict[str, Any] = {"limits": self.hub.bounds, "seconds": 60.0, "clock": now}
        self._general = Answering(database, **shared)
        self._compiled = Answering(database, **shared, fastpath=self.fastpath)
        # Parsed and checked once for both, which is half the time of a suite like this.
        self._compiled._documents = self._general._documents
        self._tokens = Asked(self.hub)
        self._callers: dict[Person | None, Caller] = {}

    async def caller(self, person: Person | None) -> Caller:
        """The caller that a person's token makes."""
        if person not in self._callers:
            await self.hub.tree.keep_fresh()
            token = self._tokens.token(person)
            found = await self.hub.authenticate(None if token is None else f"Bearer {token}")
            assert not isinstance(found, TokenRefused), found
            self._callers[person] = found
        return self._callers[person]

    async def ask(self, case: Case, person: Person | None) -> Both:
        """Both answers to an operation."""
        caller = await self.caller(person)
        question = Question(query=case.query, variables=case.variables, operation_name=None, may_mutate=True)
        general = await self._general.answer(question, caller=caller, request_id="agreement")
        before = self.fastpath.counts.copy()
        compiled = await self._compiled.answer(question, caller=caller, request_id="agreement")
        gained = self.fastpath.counts - before
        why = next((name.removeprefix("declined_") for name in gained if name.startswith("declined_")), None)
        return Both(general=general, compiled=compiled, why=why)

    async def differs(self, cases: Iterable[Case], people: Iterable[Person | None]) -> bool:
        """Whether any of these operations is answered differently for any of these callers."""
        for person in people:
            for case in cases:
                if not (await self.ask(case, person)).agree:
                    return True
        return False

    async def close(self) -> None:
        """Close what was opened for asking."""
        await self._tokens.client.aclose()


def everyone(ids: Mapping[Any, list[str]], *, studio: Any, committee: Any, member: Any) -> dict[str, Person | None]:
    """Callers of every contract and of every kind of reach."""
    return {
        "province": Person(role=Role.PROVINCE_OFFICE, body="610000"),
        "city": Person(role=Role.CITY_SYSTEM, body="611000"),
        "county": Person(role=Role.MANAGING_DEPARTMENT, body="611026"),
        "front end": Person(role=Role.COUNTY_FRONTEND, body="440113"),
        "narrowed": Person(role=Role.MANAGING_DEPARTMENT, body="611000", narrow=("611026",)),
        "convener": Person(role=Role.CONVENER, body="611026", studio=ids[studio][0]),
        "committee": Person(role=Role.SPECIAL_COMMITTEE, body="611000", committee=ids[committee][0]),
        "member": Person(role=Role.MEMBER, body="611026", member=ids[member][0]),
        "platform": Person(role=Role.PLATFORM_DEPARTMENT, body="611000"),
        "integrator": Person(role=Role.INTEGRATOR, body="610000"),
        "public": None,
    }
