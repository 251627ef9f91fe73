"""Who ends a studio, recovers its plate, hands on its opinions and archives it, and when (domain.md W6)."""

from __future__ import annotations

from datetime import date

from hub.domain.access import Role
from hub.domain.command import Actor, Refusal, machines_never, needed, wrong_role, wrong_state
from hub.domain.ending_left import AFTER, Standing
from hub.domain.registry_words import EndReason, MeasureKind
from hub.domain.words import LIVING, StudioStatus, StudioType

EVIDENCE = {EndReason.VIOLATION: MeasureKind.VIOLATION, EndReason.ASSESSMENT: MeasureKind.REMOVAL_DUE}
"""The measure that has to be on record before a plaque is removed for a cause."""

RULES = {EndReason.VIOLATION: "R-118", EndReason.ASSESSMENT: "R-114", EndReason.WEAK_PERSONAL: "R-121"}
"""The rule that a removal follows from."""


def may_remove(
    actor: Actor, one: Standing, by: frozenset[Role], *, cause: EndReason, found: frozenset[MeasureKind],
    weak_rule: bool, reason: str,
) -> Refusal | None:  # fmt: skip
    """Why this caller cannot decide on the plaque for this cause; `found` are the measures not yet decided on."""
    zh, en = "研究摘牌", "deciding on the plaque"
    refusal = _decides(actor, by, zh, en, rule="A-53")
    if refusal is None and actor.body_id != one.grantor:
        refusal = _not_grantor(zh, en, rule="A-53")
    refusal = refusal or _living(one)
    if refusal is not None:
        return refusal
    if cause not in RULES:
        return Refusal(
            code="NOT_A_CAUSE",
            zh="摘牌事由只能是违规、连续两次未达标或个人工作室基础薄弱，请重新选择",
            en="a plaque is removed for a violation, two consecutive failures or a weak personal studio; choose again",
            at="input.cause",
            rule="R-114",
        )
    if cause is EndReason.WEAK_PERSONAL and (one.type is not StudioType.PERSONAL or not weak_rule):
        return Refusal(
            code="NOT_A_WEAK_PERSONAL_STUDIO",
            zh="该事由只适用于标准所指的个人委员工作室，请重新选择事由",
            en="this cause is only for person-named studios of which the standards speak; choose another cause",
            at="input.cause",
            rule="R-121",
        )
    wanted = EVIDENCE.get(cause)
    if wanted is not None and wanted not in found:
        return Refusal(
            code="NO_EVIDENCE",
            zh=f"没有待研究的“{wanted.title_zh}”记录，不能以此摘牌，请先由专门委员会记录",
            en=f"there is no open record of: {wanted.title_en}; the committee records it first",
            at="input.cause",
            rule=RULES[cause],
        )
    return _reasoned(reason, "A-53")


def may_terminate(actor: Actor, one: Standing, by: frozenset[Role], *, reason: str) -> Refusal | None:
    """Why this caller cannot end the studio by the owner's own decision."""
    refusal = _decides(actor, by, "研究终止工作室", "ending a studio", rule="R-72")
    return refusal or _living(one) or _reasoned(reason, "A-53")


def may_recover(actor: Actor, one: Standing, *, evidence: str) -> Refusal | None:
    """Why this caller cannot recover the plate: only the body that granted it does, and only after the end (R-119)."""
    zh, en = "收回标牌", "recovering the plate"
    if actor.is_machine:
        return machines_never(zh, en)
    if Role.MANAGING_DEPARTMENT not in actor.roles:
        return wrong_role(Role.MANAGING_DEPARTMENT, zh, en, rule="R-119")
    if actor.body_id != one.grantor:
        return _not_grantor(zh, en, rule="R-119")
    refusal = ended(one, rule="R-119")
    if refusal is not None:
        return refusal
    if not one.plate_out:
        return wrong_state("没有待收回的标牌", "there is no plate to recover", at="input.studioId", rule="R-119")
    if not evidence.strip():
        return needed("交接凭据", "the evidence of the handover", at="input.evidence", rule="R-119")
    return None


def may_hand_on(actor: Actor, one: Standing, receiver: Standing | None) -> Refusal | None:
    """Why this caller cannot hand on the open opinions to this studio (A-58); None as receiver: nobody yet."""
    if Role.MANAGING_DEPARTMENT not in actor.roles:
        return wrong_role(Role.MANAGING_DEPARTMENT, "移交未办结意见", "handing on open opinions", rule="A-58")
    refusal = ended(one, rule="A-58")
    if refusal is not None:
        return refusal
    if not one.open_opinions:
        return wrong_state("没有待移交的意见", "there is no opinion to hand on", at="input.studioId", rule="A-58")
    if receiver is not None and (receiver.owner != one.owner or receiver.status not in LIVING):
        return Refusal(
            code="CANNOT_RECEIVE",
            zh="承接工作室须为同一政协所属且在运行，请另选",
            en="opinions go to a living studio of the same body; choose another one",
            at="input.receiverId",
            rule="A-58",
        )
    return None


def may_archive(actor: Actor, one: Standing) -> Refusal | None:
    """Why this caller cannot record what it collected; the last party waits for plate and opinions (R-122, A-58)."""
    zh, en = "收集归档", "collecting and archiving"
    if actor.is_machine:
        return machines_never(zh, en)
    role = archiving_as(actor, one)
    if role is None:
        return wrong_role(Role.MANAGING_DEPARTMENT, zh, en, rule="R-122")
    refusal = ended(one, rule="R-122")
    if refusal is not None:
        return refusal
    if role in one.archived_by:
        return wrong_state(
            f"{role.title_zh}已归档，不能重复办理",
            f"already collected and archived: {role.title_en}",
            at="input.studioId",
            rule="R-122",
        )
    return _unsettled(one) if one.archivists <= one.archived_by | {role} else None


def archiving_as(actor: Actor, one: Standing) -> Role | None:
    """As which of the parties a caller archives: one that has not yet, where it is both."""
    held = [
        role
        for role in (Role.MANAGING_DEPARTMENT, Role.SPECIAL_COMMITTEE)
        if role in actor.roles
        and role in one.archivists
        and (role is not Role.SPECIAL_COMMITTEE or _guides(actor, one))
    ]
    return next((role for role in held if role not in one.archived_by), held[0] if held else None)


def _guides(actor: Actor, one: Standing) -> bool:
    """Whether a caller is of the guiding committee, which is one of the owner's own (R-112)."""
    return actor.body_id == one.owner and one.committee is not None and one.committee in actor.committees


def may_correct(actor: Actor, one: Standing, *, by_itself: bool, reason: str) -> Refusal | None:
    """Why this caller cannot correct an ending: only one that happened by itself, and only people do (A-55)."""
    zh, en = "更正自行终止", "correcting an ending"
    if actor.is_machine:
        return machines_never(zh, en)
    if Role.MANAGING_DEPARTMENT not in actor.roles:
        return wrong_role(Role.MANAGING_DEPARTMENT, zh, en, rule="A-55")
    if one.status is not StudioStatus.TERMINATED or not by_itself:
        return wrong_state(
            "只有自行终止且未归档的工作室可以更正恢复",
            "only a studio that ended by itself and is not archived can be restored",
            at="input.studioId",
            rule="A-55",
        )
    return _reasoned(reason, "A-55")


def ended(one: Standing, *, rule: str) -> Refusal | None:
    """Why something that follows an ending cannot be done now."""
    if one.status in AFTER:
        return None
    if one.status is StudioStatus.ARCHIVED:
        return wrong_state("工作室已归档，只供查阅", "the studio is archived and only to be read",
                           at="input.studioId", rule=rule)  # fmt: skip
    return wrong_state(
        f"工作室当前状态为“{one.status.title_zh}”，尚未终止或摘牌",
        f"the studio is in the state: {one.status.title_en}; it has not ended",
        at="input.studioId",
        rule=rule,
    )


def not_ahead(on: date, *, today: date) -> Refusal | None:
    """Why a day cannot be the day on which something was done."""
    if on <= today:
        return None
    return Refusal(
        code="DAY_AHEAD",
        zh="日期晚于今天，请填写实际日期",
        en="the day lies ahead; give the day on which it was done",
        at="input.happenedOn",
        rule="W6",
    )


def _decides(actor: Actor, by: frozenset[Role], zh: str, en: str, *, rule: str) -> Refusal | None:
    if actor.is_machine:
        return machines_never(zh, en)
    return None if actor.roles & by else wrong_role(min(by), zh, en, rule=rule)


def _not_grantor(zh: str, en: str, *, rule: str) -> Refusal:
    return Refusal(
        code="WRONG_BODY",
        zh=f"{zh}由原授牌单位办理",
        en=f"{en} is for the body that granted the plaque",
        at="input.studioId",
        rule=rule,
    )


def _living(one: Standing) -> Refusal | None:
    if one.status in LIVING:
        return None
    return wrong_state(
        f"工作室当前状态为“{one.status.title_zh}”，不能再作此决定",
        f"the studio is in the state: {one.status.title_en}; this cannot be decided any more",
        at="input.studioId",
        rule="A-53",
    )


def _reasoned(reason: str, rule: str) -> Refusal | None:
    return None if reason.strip() else needed("理由", "the reason", at="input.reason", rule=rule)


def _unsettled(one: Standing) -> Refusal | None:
    if one.plate_out:
        return wrong_state(
            "标牌尚未收回，请先由原授牌单位收回后再完成归档",
            "the plate is not recovered; the body that granted it recovers it first",
            at="input.studioId",
            rule="R-119",
        )
    if one.open_opinions:
        return wrong_state(
            f"还有{one.open_opinions}件未办结意见，请先移交后再完成归档",
            f"{one.open_opinions} opinions are open; hand them on first",
            at="input.studioId",
            rule="A-58",
        )
    return None
