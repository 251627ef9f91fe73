"""A studio that ends, as the rules see it: who decides and archives, and what is left to be done about it (W6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.domain.access import Role
from hub.domain.registry_words import TaskKind
from hub.domain.standard_words import ApprovalStep
from hub.domain.structure_facts import Rule
from hub.domain.words import OpinionClass, OpinionStatus, StudioStatus, StudioType

SETTLED = frozenset({OpinionStatus.REFERRED, OpinionStatus.NOT_ACCEPTED, OpinionStatus.FED_BACK})
"""States in which an opinion asks for nothing more (W3); in all others it is open (A-58)."""

AFTER = frozenset({StudioStatus.TERMINATED, StudioStatus.PLAQUE_REMOVED})
"""States of a studio that has ended and is not archived yet."""

_STEP_ROLES = {ApprovalStep.CHAIR_MEETING: Role.CHAIR_MEETING, ApprovalStep.PARTY_GROUP: Role.PARTY_GROUP}
_PARTIES = {"主管部门": Role.MANAGING_DEPARTMENT, "专门委员会": Role.SPECIAL_COMMITTEE}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A studio as the rules of its ending see it."""

    name: str
    status: StudioStatus
    type: StudioType
    owner: str
    committee: str | None
    grantor: str
    """Body that granted the plaque; the owner where none is on record (S3:151)."""
    plate_out: bool = False
    """A plate was granted and is not recovered."""
    open_opinions: int = 0
    """Opinions that are open and not handed on."""
    archivists: frozenset[Role] = frozenset({Role.MANAGING_DEPARTMENT})
    archived_by: frozenset[Role] = frozenset()
    is_filed: bool = False


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Something that is left to be done about an ended studio."""

    kind: TaskKind
    body: str
    rule: str
    why: str
    committee: str | None = None


def deciders(chains: Sequence[Sequence[str]]) -> frozenset[Role]:
    """Who decides by approval chains: those whose step is in them, either where no document says (A-53)."""
    steps = {step for chain in chains for step in chain}
    found = frozenset(role for step, role in _STEP_ROLES.items() if step in steps)
    return found or frozenset(_STEP_ROLES.values())


def is_open(status: OpinionStatus, opinion_class: OpinionClass) -> bool:
    """Whether an opinion still asks for something; an inquiry is done with its answer (W3)."""
    answered = opinion_class is OpinionClass.INQUIRY and status is OpinionStatus.ANSWERED
    return status not in SETTLED and not answered


def archivists(rules: Sequence[Rule]) -> frozenset[Role]:
    """Who collects and archives: the managing department, and whom the standards name beside it (R-122)."""
    named = {role for rule in rules for item in rule.items for words, role in _PARTIES.items() if words in item}
    return frozenset({Role.MANAGING_DEPARTMENT}) | named


def left_to_do(one: Standing) -> tuple[Wanted, ...]:
    """What people have to do now that a studio has ended."""
    name = one.name
    found = []
    if one.plate_out:
        why = f"“{name}”已终止或摘牌，标牌由原授牌单位收回"
        found.append(Wanted(kind=TaskKind.RECOVER_PLATE, body=one.grantor, rule="R-119", why=why))
    if one.open_opinions:
        why = f"“{name}”有{one.open_opinions}件未办结意见，归档前须移交"
        found.append(Wanted(kind=TaskKind.HAND_ON_OPINIONS, body=one.owner, rule="A-58", why=why))
    for role in sorted(one.archivists):
        committee = one.committee if role is Role.SPECIAL_COMMITTEE else None
        why = f"“{name}”的档案资料由{role.title_zh}收集、归档"
        found.append(Wanted(kind=TaskKind.ARCHIVE, body=one.owner, rule="R-122", why=why, committee=committee))
    if one.is_filed:
        why = f"“{name}”已终止或摘牌，须向备案单位报送终止变更"
        found.append(Wanted(kind=TaskKind.FILE_AMENDMENT, body=one.owner, rule="A-41", why=why))
    return tuple(found)
