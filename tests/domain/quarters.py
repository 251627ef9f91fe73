"""A quarter that anybody tries anything on, by the rules alone, with what must be remembered to judge them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from hub.domain import rollup_amend as amend
from hub.domain import rollup_extension as extension
from hub.domain import rollup_review as review
from hub.domain import rollup_rules as rules
from hub.domain.command import Actor, Refusal
from hub.domain.due import business_day
from hub.domain.receipt import DigestAlgorithm
from hub.domain.rollup_digest import digest
from hub.domain.rollup_facts import EDITABLE, IN_FORCE, UNDER_WAY
from hub.domain.rollup_findings import validate
from hub.domain.rollup_reconcile import Evidence, Tolerance
from hub.domain.rollup_review import ReturnItem
from hub.domain.rollup_words import (
    ObligationStatus,
    PeriodStatus,
    ReasonCode,
    VersionKind,
    VersionStatus,
)
from tests.domain.quarter_state import Remembered
from tests.domain.rollups import (
    ACTIVITIES,
    BOTH,
    CONTENT,
    EDITOR,
    EVERYBODY,
    KEYS,
    LINES,
    NOW,
    OFFICE,
    OFFICE_MACHINE,
    PROVINCE,
    SIGNER,
    SYSTEM,
    TERMS,
    working_calendar,
)

CITY = (EDITOR, EDITOR, SIGNER, SIGNER, SYSTEM, *EVERYBODY)
OFFICES = (OFFICE, OFFICE, OFFICE, *EVERYBODY)
"""Anybody, and who may a little more often: otherwise hardly anything would ever come about."""
PICKS = (None, None, None, 0, 0, 1, 2, 3)
"""Which version: the newest in a state that fits, or one counted from the newest whatever its state."""
CITY_SIDE, OFFICE_SIDE, PICK = st.sampled_from(CITY), st.sampled_from(OFFICES), st.sampled_from(PICKS)
CALENDAR = working_calendar()
_RECEIPTED = frozenset({VersionStatus.RECEIPTED})
_SUBMITTED = frozenset({VersionStatus.SUBMITTED})


class Tries(Remembered):
    """Anybody tries anything on any version; what the rules grant is done, and nothing else."""

    @initialize(steps=st.sampled_from([0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6]), hours=st.sampled_from([0, 0, 200, 400]))
    def come_so_far(self, steps: int, hours: int) -> None:
        """Begin anywhere between the first draft and an accepted amendment, early or late."""
        self.wait(hours)
        for _ in range(steps):
            self.go_on(city=EDITOR, office=OFFICE, back="", bare=False)

    def begin(self, steps: int) -> None:
        """The same for a driver of its own."""
        self.come_so_far(steps=steps % 7, hours=(0, 0, 200, 400)[steps % 4])

    @rule(hours=st.sampled_from([1, 20, 60, 200, 400]))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.now += timedelta(hours=hours)

    @rule()
    def fact_comes(self) -> None:
        """A fact of the period arrives, whatever stands."""
        held = self.facts[ACTIVITIES].computed or 0
        self.facts = {**self.facts, ACTIVITIES: Evidence(computed=held + 1)}

    @rule(who=CITY_SIDE, pick=PICK, claimed=st.integers(9, 12), stale=st.booleans(), explained=st.booleans())
    def save(self, who: Actor, pick: int | None, claimed: int, *, stale: bool, explained: bool) -> None:
        """Write one line of any version."""
        at = self.at(pick, EDITABLE)
        code = ReasonCode.LATE_SYNC if explained else None
        line = replace(LINES[0], claimed=claimed, reason_code=code)
        found = rules.save(
            who, self.duty, self.versions[at], TERMS,
            expected_revision=self.versions[at].revision - stale, lines=(line,), now=self.now,
        )  # fmt: skip
        if isinstance(found, Refusal):
            return
        assert not stale
        assert self.duty.owing.acts(who)  # I8
        kept = tuple(one for one in self.contents[at].lines if one.key != line.key)
        self.contents[at] = replace(self.contents[at], lines=(*kept, line))
        self.move(at, found)

    @rule(who=st.sampled_from([None, EDITOR, SYSTEM]), chance=st.integers(0, 2))
    def begin_another(self, who: Actor | None, chance: int) -> None:
        """A second draft comes about beside what stands, as when two systems push at once; it may be sent as well."""
        if chance or self.versions[-1].status in EDITABLE:
            return
        self.follow(len(self.versions) - 1, rules.following(self.versions[-1]))
        if who is not None:
            self._send(who)

    @rule(pick=PICK)
    def recompute(self, pick: int | None) -> None:
        """Bring any version to what is known now."""
        at = self.at(pick, EDITABLE)
        mark = str(self.facts[ACTIVITIES].computed)
        found = rules.recompute(None, self.duty, self.versions[at], TERMS, watermark=mark)
        if not isinstance(found, Refusal):
            self.known[at] = dict(self.facts)
            self.move(at, found)

    @rule(who=CITY_SIDE, pick=PICK, after=st.sampled_from(["", "stop", "other digest"]))
    def validate_and_submit(self, who: Actor, pick: int | None, after: str) -> None:
        """Validate any version and submit it, or only the first, or with the digest of something else."""
        at = self.at(pick, EDITABLE)
        mine = self.versions[at]
        looked = validate(
            self.contents[at], self.known[at], TERMS, watermark=mine.watermark, algorithm=DigestAlgorithm.SHA256
        )
        checked = rules.validated(who, self.duty, mine, TERMS, validation=looked)
        if isinstance(checked, Refusal) or after == "stop":
            return
        self.move(at, checked)
        said = CONTENT if after else self.contents[at]
        found = rules.submit(
            who, self.duty, checked, TERMS,
            validation=looked, digest=digest(said, DigestAlgorithm.SHA256), now=self.now,
            others=[one.status for number, one in enumerate(self.versions) if number != at],
        )  # fmt: skip
        if not isinstance(found, Refusal):
            self.move(at, found)

    @rule(pick=PICK)
    def give_receipt(self, pick: int | None) -> None:
        """Receive any version."""
        at = self.at(pick, _SUBMITTED)
        found = rules.receipt(self.duty, self.versions[at], at=self.now)
        if not isinstance(found, Refusal):
            self.duty = replace(self.duty, status=found.obligation, timing=found.timing)
            self.verdicts.append((found.timing.first_received_at, found.timing.on_time))
            self.move(at, found.version)

    @rule(who=OFFICE_SIDE, pick=PICK)
    def begin_review(self, who: Actor, pick: int | None) -> None:
        """Look into any version."""
        at = self.at(pick, _RECEIPTED)
        found = review.begin_review(who, self.versions[at], TERMS)
        if not isinstance(found, Refusal):
            self.move(at, found)

    @rule(who=CITY_SIDE, pick=PICK)
    def withdraw(self, who: Actor, pick: int | None) -> None:
        """Take any version back; a new draft follows."""
        at = self.at(pick, _RECEIPTED)
        mine = self.versions[at]
        found = rules.withdraw(who, self.duty, mine, TERMS)
        if not isinstance(found, Refusal):
            assert self.duty.owing.acts(who)  # I8
            self.move(at, found)
            self.follow(at, rules.following(mine))

    @rule(who=OFFICE_SIDE, pick=PICK)
    def give_back(self, who: Actor, pick: int | None) -> None:
        """Send any version back; a new draft follows."""
        at = self.at(pick, _RECEIPTED)
        mine, item = self.versions[at], ReturnItem(code="FIGURE", text="请核对")
        found = review.returning(
            who, self.duty, mine, TERMS, items=(item,), lines=KEYS, correct_by=None, today=business_day(self.now)
        )
        if not isinstance(found, Refusal):
            self.decided_by[at] = who
            self.move(at, found)
            self.follow(at, rules.following(mine))

    @rule(who=OFFICE_SIDE, pick=PICK, explained=st.booleans())
    def accept(self, who: Actor, pick: int | None, *, explained: bool) -> None:
        """Accept any version, and an amendment as such."""
        at = self.at(pick, _RECEIPTED)
        mine, settled = self.versions[at], KEYS if explained else ()
        old = next((number for number, one in enumerate(self.versions) if one.status in IN_FORCE), None)
        if mine.kind is not VersionKind.AMENDMENT:
            found = review.accepting(
                who, self.duty, mine, TERMS, lines=self.contents[at].lines, evidence=self.known[at],
                explanations=settled, waivers={},
            )  # fmt: skip
        elif old is not None:
            answer = amend.accepting_amendment(
                who, self.duty, mine, self.versions[old], TERMS,
                before=self.contents[old].lines, after=self.contents[at].lines, evidence=self.known[at],
                explanations=settled, waivers={}, materiality=Tolerance(),
            )  # fmt: skip
            if isinstance(answer, Refusal):
                return
            self.move(old, answer.superseded)
            found = answer.version
        if isinstance(found, Refusal):
            return
        self.decided_by[at] = who
        if self.duty.period is PeriodStatus.OPEN:
            self.duty = replace(self.duty, status=ObligationStatus.ACCEPTED)
        self.move(at, found)

    @rule(who=OFFICE_SIDE)
    def close(self, who: Actor) -> None:
        """Close the period."""
        found = review.closing(who, [self.duty], issuer=PROVINCE)
        if isinstance(found, Refusal):
            return
        self.duty = replace(self.duty, period=PeriodStatus.CLOSED, status=found.obligations[self.duty.id])
        for at, one in enumerate(self.versions):
            if found.locked and one.status is VersionStatus.ACCEPTED:
                self.move(at, replace(one, status=VersionStatus.LOCKED))

    @rule(who=OFFICE_SIDE, pick=PICK, hours=st.integers(1, 90))
    def give_leave(self, who: Actor, pick: int | None, hours: int) -> None:
        """Let any version be amended."""
        at = self.at(pick, IN_FORCE)
        found = amend.granting(
            who, self.versions[at], TERMS, reason="漏报", expires_at=self.now + timedelta(hours=hours),
            scope=[ACTIVITIES], lines=KEYS, others=self.versions, newest=self.versions[-1].number, now=self.now,
        )  # fmt: skip
        if not isinstance(found, Refusal):
            self.follow(at, found)

    @rule(who=OFFICE_SIDE, days=st.integers(1, 20), late=st.booleans())
    def extend(self, who: Actor, days: int, *, late: bool) -> None:
        """Move the due day: it was asked for at the beginning, or only now."""
        due = self.duty.timing.due_effective
        assert due is not None
        found = extension.granting_extension(
            who, self.duty, TERMS, to=due + timedelta(days=days), reason="系统改造",
            asked_on=business_day(self.now) if late else business_day(NOW), notice=1, calendar=CALENDAR,
        )  # fmt: skip
        if not isinstance(found, Refusal):
            self.duty = replace(self.duty, timing=found)

    @rule(who=OFFICE_SIDE, chance=st.integers(0, 2))
    def mark_missing_or_exempt(self, who: Actor, chance: int) -> None:
        """Say that nothing came, or now and then that nothing is owed."""
        if not chance:
            found = review.exempting(who, self.duty, TERMS, reason="机构改革")
        else:
            found = review.marking_missing(self.duty, today=business_day(self.now), grace=5, calendar=CALENDAR)
        if not isinstance(found, Refusal):
            self.duty = replace(self.duty, status=found)

    @rule(
        city=st.sampled_from([EDITOR, SYSTEM, BOTH]),
        office=st.sampled_from([OFFICE, OFFICE, BOTH, OFFICE_MACHINE]),
        back=st.sampled_from(["", "", "return", "withdraw"]),
        bare=st.sampled_from([False, False, True]),
    )
    def go_on(self, city: Actor, office: Actor, back: str, *, bare: bool) -> None:
        """The step that comes next by itself, so that orders of requests reach the end of a period and beyond."""
        pick = self._next()
        match self.versions[self.at(pick, ())].status:
            case status if status in EDITABLE:
                self._send(city, pick=pick, bare=bare)
            case VersionStatus.SUBMITTED:
                self.give_receipt(pick=pick)
            case VersionStatus.RECEIPTED if back == "return":
                self.give_back(who=office, pick=pick)
            case VersionStatus.RECEIPTED if back == "withdraw":
                self.withdraw(who=city, pick=pick)
            case VersionStatus.RECEIPTED:
                self.accept(who=office, pick=pick, explained=True)
            case VersionStatus.ACCEPTED:
                self.close(who=office)
            case VersionStatus.LOCKED:
                self.give_leave(who=office, pick=pick, hours=90)

    def _send(self, who: Actor, *, pick: int = 0, bare: bool = False) -> None:
        if not bare:
            claimed = self.known[self.at(pick, ())][ACTIVITIES].computed or 0
            self.save(who=who, pick=pick, claimed=claimed, stale=False, explained=True)
        self.validate_and_submit(who=who, pick=pick, after="")
        self.give_receipt(pick=pick)

    def _next(self) -> int:
        """Which version goes on: the newest, unless it is a second draft beside one that stands."""
        standing = [at for at, one in enumerate(self.versions) if one.status in UNDER_WAY | IN_FORCE]
        idle = self.versions[-1].kind is not VersionKind.AMENDMENT and self.versions[-1].status in EDITABLE
        return len(self.versions) - 1 - standing[-1] if idle and standing else 0
