"""`hub receipt`: check a receipt without the hub, print one again, and look after the keys they are signed with."""

from __future__ import annotations

from pathlib import Path

import typer

from hub.auth.receipt_keys import PublicKeys, ReceiptKeys, check, read_public_keys
from hub.commands import room
from hub.domain.receipt import Difference, FaultyReceipt, Receipt, SignedReceipt, digest_of, read, written
from hub.settings import Settings
from hub.store.receipts import issued

app = typer.Typer(help="报送回执 · receipts", no_args_is_help=True)

_MAX_BYTES = 65_536


@app.command()
def verify(
    file: Path = typer.Argument(help="回执文件（JSON） · the receipt, a JSON file"),
    keys: Path | None = typer.Option(
        None, "--keys", help="公钥文件，缺省用本机中枢的 · the published keys; by default those of this hub"
    ),
    version: Path | None = typer.Option(
        None, "--version", help="所报版本的规范文件，核对其摘要 · the version's canonical bytes, to check the digest"
    ),
    number: str = typer.Option("", "--number", help="应有的回执号 · the number it should have"),
) -> None:
    """离线核验回执：签名、摘要、回执号 · Check a receipt without the hub: signature, digest and number."""
    signed = read_receipt(file)
    told = [
        _signature(signed, public_keys(keys)),
        *([] if version is None else [_version(signed.receipt, version)]),
        *([] if not number else [_number(signed.receipt, number)]),
    ]
    wrong = [one for one in told if isinstance(one, Difference)]
    for one in told:
        if isinstance(one, str):
            typer.echo(one)
    for fault in wrong:
        room.told(f"✗ {fault.at}：{fault.zh} / {fault.at}: {fault.en}")
    if wrong:
        room.refuse("回执未通过核验", "the receipt does not hold")
    for line in _lines(signed.receipt):
        typer.echo(line)


@app.command()
def show(number: str = typer.Argument(help="回执号 · number of the receipt")) -> None:
    """打印已存的回执文件（JSON） · Print a stored receipt as its JSON file."""
    settings = room.settings_of_process()
    signed = room.run(lambda: _issued(settings, number))
    if signed is None:
        room.refuse(f"没有回执 {number}", f"there is no receipt {number}")
    typer.echo(written(signed), nl=False)


@app.command("keys")
def published() -> None:
    """打印核验回执所用的公钥，含已停用的 · Print the public keys that receipts are verified by, old ones too."""
    settings = room.settings_of_process()
    with room.refusals():
        typer.echo(ReceiptKeys(settings.receipt_keys_path).published().decode(), nl=False)


@app.command()
def rotate() -> None:
    """换用新的签名密钥；旧私钥销毁，其公钥仍公布 · Sign with a new key from now on; the old public key stays."""
    settings = room.settings_of_process()
    with room.refusals():
        typer.echo(ReceiptKeys(settings.receipt_keys_path).rotate())


def read_receipt(file: Path) -> SignedReceipt:
    """The receipt in a file; ends the process where it is none."""
    with room.refusals():
        if file.stat().st_size > _MAX_BYTES:
            room.refuse(f"{file.name} 过大，不是回执", f"{file.name} is too large to be a receipt")
        try:
            return read(file.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            room.refuse(f"{file.name} 不是 UTF-8 文本", f"{file.name} is not UTF-8 text")
        except FaultyReceipt as fault:
            room.refuse(f"✗ {fault.at}：{fault.zh}", f"{fault.at}: {fault.en}")


def public_keys(file: Path | None) -> PublicKeys:
    """The keys of a file, or without one those of this installation; makes none and ends the process without any."""
    with room.refusals():
        if file is not None:
            return read_public_keys(file.read_bytes(), name=file.name)
    settings = room.settings_of_process()
    with room.refusals():
        path = settings.receipt_keys_path
        found = read_public_keys(ReceiptKeys(path).published(begin=False), name=path.name)
    if not found:
        room.refuse(
            "本机没有回执公钥，请用 --keys 指定从中枢 /.well-known/receipt-keys.json 取得的文件",
            "there are no keys here: give those of the hub's /.well-known/receipt-keys.json by --keys",
            code=room.WRONG_USE,
        )
    return found


async def _issued(settings: Settings, number: str) -> SignedReceipt | None:
    async with room.opened(settings) as database, database.read() as connection:
        try:
            return await issued(connection, number)
        except FaultyReceipt as altered:
            room.refuse(f"{altered.at}：{altered.zh}", f"{altered.at}: {altered.en}")


def _signature(signed: SignedReceipt, keys: PublicKeys) -> str | Difference:
    told = f"✓ 签名有效，密钥 {signed.key_id} / the signature is valid, key {signed.key_id}"
    return check(signed, keys) or told


def _version(receipt: Receipt, file: Path) -> str | Difference:
    with room.refusals():
        content = file.read_bytes()
    try:
        found = digest_of(content, receipt.digest_algorithm)
    except FaultyReceipt as fault:
        return Difference(at=fault.at, zh=fault.zh, en=fault.en)
    if found != receipt.digest:
        return Difference(
            at="digest",
            zh=f"与 {file.name} 不符，该文件的摘要是 {found}",
            en=f"is not that of {file.name}, which is {found}",
        )
    algorithm = receipt.digest_algorithm
    return f"✓ {algorithm} 摘要与 {file.name} 相符 / the {algorithm} digest is that of {file.name}"


def _number(receipt: Receipt, number: str) -> str | Difference:
    if receipt.number != number:
        return Difference(at="number", zh=f"是 {receipt.number}，不是 {number}", en=f"is {receipt.number}")
    return f"✓ 回执号相符 / the number is {number}"


def _lines(receipt: Receipt) -> list[str]:
    verdict = receipt.on_time
    return [
        f"回执号 / number: {receipt.number}",
        f"报送单位 / body: {receipt.body}",
        f"期次 / period: {receipt.period}",
        f"版本 / version: {receipt.version}",
        f"摘要 / digest ({receipt.digest_algorithm}): {receipt.digest}",
        f"收到时间 / received: {receipt.received_at}",
        f"是否按时 / in time: {verdict.title_zh} / {verdict.title_en}",
        f"校验摘要 / findings: {receipt.findings}",
        f"审计根 / audit root: {receipt.audit_root}（封记 {receipt.seal} / seal {receipt.seal}）",
    ]
