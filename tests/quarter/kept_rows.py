"""All that the tables say of a period, and what must hold of it whatever was done (behaviour.md §2a, I1 to I10)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from hub.domain.rollup_facts import EDITABLE, IN_FORCE, NEXT, UNDER_WAY
from hub.domain.rollup_words import ValueKind, VersionKind, VersionStatus
from hub.store.dialect import table_of
from hub.store.models.base import Base
from hub.store.models.journal import AuditEntry, OutboxNotice
from hub.store.models.rollup import Obligation, RollupLine, RollupVersion
from hub.store.models.rollup_more import Contribution, NarrativeItem, Restatement
from hub.store.session import Database

Row = Mapping[str, Any]  # column values of several types
_OF_REVIEW = {"status", "review_began_at", "returned_at", "returned_by", "correction_due", "accepted_at", "accepted_by",
              "explanation_accepted", "waived_reason"}  # fmt: skip
"""What the receiving side writes beside a version; everything else is as it was submitted."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The rows of a period at one moment."""

    duties: Mapping[str, Row]
    versions: Mapping[str, Row]
    parts: Mapping[str, tuple[tuple[str, Row], ...]]
    """Lines, texts and contributions by version."""

    restated: tuple[Row, ...]
    audit: int
    notices: int

    def lines(self, version: str) -> list[Row]:
        """The lines of a version."""
        return [row for table, row in self.parts[version] if table == RollupLine.__tablename__]

    def seal(self, version: str) -> object:
        """All of a version that nobody may change once it was submitted."""
        own = self.versions[version]
        rows = [(RollupVersion.__tablename__, own), *self.parts[version]]
        return [(table, {name: row[name] for name in row if name not in _OF_REVIEW}) for table, row in rows]


async def kept(database: Database) -> Kept:
    """Read everything in one transaction."""
    parts: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    async with database.read() as connection:

        async def rows(model: type[Base]) -> list[Row]:
            table = table_of(model)
            return [dict(row) for row in (await connection.execute(select(table).order_by(table.c.id))).mappings()]

        async def number(model: type[Base]) -> int:
            return int((await connection.execute(select(func.count()).select_from(table_of(model)))).scalar_one())

        for model in (RollupLine, NarrativeItem, Contribution):
            for row in await rows(model):
                parts[row["version_id"]].append((model.__tablename__, row))
        return Kept(
            duties={row["id"]: row for row in await rows(Obligation)},
            versions={row["id"]: row for row in await rows(RollupVersion)},
            parts={name: tuple(found) for name, found in parts.items()},
            restated=tuple(await rows(Restatement)),
            audit=await number(AuditEntry),
            notices=await number(OutboxNotice),
        )


def i1_one_is_in_review_and_one_in_force(now: Kept) -> None:
    """Both at once only where an amendment is in review."""
    for duty in now.duties:
        mine = [one for one in now.versions.values() if one["obligation_id"] == duty]
        review = [one for one in mine if one["status"] in UNDER_WAY]
        force = [one for one in mine if one["status"] in IN_FORCE]
        assert len(review) <= 1 and len(force) <= 1, mine
        assert not (review and force) or review[0]["kind"] is VersionKind.AMENDMENT


def i3_what_was_submitted_is_whole(now: Kept) -> None:
    """Every line of the first draft is there, and each says a number or why there is none."""
    for name, version in now.versions.items():
        if version["status"] in EDITABLE:
            continue
        first = min((one for one in now.versions.values() if one["obligation_id"] == version["obligation_id"]),
                    key=lambda one: int(one["number"]))  # fmt: skip
        places = [{_place(line) for line in now.lines(one)} for one in (first["id"], name)]
        assert places[0] <= places[1]
        for line in now.lines(name):
            assert (line["claimed"] is not None) is (line["value_kind"] is ValueKind.NUMBER), line


def i4_a_figure_is_the_sum_of_its_records(now: Kept) -> None:
    """Bit for bit, at the watermark that the version bears."""
    for name in now.versions:
        weights: Counter[str] = Counter()
        for table, row in now.parts[name]:
            if table == Contribution.__tablename__:
                weights[row["line_id"]] += row["weight"]
        for line in now.lines(name):
            assert line["computed"] is None or line["computed"] == Decimal(weights[line["id"]]), line


def i8_nobody_decides_on_what_they_submitted(now: Kept) -> None:
    """Nor does who edited it last: the receiving side writes in no version."""
    for one in now.versions.values():
        for decided in (one["accepted_by"], one["returned_by"]):
            assert decided is None or decided != one["submitted_by"], one


def a11_an_amendment_takes_the_place_of_what_it_amends(now: Kept) -> None:
    """What stood before stays beside it, and each figure that changed is restated."""
    for old in now.versions.values():
        if old["status"] is not VersionStatus.SUPERSEDED:
            continue
        after = min(
            (one for one in now.versions.values() if one["obligation_id"] == old["obligation_id"]
             and one["number"] > old["number"] and one["accepted_at"] is not None),
            key=lambda one: int(one["number"]),
        )  # fmt: skip
        assert after["kind"] is VersionKind.AMENDMENT
        before, now_is = ({_place(row): row["claimed"] for row in now.lines(one["id"])} for one in (old, after))
        changed = sorted((before[place], now_is[place]) for place in before if before[place] != now_is[place])
        told = sorted((row["before"], row["after"]) for row in now.restated if row["version_id"] == after["id"])
        assert changed == told


ALWAYS = (
    i1_one_is_in_review_and_one_in_force,
    i3_what_was_submitted_is_whole,
    i4_a_figure_is_the_sum_of_its_records,
    i8_nobody_decides_on_what_they_submitted,
    a11_an_amendment_takes_the_place_of_what_it_amends,
)


def i2_what_was_submitted_never_changes(before: Kept, now: Kept) -> None:
    """Nor does what was computed when records come late (I10), nor under which terms (I6)."""
    for name, version in before.versions.items():
        if version["status"] not in EDITABLE:
            assert before.seal(name) == now.seal(name)


def i2_nothing_is_opened_again(before: Kept, now: Kept) -> None:
    """Each move is one of the table, or several of them at once."""
    for name, version in before.versions.items():
        assert now.versions[name]["status"] in _reachable(version["status"]), (version, now.versions[name])


def i7_lateness_is_decided_once(before: Kept, now: Kept) -> None:
    """The first day and the first verdict stay, whatever comes after them."""
    for name, duty in before.duties.items():
        after = now.duties[name]
        assert after["due_original"] == duty["due_original"]
        if duty["first_received_at"] is not None:
            assert all(after[one] == duty[one] for one in ("first_received_at", "on_time")), (duty, after)


def i9_a_change_is_told_and_kept_with_it(before: Kept, now: Kept) -> None:
    """State, audit trail and notice change together, or none of them does."""
    changed = (before.duties, before.versions) != (now.duties, now.versions)
    entries, notices = now.audit - before.audit, now.notices - before.notices
    assert bool(entries) == bool(notices), (entries, notices)
    assert entries or not changed


BETWEEN = (
    i2_what_was_submitted_never_changes,
    i2_nothing_is_opened_again,
    i7_lateness_is_decided_once,
    i9_a_change_is_told_and_kept_with_it,
)


def _place(line: Row) -> tuple[str, ...]:
    return tuple(line[name] for name in ("unit_body_id", "indicator", "first_key", "second_key"))


def _reachable(status: VersionStatus) -> set[VersionStatus]:
    found = {status}
    for _ in VersionStatus:
        found |= {after for one in found for after in NEXT[one]}
    return found - EDITABLE if status not in EDITABLE else found
