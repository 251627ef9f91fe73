"""Answers an operation by the general path and by the compiled one, and compares the bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hub.app import Hub, now
from hub.auth.caller import Caller
from hub.auth.refusal import TokenRefused
from hub.resolvers.answer import Answer, Answering, Question
from hub.resolvers.fastpath import Fastpath
from hub.store.session import Database
from tests.agreement.people import Asker
from tests.asking import LIFE, PATIENCE, hub_over, patient

_MOMENT = datetime(2026, 3, 1, 8, tzinfo=UTC)  # answers say up to when they know; both are asked at one instant


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
        self.hub: Hub = hub_over(database, patient(folder, max_rows=200_000))
        self.fastpath = Fastpath(database)
        shared: dict[str, Any] = {"limits": self.hub.bounds, "seconds": PATIENCE, "clock": lambda: _MOMENT}
        self._general = Answering(database, **shared)
        self._compiled = Answering(database, **shared, fastpath=self.fastpath)
        # Parsed and checked once for both, which is half the time of a suite like this.
        self._compiled._documents = self._general._documents
        self._callers: dict[Asker, Caller] = {}

    async def caller(self, asker: Asker) -> Caller:
        """The caller that a token makes."""
        if asker not in self._callers:
            await self.hub.tree.keep_fresh()
            issuer = self.hub.development
            assert issuer is not None
            header = None if asker is None else f"Bearer {issuer.mint(asker, now=now(), ttl=LIFE)}"
            found = await self.hub.authenticate(header)
            assert not isinstance(found, TokenRefused), found
            self._callers[asker] = found
        return self._callers[asker]

    async def general(self, case: Case, asker: Asker) -> Answer:
        """The answer that counts."""
        caller = await self.caller(asker)
        return await self._general.answer(_question(case), caller=caller, request_id="agreement")

    async def ask(self, case: Case, asker: Asker) -> Both:
        """Both answers to an operation."""
        caller, question = await self.caller(asker), _question(case)
        general = await self.general(case, asker)
        before = self.fastpath.counts.copy()
        compiled = await self._compiled.answer(question, caller=caller, request_id="agreement")
        gained = self.fastpath.counts - before
        why = next((name.removeprefix("declined_") for name in gained if name.startswith("declined_")), None)
        return Both(general=general, compiled=compiled, why=why)


def _question(case: Case) -> Question:
    return Question(query=case.query, variables=case.variables, operation_name=None, may_mutate=True)
