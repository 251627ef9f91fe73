"""Rules of a period broken on purpose, and the short runs in which each must be found (behaviour.md §2a)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import text, update

from hub.domain import due, rollup_amend, rollup_facts, rollup_figures, rollup_findings, rollup_review, rollup_rules
from hub.domain.command import Refusal
from hub.domain.rollup_words import VersionStatus
from hub.resolvers import rollup as resolved
from hub.store import outbox, rollup_accepting, rollup_draft, rollup_drift, rollup_lines
from hub.store.acting import Acting
from hub.store.dialect import table_of
from hub.store.models.rollup import RollupLine
from hub.store.session import Database

Break = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, kw_only=True)
class Planted:
    """Which invariant falls with it, how it is broken, what must find it, and in which run."""

    breaks: str
    broken: Break
    found_by: str
    tries: Sequence[str] = ("go_on",)
    steps: int = 12
    seed: int = 1
    codes: Sequence[str] = ("611000",)
    indexes: Sequence[str] = ()
    """Those that hold the invariant as well, and are taken away with the rule."""

    async def put(self, patch: pytest.MonkeyPatch, database: Database) -> None:
        """Break the rule."""
        self.broken(patch)
        async with database.write() as connection:
            for name in self.indexes:
                await connection.execute(text(f"DROP INDEX {name}"))


def _old_stays(patch: pytest.MonkeyPatch) -> None:
    real: Any = rollup_amend.accepting_amendment

    def broken(actor: Any, duty: Any, version: Any, old: Any, terms: Any, **more: Any) -> Any:
        found = real(actor, duty, version, old, terms, **more)
        return found if isinstance(found, Refusal) else replace(found, superseded=old)

    patch.setattr(rollup_accepting, "accepting_amendment", broken)


def _everything_is_a_draft(patch: pytest.MonkeyPatch) -> None:
    for module in (resolved, rollup_rules):
        patch.setattr(module, "EDITABLE", frozenset(VersionStatus))


def _nought_is_left_out(patch: pytest.MonkeyPatch) -> None:
    real: Any = rollup_draft.sheet

    def broken(*given: Any, **more: Any) -> Any:
        whole = real(*given, **more)
        return replace(whole, lines={key: line for key, line in whole.lines.items() if key in whole.figures})

    patch.setattr(rollup_lines, "sheet", broken)
    patch.setattr(rollup_findings, "_absent", lambda *_: ())


def _a_record_is_lost(patch: pytest.MonkeyPatch) -> None:
    real: Any = rollup_draft._behind
    patch.setattr(rollup_draft, "_behind", lambda *given, **more: list(real(*given, **more))[1:])


def _whoever_takes_part_owns_it(patch: pytest.MonkeyPatch) -> None:
    real: Any = rollup_figures._contributed
    patch.setattr(rollup_figures, "_contributed", lambda *given: real(*given)._replace(owned=True))


def _mark_stays(patch: pytest.MonkeyPatch) -> None:
    real: Any = Acting.change

    def broken(self: Acting, model: Any, before: Mapping[str, Any], /, **values: Any) -> None:
        real(self, model, before, **{name: value for name, value in values.items() if name != "watermark"})

    patch.setattr(Acting, "change", broken)


def _every_receipt_decides(patch: pytest.MonkeyPatch) -> None:
    real: Any = due.received
    patch.setattr(rollup_rules, "received", lambda timing, *, at: real(replace(timing, first_received_at=None), at=at))


def _whoever_submitted(patch: pytest.MonkeyPatch) -> None:
    real: Any = rollup_facts.reviewer
    patch.setattr(rollup_review, "reviewer", lambda actor, terms, zh, en, submitted_by=None: real(actor, terms, zh, en))


def _nobody_is_told(patch: pytest.MonkeyPatch) -> None:
    async def broken(*given: Any, **more: Any) -> None:
        """Post nothing."""

    patch.setattr(outbox, "post", broken)


def _drift_is_applied(patch: pytest.MonkeyPatch) -> None:
    async def broken(connection: Any, version: str, found: Sequence[Mapping[str, Any]], *, on: Any) -> None:
        line = table_of(RollupLine)
        for one in found:
            await connection.execute(update(line).where(line.c.id == one["line_id"]).values(computed=one["recomputed"]))

    patch.setattr(rollup_drift, "_list", broken)


def _nothing_is_restated(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rollup_amend, "restatements", lambda *_: ())


_NEVER = "i2_what_was_submitted_never_changes"
_INDEXES = tuple(f"uq_rollup_version_{name}" for name in ("standing", "in_review", "in_force"))
PLANTS = (
    Planted(breaks="I1", broken=_old_stays, found_by="i1_one_is_in_review_and_one_in_force", steps=30,
            indexes=_INDEXES),
    Planted(breaks="I2", broken=_everything_is_a_draft, found_by=_NEVER, tries=("go_on", "save")),
    Planted(breaks="I3", broken=_nought_is_left_out, found_by="i3_what_was_submitted_is_whole",
            tries=("recompute", "send")),
    Planted(breaks="I4", broken=_a_record_is_lost, found_by="i4_a_figure_is_the_sum_of_its_records",
            tries=("recompute",), steps=4),
    Planted(breaks="I5", broken=_whoever_takes_part_owns_it, found_by="i5_what_is_shared_counts_once",
            tries=("recompute",), steps=4, codes=("610800",)),
    Planted(breaks="I6", broken=_mark_stays, found_by="i6_it_can_be_derived_again", tries=("fact", "recompute")),
    Planted(breaks="I7", broken=_every_receipt_decides, found_by="i7_lateness_is_decided_once"),
    Planted(breaks="I8", broken=_whoever_submitted, found_by="i8_nobody_decides_on_what_they_submitted"),
    Planted(breaks="I9", broken=_nobody_is_told, found_by="i9_a_change_is_told_and_kept_with_it", steps=4),
    Planted(breaks="I10", broken=_drift_is_applied, found_by=_NEVER, tries=("go_on", "fact", "night"), steps=20),
    Planted(breaks="A11", broken=_nothing_is_restated,
            found_by="a11_an_amendment_takes_the_place_of_what_it_amends", tries=("go_on", "save"), steps=30, seed=3),
)  # fmt: skip
