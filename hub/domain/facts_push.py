"""Facts that a system pushes in one request: what may be asked, and what became of every row (behaviour.md §2c 12)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from hub.domain.access import Act, Noun
from hub.domain.command import Command, Refusal, needed
from hub.domain.row_outcome import RowOutcome
from hub.domain.term import Term, Title

MOST_ROWS = 1_000
"""Rows of all kinds together that one request may hold."""


class PushMode(Term):
    """What happens to the good rows of a request that has bad ones too."""

    ALL_OR_NOTHING = "ALL_OR_NOTHING", "全部成功才写入", "nothing is kept unless every row is understood"
    ROW_BY_ROW = "ROW_BY_ROW", "逐行写入", "each row for itself; bad ones are set aside"


class PushedKind(Term):
    """Kinds of fact that can be pushed; the value is the entity that its rows become."""

    ACTIVITY = "activity", "履职活动", "activity"
    DUTY_SHIFT = "duty_shift", "值班", "duty shift"
    OPINION = "opinion", "群众意见建议", "opinion of the masses"
    OUTPUT = "output", "履职成果", "output"


LISTS: Mapping[str, PushedKind] = {
    "activities": PushedKind.ACTIVITY,
    "dutyShifts": PushedKind.DUTY_SHIFT,
    "opinions": PushedKind.OPINION,
    "outputs": PushedKind.OUTPUT,
}
"""The lists of a request by their names in the graph, in the order in which they are applied."""


@dataclass(frozen=True, kw_only=True)
class PushFacts(Command):
    """Push facts; a row that comes again has no second effect."""

    title: ClassVar[Title] = Title("批量推送履职数据，重复推送只计一次", "Push facts; what comes again counts once")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.ACTIVITY
    answers: ClassVar[str] = "SyncRun"

    mode: PushMode
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(repr=False)
    """Rows as JSON says them, by the name of their list; what was not said of a row is not among its keys."""

    @property
    def count(self) -> int:
        """How many rows there are in all."""
        return sum(map(len, self.rows.values()))


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a row was not taken; `at` is the field, in the graph's spelling."""

    code: str
    zh: str
    en: str
    at: str | None = None


@dataclass(frozen=True, kw_only=True)
class PushedRow:
    """What became of one row: its list and its place there, our row where it has one, or why not."""

    list: str
    index: int
    external_id: str
    outcome: RowOutcome
    row_id: str | None = None
    reason: Reason | None = None


@dataclass(frozen=True, kw_only=True)
class Pushed:
    """What became of a request; no run where nothing was kept of it."""

    run_id: str | None
    rows: Sequence[PushedRow]

    def count(self, outcome: RowOutcome) -> int:
        """How many rows came to this."""
        return sum(row.outcome is outcome for row in self.rows)

    def to_text(self) -> str:
        """As it is kept with a request's key."""
        return json.dumps(
            {"run_id": self.run_id, "rows": [_plain(row) for row in self.rows]}, ensure_ascii=False, default=str
        )

    @classmethod
    def of_text(cls, text: str) -> Pushed:
        """Read it back."""
        kept = json.loads(text)
        return cls(run_id=kept["run_id"], rows=[_row(*row) for row in kept["rows"]])


def sized(command: PushFacts) -> Refusal | None:
    """What is wrong with the number of rows."""
    if command.count == 0:
        return needed("要推送的数据", "the rows to be pushed", at="input")
    if command.count <= MOST_ROWS:
        return None
    return Refusal(
        code="TOO_MANY_ROWS",
        zh=f"一次最多推送 {MOST_ROWS} 行，本次 {command.count} 行，请分批推送",
        en=f"at most {MOST_ROWS} rows in one request, this one has {command.count}; send them in several",
        at="input",
    )


def _plain(row: PushedRow) -> list[Any]:
    reason = None if row.reason is None else asdict(row.reason)
    return [row.list, row.index, row.external_id, row.outcome.value, row.row_id, reason]


def _row(name: str, index: int, external_id: str, outcome: str, row_id: str | None, reason: Any) -> PushedRow:
    return PushedRow(
        list=name,
        index=index,
        external_id=external_id,
        outcome=RowOutcome.of(outcome),
        row_id=row_id,
        reason=None if reason is None else Reason(**reason),
    )
