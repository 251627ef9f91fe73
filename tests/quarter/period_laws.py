"""What must hold of a period whatever was done to it: I1 to I10 and A11 in its tables (behaviour.md §2a)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from hub.domain.rollup_facts import EDITABLE, IN_FORCE, NEXT, UNDER_WAY
from hub.domain.rollup_words import ValueKind, VersionKind, VersionStatus
from tests.quarter.kept_rows import Kept, Place, Row, place, stated


def i1_one_is_in_review_and_one_in_force(now: Kept) -> None:
    """Both at once only where an amendment is in review."""
    for duty in now.duties:
        mine = [one for one in now.versions.values() if one["obligation_id"] == duty]
        review = [one for one in mine if one["status"] in UNDER_WAY]
        force = [one for one in mine if one["status"] in IN_FORCE]
        assert len(review) <= 1 and len(force) <= 1, mine
        assert not (review and force) or review[0]["kind"] is VersionKind.AMENDMENT


def i3_what_was_submitted_is_whole(now: Kept) -> None:
    """Each section has each indicator, no line of the version before is left out, each says a number or why not."""
    asked = {line["indicator"] for name in now.versions for line in now.lines(name)}
    for name, version in now.versions.items():
        if version["status"] in EDITABLE or name not in now.parts:
            continue
        lines = now.lines(name)
        assert len({(one["unit_body_id"], one["indicator"]) for one in lines}) == len(version["units"]) * len(asked)
        assert {place(one) for one in now.lines(version["previous_id"] or name)} <= {place(one) for one in lines}
        for line in lines:
            assert (line["claimed"] is not None) is (line["value_kind"] is ValueKind.NUMBER), line


def i4_a_figure_is_the_sum_of_its_records(now: Kept) -> None:
    """Bit for bit, at the watermark that the version bears."""
    for name in now.versions:
        behind = now.behind(name)
        for line in now.lines(name):
            weights = sum((one["weight"] for one in behind.get(line["id"], ())), Decimal(0))
            assert line["computed"] is None or line["computed"] == weights, line


def i5_what_is_shared_counts_once(now: Kept) -> None:
    """Gross is what a line is credited with, net what its section owns; they differ by what is shared, and nothing
    is owned twice: so the nets of all units together count each record once."""
    owned: set[tuple[str, ...]] = set()
    for version in _newest(now):
        behind = now.behind(version)
        for line in now.lines(version):
            records = behind.get(line["id"], [])
            if line["computed"] is not None:
                assert line["gross"] == sum((one["weight"] for one in records), Decimal(0)), line
                assert line["net"] == sum((one["whole"] for one in records if one["owned"]), Decimal(0)), line
            for one in records:
                assert one["shared_with"] or (one["owned"] and one["weight"] == one["whole"]), one
                mark = (line["indicator"], one["fact_id"])
                assert not (one["owned"] and mark in owned), one
                owned |= {mark} if one["owned"] else set()


def i6_it_can_be_derived_again(now: Kept, version: str, derived: Mapping[Place, tuple[Decimal, Decimal]]) -> None:
    """From the records at the watermark that it bears, by the definition and in the sections that it names."""
    behind = now.behind(version)
    found = {place(line): (line["computed"], line["net"]) for line in now.lines(version) if behind.get(line["id"])}
    assert found == derived, (version, now.versions[version]["watermark"])


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
        before, now_is = ({place(row): stated(row) for row in now.lines(one["id"])} for one in (old, after))
        changed = Counter((before[at], now_is.get(at)) for at in before if before[at] != now_is.get(at))
        told = Counter((row["before"], row["after"]) for row in now.restated if row["version_id"] == after["id"])
        assert changed == told, (changed, told)


ALWAYS = (
    i1_one_is_in_review_and_one_in_force,
    i3_what_was_submitted_is_whole,
    i4_a_figure_is_the_sum_of_its_records,
    i5_what_is_shared_counts_once,
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


def _newest(now: Kept) -> list[str]:
    """The newest version of each obligation that is looked into."""
    found: dict[str, Row] = {}
    for row in now.versions.values():
        held = found.get(row["obligation_id"])
        if row["id"] in now.parts and (held is None or held["number"] < row["number"]):
            found[row["obligation_id"]] = row
    return [row["id"] for row in found.values()]


def _reachable(status: VersionStatus) -> set[VersionStatus]:
    found = {status}
    for _ in VersionStatus:
        found |= {after for one in found for after in NEXT[one]}
    return found - EDITABLE if status not in EDITABLE else found
