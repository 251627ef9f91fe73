"""Anybody tries anything on the reports of one period, through the hub as it is served; the clock is the test's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hub.domain.access import Role
from hub.domain.ids import new_id
from hub.store.models.facts import Activity
from hub.store.rollup_drift import find_drift
from hub.store.rollup_settling import settle
from tests.asking import KEY, Asked, Person
from tests.clock import Clock
from tests.factories import World
from tests.quarter.kept_rows import Kept, derived_again, kept
from tests.quarter.period_laws import ALWAYS, BETWEEN, i6_it_can_be_derived_again
from tests.quarter.steps import (
    ACCEPT,
    CLOSE,
    COUNTY,
    EXEMPT,
    NOTHING,
    OFFICE,
    RECOMPUTE,
    RETURN,
    SAVE,
    SECOND,
    SIGNER,
    SUBMIT,
    SYSTEM,
    VALIDATE,
    WITHDRAW,
    YULIN,
    done,
    opened,
)
from tests.quarter.test_office import GRANT, REVIEW
from tests.quarter.test_rates import DECIDE
from tests.quarter.test_sums import JOINT

BEGIN = datetime(2026, 4, 1, 2, tzinfo=UTC)
SIGNERS = {"611000": SIGNER, "610800": YULIN}
BOTH = replace(OFFICE, subject=SIGNER.subject)
WEINAN = Person(role=Role.MANAGING_DEPARTMENT, body="610500", subject="weinan-signer")
EVERYBODY = (OFFICE, SECOND, BOTH, SIGNER, YULIN, SYSTEM, COUNTY, Person(role=Role.AUDITOR, body="610000"), WEINAN)
ASK = """mutation ($id: ID!, $to: Date!) { done: askExtension(input: { obligationId: $id, to: $to, reason: "测试" }) {
  ... on Obligation { id } ... on Refused { code } } }"""
WORK = """query ($id: ID!) { node(id: $id) { ... on Obligation { versions(orderBy: [{ number: DESC }], first: 1) {
  nodes { id number kind status revision digest lines(first: 500) { nodes {
    id indicator firstKey secondKey valueKind claimed computed unit { code } } } } } } } }"""
_TURNED_BACK = 3
"""From this version on, what goes on by itself is accepted, so that a run comes to amendments."""

_BY_OFFICE = frozenset({"accept", "give_back", "review", "close", "exempt", "grant", "decide"})


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A period in which two cities report; everybody else is exempt, so that it can be closed."""

    period: str
    owed: Mapping[str, str]
    studios: Mapping[str, str]


async def opened_period(ask: Asked, world: World) -> Opened:
    """Open it over a record of each of the two, and one that they share."""
    studios = {code: await world.studio(code) for code in sorted(SIGNERS)}
    for code, studio in studios.items():
        await world.activity(studio, code)
    await together(ask, studios)
    period, owed = await opened(ask)
    for code, obligation in sorted(owed.items()):
        if code not in SIGNERS:
            await done(ask, EXEMPT, OFFICE, id=obligation, reason="测试")
    return Opened(period=period, owed=owed, studios=studios)


async def together(ask: Asked, studios: Mapping[str, str]) -> str:
    """An activity that both hold together is recorded."""
    parties = [{"role": "LEAD", "studioId": studios["611000"]}, {"role": "CO", "bodyCode": "610800"}]
    given = {"parties": parties, "jointRule": "FULL_EACH", "kindCode": "RESEARCH", "mode": "OFFLINE",
             "topic": "测试：两市联合调研", "heldOn": "2026-03-02", "membersCount": 12}  # fmt: skip
    return str((await done(ask, JOINT, SIGNER, input=given))["id"])


class Period:
    """A period that things happen to, looked at after each of them."""

    def __init__(self, ask: Asked, world: World, clock: Clock, *, held: Opened, chance: Random) -> None:
        self.ask = ask
        self.world = world
        self.clock = clock
        self.chance = chance
        self.owed, self.studios, self.period = held.owed, held.studios, held.period
        self.done: list[tuple[object, ...]] = []
        self.seen: set[object] = set()
        """States that versions came to, and what was answered."""
        self.derived: dict[str, object] = {}

    async def begin(self) -> None:
        """Look at it as it was opened."""
        self.before = await self._kept()

    async def _kept(self) -> Kept:
        return await kept(self.world.database, of=[self.owed[code] for code in SIGNERS])

    async def happen(
        self, steps: int, tries: Sequence[str] = (), codes: Sequence[str] = tuple(sorted(SIGNERS))
    ) -> None:
        """Let so many things happen; each error says what led to it."""
        for _ in range(steps):
            name = self.chance.choice(tries or TRIES)
            code = self.chance.choice(codes)
            try:
                await self.one(name, code)
            except Exception as problem:
                problem.add_note(f"{self.done[-12:]}")
                raise

    async def one(self, name: str, code: str) -> None:
        """One thing happens, or is refused; then everything is looked at."""
        self.clock.at += timedelta(minutes=1)
        self.newest = (await self.ask(WORK, OFFICE, id=self.owed[code]))["node"]["versions"]["nodes"][0]
        name = self._next() if name == "go_on" else name
        right = self.chance.choice([OFFICE, SECOND, BOTH]) if name in _BY_OFFICE else SIGNERS[code]
        who = self.chance.choice([right, right, right, self.chance.choice(EVERYBODY)])
        came = await getattr(self, f"_{name}")(code, who)
        self.done.append((name, code, who.subject, self.newest["number"], self.newest["status"], came))
        now = await self._kept()
        self.seen |= {came, *(row["status"] for row in now.versions.values())}
        await self._look(now)
        self.before = now

    async def _look(self, now: Kept) -> None:
        for between in BETWEEN:
            _noted(between, self.before, now)
        for always in ALWAYS:
            _noted(always, now)
        for name, version in sorted(now.versions.items()):
            stands = (version["watermark"], version["status"], *now.behind(name))
            if name in now.parts and self.derived.get(name) != stands:
                _noted(i6_it_can_be_derived_again, now, name, await derived_again(self.world.database, version))
                self.derived[name] = stands

    def _next(self) -> str:
        step = {"VALIDATED": "send", "RECEIPTED": "accept", "LOCKED": "grant"}
        match self.newest["status"], self.newest["kind"]:
            case "RECEIPTED", _ if self.newest["number"] < _TURNED_BACK:
                return self.chance.choice(["accept", "give_back", "withdraw"])
            case "ACCEPTED", _:
                return self.chance.choice(["close", "grant"])
            case "DRAFT", "AMENDMENT":
                return self.chance.choice(["save", "save", "send"])
            case "DRAFT", _:
                return "send"
        return step.get(self.newest["status"], "fact")

    @property
    def _lines(self) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = self.newest["lines"]["nodes"]
        return sorted(lines, key=lambda one: (one["unit"]["code"], one["indicator"], one["firstKey"], one["secondKey"]))

    async def _do(self, query: str, who: Person, **variables: Any) -> dict[str, Any]:
        """What a step came to: a row, a refusal, or that the caller's contract has no such step."""
        answer = await self.ask.raw(query, who, variables=variables)
        codes = {one["extensions"]["code"] for one in answer.get("errors", ())}
        if codes == {"GRAPHQL_VALIDATION_FAILED"}:
            return {"code": "NO_SUCH_STEP"}
        assert not codes, answer
        found: dict[str, Any] = answer["data"]["done"]
        return found

    async def _save(self, code: str, who: Person) -> object:
        line = _stated(self.chance.choice([one for one in self._lines if one["computed"] not in (None, "0")]),
                       value=self.chance.randrange(4))  # fmt: skip
        given = {"obligationId": self.owed[code], "expectedRevision": self.newest["revision"], "lines": [line]}
        return (await self._do(SAVE, who, input=given)).get("code")

    async def _send(self, code: str, who: Person) -> object:
        await self._tell(code, who)
        return await self._submit(code, who)

    async def _tell(self, code: str, who: Person) -> object:
        texts = [{"unit": code, "indicator": one, "theme": "联动", "heading": "无", "text": NOTHING}
                 for one in ("good-experience", "good-practice")]  # fmt: skip
        given: dict[str, Any] = {
            "obligationId": self.owed[code],
            "expectedRevision": self.newest["revision"],
            "narratives": texts,
        }
        given["lines"] = [_stated(one) for one in self._lines if one["claimed"] != one["computed"] is not None]
        await self._do(SAVE, who, input=given)
        return (await self._do(VALIDATE, who, id=self.owed[code])).get("code")

    async def _submit(self, code: str, who: Person) -> object:
        valid = await self._do(VALIDATE, who, id=self.owed[code])
        digest = valid.get("digest") or "0"
        return (await self._do(SUBMIT, who, id=self.owed[code], digest=digest)).get("code")

    async def _recompute(self, code: str, who: Person) -> object:
        return (await self._do(RECOMPUTE, who, id=self.owed[code])).get("code")

    async def _withdraw(self, code: str, who: Person) -> object:
        return (await self._do(WITHDRAW, who, id=self.newest["id"])).get("code")

    async def _review(self, code: str, who: Person) -> object:
        return (await self._do(REVIEW, who, id=self.newest["id"])).get("code")

    async def _give_back(self, code: str, who: Person) -> object:
        given = {"versionId": self.newest["id"], "items": [{"code": "X", "text": "请核对"}]}
        return (await self._do(RETURN, who, input=given)).get("code")

    async def _accept(self, code: str, who: Person) -> object:
        given = {"versionId": self.newest["id"], "explanations": [one["id"] for one in self._lines]}
        return (await self._do(ACCEPT, who, input=given)).get("code")

    async def _close(self, code: str, who: Person) -> object:
        return (await self._do(CLOSE, who, id=self.period)).get("code")

    async def _exempt(self, code: str, who: Person) -> object:
        return (await self._do(EXEMPT, who, id=self.owed[code], reason="测试")).get("code")

    async def _grant(self, code: str, who: Person) -> object:
        until = (self.clock.at + timedelta(days=self.chance.choice([2, 9, 9]))).date().isoformat()
        given = {"versionId": self.newest["id"], "reason": "漏报", "expiresOn": until,
                 "lines": [one["id"] for one in self._lines]}  # fmt: skip
        return (await self._do(GRANT, who, input=given)).get("code")

    async def _extend(self, code: str, who: Person) -> object:
        to = (self.clock.at + timedelta(days=30)).date().isoformat()
        return (await self._do(ASK, who, id=self.owed[code], to=to)).get("code")

    async def _decide(self, code: str, who: Person) -> object:
        return (await self._do(DECIDE, who, id=self.owed[code])).get("code")

    async def _fact(self, code: str, who: Person) -> object:
        if self.chance.choice([True, False]):
            return await together(self.ask, self.studios)
        own = new_id(Activity.prefix, self.clock.at, seed=code.encode())
        return await self.world.activity(self.studios[code], code, id=own, recorded_at=self.clock.at)

    async def _night(self, code: str, who: Person) -> object:
        self.clock.at += timedelta(days=self.chance.choice([1, 1, 3]))
        await settle(self.world.database, now=self.clock.at, key=KEY)
        return await find_drift(self.world.database, now=self.clock.at)


TRIES = (*("go_on",) * 12, "save", "save", "send", "submit", "tell", "recompute", "withdraw", "review",
         "give_back", "accept", "close", "exempt", "grant", "extend", "extend", "decide", "decide", "fact",
         "fact", "night")  # fmt: skip


def _stated(line: dict[str, Any], value: int | None = None) -> dict[str, Any]:
    """A line with its difference explained."""
    own = {name: line[name] for name in ("indicator", "firstKey", "secondKey")}
    number = int(line["claimed"] or 0) if value is None else value
    return {**own, "unit": line["unit"]["code"], "value": number, "reasonCode": "LATE_SYNC"}


def _noted(check: Any, *given: object) -> None:  # a check of one moment or of two
    try:
        check(*given)
    except AssertionError as problem:
        problem.add_note(check.__name__)
        raise
