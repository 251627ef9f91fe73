"""A joint activity: what may be asked, and what is wrong with its parties and their shares (A-05, A-14, I5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from hub.domain.access import Act, Noun
from hub.domain.arrangement_rules import LinkFacts, not_after
from hub.domain.command import Command, Refusal, needed, said, wrong_state
from hub.domain.registry_words import Consent, LinkStatus, PartyRole
from hub.domain.shared import WHOLE
from hub.domain.term import Title
from hub.domain.words import JointRule, Mode

MOST_PARTIES = 30
"""Parties that one activity may have."""
_COUNTS = {"members_count": "membersCount", "public_count": "publicCount", "beneficiaries": "beneficiaries"}


@dataclass(frozen=True, kw_only=True)
class NamedParty:
    """A party as the lead names it, in exactly one of three ways."""

    title: ClassVar[Title] = Title("共同活动参与方", "A party of a joint activity")

    role: PartyRole = said("角色", "what it did; exactly one party, a studio, leads")
    studio_id: str | None = said("工作室标识", "the studio, where it is one", default=None)
    body_code: str | None = said("政协代码", "code of the body, where it is one", default=None)
    name: str | None = said("名称", "name of whoever has no login here", default=None)
    share: int | None = said("份额（‰）", "share in parts per thousand, where persons are split", default=None)


@dataclass(frozen=True, kw_only=True)
class RecordJointActivity(Command):
    """Record an activity that several parties held together: once, by the studio that led it."""

    title: ClassVar[Title] = Title("登记共同活动", "Record an activity of several parties, once, for its lead")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.ACTIVITY
    answers: ClassVar[str] = "Activity"

    parties: tuple[NamedParty, ...] = said("参与方", "all parties, the studio that led among them")
    joint_rule: JointRule = said("共同活动计法", "how persons are credited to the parties; never changed afterwards")
    kind_code: str = said("类别代码", "code of the kind of activity")
    mode: Mode = said("线上或线下", "online, offline or both")
    topic: str = said("主题", "topic")
    held_on: date = said("活动日期", "business day, Asia/Shanghai")
    arrangement_id: str | None = said("联动标识", "linkage it was part of", default=None)
    place: str | None = said("地点", "place", default=None)
    platform: str | None = said("平台", "platform of an online activity", default=None)
    host_bodies: tuple[str, ...] = said("主办单位", "hosts as named", default=())
    departments: tuple[str, ...] = said("参加部门", "departments taking part", default=())
    members_count: int | None = said("参加委员数", "members taking part, persons (人)", default=None)
    public_count: int | None = said("参加群众数", "people of the public", default=None)
    beneficiaries: int | None = said("受益人数", "people helped, person-times (人次)", default=None)
    summary: str | None = said("活动情况", "what was done", default=None)
    published: bool = said("公开", "whether the public sees it", default=False)


@dataclass(frozen=True, kw_only=True)
class JointParty:
    """A party as the rules see it; `body_id` is the body that is credited, if one is here."""

    role: PartyRole
    name: str
    body_id: str | None = None
    studio_id: str | None = None
    committee_id: str | None = None
    share: int | None = None
    ended_on: date | None = None
    """When the studio ended."""


def named_rightly(party: NamedParty, *, at: str) -> Refusal | None:
    """What is wrong with the way in which a party is named."""
    given = [one for one in (party.studio_id, party.body_code, party.name) if (one or "").strip()]
    if len(given) == 1:
        return None
    return Refusal(
        code="NAME_ONE_WAY",
        zh="每个参与方只填工作室标识、政协代码、名称三者之一，请调整",
        en="a party is named by studioId, bodyCode or name, by exactly one of them; change it",
        at=at,
        rule="A-14",
    )


def named_together(parties: Sequence[NamedParty]) -> Refusal | None:
    """What is wrong with the parties before any of them is looked for."""
    if not 2 <= len(parties) <= MOST_PARTIES:
        return _about(
            "NUMBER_OF_PARTIES",
            f"共同活动须有 2 至 {MOST_PARTIES} 个参与方，请调整",
            f"a joint activity has 2 to {MOST_PARTIES} parties; name them",
            rule="A-14",
        )
    leads = [one for one in parties if one.role is PartyRole.LEAD]
    if len(leads) != 1:
        return _about(
            "ONE_LEAD",
            "牵头方须有且仅有一个，请调整角色",
            "exactly one party leads, since the activity has one owner; change the roles",
            rule="A-05",
        )
    if not leads[0].studio_id:
        return _about(
            "LEAD_IS_A_STUDIO",
            "牵头方须为工作室，由其归属政协计数，请填写工作室标识",
            "a studio leads, whose body counts the activity; name it by studioId",
            rule="A-05",
        )
    return None


def judged(command: RecordJointActivity, parties: Sequence[JointParty], *, today: date) -> Refusal | None:
    """What is wrong with a joint activity whose parties are found."""
    return _given(command, today=today) or _who(parties, held_on=command.held_on) or _shares(command, parties)


def judged_link(link: LinkFacts, lead: JointParty) -> Refusal | None:
    """What is wrong with the linkage that a joint activity is said to be part of."""
    at = "input.arrangementId"
    if link.status is not LinkStatus.ACTIVE:
        status = link.status
        return wrong_state(
            f"该联动现为“{status.title_zh}”，仅在生效时可以登记共同活动",
            f"joint activities are recorded under a linkage while it is active; it now is: {status.title_en}",
            at=at,
            rule="W8",
        )
    if any(one.body_id == lead.body_id and one.consent is Consent.AGREED for one in link.parties):
        return None
    return Refusal(
        code="NOT_AN_AGREED_PARTY",
        zh=f"“{lead.name}”的归属政协不是该联动已同意的参与方，请核对联动标识",
        en=f"the body of {lead.name} is no party that has agreed to this linkage; check its identifier",
        at=at,
        rule="W8",
    )


def _given(command: RecordJointActivity, *, today: date) -> Refusal | None:
    if not command.topic.strip():
        return needed("主题", "the topic", at="input.topic", rule="A-14")
    for name, shown in _COUNTS.items():
        if (getattr(command, name) or 0) < 0:
            return Refusal(
                code="WRONG_NUMBER",
                zh="人数不能为负，请更正",
                en="a number of persons is not negative; correct it",
                at=f"input.{shown}",
                rule="I5",
            )
    return not_after(command.held_on, today, at="input.heldOn")


def _who(parties: Sequence[JointParty], *, held_on: date) -> Refusal | None:
    for at, one in enumerate(parties):
        if one.ended_on is not None and one.ended_on < held_on:
            return wrong_state(
                f"“{one.name}”已于 {one.ended_on} 终止，不能参加其后的活动",
                f"{one.name} ended on {one.ended_on} and took part in nothing after that",
                at=f"input.parties.{at}.studioId",
                rule="W6",
            )
    return _twice(parties)


def _twice(parties: Sequence[JointParty]) -> Refusal | None:
    keys = Counter(one.studio_id or one.body_id or one.name for one in parties)
    twice = next((one.name for one in parties if keys[one.studio_id or one.body_id or one.name] > 1), None)
    if twice is None:
        return None
    return _about("PARTY_TWICE", f"“{twice}”重复，请删去一个", f"{twice} stands twice; leave one out", rule="A-14")


def _shares(command: RecordJointActivity, parties: Sequence[JointParty]) -> Refusal | None:
    if command.joint_rule is not JointRule.SPLIT:
        if all(one.share is None for one in parties):
            return None
        return _about(
            "NOT_SPLIT", "仅按份额分计时填写份额，请删去", "shares are given only with SPLIT; leave them out", rule="I5"
        )
    for one in parties:
        if one.body_id is None and one.share is not None:
            return _about(
                "NO_SHARE_OUTSIDE",
                f"“{one.name}”在本系统没有账号，不计份额，请删去",
                f"{one.name} has no login here and is credited with no share; leave it out",
                rule="I5",
            )
        if one.body_id is not None and not 0 <= (-1 if one.share is None else one.share) <= WHOLE:
            return _about(
                "WRONG_SHARE",
                f"“{one.name}”须填 0 至 {WHOLE} 的份额（‰）",
                f"{one.name} needs a share of 0 to {WHOLE} parts per thousand",
                rule="I5",
            )
    total = sum(one.share or 0 for one in parties)
    if total == WHOLE:
        return None
    return _about(
        "SHARES_DO_NOT_SUM",
        f"各方份额之和为 {total}‰，须为 {WHOLE}‰，请调整",
        f"the shares come to {total} parts per thousand and must come to {WHOLE}; change them",
        rule="I5",
    )


def _about(code: str, zh: str, en: str, *, rule: str) -> Refusal:
    return Refusal(code=code, zh=zh, en=en, at="input.parties", rule=rule)


COMMANDS: tuple[type[Command], ...] = (RecordJointActivity,)
