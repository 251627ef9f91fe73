"""An application as a pure machine: in whatever order things are tried, no signature is left out or foreign."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hub.domain.access import Role
from hub.domain.application_founding import AtWork, Chain, chain_for, conversion_refusal, rules_in_force
from hub.domain.application_rules import (
    CARRIED_OUT,
    OPEN_TO_CHANGE,
    TAKEN_BY,
    Progress,
    Standing,
    Taken,
    Wish,
    may_change,
    may_submit,
    may_withdraw,
    stepped,
)
from hub.domain.command import Actor, Refusal
from hub.domain.level import Level
from hub.domain.registry_words import ApplicantKind, ApplicationKind, ApplicationStatus, Verdict
from hub.domain.standard_files import read_standards
from hub.domain.standard_words import ApprovalStep, Strength, StructureKind
from hub.domain.structure_facts import Rule
from hub.domain.words import Mode, StudioStatus, StudioType

DAY = date(2024, 5, 6)
TODAY = date(2024, 7, 1)
CHAINS = {book.body: book.chains for book in read_standards() if book.chains}


def _actor(role: Role, *, subject: str = "clerk", body: str = "own", machine: bool = False) -> Actor:
    return Actor(
        subject=subject,
        roles=frozenset({role}),
        is_machine=machine,
        body_id=body,
        level=Level.COUNTY,
        committees=frozenset({"own committee"}),
    )


def _standing(*steps: ApprovalStep) -> Standing:
    return Standing(
        status=ApplicationStatus.IN_REVIEW,
        body_id="own",
        applicant_kind=ApplicantKind.MEMBER_TEAM,
        created_by="applicant",
        committee_id="own committee",
        applicant_member="member",
        applied_on=DAY,
        steps_due=steps,
    )


class Approval(RuleBasedStateMachine):
    """Anybody tries anything; what is let through is held against the law."""

    @initialize(chain=st.sampled_from(sorted(CHAINS)), number=st.integers(0, 9))
    def begin(self, chain: str, number: int) -> None:
        """An application on one of the chains that the documents have."""
        chains = CHAINS[chain]
        self.now = replace(_standing(*chains[number % len(chains)].steps), status=ApplicationStatus.DRAFT)
        self.decided = 0
        self.signed: list[ApprovalStep] = []

    @precondition(lambda self: self.now.status in OPEN_TO_CHANGE)
    @rule()
    def hand_in(self) -> None:
        """The applicant hands it in."""
        self.submit("applicant", "own")

    @rule(subject=st.sampled_from(["applicant", "clerk"]), body=st.sampled_from(["own", "above"]))
    def try_to_submit(self, subject: str, body: str) -> None:
        """Anybody tries to hand it in."""
        self.submit(subject, body)

    def submit(self, subject: str, body: str) -> None:
        """The applicant hands it in, nobody else, and only from the draft or when it came back."""
        refusal = may_submit(self.now, _actor(Role.MEMBER, subject=subject, body=body))
        open_now = self.now.status in OPEN_TO_CHANGE
        assert (refusal is None) is (subject == "applicant" and body == "own" and open_now)
        if refusal is None:
            self.now = replace(self.now, status=ApplicationStatus.IN_REVIEW)

    # Rarely by the applicant: nothing follows after it.
    @rule(body=st.sampled_from([*["above"] * 9, "own"]))
    def withdraw(self, body: str) -> None:
        """The applicant takes it back while nothing is decided."""
        refusal = may_withdraw(self.now, _actor(Role.MEMBER, subject="applicant", body=body))
        if refusal is None:
            assert self.now.status not in (ApplicationStatus.APPROVED, ApplicationStatus.COMPLETED)
            self.now = replace(self.now, status=ApplicationStatus.WITHDRAWN)

    @precondition(lambda self: self.now.next_step is not None)
    @rule(days=st.integers(0, 2))
    def proceed(self, days: int) -> None:
        """Who takes the step that is due agrees."""
        self._try(self._due(), TAKEN_BY[self._due()], days=days)

    @precondition(lambda self: self.now.next_step is not None)
    @rule(
        verdict=st.sampled_from([*[Verdict.RETURNED] * 9, Verdict.REFUSED]), opinion=st.sampled_from(["请补充", None])
    )
    def turn_down(self, verdict: Verdict, opinion: str | None) -> None:
        """Who takes the step that is due returns it or refuses."""
        self._try(self._due(), TAKEN_BY[self._due()], verdict=verdict, opinion=opinion)

    @precondition(lambda self: self.now.next_step is not None)
    @rule(who=st.sampled_from(["applicant", "machine", "above", "early", "late", "role", "step"]), drawn=st.data())
    def try_otherwise(self, who: str, drawn: st.DataObject) -> None:
        """All is as it should be but for one thing."""
        due = self._due()
        step = drawn.draw(st.sampled_from(ApprovalStep)) if who == "step" else due
        role = drawn.draw(st.sampled_from(Role)) if who == "role" else TAKEN_BY.get(step, Role.MANAGING_DEPARTMENT)
        days = {"early": -1, "late": (TODAY - self._former()).days + 1}.get(who, 0)
        subject = "applicant" if who == "applicant" else "clerk"
        body = "above" if who == "above" else "own"
        self._try(step, role, days=days, subject=subject, body=body, machine=who == "machine")

    @rule(step=st.sampled_from(ApprovalStep), role=st.sampled_from(Role))
    def try_anything(self, step: ApprovalStep, role: Role) -> None:
        """Any step in any role, whatever state it is in."""
        self._try(step, role)

    def _due(self) -> ApprovalStep:
        assert self.now.next_step is not None
        return self.now.next_step

    def _former(self) -> date:
        return self.now.taken[-1].on if self.now.taken else DAY

    def _try(
        self, step: ApprovalStep, role: Role, *, verdict: Verdict = Verdict.AGREED, opinion: str | None = "同意",
        days: int = 0, subject: str = "clerk", body: str = "own", machine: bool = False,
    ) -> None:  # fmt: skip
        on = self._former() + timedelta(days=days)
        wish = Wish(step=step, verdict=verdict, on=on, opinion=opinion)
        lawful = step is self.now.next_step and TAKEN_BY.get(step) is role and body == "own" and not machine
        lawful = lawful and days >= 0 and on <= TODAY and (subject != "applicant" or step in CARRIED_OUT)
        if verdict is not Verdict.AGREED:
            lawful = lawful and opinion is not None and step not in CARRIED_OUT

        answer = stepped(self.now, wish, _actor(role, subject=subject, body=body, machine=machine), today=TODAY)

        assert isinstance(answer, Progress) is lawful, (answer, wish)
        if isinstance(answer, Progress):
            taken = (*self.now.taken, Taken(step=step, verdict=verdict, on=on))
            self.now = replace(self.now, status=answer.status, taken=taken)
            self.decided += answer.decided
            since = [] if verdict is Verdict.RETURNED else [*self.signed, step]
            self.signed = since if verdict is not Verdict.REFUSED else self.signed
            assert answer.next_step is self.now.next_step

    @invariant()
    def what_is_agreed_bears_every_signature(self) -> None:
        """No step of the chain is left out, and each was taken since the papers last changed (F4)."""
        chain = list(self.now.chain)
        deciding = [step for step in chain if step not in CARRIED_OUT]
        agreed = self.now.status in (ApplicationStatus.APPROVED, ApplicationStatus.COMPLETED)
        assert self.signed == chain[: len(self.signed)]
        if agreed:
            assert self.signed[: len(deciding)] == deciding
        assert (self.now.status is ApplicationStatus.COMPLETED) is (self.signed == chain)
        assert self.decided == (agreed or self.now.status is ApplicationStatus.REFUSED)

    @invariant()
    def days_never_run_backwards(self) -> None:
        """Each step is dated no earlier than the one before it."""
        days = [one.on for one in self.now.taken]
        assert days == sorted(days)


TestApproval = Approval.TestCase


@pytest.mark.parametrize("status", ApplicationStatus)
def test_papers_are_changed_by_the_applicant_while_nobody_reviews_them(status: ApplicationStatus) -> None:
    standing = replace(_standing(), status=status, revision=3)
    applicant, clerk = _actor(Role.MEMBER, subject="applicant"), _actor(Role.SPECIAL_COMMITTEE)

    assert (may_change(standing, applicant, revision=3) is None) is (status in OPEN_TO_CHANGE)
    assert may_change(standing, clerk, revision=3) is not None
    assert may_change(standing, applicant, revision=2) is not None


def _chains(body: str) -> list[Chain]:
    return [
        Chain(
            id=one.key,
            rulebook_id=body,
            rule=one.evidence.rule,
            types=tuple(word.value for word in one.types),
            mode=one.mode,
            applicants=one.applicants,
            steps=one.steps,
        )
        for one in CHAINS[body]
    ]


@pytest.mark.parametrize(
    ("body", "kind", "type", "applicant", "chain"),
    [
        ("610000", "NEW_STUDIO", "SECTOR", "COMMITTEE", "sector-industry"),
        ("610000", "NEW_STUDIO", "INDUSTRY", "SECTOR", "sector-industry"),
        ("610000", "NEW_STUDIO", "REGIONAL", "COMMITTEE", "regional-by-committee"),
        ("610000", "NEW_STUDIO", "REGIONAL", "SECTOR", "regional-by-others"),
        ("610000", "GO_ONLINE", "SECTOR", "MEMBER_TEAM", "online-sector-industry"),
        ("610000", "GO_ONLINE", "REGIONAL", "MEMBER_TEAM", "online-regional"),
        ("610000", "CONVERT_TYPE", "SECTOR", "COMMITTEE", "sector-industry"),
        ("610000", "NEW_STUDIO", "PERSONAL", "MEMBER_TEAM", None),
        ("350205", "NEW_STUDIO", "OTHER", "COMMITTEE", "creation"),
        ("350205", "GO_ONLINE", "OTHER", "COMMITTEE", None),
        ("440100", "NEW_STUDIO", "PERSONAL", "MEMBER_TEAM", "selection"),
        ("440100", "NEW_STUDIO", "PERSONAL", "COMMITTEE", None),
    ],
)
def test_the_chain_is_the_one_written_for_the_type_and_the_applicant(
    body: str, kind: str, type: str, applicant: str, chain: str | None
) -> None:
    found = chain_for(
        _chains(body),
        kind=ApplicationKind.of(kind),
        type=StudioType.of(type),
        mode=Mode.OFFLINE,
        applicant=ApplicantKind.of(applicant),
    )

    assert (None if isinstance(found, Refusal) else found.id) == chain


def test_the_nearest_standards_that_have_a_kind_of_rule_bind() -> None:
    own = Rule(kind=StructureKind.MANAGING_DEPARTMENT, strength=Strength.MUST, items=("委工委",))
    above = [replace(own, items=()), Rule(kind=StructureKind.ROSTER_SIZE, strength=Strength.MUST, maximum=20)]

    assert rules_in_force([[own], above]) == [own, above[1]]


def test_a_studio_is_not_converted_into_what_it_is_nor_once_it_has_ended() -> None:
    studio = AtWork(
        status=StudioStatus.ACTIVE, mode=Mode.OFFLINE, type=StudioType.PERSONAL, conveners=0, is_living=True
    )

    assert conversion_refusal(studio, type=StudioType.SECTOR) is None
    for one in (replace(studio, type=StudioType.SECTOR), replace(studio, is_living=False)):
        refusal = conversion_refusal(one, type=StudioType.SECTOR)
        assert refusal is not None
        assert (refusal.code, refusal.rule) == ("CANNOT_CONVERT", "R-121")
