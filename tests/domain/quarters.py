"""A quarter that anybody tries anything on, by the rules alone, with what must be remembered to judge them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from hub.domain import rollup_amend as amend
from hub.domain import rollup_extension as extension
from hub.domain import rollup_review as review
from hub.domain import rollup_rules as rules
from hub.domain.command import Actor, Refusal
from hub.domain.due import business_day
from hub.domain.receipt import DigestAlgorithm
from hub.domain.rollup_digest import Content, canonical, digest
from hub.domain.rollup_facts import EDITABLE, IN_FORCE, UNDER_WAY, Version
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
from tests.domain.rollups import (
    ACTIVITIES,
    BOTH,
    CONTENT,
    DUTY,
    EDITOR,
    EVERYBODY,
    EVIDENCE,
    KEYS,
    LINES,
    NOW,
    OFFICE,
    OFFICE_MACHINE,
    PROVINCE,
    SYSTEM,
    TERMS,
    working_calendar,
)

ANYBODY = st.sampled_from(EVERYBODY)
PICK = st.sampled_from([0, 0, 0, 1, 1, 2, 3])
"""Which version, counted from the newest."""
RARELY = 7
CALENDAR = working_calendar()
AFTER_SUBMISSION = frozenset(VersionStatus) - EDITABLE


class Tries(RuleBasedStateMachine):
    """Anybody tries anything on any version; what the rules grant is done, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.duty = DUTY
        self.versions = [Version()]
        self.contents: list[Content] = [replace(CONTENT, lines=LINES[1:])]
        self.known = [dict(EVIDENCE)]
        self.facts = dict(EVIDENCE)
        self.sealed: dict[int, tuple[bytes, object]] = {}
        self.accepted_by: dict[int, str] = {}
        self.verdicts: list[tuple[object, bool | None]] = []
        self.moves: list[tuple[VersionStatus, VersionStatus]] = []

    @initialize(steps=st.integers(0, 7))
    def come_so_far(self, steps: int) -> None:
        """Begin anywhere between the first draft and an accepted amendment."""
        for _ in range(steps):
            self.go_on(city=EDITOR, office=OFFICE, returns=False)

    @rule(hours=st.sampled_from([1, 20, 60, 200]))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.now += timedelta(hours=hours)

    @rule()
    def fact_comes(self) -> None:
        """A fact of the period arrives, whatever stands."""
        held = self.facts[ACTIVITIES].computed or 0
        self.facts = {**self.facts, ACTIVITIES: Evidence(computed=held + 1)}

    @rule(who=ANYBODY, pick=PICK, claimed=st.integers(9, 12), stale=st.booleans(), explained=st.booleans())
    def save(self, who: Actor, pick: int, claimed: int, *, stale: bool, explained: bool) -> None:
        """Write one line of any version."""
        at = self._at(pick)
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
        self._move(at, found)

    @rule(chance=st.integers(5, RARELY))
    def begin_another(self, chance: int) -> None:
        """A second draft comes about beside what stands, as when two systems push at once."""
        if chance == RARELY:
            newest = self.versions[-1]
            self._follow(len(self.versions) - 1, Version(number=newest.number + 1, kind=VersionKind.CORRECTION))

    @rule(pick=PICK)
    def recompute(self, pick: int) -> None:
        """Bring any version to what is known now."""
        at = self._at(pick)
        mark = str(self.facts[ACTIVITIES].computed)
        found = rules.recompute(None, self.duty, self.versions[at], TERMS, watermark=mark)
        if not isinstance(found, Refusal):
            self.known[at] = dict(self.facts)
            self._move(at, found)

    @rule(who=ANYBODY, pick=PICK, after=st.sampled_from(["", "stop", "other digest"]))
    def validate_and_submit(self, who: Actor, pick: int, after: str) -> None:
        """Validate any version and submit it, or only the first, or with the digest of something else."""
        at = self._at(pick)
        mine = self.versions[at]
        looked = validate(
            self.contents[at], self.known[at], TERMS, watermark=mine.watermark, algorithm=DigestAlgorithm.SHA256
        )
        checked = rules.validated(who, self.duty, mine, TERMS, validation=looked)
        if isinstance(checked, Refusal) or after == "stop":
            return
        self._move(at, checked)
        said = CONTENT if after else self.contents[at]
        found = rules.submit(
            who, self.duty, checked, TERMS,
            validation=looked, digest=digest(said, DigestAlgorithm.SHA256), now=self.now,
            others=[one.status for number, one in enumerate(self.versions) if number != at],
        )  # fmt: skip
        if not isinstance(found, Refusal):
            self._move(at, found)

    @rule(pick=PICK)
    def give_receipt(self, pick: int) -> None:
        """Receive any version."""
        at = self._at(pick)
        found = rules.receipt(self.duty, self.versions[at], at=self.now)
        if not isinstance(found, Refusal):
            self.duty = replace(self.duty, status=found.obligation, timing=found.timing)
            self.verdicts.append((found.timing.first_received_at, found.timing.on_time))
            self._move(at, found.version)

    @rule(who=ANYBODY, pick=PICK)
    def begin_review(self, who: Actor, pick: int) -> None:
        """Look into any version."""
        at = self._at(pick)
        found = review.begin_review(who, self.versions[at], TERMS)
        if not isinstance(found, Refusal):
            self._move(at, found)

    @rule(who=ANYBODY, pick=PICK, withdraws=st.booleans())
    def return_or_withdraw(self, who: Actor, pick: int, *, withdraws: bool) -> None:
        """Send any version back, or take it back; a new draft follows."""
        at = self._at(pick)
        mine = self.versions[at]
        item = ReturnItem(code="FIGURE", text="请核对")
        if withdraws:
            found = rules.withdraw(who, self.duty, mine, TERMS)
        else:
            found = review.returning(
                who, self.duty, mine, TERMS, items=(item,), lines=KEYS, correct_by=None, today=business_day(self.now)
            )
        if isinstance(found, Refusal):
            return
        assert withdraws or who.subject != mine.submitted_by  # I8
        assert self.duty.owing.acts(who) is withdraws or who.subject == "both"
        self._move(at, found)
        self._follow(at, rules.following(mine))

    @rule(who=ANYBODY, pick=PICK, explained=st.booleans())
    def accept(self, who: Actor, pick: int, *, explained: bool) -> None:
        """Accept any version, and an amendment as such."""
        at = self._at(pick)
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
            self._move(old, answer.superseded)
            found = answer.version
        if isinstance(found, Refusal):
            return
        self.accepted_by[at] = who.subject
        if self.duty.period is PeriodStatus.OPEN:
            self.duty = replace(self.duty, status=ObligationStatus.ACCEPTED)
        self._move(at, found)

    @rule(who=ANYBODY)
    def close(self, who: Actor) -> None:
        """Close the period."""
        found = review.closing(who, [self.duty], issuer=PROVINCE)
        if isinstance(found, Refusal):
            return
        self.duty = replace(self.duty, period=PeriodStatus.CLOSED, status=found.obligations[self.duty.id])
        for at, one in enumerate(self.versions):
            if found.locked and one.status is VersionStatus.ACCEPTED:
                self._move(at, replace(one, status=VersionStatus.LOCKED))

    @rule(who=ANYBODY, pick=PICK, hours=st.integers(1, 90))
    def give_leave(self, who: Actor, pick: int, hours: int) -> None:
        """Let any version be amended."""
        at = self._at(pick)
        found = amend.granting(
            who, self.versions[at], TERMS, reason="漏报", expires_at=self.now + timedelta(hours=hours),
            scope=[ACTIVITIES], lines=KEYS, others=self.versions, newest=self.versions[-1].number, now=self.now,
        )  # fmt: skip
        if not isinstance(found, Refusal):
            self._follow(at, found)

    @rule(who=ANYBODY, days=st.integers(1, 20))
    def extend(self, who: Actor, days: int) -> None:
        """Move the due day."""
        today, due = business_day(self.now), self.duty.timing.due_effective
        assert due is not None
        found = extension.granting_extension(
            who, self.duty, TERMS, to=due + timedelta(days=days), reason="系统改造", asked_on=today, notice=1,
            calendar=CALENDAR,
        )  # fmt: skip
        if not isinstance(found, Refusal):
            self.duty = replace(self.duty, timing=found)

    @rule(who=ANYBODY, chance=st.integers(0, 9))
    def mark_missing_or_exempt(self, who: Actor, chance: int) -> None:
        """Say that nothing came, or now and then that nothing is owed."""
        if chance == RARELY:
            found = review.exempting(who, self.duty, TERMS, reason="机构改革")
        else:
            found = review.marking_missing(self.duty, today=business_day(self.now), grace=5, calendar=CALENDAR)
        if not isinstance(found, Refusal):
            self.duty = replace(self.duty, status=found)

    @rule(
        city=st.sampled_from([EDITOR, SYSTEM, BOTH]),
        office=st.sampled_from([OFFICE, OFFICE, BOTH, OFFICE_MACHINE]),
        returns=st.sampled_from([False, False, True]),
    )
    def go_on(self, city: Actor, office: Actor, *, returns: bool) -> None:
        """The step that comes next by itself, so that orders of requests reach the end of a period and beyond."""
        pick = self._next()
        match self.versions[self._at(pick)].status:
            case status if status in EDITABLE:
                claimed = self.known[self._at(pick)][ACTIVITIES].computed or 0
                self.save(who=city, pick=pick, claimed=claimed, stale=False, explained=True)
                self.validate_and_submit(who=city, pick=pick, after="")
                self.give_receipt(pick=pick)
            case VersionStatus.SUBMITTED:
                self.give_receipt(pick=pick)
            case VersionStatus.RECEIPTED if returns:
                self.return_or_withdraw(who=office, pick=pick, withdraws=False)
            case VersionStatus.RECEIPTED:
                self.accept(who=office, pick=pick, explained=True)
            case VersionStatus.ACCEPTED:
                self.close(who=office)
            case VersionStatus.LOCKED:
                self.give_leave(who=office, pick=pick, hours=90)

    def _next(self) -> int:
        """Which version goes on: the newest, unless it is a second draft beside one that stands."""
        standing = [at for at, one in enumerate(self.versions) if one.status in UNDER_WAY | IN_FORCE]
        idle = self.versions[-1].kind is not VersionKind.AMENDMENT and self.versions[-1].status in EDITABLE
        return len(self.versions) - 1 - standing[-1] if idle and standing else 0

    def _at(self, pick: int) -> int:
        return len(self.versions) - 1 - pick % len(self.versions)

    def _move(self, at: int, after: Version) -> None:
        before = self.versions[at]
        if before.status is not after.status:
            self.moves.append((before.status, after.status))
        self.versions[at] = after
        if after.status in AFTER_SUBMISSION:
            self.sealed.setdefault(at, (canonical(self.contents[at]), dict(self.known[at])))

    def _follow(self, at: int, draft: Version) -> None:
        self.versions.append(draft)
        self.contents.append(self.contents[at])
        self.known.append(dict(self.known[at]))
