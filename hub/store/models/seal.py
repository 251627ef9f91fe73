"""The seals over the audit chains: each names all chain heads of one moment and the seal before it."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped

from hub.store.models.base import Base, column


class AuditSeal(Base):
    """One seal; number 0 is the ground they all stand on, and the row that whoever seals locks first."""

    __tablename__ = "audit_seal"

    number: Mapped[int] = column(
        "序号", "place among the seals", primary_key=True, kind=BigInteger(), autoincrement=False
    )
    sealed_us: Mapped[int] = column("时间", "microseconds since 1970, UTC", kind=BigInteger())
    algorithm: Mapped[str] = column("算法", "form of the root")
    root: Mapped[str] = column("根摘要", "over the heads and the seal before")
    previous: Mapped[str] = column("前一根摘要", "root of the seal before")
    chains: Mapped[int] = column("链数", "number of chains under it")
    heads: Mapped[str] = column("链头", "JSON list of stream, place and link of each chain")
