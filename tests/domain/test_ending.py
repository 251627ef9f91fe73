"""How a studio ends: nothing is archived before plate and opinions are settled, and nothing leaves the archive."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hub.domain.access import Role
from hub.domain.command import Actor
from hub.domain.ending_left import Standing, archivists, deciders, is_open, left_to_do
from hub.domain.ending_rules import (
    RULES,
    archiving_as,
    may_archive,
    may_correct,
    may_hand_on,
    may_recover,
    may_remove,
    may_terminate,
)
from hub.domain.level import Level
from hub.domain.registry_words import EndReason, MeasureKind, TaskKind
from hub.domain.standard_words import ApprovalStep, Strength, StructureKind
from hub.domain.structure_facts import Rule
from hub.domain.words import ENDED, LIVING, OpinionClass, OpinionStatus, StudioStatus, StudioType

HERE, THERE, COMMITTEE = "bod_here", "bod_there", "com_here"
BOTH = frozenset({Role.MANAGING_DEPARTMENT, Role.SPECIAL_COMMITTEE})
CHAIRS = frozenset({Role.CHAIR_MEETING})
STANDING = Standing(
    name="测试室", status=StudioStatus.ACTIVE, type=StudioType.SECTOR, owner=HERE, committee=COMMITTEE, grantor=HERE
)


def _actor(role: Role, body: str = HERE, *, is_machine: bool = False) -> Actor:
    return Actor(
        subject="test",
        roles=frozenset({role}),
        is_machine=is_machine,
        body_id=body,
        level=Level.COUNTY,
        committees=frozenset({COMMITTEE}),
    )


@pytest.mark.parametrize(
    ("chains", "roles"),
    [
        ([], {Role.CHAIR_MEETING, Role.PARTY_GROUP}),
        ([[ApprovalStep.VICE_CHAIR_REVIEW, ApprovalStep.CHAIR_MEETING]], {Role.CHAIR_MEETING}),
        ([[ApprovalStep.SITE_INSPECTION, ApprovalStep.PARTY_GROUP]], {Role.PARTY_GROUP}),
    ],
)
def test_who_decides_is_said_by_the_chains(chains: list[list[str]], roles: set[Role]) -> None:
    assert deciders(chains) == roles


def test_the_committee_archives_where_the_standards_name_it() -> None:
    both = Rule(kind=StructureKind.ARCHIVE, strength=Strength.MUST, items=("主管部门", "负责联系指导的专门委员会"))

    assert archivists(()) == {Role.MANAGING_DEPARTMENT}
    assert archivists((both,)) == BOTH


@pytest.mark.parametrize(
    ("status", "opinion_class", "open_"),
    [
        (OpinionStatus.REGISTERED, OpinionClass.PROBLEM, True),
        (OpinionStatus.EXPLAINED, OpinionClass.PROBLEM, True),
        (OpinionStatus.ANSWERED, OpinionClass.PROBLEM, True),
        (OpinionStatus.ANSWERED, OpinionClass.INQUIRY, False),
        (OpinionStatus.FED_BACK, OpinionClass.PROBLEM, False),
        (OpinionStatus.REFERRED, OpinionClass.PETITION, False),
    ],
)
def test_an_opinion_is_open_until_nothing_is_owed(
    status: OpinionStatus, opinion_class: OpinionClass, open_: bool
) -> None:
    assert is_open(status, opinion_class) is open_


def test_what_is_left_to_do_follows_from_the_records() -> None:
    full = replace(STANDING, plate_out=True, grantor=THERE, open_opinions=2, is_filed=True, archivists=BOTH)

    assert [(one.kind, one.body, one.committee) for one in left_to_do(full)] == [
        (TaskKind.RECOVER_PLATE, THERE, None),
        (TaskKind.HAND_ON_OPINIONS, HERE, None),
        (TaskKind.ARCHIVE, HERE, None),
        (TaskKind.ARCHIVE, HERE, COMMITTEE),
        (TaskKind.FILE_AMENDMENT, HERE, None),
    ]
    assert [one.kind for one in left_to_do(STANDING)] == [TaskKind.ARCHIVE]


@pytest.mark.parametrize("cause", sorted(RULES))
def test_no_machine_removes_a_plaque_whatever_it_claims(cause: EndReason) -> None:
    refusal = may_remove(
        _actor(Role.CHAIR_MEETING, is_machine=True), STANDING, CHAIRS, cause=cause, found=frozenset(MeasureKind),
        weak_rule=True, reason="测试",
    )  # fmt: skip

    assert refusal is not None
    assert (refusal.code, refusal.rule) == ("PEOPLE_ONLY", "F6")


def test_only_the_granting_body_decides_on_the_plaque() -> None:
    granted_elsewhere = replace(STANDING, grantor=THERE)

    refusal = may_remove(
        _actor(Role.CHAIR_MEETING), granted_elsewhere, CHAIRS, cause=EndReason.VIOLATION,
        found=frozenset({MeasureKind.VIOLATION}), weak_rule=True, reason="测试",
    )  # fmt: skip

    assert refusal is not None
    assert (refusal.code, refusal.rule, refusal.zh) == ("WRONG_BODY", "A-53", "研究摘牌由原授牌单位办理")


class Ending(RuleBasedStateMachine):
    """A studio that ends, is restored and archived by anybody in any order (W6)."""

    @initialize(plate=st.booleans(), opinions=st.integers(0, 2))
    def begin(self, plate: bool, opinions: int) -> None:
        self.one = replace(STANDING, plate_out=plate, open_opinions=opinions, archivists=BOTH)
        self.by_itself = False
        self.was: list[StudioStatus] = [self.one.status]
        self.recovered = not plate
        self.handed_on = not opinions

    def _turn(self, status: StudioStatus) -> None:
        self.one = replace(self.one, status=status)
        self.was.append(status)

    @rule()
    def ends_by_itself(self) -> None:
        if self.one.status in LIVING:
            self.by_itself = True
            self._turn(StudioStatus.TERMINATED)

    @rule(role=st.sampled_from(sorted(Role)), body=st.sampled_from([HERE, THERE]), machine=st.booleans())
    def terminate(self, role: Role, body: str, machine: bool) -> None:
        if may_terminate(_actor(role, body, is_machine=machine), self.one, CHAIRS, reason="测试") is None:
            self.by_itself = False
            self._turn(StudioStatus.TERMINATED)

    @rule(role=st.sampled_from(sorted(Role)), found=st.sets(st.sampled_from(sorted(MeasureKind))))
    def remove(self, role: Role, found: set[MeasureKind]) -> None:
        refusal = may_remove(
            _actor(role), self.one, CHAIRS, cause=EndReason.ASSESSMENT, found=frozenset(found), weak_rule=False,
            reason="测试",
        )  # fmt: skip
        if refusal is None:
            assert MeasureKind.REMOVAL_DUE in found
            self.by_itself = False
            self._turn(StudioStatus.PLAQUE_REMOVED)

    @rule(role=st.sampled_from(sorted(Role)), body=st.sampled_from([HERE, THERE]))
    def recover(self, role: Role, body: str) -> None:
        if may_recover(_actor(role, body), self.one, evidence="测试") is None:
            assert body == self.one.grantor
            self.recovered = True
            self.one = replace(self.one, plate_out=False)

    @rule(role=st.sampled_from(sorted(Role)), status=st.sampled_from(sorted(StudioStatus)))
    def hand_on(self, role: Role, status: StudioStatus) -> None:
        if may_hand_on(_actor(role), self.one, replace(STANDING, status=status)) is None:
            assert status in LIVING
            self.handed_on = True
            self.one = replace(self.one, open_opinions=0)

    @rule(role=st.sampled_from(sorted(Role)), machine=st.booleans())
    def archive(self, role: Role, machine: bool) -> None:
        actor = _actor(role, is_machine=machine)
        party = archiving_as(actor, self.one)
        if may_archive(actor, self.one) is not None or party is None:
            return
        self.one = replace(self.one, archived_by=self.one.archived_by | {party})
        if self.one.archivists <= self.one.archived_by:
            self._turn(StudioStatus.ARCHIVED)

    @rule(role=st.sampled_from(sorted(Role)), machine=st.booleans())
    def correct(self, role: Role, machine: bool) -> None:
        actor = _actor(role, is_machine=machine)
        if may_correct(actor, self.one, by_itself=self.by_itself, reason="测试") is None:
            assert self.by_itself and not machine
            self.by_itself = False
            self.one = replace(self.one, archived_by=frozenset())
            self._turn(StudioStatus.ACTIVE)

    @invariant()
    def nothing_is_archived_before_plate_and_opinions_are_settled(self) -> None:
        if StudioStatus.ARCHIVED in self.was:
            assert self.recovered and self.handed_on and self.one.archived_by == BOTH

    @invariant()
    def nothing_leaves_the_archive(self) -> None:
        if StudioStatus.ARCHIVED in self.was:
            assert self.was[-1] is StudioStatus.ARCHIVED
            assert self.was.count(StudioStatus.ARCHIVED) == 1

    @invariant()
    def an_archive_follows_an_end(self) -> None:
        pairs = zip(self.was, self.was[1:], strict=False)
        assert all(before in ENDED for before, after in pairs if after is StudioStatus.ARCHIVED)


TestEnding = Ending.TestCase


def test_a_committee_archives_for_its_own_body_alone() -> None:
    ended = replace(STANDING, status=StudioStatus.TERMINATED, archivists=BOTH)

    posing = may_archive(_actor(Role.SPECIAL_COMMITTEE, THERE), ended)

    assert posing is not None and posing.code == "WRONG_ROLE"
    assert may_archive(_actor(Role.SPECIAL_COMMITTEE), ended) is None
