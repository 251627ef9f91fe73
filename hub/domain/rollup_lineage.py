"""What figures open to: why a record behind one is not shown, and what became of a row that a source once sent."""

from __future__ import annotations

from dataclasses import dataclass

from hub.domain.term import Term


class Unseen(Term):
    """Why a record behind a figure is not shown; it counts all the same."""

    OUT_OF_REACH = "OUT_OF_REACH", "超出权限范围", "beyond the caller's reach"
    WITHDRAWN = "WITHDRAWN", "来源已撤回", "withdrawn by its source since"


class TraceState(Term):
    """What became of a row under a source's own key (behaviour.md §3.8)."""

    COUNTED = "COUNTED", "已计入汇总", "counted in a figure"
    HELD = "HELD", "已入库，未计入汇总", "held, and counted in no figure so far"
    WITHDRAWN = "WITHDRAWN", "来源已撤回", "withdrawn by its source"
    QUARANTINED = "QUARANTINED", "隔离待处理", "set aside: it was not understood"
    LANDED = "LANDED", "已接收，待入库", "landed and not applied yet"
    UNKNOWN = "UNKNOWN", "未收到", "never received under this key"


@dataclass(frozen=True, kw_only=True)
class Clues:
    """What is known of a source's key; `linked` means that a record of ours stands for it."""

    landed: bool
    waits_in_quarantine: bool
    linked: bool
    withdrawn: bool
    counted: bool


def trace_state(clues: Clues) -> TraceState:
    """Where a row stands; what its source withdrew stays counted where it was, and is still told as withdrawn.

    A record whose newest row waits in quarantine is held in its former state, which is told by the rows beside it.
    """
    if clues.linked:
        if clues.withdrawn:
            return TraceState.WITHDRAWN
        return TraceState.COUNTED if clues.counted else TraceState.HELD
    if clues.waits_in_quarantine:
        return TraceState.QUARANTINED
    return TraceState.LANDED if clues.landed else TraceState.UNKNOWN
