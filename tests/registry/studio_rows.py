"""All that the tables say of one studio at one moment, and what must hold of it: F1 to F6 (behaviour.md §2b)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hub.domain.access import Role
from hub.domain.filing_rules import ON_FILE
from hub.domain.registry_words import ApplicationStatus, FilingKind, StudioEventKind, Verdict
from hub.domain.standard_words import ApprovalStep
from hub.domain.words import LIVING, ResidencyRole, StudioStatus
from hub.store.dialect import table_of
from hub.store.models.application import ApplicationStep, StudioApplication
from hub.store.models.assessment import ArchiveRecord
from hub.store.models.base import Base
from hub.store.models.facts import Activity
from hub.store.models.filing import Filing
from hub.store.models.history import StudioEvent
from hub.store.models.member import Residency
from hub.store.models.studio import Studio
from hub.store.session import Database

Row = Mapping[str, Any]  # column values of several types
COUNTY, PROVINCE = "611026", "610000"
SIGNED = {
    ApprovalStep.COMMITTEE_REVIEW: Role.SPECIAL_COMMITTEE,
    ApprovalStep.VICE_CHAIR_REVIEW: Role.VICE_CHAIR_IN_CHARGE,
    ApprovalStep.CHAIR_MEETING: Role.CHAIR_MEETING,
    ApprovalStep.PLAQUE: Role.MANAGING_DEPARTMENT,
}
"""Who signs, in this order (S3:151, Appendix A)."""

_TOLD = {
    StudioEventKind.TERMINATED: {Role.CHAIR_MEETING},
    StudioEventKind.PLATE_RECOVERED: {Role.MANAGING_DEPARTMENT},
    StudioEventKind.ARCHIVED: {Role.MANAGING_DEPARTMENT, Role.SPECIAL_COMMITTEE},
}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The rows of a studio at one moment, and how much of its work counts."""

    applications: Sequence[Row]
    steps: Sequence[Row]
    studios: Mapping[str, Row]
    filings: Sequence[Row]
    events: Sequence[Row]
    places: Sequence[Row]
    archives: Sequence[Row]
    worked: int
    counted: int = 0
    """What the hub answers for the work that counts officially."""

    @property
    def studio(self) -> Row | None:
        """The studio of the application, once it was founded."""
        found = {one["studio_id"] for one in self.applications} - {None}
        return self.studios[found.pop()] if found else None


async def kept(database: Database) -> Kept:
    """Read everything in one transaction."""
    async with database.read() as connection:

        async def rows(model: type[Base], order: str = "id") -> list[Row]:
            table = table_of(model)
            return [dict(row) for row in (await connection.execute(select(table).order_by(table.c[order]))).mappings()]

        return Kept(
            applications=await rows(StudioApplication),
            steps=await rows(ApplicationStep, "position"),
            studios={row["id"]: row for row in await rows(Studio)},
            filings=await rows(Filing),
            events=await rows(StudioEvent, "position"),
            places=await rows(Residency),
            archives=await rows(ArchiveRecord),
            worked=len(await rows(Activity)),
        )


def holder(role: Role, body: str = COUNTY) -> str:
    """The subject of whoever holds a role at a body; everybody is somebody else."""
    return f"{body}-{role.value}"


def f1_a_studio_is_on_file_once_under_one_number(now: Kept) -> None:
    """One filing as new, and a number from the day it is on file."""
    new = [one for one in now.filings if one["kind"] is FilingKind.NEW_STUDIO]
    assert len(new) <= 1
    numbers = {one["filing_number"] for one in now.studios.values()} - {None}
    assert bool(numbers) is any(one["status"] in ON_FILE for one in new)
    assert {one["number"] for one in now.filings} - {None} <= numbers, now.filings


def f2_the_work_of_an_unfiled_studio_is_kept_and_does_not_count(now: Kept) -> None:
    """None of it officially until the studio is on file, all of it from then on."""
    is_filed = now.studio is not None and now.studio["filing_number"] is not None
    assert now.counted == (now.worked if is_filed else 0)


def f3_no_second_studio_without_a_reason(now: Kept) -> None:
    """A member has a place in one living studio, but for exceptions that are told."""
    living = {name for name, one in now.studios.items() if one["status"] in LIVING}
    places: dict[str, list[Row]] = defaultdict(list)
    for one in now.places:
        if one["role"] is ResidencyRole.RESIDENT and one["ends_on"] is None and one["studio_id"] in living:
            places[one["member_id"]].append(one)
    for mine in places.values():
        assert sum(one["exception_reason"] is None for one in mine) <= 1, mine


def f4_no_signature_is_left_out(now: Kept) -> None:
    """Every signature since the papers last came back, in their order, or there is no studio."""
    chain, signed = tuple(SIGNED), _signed(now)
    assert signed == chain[: len(signed)]
    decided = (ApplicationStatus.APPROVED, ApplicationStatus.COMPLETED)
    agreed = any(one["status"] in decided for one in now.applications)
    assert agreed is (len(signed) >= chain.index(ApprovalStep.CHAIR_MEETING) + 1)
    assert (now.studio is not None) is (signed == chain)
    assert now.studio is None or now.studio["status"] is not StudioStatus.DRAFT


def f5_whoever_acted_was_the_one_who_may(now: Kept) -> None:
    """By role and body: who signed, who notified and received, who ended and archived."""
    for one in now.steps:
        assert one["actor"] == holder(SIGNED[one["step"]]), one
    for one in now.filings:
        assert one["submitted_by"] in {holder(Role.MANAGING_DEPARTMENT), f"{COUNTY}-system"}, one
        assert one["received_by"] in {None, holder(Role.PROVINCE_OFFICE, PROVINCE)}, one
    for one in now.events:
        if one["kind"] in _TOLD:
            assert one["actor"] in {holder(role) for role in _TOLD[one["kind"]]}, one
    for one in now.archives:
        assert one["actor"] == holder(one["role"]), one


def f6_no_machine_ever_decided(now: Kept) -> None:
    """A system may notify; it signs, receives, ends and archives nothing."""
    decided = [*(one["actor"] for one in (*now.steps, *now.archives)), *(one["received_by"] for one in now.filings)]
    assert not any(one is not None and one.endswith("-system") for one in decided), decided


ALWAYS = (
    f6_no_machine_ever_decided,
    f1_a_studio_is_on_file_once_under_one_number,
    f2_the_work_of_an_unfiled_studio_is_kept_and_does_not_count,
    f3_no_second_studio_without_a_reason,
    f4_no_signature_is_left_out,
    f5_whoever_acted_was_the_one_who_may,
)


def f1_a_number_stays(before: Kept, now: Kept) -> None:
    """Whatever changes, whatever it is called, even when it has ended."""
    for name, one in before.studios.items():
        assert one["filing_number"] in (None, now.studios[name]["filing_number"]), one


def f4_nothing_that_was_signed_or_told_is_undone(before: Kept, now: Kept) -> None:
    """Steps and the studio's life are only ever added to, and nothing comes back from the archive."""
    assert [*now.steps][: len(before.steps)] == [*before.steps]
    assert [one for one in now.events if one in before.events] == [*before.events]
    ended = before.studio is not None and before.studio["status"] is StudioStatus.ARCHIVED
    assert not ended or (now.studio is not None and now.studio["status"] is StudioStatus.ARCHIVED)


BETWEEN = (f1_a_number_stays, f4_nothing_that_was_signed_or_told_is_undone)


def _signed(now: Kept) -> tuple[ApprovalStep, ...]:
    turned = [at for at, one in enumerate(now.steps) if one["verdict"] is Verdict.RETURNED]
    return tuple(one["step"] for one in now.steps[max(turned, default=-1) + 1 :])
