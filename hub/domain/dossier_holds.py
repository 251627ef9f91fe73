"""Data that are held up: while there are any, nobody is warned or removed from the period (behaviour.md §3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hub.domain.command import Refusal
from hub.domain.term import Term, Title

DUE_PROCESS = "behaviour §3.5"
"""The rule by which no warning and no removal follows from a period whose data are held up."""


class HoldKind(Term):
    """Why data of a linked system cannot be relied on."""

    SOURCE_DOWN = "SOURCE_DOWN", "来源中断", "the system is down"
    DRIFT = "DRIFT", "来源变动待人工处理", "the system has changed and waits for a person"
    QUARANTINE = "QUARANTINE", "隔离积压", "rows in quarantine"
    MERGE = "MERGE", "重复待确认", "duplicates that nobody has settled"


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Data that are held up: of which system, of whom, why, and since which day where that is known."""

    body: str
    source: str
    why: Title
    kind: HoldKind = HoldKind.SOURCE_DOWN
    since: date | None = None

    def told(self) -> Title:
        """Whose gap it is, why, and since when."""
        zh, en = f"{self.body}（{self.source}）{self.why.zh}", f"{self.body} ({self.source}): {self.why.en}"
        if self.since is None:
            return Title(zh, en)
        return Title(f"{zh}（自{self.since.isoformat()}起）", f"{en} (since {self.since.isoformat()})")


def held_up(holds: Sequence[Hold]) -> Refusal | None:
    """Why no failure may be found while data are held up, and whose they are."""
    if not holds:
        return None
    zh, en = _told(holds)
    return Refusal(
        code="DATA_HOLD",
        zh=f"本年度数据尚有未决事项，不得认定未达标：{zh}；请待其处理完毕后再考核",
        en=f"data of the year are held up, so that no failure may be found: {en}; assess once that is settled",
        at="input.result",
        rule=DUE_PROCESS,
    )


def removal_held_up(holds: Sequence[Hold]) -> Refusal | None:
    """Why no plaque may be removed for failures while data of their years are held up."""
    if not holds:
        return None
    zh, en = _told(holds)
    return Refusal(
        code="DATA_HOLD",
        zh=f"未达标年度的数据尚有未决事项，不得据此摘牌：{zh}；请待其处理完毕后再研究",
        en=f"data of the years that were failed are held up, so that they allow no removal: {en}; "
        "decide once that is settled",
        at="input.cause",
        rule=DUE_PROCESS,
    )


def _told(holds: Sequence[Hold]) -> Title:
    told = [hold.told() for hold in holds]
    return Title("；".join(one.zh for one in told), "; ".join(one.en for one in told))
