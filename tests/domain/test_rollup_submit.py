"""Validating and submitting: the same rules for both, and nothing is submitted that was not looked at (A4, A5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from hub.domain import rollup_rules as rules
from hub.domain.command import Actor, Refusal
from hub.domain.receipt import DigestAlgorithm
from hub.domain.rollup_digest import Content, digest
from hub.domain.rollup_facts import Version
from hub.domain.rollup_findings import Finding, Validation, outcome, summary
from hub.domain.rollup_reconcile import Evidence
from hub.domain.rollup_words import (
    LineStatus,
    ReasonCode,
    Severity,
    VersionKind,
    VersionStatus,
)
from hub.domain.term import Title
from tests.domain.rollups import (
    ACTIVITIES,
    CLOSED,
    CONTENT,
    DRAFT,
    DUTY,
    EDITOR,
    EVIDENCE,
    EXEMPT,
    GRANT,
    LINES,
    NOW,
    SHIFTS,
    SIGNER,
    SYSTEM,
    TERMS,
    VALIDATED,
    looked_at,
    number,
    refused,
    submitted,
)


def codes(validation: Validation) -> set[tuple[str, Severity, bool]]:
    return {(one.code, one.severity, one.answered) for one in validation.findings}


INFO = ("UNVERIFIABLE", Severity.INFO, False)


@pytest.mark.parametrize(
    ("content", "found", "status"),
    [
        (CONTENT, set(), VersionStatus.VALIDATED),
        (replace(CONTENT, lines=LINES[1:]), {("LINE_ABSENT", Severity.BLOCK, False)}, VersionStatus.DRAFT),
        (replace(CONTENT, lines=(*LINES, LINES[0])), {("LINE_TWICE", Severity.BLOCK, False)}, VersionStatus.DRAFT),
        (replace(CONTENT, narratives=()), {("NARRATIVE_ABSENT", Severity.BLOCK, False)}, VersionStatus.DRAFT),
        (
            replace(CONTENT, narratives=(replace(CONTENT.narratives[0], text=" "),)),
            {("NARRATIVE_ABSENT", Severity.BLOCK, False)},
            VersionStatus.DRAFT,
        ),
        *(
            (replace(CONTENT, lines=(line, *LINES[1:])), {(code, severity, answered)}, status)
            for line, code, severity, answered, status in (
                (number(ACTIVITIES, None), "LINE_EMPTY", Severity.BLOCK, False, VersionStatus.DRAFT),
                (number(ACTIVITIES, -1), "VALUE_WRONG", Severity.BLOCK, False, VersionStatus.DRAFT),
                (number(ACTIVITIES, 12), "PENDING_COVERS", Severity.EXPLAIN, False, VersionStatus.DRAFT),
                (number(ACTIVITIES, 9), "UNDERCLAIMED", Severity.EXPLAIN, False, VersionStatus.DRAFT),
                (number(ACTIVITIES, 15), "UNSUPPORTED", Severity.EXPLAIN, False, VersionStatus.DRAFT),
                (number(ACTIVITIES, 16), "UNSUPPORTED", Severity.BLOCK, False, VersionStatus.DRAFT),
                (
                    replace(LINES[0], claimed=12, reason_code=ReasonCode.LATE_SYNC),
                    "PENDING_COVERS",
                    Severity.EXPLAIN,
                    True,
                    VersionStatus.VALIDATED,
                ),
                (
                    replace(LINES[0], claimed=12, reason_code=ReasonCode.OTHER, explanation=" "),
                    "PENDING_COVERS",
                    Severity.EXPLAIN,
                    False,
                    VersionStatus.DRAFT,
                ),
                (
                    replace(LINES[0], claimed=16, reason_code=ReasonCode.PAPER_ONLY),
                    "UNSUPPORTED",
                    Severity.BLOCK,
                    True,
                    VersionStatus.DRAFT,
                ),
            )
        ),
    ],
)
def test_what_a_validation_finds(
    content: Content, found: set[tuple[str, Severity, bool]], status: VersionStatus
) -> None:
    validation = looked_at(content)

    assert codes(validation) == found | {INFO}
    assert validation.status is status
    assert bool(validation.blocks) is any(severity is Severity.BLOCK for _, severity, _ in found)


def test_a_validation_names_what_it_looked_at_and_is_the_same_again() -> None:
    first = looked_at(watermark="77")

    assert first == looked_at(replace(CONTENT, lines=LINES[::-1]), watermark="77")
    assert first.stamp.digest == digest(CONTENT, DigestAlgorithm.SHA256)
    assert (first.stamp.rules_digest, first.stamp.watermark) == ("rules-1", "77")
    assert summary(first.findings) == {Severity.BLOCK: 0, Severity.EXPLAIN: 0, Severity.INFO: 1}


def test_findings_name_the_line_in_both_languages() -> None:
    (absent,) = looked_at(replace(CONTENT, lines=LINES[1:])).blocks

    assert absent.message.zh.startswith("测试市 · 履职活动 · ONLINE：缺少此必填项")
    assert absent.message.en.startswith("测试市 · activities · ONLINE: this line is missing")
    assert (absent.key, absent.rule) == (ACTIVITIES, "I3")


def test_a_line_of_no_unit_of_the_report_blocks_and_a_manual_figure_has_no_evidence() -> None:
    foreign = replace(CONTENT, lines=(*LINES, number(SHIFTS._replace(unit="bod_other"))))

    assert ("LINE_FOREIGN", Severity.BLOCK, False) in codes(looked_at(foreign))
    assert outcome(LINES[2], Evidence(computed=1), TERMS).status is LineStatus.UNVERIFIABLE


def test_validating_leaves_its_stamp_and_nothing_else() -> None:
    assert rules.validated(EDITOR, DUTY, DRAFT, TERMS, validation=looked_at()) == VALIDATED
    bad = looked_at(replace(CONTENT, lines=()))
    assert rules.validated(EDITOR, DUTY, VALIDATED, TERMS, validation=bad) == DRAFT


@pytest.mark.parametrize("who", [EDITOR, SIGNER, SYSTEM])
def test_what_was_validated_is_submitted(who: Actor) -> None:
    assert submitted(who) == replace(VALIDATED, status=VersionStatus.SUBMITTED, submitted_by=who.subject)


TWO = replace(TERMS, two_person=True)
NO_STAMP = replace(VALIDATED, stamp=None)
MORE = Finding(code="OWN_RULE", severity=Severity.EXPLAIN, message=Title("须说明", "explain it"))


@pytest.mark.parametrize(
    ("found", "code", "rule"),
    [
        (submitted(duty=EXEMPT), "WRONG_STATE", "A5"),
        (submitted(duty=CLOSED), "PERIOD_CLOSED", "A5"),
        (submitted(version=DRAFT), "WRONG_STATE", "A5"),
        (submitted(version=NO_STAMP), "DIGEST_CHANGED", "A5"),
        (submitted(validation=looked_at(watermark="2")), "DIGEST_CHANGED", "A5"),
        (submitted(validation=looked_at(terms=replace(TERMS, rules_digest="2"))), "DIGEST_CHANGED", "A5"),
        (submitted(validation=looked_at(replace(CONTENT, obligation="x"))), "DIGEST_CHANGED", "A5"),
        (submitted(validation=looked_at(replace(CONTENT, lines=LINES[1:]))), "BLOCKED", "I3"),
        (submitted(validation=looked_at(evidence={**EVIDENCE, SHIFTS: Evidence(computed=5)})), "UNEXPLAINED", "A5"),
        (submitted(validation=replace(looked_at(), findings=(MORE,))), "UNEXPLAINED", "A5"),
        (submitted(EDITOR, terms=TWO), "SECOND_PERSON", "A5"),
        (submitted(SYSTEM, version=replace(VALIDATED, last_edited_by="system"), terms=TWO), "SECOND_PERSON", "A5"),
        *(
            (submitted(others=[one]), "VERSION_STANDS", "I1")
            for one in VersionStatus
            if one.value in ("SUBMITTED", "RECEIPTED", "ACCEPTED", "LOCKED")
        ),
    ],
)
def test_what_is_not_submitted(found: Version | Refusal, code: str, rule: str) -> None:
    assert refused(found) == (code, rule)


def test_a_second_person_signs_and_a_former_version_does_not_stand_in_the_way() -> None:
    ended = [VersionStatus.RETURNED, VersionStatus.WITHDRAWN, VersionStatus.SUPERSEDED, VersionStatus.DRAFT]

    assert isinstance(submitted(SIGNER, terms=TWO, others=ended), Version)


def test_an_answered_finding_of_the_definition_does_not_hinder() -> None:
    found = replace(looked_at(), findings=(replace(MORE, answered=True),))

    assert isinstance(submitted(validation=found), Version)


AMENDED = replace(VALIDATED, kind=VersionKind.AMENDMENT, grant=GRANT, number=2)


@pytest.mark.parametrize(
    ("others", "now", "expected"),
    [
        ([VersionStatus.ACCEPTED], NOW, None),
        ([VersionStatus.LOCKED, VersionStatus.SUPERSEDED], NOW, None),
        ([], NOW, ("WRONG_STATE", "A10")),
        ([VersionStatus.LOCKED, VersionStatus.RECEIPTED], NOW, ("VERSION_STANDS", "I1")),
        ([VersionStatus.LOCKED], GRANT.expires_at, ("GRANT_EXPIRED", "A10")),
    ],
)
def test_an_amendment_is_submitted_beside_the_one_in_force_while_its_grant_runs(
    others: list[VersionStatus], now: datetime, expected: tuple[str, str] | None
) -> None:
    found = submitted(duty=CLOSED, version=AMENDED, others=others, now=now)

    if expected is None:
        assert isinstance(found, Version)
    else:
        assert refused(found) == expected
