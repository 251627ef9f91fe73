"""`hub demo`: the whole on one machine — database, reference, four stand-ins of local systems, first sync, explorer."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

import typer

from examples.local_systems.start import Running, environment, start_all, stop_all
from examples.quarter.play import PERIOD
from hub.app import development_issuer
from hub.commands import room
from hub.commands.demo_quarter import PlayedClock, first_moment, own_definitions, play_quarter
from hub.commands.migrate import bring_up
from hub.commands.process import Process, process, serve, starlette
from hub.commands.sync import run_each, show_reports
from hub.explorer import development_callers, examples
from hub.settings import Settings

QUERIES = (
    "{ viewer { roles bodyCode contract } }",
    '{ body(code: "611000") { name studios(first: 5, includeBelow: true) { totalCount nodes { name type } } } }',
    '{ reportPeriods(where: { label: { eq: "%s" } }) { nodes { status obligations(first: 12) { nodes {'
    " body { shortName } status onTime versions { nodes { number status } } } } } } }" % PERIOD,
)
"""Two of the studios and one that opens the played quarter, as the first of the callers asks them."""


def demo(
    port: int = typer.Option(-1, "--port", help="端口，缺省为 HUB_PORT · port, HUB_PORT by default"),
) -> None:
    """一条命令看到全貌：建库、载入、接入四个示例系统、同步、打开浏览器页面 · See the whole with one command."""
    folder = Path(str(resources.files("examples.local_systems"))) / "sources"
    given: dict[str, object] = {"development": True, "sources": folder, "host": "127.0.0.1"}
    if port >= 0:
        given["port"] = port
    settings = room.settings_of_process(**given)
    settings = settings.model_copy(update={"reports": own_definitions(settings.var / "demo" / "reports")})
    bring_up(settings)
    try:
        running = start_all(settings.var / "demo")
    except RuntimeError as problem:
        room.refuse(f"示例系统未能启动：{problem}", f"a stand-in did not come up: {problem}")
    try:
        os.environ.update(environment(running))
        _introduce(running)
        room.run(lambda: _serve(settings))
    finally:
        stop_all(running)
    room.told("已停止 / stopped")


async def _serve(settings: Settings) -> None:
    clock = PlayedClock()
    async with process(settings, clock=clock) as parts:

        async def begun(address: str) -> None:
            await _first_sync(parts, clock)
            await play_quarter(parts, clock, address)
            _show_the_way(settings, address)

        await serve(starlette(parts), host=settings.host, port=settings.port, begun=begun)


async def _first_sync(parts: Process, clock: PlayedClock) -> None:
    """Sync all sources; the very first time as if weeks ago, when the played quarter begins."""
    if parts.engine is None:
        return
    clock.set(await first_moment(parts))
    try:
        show_reports(await run_each(parts.engine, [source.code for source in parts.sources]))
    finally:
        clock.set(None)


def _introduce(running: list[Running]) -> None:
    typer.echo("\n示例系统（各自独立的真实服务与文件）/ stand-ins of local systems")
    for system in running:
        typer.echo(f"  {system.code:16} {system.place}")
    typer.echo("")


def _show_the_way(settings: Settings, address: str) -> None:
    issuer = development_issuer(settings)
    callers = development_callers(issuer, now=room.now()) if issuer is not None else ()
    typer.echo(f"\n浏览器页面 / explorer   {address}/\n图谱入口 / endpoint      {address}/graphql")
    typer.echo("\n五种身份，令牌 8 小时有效 / five callers, tokens valid for 8 hours")
    for caller in callers:
        typer.echo(f"\n  {caller.zh} / {caller.en}\n  {caller.token}")
    typer.echo("\n  社会公众：不带令牌 / the public: no token")
    typer.echo("\n以省政协办公厅身份可以试的三个查询 / three queries to try as the province office")
    for query in QUERIES:
        typer.echo(f"  {query}")
    typer.echo(f"\n页面中另有 {len(examples())} 个示例 / {len(examples())} more examples stand in the explorer")
    typer.echo("按 Ctrl-C 结束 / Ctrl-C ends everything\n")
