"""`hub policy`: explain what a role at a body may do, and which line of the page of rights gives it."""

from __future__ import annotations

import typer

from hub.auth.explain import explain as explained
from hub.auth.tree import Place
from hub.commands import room
from hub.domain.access import Noun, Role
from hub.domain.term import Title
from hub.settings import Settings
from hub.store.tree import BodyTree

app = typer.Typer(help="权限 · rights", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """权限 · Rights."""


@app.command()
def explain(
    role: list[Role] = typer.Option(..., "--role", help="角色，可重复 · role, may be repeated"),
    body: str = typer.Option(..., "--body", help="政协组织代码 · code of the body"),
    noun: Noun | None = typer.Option(None, "--type", help="只看此类数据 · this type only"),
) -> None:
    """某角色在某政协组织可做什么、依据何在 · What a role at a body may do, and on what grounds."""
    settings = room.settings_of_process()
    place = room.run(lambda: _place(settings, body))
    made = room.table(
        Title("权限", "rights"),
        Title("权限", "right"),
        Title("权限（英文）", "right"),
        Title("条目", "line"),
        Title("依据", "grounds"),
    )
    for line in explained(role, place, noun=noun):
        made.add_row(line.zh, line.en, line.key, line.source)
    room.show(made)


async def _place(settings: Settings, body: str) -> Place:
    async with room.opened(settings) as database:
        tree = BodyTree(database, clock=room.now)
        await tree.refresh()
    place = tree.place(body)
    if place is None:
        room.refuse(
            f"没有代码为 {body} 的政协组织（尚未载入基础数据时请先运行 hub migrate）",
            f"no body has the code {body} (run hub migrate first if the reference is not loaded)",
        )
    return place
