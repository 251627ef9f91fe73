"""The reporting side of the quarter: open, save, recompute, validate, submit, receive, withdraw (A1 to A6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice

from hub.domain.calendar import WorkingCalendar
from hub.domain.command import Actor, Refusal, wrong_state
from hub.domain.due import DueRule, Timing, due_day, received
from hub.domain.rollup_digest import Digest, Line
from hub.domain.rollup_facts import (
    EDITABLE,
    IN_FORCE,
    UNDER_WAY,
    Duty,
    Grant,
    Terms,
    Version,
    in_state,
    keeper,
    own_unit,
)
from hub.domain.rollup_findings import Validation, misplaced
from hub.domain.rollup_words import ObligationStatus, PeriodStatus, VersionKind, VersionStatus

_WORKED_ON = frozenset({ObligationStatus.EXPECTED})


@dataclass(frozen=True, kw_only=True)
class Received:
    """What a receipt comes to (A6)."""

    version: Version
    obligation: ObligationStatus
    timing: Timing


def opening(
    actor: Actor | None,
    rule: DueRule,
    *,
    issuer: str,
    starts_on: date,
    ends_on: date,
    is_published: bool,
    is_open: bool,
    calendar: WorkingCalendar,
) -> Timing | Refusal:
    """The days with which a period opens (A1); `actor` is None when the hub opens it by itself."""
    refusal = None if actor is None else keeper(actor, issuer, "开启期次", "opening a period")
    if refusal is not None:
        return refusal
    if is_open:
        return wrong_state("该期次已经开启，无须重复开启", "this period is open already", rule="A1")
    if not is_published:
        return Refusal(
            code="NOT_PUBLISHED",
            zh="该期末报表定义尚未生效，请先发布报表定义",
            en="no version of this definition is in force at the end of the period; publish one first",
            rule="A1",
        )
    due = due_day(rule, starts_on=starts_on, ends_on=ends_on, calendar=calendar)
    return due if isinstance(due, Refusal) else Timing(due_original=due, due_effective=due)


def save(
    actor: Actor,
    duty: Duty,
    version: Version,
    terms: Terms,
    *,
    expected_revision: int,
    lines: Sequence[Line],
    now: datetime,
) -> Version | Refusal:
    """The draft after lines were written (A2): what was validated falls back to a draft."""
    refusal = (
        own_unit(actor, duty, terms, "填报", "drafting")
        or still_owed(duty, version.kind)
        or in_state(version, EDITABLE, "修改", "changing it", rule="I2")
        or _stale(version, expected_revision)
        or _grant_lapsed(version.grant, version.kind, now)
        or misplaced(lines, terms, version.grant)
    )
    if refusal is not None:
        return refusal
    return replace(
        version,
        status=VersionStatus.DRAFT,
        revision=version.revision + 1,
        stamp=None,
        last_edited_by=actor.subject,
    )


def started(duty: Duty) -> ObligationStatus:
    """The state of an obligation once something was drafted: only one that nobody has touched yet moves."""
    return ObligationStatus.IN_PROGRESS if duty.status in _WORKED_ON else duty.status


def recompute(actor: Actor | None, duty: Duty, version: Version, terms: Terms, *, watermark: str) -> Version | Refusal:
    """The draft against newer facts (A3): what is claimed stays; nothing from SUBMITTED on is ever recomputed (I10)."""
    if actor is not None and (refusal := own_unit(actor, duty, terms, "重新计算", "recomputing")) is not None:
        return refusal
    refusal = in_state(version, EDITABLE, "重新计算", "recomputing", rule="I10")
    if refusal is not None:
        return refusal
    if watermark == version.watermark:
        return version
    return replace(version, status=VersionStatus.DRAFT, watermark=watermark, stamp=None)


def validated(actor: Actor, duty: Duty, version: Version, terms: Terms, *, validation: Validation) -> Version | Refusal:
    """The version with what a validation leaves on it: its stamp and its state, and nothing else (A4)."""
    refusal = own_unit(actor, duty, terms, "校验", "validating") or in_state(
        version, EDITABLE, "校验", "validating", rule="I2"
    )
    if refusal is not None:
        return refusal
    clean = validation.status is VersionStatus.VALIDATED
    return replace(version, status=validation.status, stamp=validation.stamp if clean else None)


def submit(
    actor: Actor,
    duty: Duty,
    version: Version,
    terms: Terms,
    *,
    validation: Validation,
    digest: Digest,
    others: Collection[VersionStatus],
    now: datetime,
) -> Version | Refusal:
    """The version as submitted (A5): `validation` is a fresh one, `others` are the obligation's other versions."""
    refusal = (
        own_unit(actor, duty, terms, "报送", "submitting")
        or still_owed(duty, version.kind)
        or _stands(version, others)
        or _grant_lapsed(version.grant, version.kind, now)
        or in_state(version, EDITABLE, "报送", "submitting", rule="I2")
        or _hindered(validation)
        or in_state(version, frozenset({VersionStatus.VALIDATED}), "报送", "submitting", rule="A5")
        or _changed_since(version, validation, digest)
        or _second_person(actor, version, terms)
    )
    if refusal is not None:
        return refusal
    return replace(version, status=VersionStatus.SUBMITTED, submitted_by=actor.subject)


def receipt(duty: Duty, version: Version, *, at: datetime) -> Received | Refusal:
    """The receipt of what was submitted (A6): the first one decides for good whether it came in time (I7)."""
    refusal = in_state(version, frozenset({VersionStatus.SUBMITTED}), "签收", "a receipt", rule="A6")
    if refusal is not None:
        return refusal
    in_force = duty.status in (ObligationStatus.ACCEPTED, ObligationStatus.CLOSED)
    return Received(
        version=replace(version, status=VersionStatus.RECEIPTED),
        obligation=duty.status if in_force else ObligationStatus.RECEIVED,
        timing=received(duty.timing, at=at),
    )


def withdraw(actor: Actor, duty: Duty, version: Version, terms: Terms) -> Version | Refusal:
    """The version as withdrawn, before anybody began to review it; it is corrected by a new one (`following`)."""
    refusal = own_unit(actor, duty, terms, "撤回", "withdrawing") or in_state(
        version, frozenset({VersionStatus.RECEIPTED}), "撤回", "withdrawing", rule="behaviour §2a"
    )
    if refusal is not None:
        return refusal
    if version.in_review:
        return wrong_state(
            "受理方已开始审核，不能撤回；如需更正，请联系受理方退回",
            "its review has begun; ask the receiving side to return it instead",
            rule="behaviour §2a",
        )
    return replace(version, status=VersionStatus.WITHDRAWN)


def following(version: Version) -> Version:
    """The prefilled draft after one that was returned or withdrawn; that of an amendment stays within its grant."""
    amends = version.kind is VersionKind.AMENDMENT
    return Version(
        number=version.number + 1,
        kind=VersionKind.AMENDMENT if amends else VersionKind.CORRECTION,
        watermark=version.watermark,
        grant=version.grant,
    )


def still_owed(duty: Duty, kind: VersionKind) -> Refusal | None:
    """Why a unit owes nothing that it could still report: it is exempt, or the period is closed (A5)."""
    if duty.status is ObligationStatus.EXEMPT:
        return wrong_state("本单位本期免报，无须填报", "this unit is exempt; nothing is owed", rule="A5")
    if duty.period is PeriodStatus.CLOSED and kind is not VersionKind.AMENDMENT:
        return Refusal(
            code="PERIOD_CLOSED",
            zh="本期已结清，不能再报送；确需更正的，请向受理方申请修订",
            en="the period is closed; ask the receiving side for leave to amend",
            rule="A5",
        )
    return None


def _stale(version: Version, expected_revision: int) -> Refusal | None:
    if version.revision == expected_revision:
        return None
    return Refusal(
        code="REVISION_CHANGED",
        zh=f"草稿已被他人修改（现为第{version.revision}次修改），请刷新后核对再保存",
        en=f"the draft was changed meanwhile and is at revision {version.revision}; read it again before saving",
        at="input.expectedRevision",
        rule="A2",
    )


def _grant_lapsed(grant: Grant | None, kind: VersionKind, now: datetime) -> Refusal | None:
    if kind is not VersionKind.AMENDMENT or (grant is not None and grant.is_open(now)):
        return None
    return Refusal(
        code="GRANT_EXPIRED",
        zh="修订期限已过，请重新申请修订",
        en="the time to amend has run out; ask for leave again",
        rule="A10",
    )


def _stands(version: Version, others: Collection[VersionStatus]) -> Refusal | None:
    """At most one version lies with the receiving side and one is in force; both only for an amendment (I1)."""
    in_force = sum(one in IN_FORCE for one in others)
    if version.kind is VersionKind.AMENDMENT and in_force != 1:
        return wrong_state("没有可修订的已接受版本", "there is no accepted version to amend", rule="A10")
    standing = [one for one in others if one in UNDER_WAY]
    if not standing and (version.kind is VersionKind.AMENDMENT or not in_force):
        return None
    return Refusal(
        code="VERSION_STANDS",
        zh="本期已有版本报送在案，不能再报送另一版；如需更正，请先撤回或等待退回",
        en="another version of this report stands; withdraw it, or wait until it is returned",
        rule="I1",
    )


def _hindered(validation: Validation) -> Refusal | None:
    blocks, unanswered = validation.blocks, validation.unanswered
    if blocks:
        return Refusal(
            code="BLOCKED",
            zh=f"有{len(blocks)}项必须改正：{_first(one.message.zh for one in blocks)}",
            en=f"{len(blocks)} findings must be corrected first: {_first(one.message.en for one in blocks)}",
            rule=blocks[0].rule or "A5",
        )
    if not unanswered:
        return None
    return Refusal(
        code="UNEXPLAINED",
        zh=f"有{len(unanswered)}项差异尚未说明：{_first(one.message.zh for one in unanswered)}",
        en=f"{len(unanswered)} differences are not explained yet: {_first(one.message.en for one in unanswered)}",
        rule="A5",
    )


def _changed_since(version: Version, validation: Validation, digest: Digest) -> Refusal | None:
    stamp = version.stamp
    if stamp == validation.stamp and validation.stamp.digest.same(digest):
        return None
    return Refusal(
        code="DIGEST_CHANGED",
        zh="校验之后内容、规则或数据已有变化，请重新校验，核对后再报送",
        en="the content, the rules or the facts changed since the validation; validate again before submitting",
        at="input.digest",
        rule="A5",
    )


def _second_person(actor: Actor, version: Version, terms: Terms) -> Refusal | None:
    if not terms.two_person or actor.subject != version.last_edited_by:
        return None
    return Refusal(
        code="SECOND_PERSON",
        zh="本报表须由最后编辑人以外的人员报送，请由他人签发",
        en="this report is submitted by somebody other than who edited it last",
        rule="A5",
    )


def _first(messages: Iterable[str]) -> str:
    """The first few of many messages."""
    named = list(islice(messages, _NAMED + 1))
    return "; ".join(named[:_NAMED]) + (" …" if len(named) > _NAMED else "")


_NAMED = 3
