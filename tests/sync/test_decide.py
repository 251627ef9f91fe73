"""What a landed row does to what is held, as a table and as laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.row_outcome import RowOutcome
from hub.sync.decide import Held, Landed, decide

_T = datetime(2026, 6, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


def _landed(value: str = "a", *, at: datetime | None = None, deleted: bool = False, run: str = "run_2") -> Landed:
    columns = {} if deleted else {"value": value}
    return Landed(columns=columns, deleted=deleted, changed_at=at, landed_at=_T, run_id=run)


def _held(value: str = "a", *, at: datetime | None = None, gone: bool = False, run: str = "run_1") -> Held:
    return Held(columns={"value": value, "deleted_at": _T if gone else None}, changed_at=at, run_id=run)


@pytest.mark.parametrize(
    ("landed", "held", "outcome"),
    [
        (_landed(), None, RowOutcome.NEW),
        (_landed(), _held(), RowOutcome.UNCHANGED),
        (_landed("b"), _held(), RowOutcome.CHANGED),
        (_landed("b", at=_T - _DAY), _held(at=_T), RowOutcome.STALE),
        (_landed("b", at=_T), _held(at=_T), RowOutcome.CHANGED),
        (_landed("b", at=_T), _held(at=_T - _DAY, run="run_2"), RowOutcome.CHANGED),
        (_landed("b", at=_T + 2 * _DAY), _held(), RowOutcome.QUARANTINED),
        (_landed("b"), _held(run="run_2"), RowOutcome.QUARANTINED),
        (_landed("b", at=_T - _DAY), _held(at=_T, run="run_2"), RowOutcome.QUARANTINED),
        (_landed(run="run_1"), _held(run="run_1"), RowOutcome.UNCHANGED),
        (_landed(deleted=True), None, RowOutcome.TOMBSTONED),
        (_landed(deleted=True), _held(), RowOutcome.TOMBSTONED),
        (_landed(deleted=True), _held(run="run_2"), RowOutcome.TOMBSTONED),
        (_landed(deleted=True, at=_T - _DAY), _held(at=_T), RowOutcome.STALE),
        (_landed(), _held(gone=True), RowOutcome.CHANGED),
    ],
)
def test_each_case_has_one_end(landed: Landed, held: Held | None, outcome: RowOutcome) -> None:
    decision = decide(landed, held)

    assert decision.outcome is outcome
    assert (decision.problem is not None) is (outcome is RowOutcome.QUARANTINED)


def test_a_row_that_shows_again_is_no_longer_withdrawn() -> None:
    decision = decide(_landed(), _held(gone=True))

    assert decision.columns == {"deleted_at": None}


_TIMES = st.none() | st.integers(-3, 3).map(lambda days: _T + days * _DAY)


@given(value=st.sampled_from("ab"), at=_TIMES, held_at=_TIMES, gone=st.booleans(), deleted=st.booleans())
def test_applying_again_changes_nothing(
    value: str, at: datetime | None, held_at: datetime | None, gone: bool, deleted: bool
) -> None:
    landed, held = _landed(value, at=at, deleted=deleted), _held(at=held_at, gone=gone)
    first = decide(landed, held)
    times = [moment for moment in (held_at, at) if moment is not None]
    after = Held(columns={**held.columns, **first.columns}, changed_at=max(times, default=None), run_id="run_2")

    again = decide(landed, after if first.outcome in (RowOutcome.CHANGED, RowOutcome.TOMBSTONED) else held)

    assert not again.columns or first.outcome is RowOutcome.QUARANTINED
