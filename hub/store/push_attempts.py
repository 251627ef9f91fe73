"""Pushes under their keys: each is kept with what it said and what it came to, for good, and answered again from there.

They are rows of the reporting unit and no cache: the same key has the same answer as long as the report is kept, which
is longer than until its period is locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.command import Refusal
from hub.domain.rollup_digest import Content, Line, LineKey, Narrative, fingerprint
from hub.domain.rollup_push import Pushed
from hub.domain.rollup_words import PushOutcome, ReasonCode, ValueKind
from hub.store.acting import Acting, client_of
from hub.store.dialect import is_postgresql, table_of
from hub.store.models.body import Body
from hub.store.models.report import ReportPeriod
from hub.store.models.rollup import Obligation
from hub.store.models.rollup_more import PushAttempt
from hub.store.rollup_rows import ALGORITHM

OPERATION = "pushRollup"
PATIENCE_SECONDS = 8
"""How long a push waits for another one of the same report before it is told to come again."""

_ATTEMPT, _OBLIGATION, _PERIOD, _BODY = (table_of(one) for one in (PushAttempt, Obligation, ReportPeriod, Body))


@dataclass(frozen=True, kw_only=True)
class Held:
    """A push that came under a key before."""

    id: str
    fingerprint: str
    outcome: PushOutcome
    answer: dict[str, Any]  # JSON
    pushed: Pushed

    @property
    def again(self) -> str | Refusal:
        """What it was answered."""
        refusal = self.answer.get("refusal")
        return self.id if refusal is None else Refusal(**refusal)


@dataclass(frozen=True, kw_only=True)
class Came:
    """What a push comes to; with `saved` its lines are in the draft even if it is refused."""

    outcome: PushOutcome
    version: str | None = None
    findings: Sequence[str] = ()
    refusal: Refusal | None = None
    saved: bool = False


async def patient(connection: AsyncConnection) -> None:
    """Bound how long this transaction waits for another one; SQLite has its bound from the start."""
    if is_postgresql(connection):
        await connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS * 1000:.0f}ms'"))


async def obligation_of(connection: AsyncConnection, *, definition: str, period: str, body: str) -> str | None:
    """The obligation of a body itself for a period, whoever may see it."""
    chosen = (
        select(_OBLIGATION.c.id)
        .join(_PERIOD, _PERIOD.c.id == _OBLIGATION.c.period_id)
        .join(_BODY, _BODY.c.id == _OBLIGATION.c.body_id)
        .where(
            _PERIOD.c.definition_code == definition,
            _PERIOD.c.label == period,
            _BODY.c.code == body,
            _OBLIGATION.c.studio_id.is_(None),
            _OBLIGATION.c.committee_id.is_(None),
        )
    )
    found = (await connection.execute(chosen)).scalar_one_or_none()
    return None if found is None else str(found)


def print_of(pushed: Pushed) -> str:
    """By what a push is known again."""
    return fingerprint(pushed.operation, pushed.content, algorithm=ALGORITHM, sections=pushed.units).value


async def recalled(acting: Acting) -> Held | None:
    """The push to which this request's key belongs."""
    chosen = select(_ATTEMPT).where(*_under_key(acting), _ATTEMPT.c.outcome != PushOutcome.KEY_REUSED)
    row = (await acting.connection.execute(chosen)).mappings().one_or_none()
    if row is None:
        return None
    return Held(
        id=row["id"],
        fingerprint=row["fingerprint"],
        outcome=row["outcome"],
        answer=row["answer"],
        pushed=_pushed(row["content"]),
    )


async def is_kept(acting: Acting, mark: str) -> bool:
    """Whether just this push, by its fingerprint, came under this request's key before."""
    chosen = select(_ATTEMPT.c.id).where(*_under_key(acting), _ATTEMPT.c.fingerprint == mark).limit(1)
    return (await acting.connection.execute(chosen)).first() is not None


def kept(acting: Acting, pushed: Pushed, came: Came, *, mark: str, body: str) -> str:
    """Keep a push with what it came to, whatever that is; its identifier."""
    return acting.add(
        PushAttempt,
        body_id=body,
        obligation_id=pushed.content.obligation,
        version_id=came.version,
        client=client_of(acting.caller),
        operation=OPERATION,
        key=acting.key,
        fingerprint=mark,
        outcome=came.outcome,
        answer={} if came.refusal is None else {"refusal": asdict(came.refusal)},
        content=_written(pushed),
        findings=list(came.findings),
        received_at=acting.now,
    )


def _under_key(acting: Acting) -> tuple[Any, ...]:
    client = client_of(acting.caller)
    return (_ATTEMPT.c.client == client, _ATTEMPT.c.operation == OPERATION, _ATTEMPT.c.key == acting.key)


def _written(pushed: Pushed) -> dict[str, Any]:
    content = pushed.content
    return {
        "units": list(pushed.units),
        "submit": pushed.submit,
        "obligation": content.obligation,
        "definition": content.definition,
        "lines": [{**vars(one), "key": one.key._asdict()} for one in content.lines],
        "narratives": [vars(one) for one in content.narratives],
    }


def _pushed(written: dict[str, Any]) -> Pushed:
    return Pushed(
        units=tuple(written["units"]),
        submit=written["submit"],
        content=Content(
            obligation=written["obligation"],
            definition=written["definition"],
            lines=tuple(_line(one) for one in written["lines"]),
            narratives=tuple(Narrative(**one) for one in written["narratives"]),
        ),
    )


def _line(written: dict[str, Any]) -> Line:
    reason = written["reason_code"]
    return Line(
        key=LineKey(**written["key"]),
        value_kind=ValueKind.of(written["value_kind"]),
        claimed=written["claimed"],
        reason=written["reason"],
        reason_code=None if reason is None else ReasonCode.of(reason),
        explanation=written["explanation"],
    )
