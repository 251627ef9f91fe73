"""How an application moves: drafted, under review, returned, agreed to, carried out; one step after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hub.domain.access import Role
from hub.domain.command import Actor, Refusal, machines_never, needed, wrong_role, wrong_state
from hub.domain.registry_words import ApplicantKind, ApplicationStatus, Verdict
from hub.domain.standard_words import ApprovalStep

TAKEN_BY: Mapping[ApprovalStep, Role] = {
    ApprovalStep.SITE_INSPECTION: Role.SPECIAL_COMMITTEE,
    ApprovalStep.COMMITTEE_REVIEW: Role.SPECIAL_COMMITTEE,
    ApprovalStep.VICE_CHAIR_REVIEW: Role.VICE_CHAIR_IN_CHARGE,
    ApprovalStep.CHAIR_MEETING: Role.CHAIR_MEETING,
    ApprovalStep.PARTY_GROUP: Role.PARTY_GROUP,
    ApprovalStep.WALL_DISPLAY: Role.MANAGING_DEPARTMENT,
    ApprovalStep.PLAQUE: Role.MANAGING_DEPARTMENT,
    ApprovalStep.ONLINE_ENTRY: Role.PLATFORM_DEPARTMENT,
}
"""Who takes which step (Appendix A); filing is a matter of its own that follows."""

CARRIED_OUT = frozenset({ApprovalStep.WALL_DISPLAY, ApprovalStep.PLAQUE, ApprovalStep.ONLINE_ENTRY})
"""Steps that carry out what was agreed; there is nothing left to decide in them."""

OF_COMMITTEE = frozenset({ApprovalStep.SITE_INSPECTION, ApprovalStep.COMMITTEE_REVIEW, ApprovalStep.VICE_CHAIR_REVIEW})
"""Steps taken for one committee: by it, or by the vice-chair in charge of it."""

OPEN_TO_CHANGE = frozenset({ApplicationStatus.DRAFT, ApplicationStatus.RETURNED})
_UNDECIDED = OPEN_TO_CHANGE | {ApplicationStatus.IN_REVIEW}


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A step that was taken."""

    step: ApprovalStep
    verdict: Verdict
    on: date


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An application as its rules see it; the steps taken in their order."""

    status: ApplicationStatus
    body_id: str
    applicant_kind: ApplicantKind
    created_by: str
    committee_id: str | None = None
    studio_id: str | None = None
    applicant_member: str | None = None
    revision: int = 1
    applied_on: date | None = None
    steps_due: tuple[ApprovalStep, ...] = ()
    taken: tuple[Taken, ...] = ()

    @property
    def chain(self) -> tuple[ApprovalStep, ...]:
        """The steps that are its own; filing follows when it is completed."""
        return tuple(step for step in self.steps_due if step in TAKEN_BY)

    @property
    def round(self) -> tuple[Taken, ...]:
        """The steps taken since it was last returned: papers that were completed are signed by everybody again."""
        last = max((at for at, one in enumerate(self.taken) if one.verdict is Verdict.RETURNED), default=-1)
        return self.taken[last + 1 :]

    @property
    def next_step(self) -> ApprovalStep | None:
        """The step it waits for."""
        if self.status not in (ApplicationStatus.IN_REVIEW, ApplicationStatus.APPROVED):
            return None
        done = len(self.round)
        return self.chain[done] if done < len(self.chain) else None


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A step as somebody wants to take it."""

    step: ApprovalStep
    verdict: Verdict = Verdict.AGREED
    on: date
    opinion: str | None = None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where an application stands after a step."""

    status: ApplicationStatus
    next_step: ApprovalStep | None
    decided: bool = False
    """Whether the step decided it, one way or the other."""


def who_may_step(standing: Standing, step: ApprovalStep, actor: Actor) -> Refusal | None:
    """Whether this caller is the one who takes this step of this application."""
    zh, en = step.title_zh, step.title_en
    if actor.is_machine:
        return machines_never(zh, en)
    if actor.body_id != standing.body_id:
        return others_approve()
    role = TAKEN_BY.get(step)
    if role is None or role not in actor.roles:
        return wrong_role(role or Role.MANAGING_DEPARTMENT, zh, en, rule="R-73")
    if step in OF_COMMITTEE and standing.committee_id not in actor.committees:
        return Refusal(
            code="WRONG_COMMITTEE",
            zh=f"{zh}由该工作室所联系的专门委员会办理",
            en=f"{en} is for the committee that the studio is linked with",
            rule="R-73",
        )
    if step not in CARRIED_OUT and _is_applicant(standing, actor):
        return Refusal(
            code="APPLICANT_APPROVES",
            zh="申请人不得审批本人的申请，请由其他人员办理",
            en="who applies does not approve; somebody else takes this step",
            rule="R-72",
        )
    return None


def others_approve() -> Refusal:
    """Who approves answers for it: nobody above or beside decides (R-72)."""
    return Refusal(
        code="NOT_OWNER",
        zh="谁审批谁负责：由受理该申请的政协办理",
        en="who approves answers for it: only the body it is addressed to may act",
        rule="R-72",
    )


def stepped(standing: Standing, wish: Wish, actor: Actor, *, today: date) -> Progress | Refusal:
    """Take a step, or say why not; no step is left out and none comes before its turn (F4)."""
    if (refusal := who_may_step(standing, wish.step, actor) or _in_turn(standing, wish)) is not None:
        return refusal
    if (refusal := _on_a_day(standing, wish, today)) is not None:
        return refusal
    if wish.verdict is not Verdict.AGREED:
        return _turned_down(wish)
    return _agreed(standing, wish)


def _in_turn(standing: Standing, wish: Wish) -> Refusal | None:
    expected = standing.next_step
    if expected is None:
        return wrong_state("该申请不在审批中，不能办理审批步骤", "it is not under review: no step is due", rule="R-73")
    if expected is not wish.step:
        return Refusal(
            code="WRONG_STEP",
            zh=f"应先办理：{expected.title_zh}；不得越过审批步骤",
            en=f"the step due is: {expected.title_en}; none may be left out",
            at="input.step",
            rule="R-73",
        )
    return None


def _on_a_day(standing: Standing, wish: Wish, today: date) -> Refusal | None:
    former = max((one.on for one in standing.taken), default=None) or standing.applied_on
    if wish.on > today:
        return wrong_date(at="input.takenOn")
    if former is None or wish.on >= former:
        return None
    return Refusal(
        code="WRONG_DATE",
        zh=f"日期不得早于上一步骤（{former}）",
        en=f"the day may not be before the step before it ({former})",
        at="input.takenOn",
        rule="R-73",
    )


def _turned_down(wish: Wish) -> Progress | Refusal:
    if wish.step in CARRIED_OUT:
        return wrong_state(
            "已同意的事项只能落实", "what was agreed to can only be carried out", at="input.verdict", rule="R-73"
        )
    if not wish.opinion:
        return needed(
            "意见（退回或不同意须说明理由）",
            "opinion: the reason to return or refuse",
            at="input.opinion",
            rule="R-73",
        )
    if wish.verdict is Verdict.RETURNED:
        return Progress(status=ApplicationStatus.RETURNED, next_step=None)
    return Progress(status=ApplicationStatus.REFUSED, next_step=None, decided=True)


def _agreed(standing: Standing, wish: Wish) -> Progress:
    rest = standing.chain[len(standing.round) + 1 :]
    if not rest:
        status = ApplicationStatus.COMPLETED
    elif all(step in CARRIED_OUT for step in rest):
        status = ApplicationStatus.APPROVED
    else:
        status = ApplicationStatus.IN_REVIEW
    decided = wish.step not in CARRIED_OUT and all(step in CARRIED_OUT for step in rest)
    return Progress(status=status, next_step=rest[0] if rest else None, decided=decided)


def may_change(standing: Standing, actor: Actor, *, revision: int | None = None) -> Refusal | None:
    """Whether its papers may be changed now, by this caller, from this revision."""
    if (refusal := _by_applicant(standing, actor)) is not None:
        return refusal
    if standing.status not in OPEN_TO_CHANGE:
        return wrong_state(
            "只有草拟或退回补正的申请可以修改",
            "only an application that is drafted or returned is changed",
            rule="W1",
        )
    if revision is not None and revision != standing.revision:
        return Refusal(
            code="STALE_REVISION",
            zh=f"该申请已被修改（现修订号{standing.revision}），请重新读取后再改",
            en=f"it was changed since (its revision is {standing.revision}); read it again",
            at="input.revision",
        )
    return None


def may_submit(standing: Standing, actor: Actor) -> Refusal | None:
    """Whether it may be handed in now by this caller."""
    if (refusal := _by_applicant(standing, actor)) is not None:
        return refusal
    if standing.status not in OPEN_TO_CHANGE:
        return wrong_state(
            "只有草拟或退回补正的申请可以提交",
            "only an application that is drafted or returned is submitted",
            rule="W1",
        )
    return None


def may_withdraw(standing: Standing, actor: Actor) -> Refusal | None:
    """Whether it may be taken back now by this caller."""
    if (refusal := _by_applicant(standing, actor)) is not None:
        return refusal
    if standing.status not in _UNDECIDED:
        return wrong_state(
            "该申请已有决定或已撤回，不能再撤回", "it is decided or withdrawn; it cannot be withdrawn", rule="W1"
        )
    return None


def _by_applicant(standing: Standing, actor: Actor) -> Refusal | None:
    if actor.body_id != standing.body_id:
        return others_approve()
    if _is_applicant(standing, actor) or _stands_for_applicant(standing, actor):
        return None
    return not_applicant()


def not_applicant(*, at: str | None = None) -> Refusal:
    """Papers are the applicant's: one applies in one's own name, or for one's committee or studio."""
    return Refusal(
        code="NOT_APPLICANT",
        zh="申请由申请人本人、其所属专委会或工作室召集人提出、修改和撤回；审批意见请通过审批步骤提出",
        en="an application is made, changed and withdrawn by the applicant; who reviews it takes a step",
        at=at,
        rule="R-70",
    )


def _is_applicant(standing: Standing, actor: Actor) -> bool:
    by_member = standing.applicant_member is not None and actor.member == standing.applicant_member
    return by_member or actor.subject == standing.created_by


def _stands_for_applicant(standing: Standing, actor: Actor) -> bool:
    committee = standing.applicant_kind is ApplicantKind.COMMITTEE and Role.SPECIAL_COMMITTEE in actor.roles
    studio = standing.studio_id is not None and Role.CONVENER in actor.roles
    return (committee and standing.committee_id in actor.committees) or (studio and standing.studio_id in actor.studios)


def wrong_date(*, at: str) -> Refusal:
    """A day that lies ahead."""
    return Refusal(code="WRONG_DATE", zh="日期不得晚于今天", en="the day may not lie ahead", at=at, rule="R-73")


def applying_as(actor: Actor) -> Role:
    """The role in which a caller applies."""
    return next((role for role in _APPLYING if role in actor.roles), Role.MEMBER)


def applicant_role(kind: ApplicantKind) -> Role:
    """The role in which a kind of applicant applied for a new studio."""
    return Role.SPECIAL_COMMITTEE if kind is ApplicantKind.COMMITTEE else Role.MEMBER


_APPLYING = (Role.CONVENER, Role.SPECIAL_COMMITTEE, Role.MEMBER)
