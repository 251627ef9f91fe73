"""One studio from its application to its archive, anybody trying anything: F1 to F6 of behaviour.md §2b together.

Each stage has its machine beside its rules; here they are one life, and whoever acts is judged by an oracle that knows
nothing of the rules but who holds which function where (Appendix A). Who guides the studio may change on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hub.domain import application_rules, filing_rules
from hub.domain.access import Role
from hub.domain.application_rules import CARRIED_OUT, Standing, Taken, may_submit, stepped
from hub.domain.assessment_rules import Guided, Past, Thresholds, Wish, failures_with, guides, may_assess, outcome
from hub.domain.command import Actor, Refusal
from hub.domain.ending_left import Standing as Ending
from hub.domain.ending_rules import archiving_as, may_archive, may_recover, may_remove, may_terminate
from hub.domain.filing_rules import Standing as Filing
from hub.domain.filing_rules import StudioFacts
from hub.domain.filing_settings import filing_settings
from hub.domain.registry_words import (
    ApplicantKind,
    ApplicationStatus,
    AssessmentResult,
    EndReason,
    FilingKind,
    FilingStatus,
    MeasureKind,
    Verdict,
)
from hub.domain.standard_words import ApprovalStep
from hub.domain.unfiled import counts_officially
from hub.domain.words import LIVING, StudioStatus, StudioType
from tests.domain.lives import CHAIN, DECIDING, MAY, OTHERS, OURS, OWN, RIGHT, WHO, Deed, nearly, somebody

FOUNDED, TODAY = date(2020, 1, 6), date(2026, 12, 20)
SHAANXI = Thresholds(warning=1, removal=2, warning_rule="R-113", removal_rule="R-114")
VERDICTS = st.sampled_from([Verdict.AGREED, Verdict.AGREED, Verdict.RETURNED])
UNDER_WAY: dict[FilingStatus | None, str] = {FilingStatus.SUBMITTED: "receive", FilingStatus.RECEIPTED: "accept"}
RIGHTLY = {"submit filing": "submitter"}
CHAIRS = frozenset({Role.CHAIR_MEETING})
NEW = filing_rules.Wish(kind=FilingKind.NEW_STUDIO)
RENAMED = filing_rules.Wish(kind=FilingKind.RENAMING, before="旧名", after="新名")


class Life(RuleBasedStateMachine):
    """What the rules let through is done; the invariants look at everything that was done."""

    @initialize(steps=st.sampled_from(range(13)))
    def begin(self, steps: int) -> None:
        """An application of a team of members, and as much of a lawful life as it takes to see what follows."""
        self.application = Standing(
            status=ApplicationStatus.DRAFT, body_id=OWN, applicant_kind=ApplicantKind.MEMBER_TEAM,
            created_by="applicant", committee_id=OURS, applied_on=FOUNDED, steps_due=CHAIN,
        )  # fmt: skip
        self.studio = StudioFacts(owner=OWN, name="测试室", status=StudioStatus.DRAFT)
        self.filings: list[Filing] = []
        self.numbers: list[str] = []
        self.worked: list[date] = []
        self.years: list[Past] = []
        self.found: set[MeasureKind] = set()
        self.plate_out = False
        self.archived_by: frozenset[Role] = frozenset()
        self.deeds: list[Deed] = []
        self.was = [StudioStatus.DRAFT]
        for _ in range(steps):
            self.go_on(RIGHT)

    def _did(self, what: str, who: Actor) -> None:
        self.deeds.append(Deed(what=what, who=who, committee=self._committee))

    @property
    def _committee(self) -> str:
        return self.application.committee_id or ""

    def _turn(self, status: StudioStatus) -> None:
        self.studio = replace(self.studio, status=status)
        self.was.append(status)

    def _rightly(self, what: str) -> Actor:
        """Who may do something now, as Appendix A says; of two parties, the one that has not yet."""
        left = [role for role in MAY[what] if what != "archive" or role not in self.archived_by] or list(MAY[what])
        return somebody(left[0], MAY[what][left[0]] or OWN, self._committee, subject=RIGHTLY.get(what, "clerk"))

    def _who(self, what: str, who: str | Actor) -> Actor:
        return nearly(who, self._rightly(what))

    @rule(who=WHO)
    def hand_in(self, who: str | Actor) -> None:
        """Anybody tries to hand it in."""
        who = nearly(who, somebody(Role.MEMBER, OWN, OTHERS, subject="applicant"))
        if may_submit(self.application, who) is None:
            assert (who.subject, who.body_id) == ("applicant", OWN)  # F5
            self.application = replace(self.application, status=ApplicationStatus.IN_REVIEW)

    @rule(who=WHO, step=st.sampled_from([None, None, *CHAIN]), verdict=VERDICTS)
    def sign(self, who: str | Actor, step: ApprovalStep | None, verdict: Verdict) -> None:
        """Anybody tries any step, whether or not it is due."""
        step = step or self.application.next_step or CHAIN[0]
        who = self._who(step.value, who)
        on = self.application.taken[-1].on if self.application.taken else FOUNDED
        wish = application_rules.Wish(step=step, verdict=verdict, on=on, opinion="意见")
        came = stepped(self.application, wish, who, today=TODAY)
        if isinstance(came, Refusal):
            return
        self._did(step.value, who)
        taken = (*self.application.taken, Taken(step=step, verdict=verdict, on=on))
        self.application = replace(self.application, status=came.status, taken=taken)
        if came.status is ApplicationStatus.COMPLETED:
            self.studio = replace(self.studio, approved_on=on, plaqued_on=on)
            self.plate_out = True
            self.studio = replace(self.studio, was_unfiled=True)
            self._turn(StudioStatus.UNFILED_ACTIVE)

    @rule(who=WHO)
    def go_on(self, who: str | Actor) -> None:
        """What comes next in a life from its application to its archive, by who has to, or nearly."""
        filing = self.filings[-1].status if self.filings else None
        if self.application.status is not ApplicationStatus.COMPLETED:
            self.hand_in(RIGHT)
            self.sign(who, None, Verdict.AGREED)
        elif self.studio.status is StudioStatus.UNFILED_ACTIVE and filing in UNDER_WAY:
            self.handle(who, UNDER_WAY[filing])
        elif self.studio.status is StudioStatus.UNFILED_ACTIVE:
            self.submit(who, NEW)
        elif self.studio.status in LIVING and MeasureKind.REMOVAL_DUE in self.found:
            self.remove(who, EndReason.ASSESSMENT)
        elif self.studio.status in LIVING:
            self.assess(who, AssessmentResult.FAIL)
        else:
            self.end(who, "recover" if self.plate_out and self.archived_by else "archive")

    @rule(who=WHO, wish=st.sampled_from([NEW, RENAMED]))
    def submit(self, who: str | Actor, wish: filing_rules.Wish) -> None:
        """Anybody notifies the province office."""
        who = self._who("submit filing", who)
        held = next((one for one in self.filings if one.kind is wish.kind), None)
        needs = filing_settings().needs[wish.kind]
        role = filing_rules.submitter(who, self.studio)
        attempt = filing_rules.submission(wish, studio=self.studio, held=held, needs=needs, today=TODAY)
        if isinstance(role, Refusal) or isinstance(attempt, Refusal):
            return
        self._did("submit filing", who)
        made = Filing(kind=wish.kind, status=FilingStatus.SUBMITTED, attempt=attempt, submitted_by=who.subject)
        self.filings = [one for one in self.filings if one is not held or attempt == 1] + [made]

    @rule(who=WHO, what=st.sampled_from(["receive", "return", "accept"]))
    def handle(self, who: str | Actor, what: str) -> None:
        """Anybody takes a step of the office."""
        who = self._who(what, who)
        may: dict[str, Callable[[Actor, Filing], Refusal | None]] = {
            "receive": filing_rules.receipt, "return": filing_rules.returning, "accept": filing_rules.accepting,
        }  # fmt: skip
        filing = self.filings[-1] if self.filings else None
        if filing is None or may[what](who, filing) is not None:
            return
        self._did(what, who)
        assert who.subject != filing.submitted_by
        status = FilingStatus.RECEIPTED if what == "receive" else FilingStatus.RETURNED
        if what == "accept":
            came = filing_rules.acceptance(filing, self.studio, remarks=None)
            status = came.filing
            if came.takes_number:
                self.numbers.append(f"No {len(self.numbers)}")
                self.studio = replace(self.studio, filing_number=self.numbers[-1], filed_on=TODAY)
            if came.studio is not None:
                self._turn(came.studio)
        self.filings[-1] = replace(filing, status=status)

    @rule(days=st.integers(0, 3_000))
    def work(self, days: int) -> None:
        """A fact comes in, filed or not: it is kept."""
        if self.studio.status in LIVING:
            self.worked.append(min(FOUNDED + timedelta(days=days), TODAY))

    @rule()
    def guidance_moves(self) -> None:
        """Another committee guides from now on: the token of the former one is worth nothing any more."""
        self.application = replace(self.application, committee_id=OTHERS if self._committee == OURS else OURS)

    @rule(who=WHO, result=st.sampled_from(AssessmentResult))
    def assess(self, who: str | Actor, result: AssessmentResult) -> None:
        """Anybody assesses the next year."""
        who = self._who("assess", who)
        year = max((one.year for one in self.years), default=FOUNDED.year) + 1
        seen = Guided(name="测试室", owner_body_id=OWN, committee_id=self._committee, status=self.studio.status)
        wish = Wish(year=year, result=result, opinion="意见", on=date(min(year + 1, TODAY.year), 1, 10))
        refusal = guides(who, seen, zh="年度考核", en="the annual assessment", rule="R-112")
        if refusal or may_assess(wish, seen, self.years, (), summary_due="11-30", today=TODAY):
            return
        self._did("assess", who)
        failures = failures_with(self.years, year=year, result=result)
        self.years.append(Past(year=year, result=result))
        before = StudioStatus.ACTIVE if self.studio.is_filed else StudioStatus.UNFILED_ACTIVE
        came = outcome(failures, SHAANXI, status=self.studio.status, before_warning=before)
        self.found |= {came.measure} if came.measure else set()
        if came.status is not None:
            self._turn(came.status)

    @property
    def _ending(self) -> Ending:
        return Ending(
            name="测试室", status=self.studio.status, type=StudioType.SECTOR, owner=OWN, committee=self._committee,
            grantor=OWN, plate_out=self.plate_out, archivists=frozenset(MAY["archive"]), archived_by=self.archived_by,
        )  # fmt: skip

    @rule(who=WHO, cause=st.sampled_from([EndReason.ASSESSMENT, EndReason.VIOLATION]))
    def remove(self, who: str | Actor, cause: EndReason) -> None:
        """Anybody decides on the plaque."""
        who = self._who("remove", who)
        found = frozenset(self.found)
        if may_remove(who, self._ending, CHAIRS, cause=cause, found=found, weak_rule=False, reason="理由") is None:
            assert (cause, MeasureKind.REMOVAL_DUE in found) == (EndReason.ASSESSMENT, True)
            self._did("remove", who)
            self._turn(StudioStatus.PLAQUE_REMOVED)

    @rule(who=WHO, what=st.sampled_from(["terminate", "recover", "archive"]))
    def end(self, who: str | Actor, what: str) -> None:
        """Anybody ends it, recovers its plate, archives it."""
        who = self._who(what, who)
        one = self._ending
        if what == "terminate" and may_terminate(who, one, CHAIRS, reason="理由") is None:
            self._turn(StudioStatus.TERMINATED)
        elif what == "recover" and may_recover(who, one, evidence="凭据") is None:
            self.plate_out = False
        elif what == "archive" and may_archive(who, one) is None and (party := archiving_as(who, one)) is not None:
            self.archived_by |= {party}
            if one.archivists <= self.archived_by:
                self._turn(StudioStatus.ARCHIVED)
        else:
            return
        self._did(what, who)

    @invariant()
    def a_studio_is_on_file_once_under_one_number(self) -> None:
        """F1."""
        new = [one for one in self.filings if one.kind is FilingKind.NEW_STUDIO]
        assert len(new) <= 1 and len(self.numbers) <= 1
        assert any(one.status in filing_rules.ON_FILE for one in new) is self.studio.is_filed is bool(self.numbers)

    @invariant()
    def the_work_of_an_unfiled_studio_is_kept_and_does_not_count(self) -> None:
        """F2: none of it officially, whatever became of the studio; all of it once filed, or only from that day on."""
        credited = [counts_officially(self.studio, held_on=on, credit_when_filed=True) for on in self.worked]
        strict = [counts_officially(self.studio, held_on=on, credit_when_filed=False) for on in self.worked]
        assert credited == [self.studio.is_filed] * len(self.worked)
        assert strict == [self.studio.is_filed and on >= (self.studio.filed_on or TODAY) for on in self.worked]

    @invariant()
    def no_signature_is_left_out(self) -> None:
        """F4: every signature of the chain since the papers last changed, in their order, or there is no studio."""
        turned = [at for at, one in enumerate(self.application.taken) if one.verdict is Verdict.RETURNED]
        signed = tuple(one.step for one in self.application.taken[max(turned, default=-1) + 1 :])
        assert signed == CHAIN[: len(signed)]
        decided = tuple(step for step in CHAIN if step not in CARRIED_OUT)
        agreed = self.application.status in (ApplicationStatus.APPROVED, ApplicationStatus.COMPLETED)
        assert agreed is (signed[: len(decided)] == decided)
        assert (self.studio.status is StudioStatus.DRAFT) is (signed != CHAIN)
        assert not self.filings or signed == CHAIN

    @invariant()
    def who_acted_was_the_one_who_may_at_that_moment(self) -> None:
        """F5: by role, body and the committee that guided the studio when it was done."""
        assert all(one.is_rightful() for one in self.deeds), self.deeds[-1]

    @invariant()
    def no_machine_ever_decided(self) -> None:
        """F6: a system may notify; it signs, receives, assesses, removes and ends nothing."""
        assert not any(one.who.is_machine for one in self.deeds if one.what in DECIDING)

    @invariant()
    def nobody_decides_on_their_own_application(self) -> None:
        """F5."""
        signed = [one for one in self.deeds if one.what in {step.value for step in CHAIN if step not in CARRIED_OUT}]
        assert not any(one.who.subject == "applicant" for one in signed)

    @invariant()
    def nothing_comes_back_from_the_archive(self) -> None:
        """An archived studio stays archived, its plate recovered and both parties' records collected."""
        if StudioStatus.ARCHIVED in self.was:
            assert self.was.count(StudioStatus.ARCHIVED) == 1 and self.was[-1] is StudioStatus.ARCHIVED
            assert not self.plate_out and self.archived_by == frozenset(MAY["archive"])


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=40)
