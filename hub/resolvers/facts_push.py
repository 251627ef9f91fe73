"""How pushed facts come in: their number is judged here, their rows where those of a sync are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from hub.auth.caller import Caller
from hub.domain.command import Command, Refusal
from hub.domain.facts_push import Pushed, PushFacts, sized
from hub.store.acting import Acting, Do
from hub.store.dialect import Transaction

Land = Callable[[Transaction, PushFacts, Caller, datetime], Awaitable[Pushed | Refusal]]
"""Lands and applies the rows that a caller pushes, in the transaction of the command."""


def deeds_with(deeds: Mapping[type[Command], Do], land: Land | None) -> Mapping[type[Command], Do]:
    """The deeds and the one that pushes, where pushed rows can be landed."""
    if land is None:
        return deeds

    async def push(acting: Acting, command: PushFacts) -> str | Refusal:
        refusal = sized(command)
        answer = refusal or await land(acting.connection, command, acting.caller, acting.now)
        return answer if isinstance(answer, Refusal) else answer.to_text()

    return {**deeds, PushFacts: push}
