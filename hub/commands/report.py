"""`hub report`: what is done about reports beside the requests of callers."""

from __future__ import annotations

import typer

from hub.commands import room
from hub.settings import Settings
from hub.store.rollup_drift import Drifted, find_drift

app = typer.Typer(help="汇总报送 · reports of periods", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """汇总报送 · Reports of periods."""


@app.command()
def drift() -> None:
    """重算已接受、已锁定的汇总，列出差异，不改动任何数字 · Recompute accepted figures and list what differs."""
    settings = room.settings_of_process()
    found = room.run(lambda: _drifted(settings))
    zh = f"已重算 {found.versions} 个版本，{found.items} 行有差异（driftItems 可查）"
    en = f"{found.versions} versions computed anew, {found.items} lines differ (see driftItems)"
    room.told(f"{zh} / {en}")


async def _drifted(settings: Settings) -> Drifted:
    async with room.opened(settings) as database:
        return await find_drift(database, now=room.now())
