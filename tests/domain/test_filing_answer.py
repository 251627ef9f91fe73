"""Remarks about the substance of a filing: who answers them, and that they hinder nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.domain.access import Role
from hub.domain.command import Actor, Refusal
from hub.domain.filing_answer import answering, asking, words_of
from hub.domain.filing_rules import Standing, acceptance
from hub.domain.registry_words import FilingKind, FilingStatus
from hub.domain.words import StudioStatus
from tests.domain.test_filing import DEPARTMENT, FILED, OFFICE, STUDIO

WAITS = Standing(
    kind=FilingKind.NEW_STUDIO, status=FilingStatus.FILED_WITH_REMARKS, attempt=1, submitted_by="x", awaits_answer=True
)


@pytest.mark.parametrize(
    ("actor", "filing", "code"),
    [
        (DEPARTMENT, WAITS, None),
        (DEPARTMENT, replace(WAITS, awaits_answer=False), "WRONG_STATE"),
        (replace(DEPARTMENT, body_id=OFFICE), WAITS, "WRONG_ROLE"),
        (replace(DEPARTMENT, roles=frozenset({Role.PROVINCE_OFFICE})), WAITS, "WRONG_ROLE"),
        (replace(DEPARTMENT, roles=frozenset({Role.CITY_SYSTEM})), WAITS, "WRONG_ROLE"),
    ],
)
def test_remarks_are_answered_by_the_department_of_the_owner(actor: Actor, filing: Standing, code: str | None) -> None:
    refusal = answering(actor, filing, FILED)

    assert (None if refusal is None else refusal.code) == code
    assert refusal is None or refusal.rule == "A-40"


def test_remarks_that_are_to_be_answered_cannot_be_empty() -> None:
    refused = asking(" ", asks_answer=True)
    taken = acceptance(replace(WAITS, awaits_answer=False), STUDIO, remarks="面积不符", asks_answer=True)

    assert refused is not None and refused.at == "input.remarks"
    assert asking(None, asks_answer=False) is None and asking("面积不符", asks_answer=True) is None
    assert taken.asks_answer and taken.studio is StudioStatus.ACTIVE
    blank = words_of("  ")
    assert isinstance(blank, Refusal) and blank.at == "input.answer"
    assert words_of(" 已更正 ") == "已更正"
