"""A quarter for the demonstration: the hub's own operations, asked at moments of the last weeks by a clock that is set.

The first sync runs at the moment at which the played weeks begin, so that its rows were known when the period opened.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any
from uuid import uuid4

import typer

from examples.city_system.__main__ import main as report_as_a_system
from examples.quarter.due import write_definition
from examples.quarter.play import BEGAN, DUE_DAYS_AGO, LATE, PERIOD, Acts, Play, StepRefused
from hub.app import Hub
from hub.auth.development import Wish
from hub.auth.refusal import TokenRefused
from hub.commands import room
from hub.commands.key import deployment_key
from hub.commands.process import Process, hub_over
from hub.domain.access import Role
from hub.resolvers.answer import Question
from hub.store.rollup_settling import settle
from hub.store.sync_status import standings

_LIFE = timedelta(minutes=5)


class PlayedClock:
    """The process's clock, unless a moment of the past is being played."""

    def __init__(self) -> None:
        self._at: datetime | None = None

    def __call__(self) -> datetime:
        """The moment that is played, or now."""
        return self._at or room.now()

    def set(self, at: datetime | None) -> None:
        """Play a moment, or go on with the present."""
        self._at = at


async def first_moment(parts: Process) -> datetime | None:
    """The moment at which the played weeks begin; None where something was synced before, so that now is now."""
    ran = any(one.last is not None for one in await standings(parts.database))
    return None if ran else room.now() - BEGAN


def own_definitions(folder: Path) -> Path:
    """The folder with the demonstration's own definition, which has a due day."""
    write_definition(folder, due=room.today() - timedelta(days=DUE_DAYS_AGO))
    return folder


async def play_quarter(parts: Process, clock: PlayedClock, address: str) -> None:
    """Play the quarter once; a later start finds it as it is."""
    hub = hub_over(parts, engine=None, clock=clock)
    play = Play(_asking(hub, clock), today=room.now())
    try:
        if await play.already():
            return
        owed = await play.whole()
        clock.set(None)
        await _push_late(hub, parts, address)
        await settle(parts.database, now=room.now(), key=deployment_key(parts.settings))
        typer.echo(f"\n{PERIOD} 季度汇总已演示：{len(owed)} 个汇总单位 / the quarter was played for {len(owed)} units")
    except StepRefused as refused:
        room.told(f"季度演示未完成：{refused}")
    finally:
        clock.set(None)


async def _push_late(hub: Hub, parts: Process, address: str) -> None:
    """One unit's own system reports as a real client does, over HTTP and after the due day."""
    if hub.development is None:
        return
    wish = Wish(roles=(Role.CITY_SYSTEM,), body=LATE, subject=f"demonstration-{LATE}-system")
    token = hub.development.mint(wish, now=room.now(), ttl=_LIFE)
    ledger = Path(str(resources.files("examples.quarter"))) / "hancheng.csv"
    folder = parts.settings.var / "demo"
    given = ["--url", address, "--token", token, "--period", PERIOD, "--ledger", str(ledger)]
    await asyncio.to_thread(report_as_a_system, [*given, "--receipts", str(folder)])


def _asking(hub: Hub, clock: PlayedClock) -> Any:  # the callable that the play asks by
    async def ask(who: Acts, text: str, variables: Mapping[str, Any], at: datetime) -> Mapping[str, Any]:
        clock.set(at)
        issuer = hub.development
        if issuer is None:
            raise StepRefused("HUB_DEVELOPMENT")
        wish = Wish(roles=(Role.of(who.role),), body=who.body, subject=who.subject)
        caller = await hub.authenticate(f"Bearer {issuer.mint(wish, now=at, ttl=_LIFE)}")
        if isinstance(caller, TokenRefused):
            raise StepRefused(str(caller.code))
        question = Question(query=text, variables=dict(variables), operation_name=None, may_mutate=True)
        answer = await hub.answering.answer(question, caller=caller, request_id=f"demonstration-{uuid4().hex[:8]}")
        found = json.loads(answer.body)
        if "errors" in found:
            raise StepRefused(found["errors"][0]["message"])
        data: Mapping[str, Any] = found["data"]
        return data

    return ask
