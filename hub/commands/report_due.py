"""`hub report remind` and `hub report settle`: reminders of due days, and what becomes of reports that did not come."""

from __future__ import annotations

from collections.abc import Iterable

import typer

from hub.commands import room
from hub.commands.key import deployment_key
from hub.domain.command import Refusal
from hub.domain.due import NoticeKind, Rung
from hub.domain.reporting_settings import reporting_settings
from hub.settings import Settings
from hub.store.rollup_reminders import Reminded
from hub.store.rollup_reminders import remind as reminding
from hub.store.rollup_settling import Settled
from hub.store.rollup_settling import settle as settling


def add_to(app: typer.Typer) -> None:
    """Put both commands into a group."""
    app.command()(remind)
    app.command()(settle)


def remind() -> None:
    """按提醒阶梯向发件箱投递提醒、催办、通报，每步一次；可每日重复运行 · Post the reminders of due days, each once."""
    settings = room.settings_of_process()
    with room.refusals():
        rungs = reporting_settings().rungs
    done = room.run(lambda: _reminded(settings, rungs))
    told = "，".join(f"{kind.title_zh} {done.posted.get(kind, 0)}" for kind in NoticeKind)
    said = ", ".join(f"{done.posted.get(kind, 0)} {kind.title_en}" for kind in NoticeKind)
    typer.echo(f"新投递：{told} / posted: {said}")
    _refuse(done.refused)


def settle() -> None:
    """标记逾期与缺报，缺报的重算影子数；可每日重复运行 · Mark what is overdue and what is missing."""
    settings = room.settings_of_process()
    done = room.run(lambda: _settled(settings))
    typer.echo(
        f"新标记：逾期 {done.overdue}，缺报 {done.missing} / marked: {done.overdue} overdue, {done.missing} missing"
    )
    _refuse(done.refused.values())


async def _reminded(settings: Settings, rungs: tuple[Rung, ...]) -> Reminded:
    async with room.opened(settings) as database:
        return await reminding(database, rungs=rungs, now=room.now())


async def _settled(settings: Settings) -> Settled:
    async with room.opened(settings) as database:
        return await settling(database, now=room.now(), key=deployment_key(settings))


def _refuse(refused: Iterable[Refusal]) -> None:
    """Tell what could not be reckoned, and end with the code that a scheduler looks at."""
    refusals = list(refused)
    for one in refusals:
        room.told(f"{one.zh} / {one.en}")
    if refusals:
        raise typer.Exit(room.REFUSED)
