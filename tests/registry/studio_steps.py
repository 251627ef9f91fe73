"""Anybody tries anything on one studio from its application to its archive, through the hub as it is served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from hub.auth.development import Wish
from hub.domain.access import Role
from hub.domain.ids import new_id
from hub.domain.registry_words import FilingKind, StudioEventKind
from hub.domain.standard_words import ApprovalStep
from hub.store.models.facts import Activity
from tests.asking import LIFE, Asked
from tests.clock import Clock
from tests.factories import World
from tests.registry import workflows
from tests.registry.applying import Desk, desk
from tests.registry.filing_steps import RENAME
from tests.registry.studio_rows import ALWAYS, BETWEEN, COUNTY, PROVINCE, SIGNED, Kept, Row, holder, kept

BEGIN = datetime(2026, 3, 2, 2, tzinfo=UTC)
STEPS = Path(workflows.__file__).parent / "steps"
COUNTED = "{ activityTotals(by: [], counted: OFFICIAL) { cells { count } } }"
AMISS = ("a machine", "of the city", "of the province", "for another committee", "the applicant", "in another role")
ON = {
    ApprovalStep.COMMITTEE_REVIEW: "2024-05-10",
    ApprovalStep.VICE_CHAIR_REVIEW: "2024-05-13",
    ApprovalStep.CHAIR_MEETING: "2024-05-20",
    ApprovalStep.PLAQUE: "2024-06-01",
}
_OF_COMMITTEE = {Role.SPECIAL_COMMITTEE, Role.VICE_CHAIR_IN_CHARGE}
_CHANGES = 2
"""How often a studio is renamed before it ends."""


class Studio:
    """A studio of a county that things happen to, looked at after each of them."""

    def __init__(self, ask: Asked, world: World, clock: Clock, *, chance: Random) -> None:
        self.ask = ask
        self.world = world
        self.clock = clock
        self.chance = chance
        self.amiss: Sequence[str] = AMISS
        self.done: list[tuple[object, ...]] = []
        self.seen: set[object] = set()

    async def begin(self) -> None:
        """A county with two committees, six members, and a studio that stands already."""
        self.desk: Desk = await desk(self.ask, self.world, COUNTY)
        self.other = await self.world.committee(COUNTY, name="测试另一委员会")
        self.second = await self.world.studio(COUNTY, committee_id=self.desk.committee)
        self.before = await self._kept()

    async def happen(self, steps: int, tries: Sequence[str] = ()) -> None:
        """Let so many things happen; each error says what led to it."""
        for _ in range(steps):
            self.clock.at += timedelta(minutes=1)
            name = self.chance.choice(tries or TRIES)
            try:
                await getattr(self, f"_{self._next() if name == 'go_on' else name}")()
                now = await self._kept()
                self._look(now)
            except Exception as problem:
                problem.add_note(f"{self.done[-12:]}")
                raise
            self.seen |= {one["status"] for one in (*now.applications, *now.filings, *now.studios.values())}
            self.before = now

    async def _kept(self) -> Kept:
        answer = await self._post(COUNTED, self._who(Role.PROVINCE_OFFICE, PROVINCE))
        cells = answer["data"]["activityTotals"]["cells"]
        return replace(await kept(self.world.database), counted=sum(one["count"] for one in cells))

    def _look(self, now: Kept) -> None:
        for between in BETWEEN:
            _noted(between, self.before, now)
        for always in ALWAYS:
            _noted(always, now)

    def _next(self) -> str:
        """What comes next in a life from its application to its archive."""
        match self._application.get("status"), self._filing.get("status"), self._studio.get("status"):
            case None, _, _:
                return "draft"
            case "DRAFT" | "RETURNED", _, _:
                return "hand_in"
            case "IN_REVIEW", _, _:
                return "sign"
            case "APPROVED", _, _:
                return "plaque"
            case _, "SUBMITTED", _:
                return "receive"
            case _, "RECEIPTED", _:
                return self.chance.choice(["accept", "accept", "give_back"])
            case _, None | "RETURNED", _:
                return "file"
            case _, _, "ACTIVE":
                told = sum(one["kind"] is FilingKind.RENAMING for one in self.before.filings)
                if self._renamed > told:
                    return "file"
                return "rename" if self._renamed < _CHANGES else "end"
        return self.chance.choice(["archive", "archive", "recover"])

    @property
    def _application(self) -> Row:
        return self.before.applications[-1] if self.before.applications else {}

    @property
    def _studio(self) -> Row:
        return self.before.studio or {}

    @property
    def _renamed(self) -> int:
        return sum(one["kind"] is StudioEventKind.RENAMED for one in self.before.events)

    @property
    def _filing(self) -> Row:
        return max(self.before.filings, key=lambda one: (one["submitted_at"], one["id"]), default={})

    def _who(self, role: Role, body: str = COUNTY) -> Wish:
        return Wish(roles=(role,), body=body, subject=holder(role, body), committees=(self.desk.committee,))

    def _anybody(self, right: Wish, *, own: bool = False) -> Wish:
        """Who has to act, or nearly; `own` where an applicant may not, whatever other role they hold."""
        amiss = self.chance.choice([None, None, None, *self.chance.sample(self.amiss, k=min(1, len(self.amiss)))])
        match amiss:
            case "a machine":
                return replace(right, client="service", subject=f"{right.body}-system")
            case "of the city" | "of the province":
                body = "611000" if amiss == "of the city" else PROVINCE
                return replace(right, body=body, subject=holder(right.roles[0], body))
            case "for another committee" if right.roles[0] in _OF_COMMITTEE:
                return replace(right, committees=(self.other,), subject="another-committee")
            case "the applicant" if own:
                return replace(right, subject=f"{COUNTY}-applicant")
            case "in another role":
                return self._who(self.chance.choice(ROLES), right.body)
        return right

    async def _post(self, query: str, who: Wish, **variables: Any) -> dict[str, Any]:
        issuer = self.ask.hub.development
        assert issuer is not None
        token = issuer.mint(who, now=self.clock.at, ttl=LIFE)
        answer: dict[str, Any] = (await self.ask.post({"query": query, "variables": variables}, token=token)).json()
        return answer

    async def _try(self, step: str, right: Wish, /, **given: Any) -> None:
        """Somebody takes a step: who has to, or nearly."""
        await self._sent(step, self._anybody(right, own=step == "takeStep"), given)

    async def _sent(self, step: str, who: Wish, given: dict[str, Any]) -> None:
        """A step is taken or refused, or is not among those that the caller may ask for."""
        answer = await self._post((STEPS / f"{step}.graphql").read_text("utf-8"), who, input=given)
        codes = {one["extensions"]["code"] for one in answer.get("errors", ())}
        assert codes <= {"GRAPHQL_VALIDATION_FAILED"}, answer
        came = codes or answer["data"]["answer"].get("code")
        self.seen |= {step} if came is None else {str(came)}
        self.done.append((step, who.subject, came))

    @property
    def _applicant(self) -> Wish:
        return Wish(roles=(Role.MEMBER,), body=COUNTY, subject=f"{COUNTY}-applicant", member=self.desk.members[0])

    async def _draft(self) -> None:
        if not self._application:
            given = {"applicantKind": "MEMBER_TEAM", "applicantMemberId": self.desk.members[0]}
            await self._sent("draftApplication", self._applicant,
                             {**given, "committeeId": self.desk.committee, "plan": self.desk.plan()})  # fmt: skip

    async def _hand_in(self) -> None:
        await self._try("submitApplication", self._applicant, id=self._id(self._application), appliedOn="2024-05-06")

    async def _sign(self, step: ApprovalStep | None = None) -> None:
        step = step or ApprovalStep.of(self._application.get("next_step") or "COMMITTEE_REVIEW")
        verdict = self.chance.choice(["AGREED"] * 7 + ["RETURNED"])
        given = {"id": self._id(self._application), "step": step.value, "verdict": verdict, "takenOn": ON[step],
                 "opinion": "测试意见"}  # fmt: skip
        await self._try("takeStep", self._who(SIGNED[step]), **given)

    async def _sign_any(self) -> None:
        await self._sign(self.chance.choice([one for one in ON if one is not ApprovalStep.PLAQUE]))

    async def _plaque(self) -> None:
        given = {"id": self._id(self._application), "step": "PLAQUE", "takenOn": ON[ApprovalStep.PLAQUE]}
        await self._try("recordStep", self._who(Role.MANAGING_DEPARTMENT), **given)

    async def _file(self) -> None:
        """Of the studio as new, or of its newest name."""
        change = {"kind": "RENAMING", "before": "旧名", "after": self._studio.get("name")}
        given = change if self._renamed and self._studio["filing_number"] else {}
        await self._try("submitFiling", self._who(Role.MANAGING_DEPARTMENT), studioId=self._id(self._studio), **given)

    async def _receive(self) -> None:
        await self._try("receiveFiling", self._office, filingId=self._id(self._filing))

    async def _accept(self) -> None:
        await self._try("acceptFiling", self._office, filingId=self._id(self._filing))

    async def _give_back(self) -> None:
        await self._try("returnFiling", self._office, filingId=self._id(self._filing), defects=["测试：缺签名"])

    async def _rename(self) -> None:
        """The next name, and the notice of it."""
        who = self._anybody(self._who(Role.MANAGING_DEPARTMENT))
        name = f"{self._studio.get('name', '')}新"
        answer = await self._post(RENAME, who, studio=self._id(self._studio), name=name)
        self.done.append(("rename", who.subject, answer))

    async def _place(self) -> None:
        """One of its members gets a place in the other studio as well."""
        if not self._studio:
            return
        reason = self.chance.choice([{}, {}, {"exceptionReason": "测试例外"}])
        await self._try("placeResident", self._who(Role.MANAGING_DEPARTMENT), studioId=self.second, role="RESIDENT",
                        memberId=self.chance.choice(self.desk.members), **reason)  # fmt: skip

    async def _work(self) -> None:
        """An activity is recorded, filed or not."""
        if self._studio:
            own = new_id(Activity.prefix, self.clock.at, seed=b"work")
            await self.world.activity(self._studio["id"], COUNTY, id=own, recorded_at=self.clock.at)

    async def _end(self) -> None:
        await self._try("terminateStudio", self._who(Role.CHAIR_MEETING), studioId=self._id(self._studio),
                        reason="测试理由")  # fmt: skip

    async def _recover(self) -> None:
        await self._try("recoverPlate", self._who(Role.MANAGING_DEPARTMENT), studioId=self._id(self._studio),
                        evidence="测试交接单")  # fmt: skip

    async def _archive(self) -> None:
        role = self.chance.choice([Role.MANAGING_DEPARTMENT, Role.SPECIAL_COMMITTEE])
        await self._try("archiveStudio", self._who(role), studioId=self._id(self._studio), items=["测试台账"])

    @property
    def _office(self) -> Wish:
        return self._who(Role.PROVINCE_OFFICE, PROVINCE)

    def _id(self, row: Row) -> str:
        return str(row.get("id", "none"))


ROLES = sorted({*SIGNED.values(), Role.PROVINCE_OFFICE, Role.PARTY_GROUP, Role.CITY_SYSTEM})
TRIES = (*("go_on",) * 16, "sign_any", "sign_any", "plaque", "file", "accept", "give_back", "rename", "place", "place",
         "work", "work", "end", "recover", "archive")  # fmt: skip


def _noted(check: Any, *given: Kept) -> None:  # a check of one moment or of two
    try:
        check(*given)
    except AssertionError as problem:
        problem.add_note(check.__name__)
        raise
