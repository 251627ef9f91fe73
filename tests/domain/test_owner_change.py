"""A studio passes to another body: who proposes, who agrees, and when neither can."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.domain.access import Role
from hub.domain.command import Actor, Refusal
from hub.domain.filing_rules import StudioFacts
from hub.domain.level import Level
from hub.domain.owner_change import Offer, agreement, answering, proposal, proposing
from hub.domain.registry_words import TaskKind, TaskStatus
from hub.domain.words import ENDED, LIVING, StudioStatus

OLD, NEW, OTHER = "bod_old", "bod_new", "bod_other"
STUDIO = StudioFacts(owner=OLD, name="测试工作室", status=StudioStatus.ACTIVE)
OFFER = Offer(body=NEW, former=OLD, kind=TaskKind.AGREE_OWNER_CHANGE, status=TaskStatus.OPEN)


def actor(body: str, *roles: Role, machine: bool = False) -> Actor:
    held = frozenset(roles or (Role.MANAGING_DEPARTMENT,))
    return Actor(subject="x", roles=held, is_machine=machine, body_id=body, level=Level.COUNTY)


def code(refusal: Refusal | None) -> str | None:
    assert refusal is None or refusal.rule
    return None if refusal is None else refusal.code


@pytest.mark.parametrize(
    ("who", "studio", "pending", "expected"),
    [
        (actor(OLD), STUDIO, False, None),
        (actor(OLD), STUDIO, True, "WRONG_STATE"),
        (actor(NEW), STUDIO, False, "WRONG_ROLE"),
        (actor(OLD, Role.CHAIR_MEETING), STUDIO, False, "WRONG_ROLE"),
        (actor(OLD, Role.PROVINCE_OFFICE), STUDIO, False, "WRONG_ROLE"),
        (actor(OLD, machine=True), STUDIO, False, "PEOPLE_ONLY"),
        *((actor(OLD), replace(STUDIO, status=one), False, "WRONG_STATE") for one in sorted(ENDED)),
        (actor(OLD), replace(STUDIO, status=StudioStatus.DRAFT), False, "WRONG_STATE"),
        *((actor(OLD), replace(STUDIO, status=one), False, None) for one in sorted(LIVING)),
    ],
)
def test_the_department_of_the_owner_proposes(
    who: Actor, studio: StudioFacts, pending: bool, expected: str | None
) -> None:
    assert code(proposing(who, studio, pending=pending)) == expected


@pytest.mark.parametrize(
    ("body", "reason", "expected"),
    [
        (NEW, "区划调整", None),
        (None, "区划调整", "NO_SUCH_BODY"),
        (OLD, "区划调整", "SAME_OWNER"),
        (NEW, " ", "MISSING_FIELD"),
    ],
)
def test_a_proposal_names_another_body_and_a_reason(body: str | None, reason: str, expected: str | None) -> None:
    assert code(proposal(STUDIO, body=body, reason=reason)) == expected


@pytest.mark.parametrize(
    ("who", "offer", "studio", "expected"),
    [
        (actor(NEW), OFFER, STUDIO, None),
        (actor(OLD), OFFER, STUDIO, "WRONG_ROLE"),
        (actor(NEW, Role.CHAIR_MEETING), OFFER, STUDIO, "WRONG_ROLE"),
        (actor(NEW, machine=True), OFFER, STUDIO, "PEOPLE_ONLY"),
        (actor(NEW), replace(OFFER, status=TaskStatus.DONE), STUDIO, "WRONG_STATE"),
        (actor(NEW), replace(OFFER, kind=TaskKind.FILE_STUDIO), STUDIO, "WRONG_STATE"),
        (actor(NEW), OFFER, replace(STUDIO, owner=OTHER), "WRONG_STATE"),
    ],
)
def test_the_department_of_the_new_owner_answers(
    who: Actor, offer: Offer, studio: StudioFacts, expected: str | None
) -> None:
    assert code(answering(who, offer, studio)) == expected


def test_who_declines_says_why_and_only_a_living_studio_passes() -> None:
    ended = replace(STUDIO, status=StudioStatus.TERMINATED)

    assert code(agreement(STUDIO, agreed=False, note=" ")) == "MISSING_FIELD"
    assert code(agreement(ended, agreed=False, note="不再需要")) is None
    assert code(agreement(ended, agreed=True, note=None)) == "WRONG_STATE"
    assert code(agreement(STUDIO, agreed=True, note=None)) is None
