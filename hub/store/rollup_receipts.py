"""The receipt of a submitted version: numbered, sealed over the audit trail, signed and kept with it (A6)."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.due import Timing
from hub.domain.filing_settings import NumberKind, filing_settings
from hub.domain.receipt import OnTime, Receipt, SignedReceipt, microseconds
from hub.domain.rollup_findings import Validation, summary
from hub.domain.rollup_words import Severity
from hub.store.acting import Acting, Row
from hub.store.dialect import table_of
from hub.store.models.body import Body
from hub.store.models.rollup_more import RollupReceipt
from hub.store.numbering import next_number
from hub.store.rollup_draft import new_id_of
from hub.store.rollup_rows import HeldDuty, HeldVersion
from hub.store.seal import sealed

_NAMES = {Severity.BLOCK: "阻断", Severity.EXPLAIN: "已说明", Severity.INFO: "提示"}


def give_receipt(acting: Acting, held: HeldDuty, draft: HeldVersion, found: Validation, timing: Timing) -> None:
    """Give the receipt once the submission and its audit entry are written, so that the seal covers both."""

    async def write(connection: AsyncConnection) -> None:
        number = await _number(acting, held)
        seal = await sealed(connection, now=acting.now)
        digest = found.stamp.digest
        receipt = Receipt(
            number=number,
            obligation=held.row["id"],
            body=await _code(acting, held.row["body_id"]),
            period=held.period["label"],
            version=draft.row["number"],
            digest=digest.value,
            digest_algorithm=digest.algorithm,
            received_us=microseconds(acting.now),
            on_time=timing.verdict or OnTime.NO_DUE_DAY,
            findings=told(found),
            audit_root=seal.root,
            seal=seal.number,
        )
        await _keep(connection, acting, held.row, draft.row, await acting.signed(receipt))

    acting.later.append(write)


async def _keep(connection: AsyncConnection, acting: Acting, duty: Row, version: Row, signed: SignedReceipt) -> None:
    receipt = signed.receipt
    row = {
        "id": new_id_of(RollupReceipt, acting.now),
        "obligation_id": duty["id"],
        "version_id": version["id"],
        "body_id": duty["body_id"],
        "number": receipt.number,
        "digest": receipt.digest,
        "digest_algorithm": receipt.digest_algorithm.value,
        "received_at": acting.now,
        "on_time": receipt.on_time,
        "findings": receipt.findings,
        "seal": receipt.seal,
        "audit_root": receipt.audit_root,
        "key_id": signed.key_id,
        "signature": signed.signature,
    }
    await connection.execute(insert(table_of(RollupReceipt)), [row])


def told(found: Validation) -> str:
    """Findings in short, Chinese first."""
    counted = summary(found.findings)
    zh = "，".join(f"{_NAMES[severity]}{number}项" for severity, number in counted.items())
    en = ", ".join(f"{number} {severity.value}" for severity, number in counted.items())
    return f"{zh} / {en}"


async def _number(acting: Acting, held: HeldDuty) -> str:
    """The next number of the body whose report it is."""
    year = acting.today.year
    issuer = held.period["body_id"]
    series = f"{NumberKind.ROLLUP_RECEIPT.value}-{year}"
    number = await next_number(acting.connection, body_id=issuer, series=series, at=acting.now)
    form = filing_settings().numbers[NumberKind.ROLLUP_RECEIPT]
    return form.text(office=await _code(acting, issuer), year=year, number=number)


async def _code(acting: Acting, body: str) -> str:
    row = await acting.one(Body, table_of(Body).c.id == body, locked=False)
    if row is None:
        raise LookupError(body)
    return str(row["code"])
