"""`hub sync`: run a source now and wait for its end, or see how all of them stand."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

import typer

from hub.commands import room
from hub.commands.process import process
from hub.domain.term import Title
from hub.domain.words import RunStatus
from hub.settings import Settings
from hub.store.sync_status import SourceStanding, standings
from hub.sync.engine import Engine
from hub.sync.report import RunReport

app = typer.Typer(help="同步 · syncs", no_args_is_help=True)

_GOOD = (RunStatus.SUCCEEDED, RunStatus.SUCCEEDED_WITH_QUARANTINE)


@app.command()
def run(
    source: list[str] = typer.Argument(None, help="来源代码，可多个 · codes of sources"),
    every: bool = typer.Option(False, "--all", help="全部来源 · every configured source"),
) -> None:
    """立即同步并等待结束；有来源未成功则以 1 退出 · Sync now and wait; exits with 1 unless all succeeded."""
    if bool(source) is every:
        room.refuse("请给出来源代码，或用 --all", "name sources, or say --all", code=room.WRONG_USE)
    settings = room.settings_of_process()
    reports = room.run(lambda: _run(settings, source or ()))
    show_reports(reports)
    if any(report.status not in _GOOD for report in reports):
        raise typer.Exit(room.REFUSED)


@app.command()
def status() -> None:
    """各来源最近一次同步的结果与隔离行数 · Last run and quarantine of every source."""
    settings = room.settings_of_process()
    held = room.run(lambda: _standings(settings))
    made = room.table(
        Title("接入系统", "linked systems"),
        Title("代码", "code"),
        Title("名称", "name"),
        Title("状态", "status"),
        Title("最近同步", "last run"),
        Title("结果", "outcome"),
        Title("新增", "new"),
        Title("变更", "changed"),
        Title("待处理隔离", "open quarantine"),
    )
    zone = ZoneInfo("Asia/Shanghai")
    for one in held:
        told = ("—", "—", "", "")
        if one.last is not None:
            at = f"{one.last.queued_at.astimezone(zone):%Y-%m-%d %H:%M}"
            told = (at, one.last.status.title_zh, str(one.last.new), str(one.last.changed))
        made.add_row(one.code, one.name, one.status.title_zh, *told, str(one.waiting))
    room.show(made)
    for one in held:
        if one.last is not None and one.last.reason_zh:
            typer.echo(f"{one.code}：{one.last.reason_zh} / {one.last.reason_en}")


async def run_each(engine: Engine, codes: Iterable[str]) -> list[RunReport]:
    """Run sources one after the other and wait for the end of each."""
    return [await engine.run(code, trigger="COMMAND", requested_by="hub sync run") for code in codes]


def show_reports(reports: Iterable[RunReport]) -> None:
    """Print what runs came to."""
    made = room.table(
        Title("同步结果", "outcome"),
        Title("来源", "source"),
        Title("结果", "status"),
        Title("抓取", "fetched"),
        Title("新增", "new"),
        Title("变更", "changed"),
        Title("无变化", "unchanged"),
        Title("隔离", "quarantined"),
    )
    told = list(reports)
    for one in told:
        counts = (one.fetched, one.new, one.changed, one.unchanged, one.quarantined)
        made.add_row(one.source, f"{one.status.title_zh} {one.status.title_en}", *(str(count) for count in counts))
    room.show(made)
    for one in told:
        if one.reason_zh:
            typer.echo(f"{one.source}：{one.reason_zh} / {one.reason_en}")


async def _run(settings: Settings, codes: Iterable[str]) -> list[RunReport]:
    # A name of its own: a serving process under the plain name may be at work on this machine.
    async with process(settings, executor=f"{settings.executor}-command") as parts:
        if parts.engine is None:
            room.refuse("没有配置来源，请设置 HUB_SOURCES", "no source is configured: set HUB_SOURCES")
        await parts.engine.launch()
        try:
            return await run_each(parts.engine, codes or [source.code for source in parts.sources])
        finally:
            await parts.engine.shutdown()


async def _standings(settings: Settings) -> list[SourceStanding]:
    async with room.opened(settings) as database:
        return await standings(database)
