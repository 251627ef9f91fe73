"""The receipts as they were issued, read back from their rows."""

from __future__ import annotations

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.receipt import Difference, DigestAlgorithm, FaultyReceipt, Receipt, SignedReceipt, microseconds
from hub.store.dialect import table_of
from hub.store.models.body import Body
from hub.store.models.report import ReportPeriod
from hub.store.models.rollup import Obligation, RollupVersion
from hub.store.models.rollup_more import RollupReceipt

_RECEIPT, _VERSION, _OBLIGATION = table_of(RollupReceipt), table_of(RollupVersion), table_of(Obligation)
_PERIOD, _BODY = table_of(ReportPeriod), table_of(Body)


async def issued(connection: AsyncConnection, number: str) -> SignedReceipt | None:
    """The receipt of a number as its rows tell it now; whether that is what was signed, its signature says.

    Raises FaultyReceipt where the rows were altered so that they tell none.
    """
    chosen = (
        select(
            _RECEIPT, _VERSION.c.number.label("version"), _PERIOD.c.label.label("period"), _BODY.c.code.label("body")
        )
        .join(_VERSION, _VERSION.c.id == _RECEIPT.c.version_id)
        .join(_OBLIGATION, _OBLIGATION.c.id == _RECEIPT.c.obligation_id)
        .join(_PERIOD, _PERIOD.c.id == _OBLIGATION.c.period_id)
        .join(_BODY, _BODY.c.id == _RECEIPT.c.body_id)
        .where(_RECEIPT.c.number == number)
    )
    try:
        row = (await connection.execute(chosen)).mappings().one_or_none()
        return None if row is None else _signed(row)
    except ValueError as altered:
        raise FaultyReceipt(
            number, zh="库中的记录已不成回执：它被改动", en="its rows tell no receipt any more: they were altered"
        ) from altered


async def against_issued(connection: AsyncConnection, kept: SignedReceipt) -> Difference | None:
    """Compare a receipt that was kept elsewhere with the one that is stored under its number."""
    number = kept.receipt.number
    try:
        here = await issued(connection, number)
    except FaultyReceipt as altered:
        return Difference(at=number, zh=altered.zh, en=altered.en)
    if here is None:
        return Difference(at=number, zh="库中没有此回执：它被删除", en="it is not stored any more: it was deleted")
    if here != kept:
        return Difference(at=number, zh="与库中的同号回执不同", en="the one stored under its number is another")
    return None


def _signed(row: RowMapping) -> SignedReceipt:
    receipt = Receipt(
        number=row["number"],
        obligation=row["obligation_id"],
        body=row["body"],
        period=row["period"],
        version=row["version"],
        digest=row["digest"],
        digest_algorithm=DigestAlgorithm.of(row["digest_algorithm"]),
        received_us=microseconds(row["received_at"]),
        on_time=row["on_time"],
        findings=row["findings"],
        audit_root=row["audit_root"],
        seal=row["seal"],
    )
    return SignedReceipt(receipt=receipt, key_id=row["key_id"], signature=row["signature"])
