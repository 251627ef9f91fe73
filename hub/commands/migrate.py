"""`hub migrate`: bring the database to this release, tables first, then the packaged reference."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import typer

from hub.commands import room
from hub.domain.term import Title
from hub.settings import Settings
from hub.store import migrate as migrations
from hub.store.reference import Loaded, load_reference

_NAME = re.compile(r"(expand|contract)_\d{4}_[a-z0-9_]+")


def migrate(
    reload: bool = typer.Option(
        False, "--reload", help="逐行核对并重新载入基础数据 · compare and reload every row of the reference"
    ),
    write: str = typer.Option(
        "",
        "--write",
        help="开发者：按模型写出新的迁移，如 expand_0002_rollups · developers: write a migration",
    ),
    message: str = typer.Option("", "--message", help="该迁移的一句话说明 · a sentence about that migration"),
) -> None:
    """建表或升级，并载入基础数据；可重复运行 · Create or upgrade the tables and load the reference; safe to repeat."""
    if write:
        _write(write, message)
        return
    settings = room.settings_of_process()
    bring_up(settings, again=reload)


def bring_up(settings: Settings, *, again: bool = False) -> Loaded:
    """Migrate and load, saying what was done."""
    with room.refusals():
        done = migrations.upgrade(settings.database_url)
    if done.changed:
        typer.echo(f"表结构：{done.before or '空'} → {done.after} / tables: {done.before or 'empty'} → {done.after}")
    else:
        typer.echo(f"表结构：已是 {done.after} / tables: already at {done.after}")
    loaded = room.run(lambda: _load(settings, again=again))
    if loaded.written:
        _print(loaded)
    else:
        typer.echo("基础数据：无变化，未写入 / reference: unchanged, nothing written")
    if loaded.kept:
        _tell_kept(loaded, settings.reports)
    return loaded


async def _load(settings: Settings, *, again: bool) -> Loaded:
    async with room.opened(settings) as database:
        return await load_reference(database, now=room.now(), again=again, reports=settings.reports)


def _print(loaded: Loaded) -> None:
    made = room.table(
        Title("基础数据", "reference"),
        Title("表", "table"),
        Title("新增", "new"),
        Title("变更", "changed"),
        Title("无变化", "unchanged"),
        Title("删除", "removed"),
        Title("停用留存", "kept"),
    )
    for load in loaded.tables:
        counts = (load.new, load.changed, load.unchanged, load.removed, load.kept)
        made.add_row(load.table, *(str(count) for count in counts))
    room.show(made)


def _tell_kept(loaded: Loaded, reports: Path | None) -> None:
    listed = ", ".join(loaded.kept)
    typer.echo(f"不在文件中的报表定义与工作日历，原样保留：{listed} / in no file, kept as they are: {listed}")
    zh = f"本次读取安装包与 HUB_REPORTS（{reports or '未设置'}）；要停用一版，请在其文件中写明 effective_to 再载入"
    en = (
        f"read: the package and HUB_REPORTS ({reports or 'not set'}); to end a version, load its file with effective_to"
    )
    typer.echo(f"    → {zh} / {en}")


def _write(name: str, message: str) -> None:
    if not _NAME.fullmatch(name):
        room.refuse(
            "迁移名须形如 expand_0002_rollups 或 contract_0003_old_names",
            "a migration is named like expand_0002_rollups or contract_0003_old_names",
            code=room.WRONG_USE,
        )
    if not message:
        room.refuse("请用 --message 说明此迁移", "say with --message what it does", code=room.WRONG_USE)
    with room.refusals(), tempfile.TemporaryDirectory() as folder:
        path = migrations.write(message, url=f"sqlite:///{Path(folder) / 'hub.db'}", name=name)
    typer.echo(f"已写出 {path.name}，请运行 make format 并核对 / written {path.name}: run make format and read it")
