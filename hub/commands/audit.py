"""`hub audit`: recompute the chains of the audit trail, compare them with seals and receipts, and seal them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from hub.auth.receipt_keys import check as signature_of
from hub.commands import room
from hub.commands.receipt import public_keys, read_receipt
from hub.domain.receipt import SignedReceipt
from hub.domain.seal import Head, Seal
from hub.domain.term import Title
from hub.settings import Settings
from hub.store.audit import agrees, heads, streams
from hub.store.audit import verify as chain_of
from hub.store.receipts import against_issued
from hub.store.seal import against_receipt, contradictions, sealed_if_moved, seals
from hub.store.seal_file import against_file, appended

app = typer.Typer(help="审计链 · audit chains", no_args_is_help=True)

_HEAD = re.compile(r"(?P<stream>.+)@(?P<seq>\d{1,18})@(?P<chain_hash>[0-9a-f]{64})")


@app.callback()
def _group() -> None:
    """审计链 · Audit chains."""


@dataclass(frozen=True, kw_only=True)
class Examined:
    """What was found amiss, each a line in both languages, and what stands; no number of seals where none was asked."""

    faults: Sequence[str]
    heads: Sequence[Head]
    seals: int | None


@app.command(name="verify")
def check(
    stream: str = typer.Option("", "--stream", help="只核对这一条链，如 611000 · this chain only, such as 611000"),
    head: list[str] = typer.Option(
        [],
        "--head",
        help="另行留存的链头“链@序号@摘要”，可重复；据此可发现截断后重封 · a head kept elsewhere, as printed here; "
        "finds a chain that was cut off and sealed anew; may be repeated",
    ),
    receipt: list[Path] = typer.Option(
        [],
        "--receipt",
        help="留存的回执文件，可重复；用作反证 · a receipt kept elsewhere, as evidence; may be repeated",
    ),
    keys: Path | None = typer.Option(None, "--keys", help="核验回执签名的公钥文件 · public keys for the receipts"),
) -> None:
    """重算审计链与封记，指出第一处不符；无误则打印链头 · Recompute chains and seals, name the first fault."""
    kept = [_kept(text) for text in head]
    receipts = [_signed(file, keys) for file in receipt]
    settings = room.settings_of_process()
    examined = room.run(lambda: _examined(settings, stream, kept, receipts))
    for line in examined.faults:
        room.told(line)
    if examined.faults:
        room.refuse(
            "审计记录被改动，请保全现场并对照备份", "the trail was altered: keep the evidence, compare with a backup"
        )
    for each in examined.heads:
        typer.echo(f"{each.stream}@{each.seq}@{each.chain_hash}")
    count, sealed = len(examined.heads), examined.seals
    zh, en = ("", "") if sealed is None else (f"；{sealed} 个封记，相符", f"; {sealed} seals, all agree")
    room.told(f"{count} 条链，完整{zh} / {count} chains, whole{en}")


@app.command()
def seal() -> None:
    """自上次封记后有新记录时加封，并写入封记文件 · Seal the chains if they have grown, and append to the file."""
    settings = room.settings_of_process()
    made = room.run(lambda: _sealed(settings))
    if made is None:
        room.told("自上次封记后没有新的审计记录 / nothing was recorded since the last seal")
    else:
        typer.echo(made.line())


async def _examined(
    settings: Settings, stream: str, kept: Sequence[Head], receipts: Sequence[SignedReceipt]
) -> Examined:
    async with room.opened(settings) as database, database.read() as connection:
        names = await streams(connection)
        if stream and stream not in names:
            room.refuse(f"没有审计链 {stream}", f"there is no chain {stream}")
        names = [stream] if stream else names
        broken = [one for name in names if (one := await chain_of(connection, stream=name)) is not None]
        broken += [one for head in kept if (one := await agrees(connection, head)) is not None]
        # A look at one chain says nothing of the others, so the seals over all of them are left aside.
        every = not stream or bool(receipts)
        wrong = await contradictions(connection) if every else []
        wrong += [found for one in receipts if (found := await against_receipt(connection, one.receipt)) is not None]
        stored = [other for one in receipts if (other := await against_issued(connection, one)) is not None]
        if settings.seal_file is not None and every:
            wrong += await against_file(connection, settings.seal_file)
        return Examined(
            faults=[
                *(
                    f"{one.stream} 第 {one.seq} 条：{one.zh} / {one.stream}, entry {one.seq}: {one.en}"
                    for one in broken
                ),
                *(f"封记 {one.number}：{one.zh} / seal {one.number}: {one.en}" for one in wrong),
                *(f"回执 {one.at}：{one.zh} / receipt {one.at}: {one.en}" for one in stored),
            ],
            heads=[one for one in await heads(connection) if one.stream in names],
            seals=len(await seals(connection)) if every else None,
        )


async def _sealed(settings: Settings) -> Seal | None:
    async with room.opened(settings) as database:
        async with database.write() as connection:
            made = await sealed_if_moved(connection, now=room.now())
        if settings.seal_file is not None:
            wrong = await appended(database, settings.seal_file)
            if wrong is not None:
                room.refuse(f"封记 {wrong.number}：{wrong.zh}", f"seal {wrong.number}: {wrong.en}")
    return made


def _signed(file: Path, keys: Path | None) -> SignedReceipt:
    """The receipt in a file, which is evidence only where its signature holds."""
    signed = read_receipt(file)
    wrong = signature_of(signed, public_keys(keys))
    if wrong is not None:
        room.refuse(f"{file.name} · {wrong.at}：{wrong.zh}", f"{file.name}: {wrong.at}: {wrong.en}")
    return signed


def _kept(text: str) -> Head:
    found = _HEAD.fullmatch(text.strip())
    if found is None:
        shown = Title("--head 须形如 611000@12@摘要", "--head reads like 611000@12@digest, as this command prints it")
        room.refuse(shown.zh, shown.en, code=room.WRONG_USE)
    return Head(stream=found["stream"], seq=int(found["seq"]), chain_hash=found["chain_hash"])
