"""The rules of a proposal of joint work: who may propose it, and which parties, direction and studio go together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hub.domain.access import Role
from hub.domain.arrangement import ProposeArrangement, ProposedParty
from hub.domain.arrangement_rules import PartyFacts, not_after, speaks_for
from hub.domain.command import Actor, Refusal, machines_never, needed, wrong_role, wrong_state
from hub.domain.level import Level
from hub.domain.registry_words import LinkDirection, LinkForm, PartyKind, PartyRole
from hub.domain.words import ENDED, StudioStatus

MOST_PARTIES = 100
_HIGHEST_FIRST = tuple(Level)
_TAKES: dict[PartyKind, frozenset[str]] = {
    PartyKind.STUDIO: frozenset({"studio_id"}),
    PartyKind.COMMITTEE: frozenset({"committee_id"}),
    PartyKind.BODY: frozenset({"body_code"}),
    PartyKind.GROUP: frozenset({"body_code", "name"}),
}
"""What names a party that has a body here; all other kinds have none and are named by their name (A-63, A-64)."""
_NAMED = frozenset({"name"})
_TITLES = {
    "studio_id": ("studioId", "工作室标识", "the studio's identifier"),
    "committee_id": ("committeeId", "专委会标识", "the committee's identifier"),
    "body_code": ("bodyCode", "政协代码", "the body's code"),
    "name": ("name", "名称", "the name"),
}


@dataclass(frozen=True, kw_only=True)
class JointStudio:
    """The studio that is built jointly, as the rules see it."""

    owner_body_id: str
    committee_id: str | None
    status: StudioStatus


def has_login(kind: PartyKind) -> bool:
    """Whether a party of this kind is spoken for by a body here."""
    return kind in _TAKES


def can_propose(actor: Actor) -> Refusal | None:
    """Why the caller cannot propose joint work at all."""
    if actor.is_machine:
        return machines_never("提议联动", "proposing joint work, which is the lead's own consent,")
    if actor.body_id is None or not actor.roles & {Role.MANAGING_DEPARTMENT, Role.SPECIAL_COMMITTEE}:
        return wrong_role(Role.MANAGING_DEPARTMENT, "提议联动", "proposing joint work", rule="W8")
    return None


def named_rightly(party: ProposedParty, *, at: str) -> Refusal | None:
    """What is wrong with the way in which a party is named."""
    wanted = _TAKES.get(party.kind, _NAMED)
    for field, (shown, zh, en) in _TITLES.items():
        value = getattr(party, field)
        if field in wanted and not (value or "").strip():
            return needed(zh, en, at=f"{at}.{shown}", rule="A-64")
        if field not in wanted and value is not None:
            return Refusal(
                code="NOT_OF_THIS_KIND",
                zh=f"“{party.kind.title_zh}”不填{zh}，请删去",
                en=f"a party of this kind ({party.kind.title_en}) takes no such field: {en}; leave it out",
                at=f"{at}.{shown}",
                rule="A-64" if has_login(party.kind) else "A-63",
            )
    return None


def has_body_here(name: str, *, at: str) -> Refusal:
    """A body of the reference answers for itself; it cannot be named as one without a login."""
    return Refusal(
        code="HAS_A_BODY_HERE",
        zh=f"“{name}”在本系统有组织，请以 BODY 和政协代码列为参与方，由其自行表态",
        en=f"{name} is a body here; name it as BODY by its code, so that it answers for itself",
        at=at,
        rule="A-63",
    )


def levels_of(parties: Sequence[PartyFacts]) -> tuple[Level, ...]:
    """The levels that take part, highest first."""
    present = {one.level for one in parties}
    return tuple(level for level in _HIGHEST_FIRST if level in present)


def judged_proposal(
    command: ProposeArrangement,
    parties: Sequence[PartyFacts],
    *,
    actor: Actor,
    today: date,
    studio: JointStudio | None,
    takes_in: frozenset[Level] | None,
) -> Refusal | None:
    """What is wrong with a proposal whose parties are found; `takes_in` are the levels that R-33 names, if any."""
    return (
        _given(command, today=today)
        or _parties(parties, actor=actor)
        or _direction(command.direction, parties)
        or _studio(command, studio, actor=actor)
        or _cross_membership(command, parties, takes_in)
    )


def _given(command: ProposeArrangement, *, today: date) -> Refusal | None:
    if not command.topic.strip():
        return needed("议题", "the topic", at="input.topic", rule="W8")
    if not command.procedure.strip():
        return needed("牵头方同意程序", "the lead's own procedure", at="input.procedure", rule="W8")
    return not_after(command.given_on, today, at="input.givenOn") or not_after(
        command.agreement_signed_on, today, at="input.agreementSignedOn"
    )


def _parties(parties: Sequence[PartyFacts], *, actor: Actor) -> Refusal | None:
    if not 2 <= len(parties) <= MOST_PARTIES:
        return _about_parties(
            "NUMBER_OF_PARTIES",
            f"联动须有 2 至 {MOST_PARTIES} 个参与方，请调整",
            f"joint work has 2 to {MOST_PARTIES} parties; name them",
            rule="A-62",
        )
    leads = [one for one in parties if one.role is PartyRole.LEAD]
    if len(leads) != 1:
        return _about_parties(
            "ONE_LEAD",
            "牵头方须有且仅有一个，请调整角色",
            "exactly one party leads, since joint work has one owner; change the roles",
            rule="A-05",
        )
    if leads[0].body_id != actor.body_id:
        return _about_parties(
            "LEAD_NOT_YOURS",
            "只能以本级政协为牵头方提议，请由牵头方提议",
            "who proposes leads; leave the proposal to the body that leads",
            rule="A-05",
        )
    if not speaks_for(actor, leads[0]):
        return wrong_role(
            Role.MANAGING_DEPARTMENT, f"以“{leads[0].name}”牵头", f"letting {leads[0].name} lead", rule="W8"
        )
    names = Counter((one.kind, one.body_id, one.studio_id, one.committee_id, one.name.strip()) for one in parties)
    twice = next((name for *_, name in (key for key, number in names.items() if number > 1)), None)
    if twice is not None:
        return _about_parties(
            "PARTY_TWICE", f"“{twice}”重复，请删去一个", f"{twice} stands twice; leave one out", rule="W8"
        )
    return None


def _about_parties(code: str, zh: str, en: str, *, rule: str) -> Refusal:
    return Refusal(code=code, zh=zh, en=en, at="input.parties", rule=rule)


def _direction(direction: LinkDirection, parties: Sequence[PartyFacts]) -> Refusal | None:
    lead = next(one for one in parties if one.role is PartyRole.LEAD)
    levels = levels_of(parties)
    fitting, zh, en = {
        LinkDirection.VERTICAL: (len(levels) > 1, "须有两级以上参与方", "needs parties of two levels or more"),
        LinkDirection.HORIZONTAL: (len(levels) == 1, "各方须为同一级别", "is between parties of one level"),
        LinkDirection.DEPARTMENT: (
            any(one.kind is PartyKind.DEPARTMENT for one in parties),
            "须有职能部门参加",
            "needs a government department",
        ),
        LinkDirection.CROSS_REGION: (
            any(_of_elsewhere(one, lead) for one in parties),
            "须有其他地方的政协或单位参加",
            "needs a body of another place",
        ),
    }[direction]
    if fitting:
        return None
    return Refusal(
        code="WRONG_DIRECTION",
        zh=f"“{direction.title_zh}”{zh}，请调整方向或参与方",
        en=f"this direction ({direction.title_en}) {en}; change it or the parties",
        at="input.direction",
        rule="A-62",
    )


def _of_elsewhere(party: PartyFacts, lead: PartyFacts) -> bool:
    return party.kind is PartyKind.OUTSIDE_BODY or party.body_id not in (None, lead.body_id)


def _studio(command: ProposeArrangement, studio: JointStudio | None, *, actor: Actor) -> Refusal | None:
    at = "input.studioId"
    if command.form is not LinkForm.CO_BUILDING:
        if studio is None:
            return None
        return Refusal(
            code="NOT_CO_BUILDING",
            zh="仅联合共建填写共建工作室；其他形式请将工作室列为参与方",
            en="only joint building names a studio that is built; in other forms the studio is a party",
            at=at,
            rule="A-62",
        )
    if studio is None:
        return needed("共建工作室", "the studio that is built jointly", at=at, rule="A-05")
    if studio.owner_body_id != actor.body_id:
        return Refusal(
            code="STUDIO_NOT_YOURS",
            zh="共建的工作室须归牵头方所有，由归属政协提议",
            en="the studio belongs to the lead, which alone counts it; its owner makes the proposal",
            at=at,
            rule="A-05",
        )
    if Role.MANAGING_DEPARTMENT not in actor.roles and studio.committee_id not in actor.committees:
        return wrong_role(Role.MANAGING_DEPARTMENT, "共建非本委联系的工作室", "building it jointly", rule="W8")
    if studio.status in ENDED:
        return wrong_state(
            f"该工作室现为“{studio.status.title_zh}”，不能共建",
            f"it has ended and cannot be built jointly; it now is: {studio.status.title_en}",
            at=at,
            rule="W8",
        )
    return None


def _cross_membership(
    command: ProposeArrangement, parties: Sequence[PartyFacts], takes_in: frozenset[Level] | None
) -> Refusal | None:
    """Only the way down from the province is named (R-33); where the texts say it, another way is an exception."""
    if command.form is not LinkForm.CROSS_MEMBERSHIP or takes_in is None:
        return None
    levels = levels_of(parties)
    lead = next(one for one in parties if one.role is PartyRole.LEAD)
    downward = bool(levels) and lead.level is levels[0] and lead.level in takes_in
    if downward or (command.basis or "").strip():
        return None
    return Refusal(
        code="REASON_NEEDED",
        zh="文件只规定省级工作室吸纳市县委员，其他情形为例外，请说明理由",
        en="the texts name provincial studios taking in members of lower levels; give the reason of this exception",
        at="input.basis",
        rule="R-33",
    )
