"""`hub audit`: recompute the chains of the audit trail and name the first entry that does not hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

import typer

from hub.commands import room
from hub.domain.term import Title
from hub.settings import Settings
from hub.store.audit import Break, Head, agrees, heads, streams, verify

app = typer.Typer(help="审计链 · audit chains", no_args_is_help=True)

_HEAD = re.compile(r"(?P<stream>.+)@(?P<seq>\d{1,18})@(?P<chain_hash>[0-9a-f]{64})")


@app.callback()
def _group() -> None:
    """审计链 · Audit chains."""


@app.command(name="verify")
def check(
    stream: str = typer.Option("", "--stream", help="只核对这一条链，如 611000 · this chain only, such as 611000"),
    head: list[str] = typer.Option(
        [],
        "--head",
        help="另行留存的链头“链@序号@摘要”，可重复；据此可发现截断后重封 · a head kept elsewhere, as printed here; "
        "finds a chain that was cut off and sealed anew; may be repeated",
    ),
) -> None:
    """重算审计链，指出第一处不符；无误则打印链头 · Recompute the chains, name the first fault or print the heads."""
    settings = room.settings_of_process()
    kept = [_kept(text) for text in head]
    found, last = room.run(lambda: _verified(settings, stream, kept))
    for one in found:
        room.told(f"{one.stream} 第 {one.seq} 条：{one.zh} / {one.stream}, entry {one.seq}: {one.en}")
    if found:
        room.refuse(
            "审计记录被改动，请保全现场并对照备份", "the trail was altered: keep the evidence, compare with a backup"
        )
    for each in last:
        typer.echo(f"{each.stream}@{each.seq}@{each.chain_hash}")
    room.told(f"{len(last)} 条链，完整 / {len(last)} chains, whole")


async def _verified(settings: Settings, stream: str, kept: Sequence[Head]) -> tuple[list[Break], list[Head]]:
    async with room.opened(settings) as database, database.read() as connection:
        names = await streams(connection)
        if stream and stream not in names:
            room.refuse(f"没有审计链 {stream}", f"there is no chain {stream}")
        names = [stream] if stream else names
        found = [broken for name in names if (broken := await verify(connection, stream=name)) is not None]
        found += [broken for one in kept if (broken := await agrees(connection, one)) is not None]
        return found, [one for one in await heads(connection) if one.stream in names]


def _kept(text: str) -> Head:
    found = _HEAD.fullmatch(text.strip())
    if found is None:
        shown = Title("--head 须形如 611000@12@摘要", "--head reads like 611000@12@digest, as this command prints it")
        room.refuse(shown.zh, shown.en, code=room.WRONG_USE)
    return Head(stream=found["stream"], seq=int(found["seq"]), chain_hash=found["chain_hash"])
