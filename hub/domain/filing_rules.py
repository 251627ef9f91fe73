"""The rules of filing (behaviour.md §2b): who may take which step, what it needs, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hub.domain.access import Role
from hub.domain.command import Actor, Refusal, machines_never, needed, wrong_role, wrong_state
from hub.domain.filing_settings import FormItem
from hub.domain.level import Level
from hub.domain.registry_words import FilingKind, FilingStatus
from hub.domain.words import ENDED, StudioStatus

ON_FILE = frozenset({FilingStatus.FILED, FilingStatus.FILED_WITH_REMARKS})

NEXT: Mapping[FilingStatus, frozenset[FilingStatus]] = {
    FilingStatus.SUBMITTED: frozenset({FilingStatus.RECEIPTED}),
    FilingStatus.RECEIPTED: ON_FILE | {FilingStatus.RETURNED},
    FilingStatus.RETURNED: frozenset({FilingStatus.SUBMITTED}),
    FilingStatus.FILED: frozenset(),
    FilingStatus.FILED_WITH_REMARKS: frozenset(),
}
"""Which state may follow which; a filing only ever comes back for its form, and none ends in a refusal (A-40)."""


@dataclass(frozen=True, kw_only=True)
class StudioFacts:
    """What the rules must know of a studio."""

    owner: str
    name: str
    status: StudioStatus
    legacy: bool = False
    approved_on: date | None = None
    plaqued_on: date | None = None
    ended_on: date | None = None
    filed_on: date | None = None
    filing_number: str | None = None
    was_unfiled: bool = False
    """It has worked without being on file, whatever its state is now."""

    @property
    def is_filed(self) -> bool:
        """Whether it is on file with the province office."""
        return self.filed_on is not None or self.filing_number is not None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A filing as it stands."""

    kind: FilingKind
    status: FilingStatus
    attempt: int
    submitted_by: str
    awaits_answer: bool = False
    """Its remarks are about the substance, and nobody has answered them."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asks the office to be notified of."""

    kind: FilingKind
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """What putting a filing on file comes to; `status` of the studio is null where it stays as it is."""

    filing: FilingStatus
    remarks: str | None
    takes_number: bool
    studio: StudioStatus | None
    asks_answer: bool = False


def submitter(actor: Actor, studio: StudioFacts) -> Role | Refusal:
    """The role in which a caller submits: its owner's department, or a system of the branch (its rights say which)."""
    if _is_the_department(actor, studio):
        return Role.MANAGING_DEPARTMENT
    if Role.CITY_SYSTEM in actor.roles:
        return Role.CITY_SYSTEM
    return wrong_role(Role.MANAGING_DEPARTMENT, "提交备案", "submitting a filing", rule="R-77")


def submission(
    wish: Wish, *, studio: StudioFacts, held: Standing | None, needs: Sequence[FormItem], today: date
) -> int | Refusal:
    """Which attempt a submission is, from 1; `held` is the latest filing of the studio of the same kind."""
    refusal = (
        _too_early(wish, studio)
        or _stands(wish, studio, held)
        or _incomplete(wish, studio, needs)
        or _out_of_order(wish, studio, today)
    )
    if refusal is not None:
        return refusal
    return held.attempt + 1 if held is not None and held.status is FilingStatus.RETURNED else 1


def receipt(actor: Actor, filing: Standing) -> Refusal | None:
    """Why a caller may not receive a filing."""
    return _by_the_office(actor, filing, "签收备案", "receiving a filing") or _in_state(
        filing, FilingStatus.SUBMITTED, "签收", "received"
    )


def returning(actor: Actor, filing: Standing) -> Refusal | None:
    """Why a caller may not return a filing, whatever its defects."""
    return _by_the_office(actor, filing, "退回备案", "returning a filing") or _in_state(
        filing, FilingStatus.RECEIPTED, "退回", "returned"
    )


def defects_of_form(given: Sequence[str]) -> tuple[str, ...] | Refusal:
    """The defects that are named, or a refusal when there are none: what is not a defect of form is a remark."""
    named = tuple(text for one in given if (text := one.strip()))
    if named:
        return named
    return Refusal(
        code="NO_DEFECT_OF_FORM",
        zh="退回须写明至少一项形式缺陷；对内容有不同意见的，不属于形式缺陷，请予以备案并附意见",
        en="name at least one defect of form; an objection to the substance is none: file it with remarks instead",
        at="input.defects",
        rule="A-40",
    )


def accepting(actor: Actor, filing: Standing) -> Refusal | None:
    """Why a caller may not put a filing on file."""
    return _by_the_office(actor, filing, "办理备案", "putting on file") or _in_state(
        filing, FilingStatus.RECEIPTED, "备案", "put on file"
    )


def acceptance(filing: Standing, studio: StudioFacts, *, remarks: str | None, asks_answer: bool = False) -> Acceptance:
    """What putting a filing on file comes to; a studio takes its number once and keeps it ever after."""
    words = (remarks or "").strip() or None
    active = filing.kind is FilingKind.NEW_STUDIO and studio.status is StudioStatus.UNFILED_ACTIVE
    return Acceptance(
        filing=FilingStatus.FILED if words is None else FilingStatus.FILED_WITH_REMARKS,
        remarks=words,
        takes_number=studio.filing_number is None,
        studio=StudioStatus.ACTIVE if active else None,
        asks_answer=asks_answer,
    )


def renaming(actor: Actor, studio: StudioFacts) -> Refusal | None:
    """Why a caller may not rename a studio, whatever the name."""
    if not _is_the_department(actor, studio):
        return wrong_role(Role.MANAGING_DEPARTMENT, "工作室更名", "renaming a studio", rule="R-72")
    if studio.status in ENDED:
        title = studio.status.titles
        return wrong_state(
            f"工作室已处于“{title.zh}”状态，不再更名",
            f"the studio has ended ({title.en}); it keeps its name",
            rule="A-41",
        )
    return None


def new_name(studio: StudioFacts, name: str) -> str | Refusal:
    """The name that a studio gets; whether it follows the rules of naming is judged elsewhere."""
    text = name.strip()
    if not text:
        return needed("新名称", "the new name", at="input.name", rule="A-41")
    if text == studio.name:
        return Refusal(
            code="SAME_NAME",
            zh="新名称与现名称相同，无须更名",
            en="this is its name already",
            at="input.name",
            rule="A-41",
        )
    return text


def _is_the_department(actor: Actor, studio: StudioFacts) -> bool:
    return Role.MANAGING_DEPARTMENT in actor.roles and actor.body_id == studio.owner


def _too_early(wish: Wish, studio: StudioFacts) -> Refusal | None:
    if studio.status is StudioStatus.DRAFT:
        return wrong_state(
            "工作室尚未授牌，不能备案，请先完成审批和授牌",
            "the studio has no plaque yet; file it once it was approved and given its plaque",
            rule="R-77",
        )
    if wish.kind is FilingKind.NEW_STUDIO or studio.is_filed or studio.legacy:
        return None
    return Refusal(
        code="FILE_NEW_STUDIO_FIRST",
        zh="该工作室尚未备案，请先办理新建备案，再办理变更备案",
        en="the studio is not on file yet; file it as new first, then its change",
        at="input.kind",
        rule="A-41",
    )


def _stands(wish: Wish, studio: StudioFacts, held: Standing | None) -> Refusal | None:
    if held is not None and held.status in (FilingStatus.SUBMITTED, FilingStatus.RECEIPTED):
        title = held.status.titles
        return Refusal(
            code="FILING_STANDS",
            zh=f"该项备案{title.zh}，无须重复提交，请等待省政协办公厅办理",
            en=f"this filing has been {title.en}; there is no need to submit it again",
            rule="F1",
        )
    if wish.kind is not FilingKind.NEW_STUDIO or (not studio.is_filed and (held is None or held.status not in ON_FILE)):
        return None
    number = studio.filing_number
    return Refusal(
        code="ALREADY_FILED",
        zh="该工作室已备案" + (f"，备案号 {number}" if number else "") + "，每个工作室只备案一次",
        en="the studio is on file" + (f" under {number}" if number else "") + "; each is filed as new once",
        rule="F1",
    )


def _incomplete(wish: Wish, studio: StudioFacts, needs: Sequence[FormItem]) -> Refusal | None:
    given = {
        FormItem.APPROVED_ON: studio.approved_on,
        FormItem.PLAQUED_ON: studio.plaqued_on,
        FormItem.ENDED_ON: studio.ended_on,
        FormItem.BEFORE: (wish.before or "").strip(),
        FormItem.AFTER: (wish.after or "").strip(),
    }
    missing = [one for one in needs if not given[one]]
    if not missing:
        return None
    asked = missing[0] if len(missing) == 1 else None
    return Refusal(
        code="FORM_INCOMPLETE",
        zh=f"备案材料不全，缺少：{'、'.join(one.title_zh for one in missing)}，请补齐后提交",
        en=f"the form is not complete; missing: {', '.join(one.title_en for one in missing)}",
        at=f"input.{asked.value.lower()}" if asked in (FormItem.BEFORE, FormItem.AFTER) else None,
        rule="A-40",
    )


def _out_of_order(wish: Wish, studio: StudioFacts, today: date) -> Refusal | None:
    """Approval, plaque and filing come in this order (B9); of a day that is not known nothing is said."""
    if wish.kind is not FilingKind.NEW_STUDIO:
        return None
    days = [one for one in (studio.approved_on, studio.plaqued_on, today) if one is not None]
    if days == sorted(days):
        return None
    return Refusal(
        code="DATES_OUT_OF_ORDER",
        zh="日期顺序有误，应为主席会议同意不晚于授牌、授牌不晚于备案，请核对工作室日期",
        en="the days are out of order: approval, then plaque, then filing; correct the days of the studio",
        rule="B9",
    )


def _by_the_office(actor: Actor, filing: Standing, zh: str, en: str) -> Refusal | None:
    """Only people of the province office act on what was filed, and nobody on what they submitted (I8, F6)."""
    if actor.is_machine:
        return machines_never(zh, en)
    if Role.PROVINCE_OFFICE not in actor.roles or actor.level is not Level.PROVINCE:
        return wrong_role(Role.PROVINCE_OFFICE, zh, en, rule="R-77")
    if actor.subject == filing.submitted_by:
        return Refusal(
            code="OWN_FILING",
            zh=f"{zh}须由提交人以外的人员办理",
            en=f"{en} is done by somebody other than who submitted it",
            rule="I8",
        )
    return None


def _in_state(filing: Standing, wanted: FilingStatus, zh: str, en: str) -> Refusal | None:
    if filing.status is wanted:
        return None
    now = filing.status.titles
    return wrong_state(
        f"该备案现为“{now.zh}”，只有“{wanted.title_zh}”的备案可以{zh}",
        f"the filing is {now.en}; only one that is {wanted.title_en} can be {en}",
        rule="A-40",
    )
