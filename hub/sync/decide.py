"""What a landed row does to what is held: make, change, leave, withdraw, or stay out; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hub.domain.joint_landed import Joint
from hub.domain.row_outcome import RowOutcome
from hub.domain.words import QuarantineStage
from hub.sync.mapping import Problem

TOLERANCE = timedelta(days=1)
"""How far ahead of ours a source's clock may run before its times are taken for wrong."""


@dataclass(frozen=True, kw_only=True)
class Landed:
    """A landed row, read and resolved; `changed_at` is its time of change by the source's own clock, if it tells.

    `in_whole_list` says that its run read everything, where each row stands once; a run over changes may well bring a
    row twice. `joint` says how an activity is joint. `pointers` are the JSON pointers of its identifier and of
    its time of change, for messages.
    """

    columns: Mapping[str, Any] = field(repr=False)  # column values of any type
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    joint: Joint | None = None
    deleted: bool = False
    changed_at: datetime | None = None
    landed_at: datetime
    run_id: str
    in_whole_list: bool = False
    pointers: tuple[str, str] = ("", "")


@dataclass(frozen=True, kw_only=True)
class Held:
    """Our row for the same key; `run_id` is the run that last saw the content it rests on."""

    columns: Mapping[str, Any] = field(repr=False)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changed_at: datetime | None = None
    run_id: str | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether its source took it back."""
        return self.columns.get("deleted_at") is not None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The end of the row, the columns and links to write, or why it stays out."""

    outcome: RowOutcome
    columns: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problem: Problem | None = None


def decide(landed: Landed, held: Held | None, *, tolerance: timedelta = TOLERANCE) -> Decision:
    """Decide from the row and what is held alone, so that applying again changes nothing."""
    if landed.changed_at is not None and landed.changed_at > landed.landed_at + tolerance:
        return Decision(outcome=RowOutcome.QUARANTINED, problem=_in_the_future(landed))
    if held is None:
        ended = RowOutcome.TOMBSTONED if landed.deleted else RowOutcome.NEW
        return Decision(outcome=ended, columns=landed.columns, links=landed.links)
    older = _compared(landed.changed_at, held.changed_at) < 0
    if landed.deleted:
        return _withdrawal(landed, held, older=older)
    columns = {name: value for name, value in landed.columns.items() if held.columns.get(name) != value}
    links = {name: ids for name, ids in landed.links.items() if held.links.get(name, ()) != ids}
    if held.withdrawn:
        columns["deleted_at"] = None
    if not columns and not links:
        return Decision(outcome=RowOutcome.UNCHANGED)
    newer = _compared(landed.changed_at, held.changed_at) > 0
    if landed.run_id == held.run_id and (landed.in_whole_list or not newer):
        return Decision(outcome=RowOutcome.QUARANTINED, problem=_duplicate(landed))
    if older:
        return Decision(outcome=RowOutcome.STALE)
    return Decision(outcome=RowOutcome.CHANGED, columns=columns, links=links)


def _withdrawal(landed: Landed, held: Held, *, older: bool) -> Decision:
    if older:
        return Decision(outcome=RowOutcome.STALE)
    if held.withdrawn:
        return Decision(outcome=RowOutcome.TOMBSTONED)
    return Decision(outcome=RowOutcome.TOMBSTONED, columns={"deleted_at": landed.landed_at})


def _compared(mine: datetime | None, theirs: datetime | None) -> int:
    """Later, earlier or neither: where a time is missing, nothing is known."""
    if mine is None or theirs is None or mine == theirs:
        return 0
    return 1 if mine > theirs else -1


def _in_the_future(landed: Landed) -> Problem:
    return Problem(
        stage=QuarantineStage.NORM,
        code="FUTURE_TIME",
        pointer=landed.pointers[1],
        zh="更新时间在未来，请核对来源系统的时钟或该行",
        en="its time of change lies in the future: check the source's clock or the row",
    )


def _duplicate(landed: Landed) -> Problem:
    return Problem(
        stage=QuarantineStage.DUPLICATE,
        code="DUPLICATE_ID",
        pointer=landed.pointers[0],
        zh="同一次读取中该标识出现两次且内容不同，保留先出现的一行，请在来源改正",
        en="the identifier came twice with different content in one run; the first is kept: correct it at the source",
    )
