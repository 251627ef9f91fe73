"""`hub serve`: answer requests, run the schedules of the linked systems, stop when told."""

from __future__ import annotations

import typer

from hub.commands import room
from hub.commands.process import process, starlette
from hub.commands.process import serve as serve_until_told
from hub.settings import Settings, without_password


def serve(
    host: str = typer.Option("", "--host", help="监听地址，缺省为 HUB_HOST · address, HUB_HOST by default"),
    port: int = typer.Option(-1, "--port", help="端口，缺省为 HUB_PORT · port, HUB_PORT by default"),
) -> None:
    """启动服务，并按计划同步已接入的系统 · Serve the graph and sync the linked systems on schedule."""
    given: dict[str, object] = {"host": host} if host else {}
    if port >= 0:
        given["port"] = port
    settings = room.settings_of_process(**given)
    room.run(lambda: _serve(settings))


async def _serve(settings: Settings) -> None:
    async def begun(address: str) -> None:
        room.told(f"服务已启动 / serving: {address}  （{without_password(settings.database_url)}）")

    async with process(settings) as parts:
        await serve_until_told(starlette(parts), host=settings.host, port=settings.port, begun=begun)
