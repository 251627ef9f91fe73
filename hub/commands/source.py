"""`hub source`: the configured sources, a check of one file, and what a source may deliver."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from hub.commands import room
from hub.commands.configured import read_file, read_folder
from hub.domain.shape import FieldShape
from hub.domain.term import Title
from hub.store.shapes import shapes

app = typer.Typer(help="接入系统 · linked local systems", no_args_is_help=True)


@app.command("list")
def list_sources() -> None:
    """列出 HUB_SOURCES 中配置的来源 · List the sources configured in HUB_SOURCES."""
    settings = room.settings_of_process()
    if settings.sources is None:
        room.refuse("尚未设置 HUB_SOURCES", "HUB_SOURCES is not set: point it to the folder of source files")
    with room.refusals():
        sources = read_folder(settings.sources, environment=os.environ)
    made = room.table(
        Title("来源", "sources"),
        Title("代码", "code"),
        Title("名称", "name"),
        Title("组织", "body"),
        Title("种类", "kind"),
        Title("计划", "schedule"),
        Title("数据流", "streams"),
    )
    for source in sources:
        streams = "、".join(f"{stream.name}→{stream.entity}" for stream in source.streams)
        made.add_row(source.code, source.zh, source.body, source.kind.title_zh, source.schedule or "—", streams)
    room.show(made)


@app.command()
def check(file: Path = typer.Argument(help="来源的 TOML 文件 · a source's TOML file")) -> None:
    """检查一个来源文件，一次列出全部问题 · Check a source's file and list everything to correct at once."""
    with room.refusals():
        source = read_file(file, environment=os.environ)
    typer.echo(f"{source.code}：{len(source.streams)} 个数据流，无误 / {len(source.streams)} streams, all well")


@app.command()
def describe(
    entity: str = typer.Argument("", help="实体，如 studio；缺省为全部 · entity, such as studio; all by default"),
) -> None:
    """来源可提供哪些实体与字段 · Which entities and fields a source may deliver."""
    known = shapes()
    if entity and entity not in known:
        listed = "、".join(known)
        room.refuse(
            f"没有实体 {entity}，可用：{listed}", f"no entity {entity}; the known ones are listed", code=room.WRONG_USE
        )
    for shape in known.values():
        if entity not in ("", shape.name):
            continue
        made = room.table(
            Title(shape.name, "entity"),
            Title("字段", "field"),
            Title("必填", "required"),
            Title("种类", "kind"),
            Title("取值", "values"),
        )
        for field in shape.fields:
            made.add_row(field.name, "是 yes" if field.required else "", _kind(field), _values(field))
        room.show(made)


def _kind(field: FieldShape) -> str:
    listed = "，可多个 many" if field.many else ""
    return f"{field.kind.title_zh} {field.kind.title_en}{listed}"


def _values(field: FieldShape) -> str:
    if field.term is not None:
        return " | ".join(f"{word.value} {word.title_zh}" for word in field.term)
    return field.refers_to or ""
