"""What a run came to, as people and the graph are told it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.domain.row_outcome import RowOutcome
from hub.domain.term import Term
from hub.domain.words import RunStatus


class RunReason(Term):
    """Why a run did not simply succeed; a source's own faults have codes of their own."""

    ACCOUNTING = (
        "ACCOUNTING",
        "抓取行数与处理结果不相等，请报告给平台管理部门",
        "rows fetched and rows accounted for differ: report it to the platform department",
    )
    DELETES_HELD = (
        "DELETES_HELD",
        "待删除的记录过多，未删除任何记录；确认无误后请以“允许删除”重新运行",
        "too many rows would be deleted, none was: run again with deletes allowed once a person has confirmed",
    )
    SOURCE_DEGRADED = (
        "SOURCE_DEGRADED",
        "来源已降级：只接收不应用；修正映射或来源后请重新启用",
        "the source is degraded: rows land and are not applied; mend mapping or source, then activate it",
    )
    QUARANTINE_RATIO = (
        "QUARANTINE_RATIO",
        "超过一半的行无法识别，来源降级，此后只接收不应用",
        "more than half of the rows were not understood: the source is degraded and only lands from now on",
    )
    INTERNAL = (
        "INTERNAL",
        "平台内部出错，可重试；若再次出现请报告",
        "the hub failed inside: try again, report it if it comes back",
    )


@dataclass(frozen=True, kw_only=True)
class RunReport:
    """A run with its conservation count: fetched is the sum of the six ends."""

    run_id: str
    source: str
    status: RunStatus
    pages: int
    fetched: int
    new: int
    changed: int
    unchanged: int
    stale: int
    quarantined: int
    tombstoned: int
    reason_code: str | None
    reason_zh: str | None
    reason_en: str | None
    notes: tuple[str, ...]


def report_of(row: Mapping[str, Any]) -> RunReport:
    """The report of a run's row."""
    counts = {name: row[name] for name in ("pages", "fetched", *(str(end.value).lower() for end in RowOutcome))}
    return RunReport(
        run_id=row["id"],
        source=row["source_code"],
        status=row["status"],
        reason_code=row["reason_code"],
        reason_zh=row["reason"],
        reason_en=row["reason_en"],
        notes=tuple(row["notes"]),
        **counts,
    )
