"""Named standards: items that are not enumerated are unknown, and the others are looked for one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hub.domain.compliance import judgements
from hub.domain.compliance_facts import Subject
from hub.domain.registry_words import FindingResult, JudgedBy
from tests.domain.judging import TODAY, VERSIONS, one, subject


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        ("611026", {"八有"}),
        ("610926", {"四有", "六上墙"}),
        ("610528", {"六个一"}),
        ("printed:郴州市", {"五个一"}),
    ],
)
def test_a_standard_whose_items_are_not_enumerated_is_unknown(body: str, labels: set[str]) -> None:
    """A-31: however much is known of the studio."""
    found = judgements(_perfect(body), VERSIONS, on=TODAY)

    named = {each.key: each.result for each in found if each.standard is not None}
    assert named == dict.fromkeys(labels, FindingResult.UNKNOWN)


def _perfect(body: str) -> Subject:
    known = subject(
        bodies=(body,), residents=9, has_venue=True, has_plaque=True, has_annual_plan=True, work_systems=("值班",)
    )
    return replace(known, heads=1, duty_list="履职清单", duty_plan="每周四", summary_sent=True)


@pytest.mark.parametrize(
    ("changed", "expected", "found"),
    [
        ({}, FindingResult.UNKNOWN, "有：名称标识、负责人员、固定场所、管理制度、工作计划；未记录：履职成果"),
        (
            {"has_venue": None},
            FindingResult.UNKNOWN,
            "有：名称标识、负责人员、管理制度、工作计划；未记录：固定场所、履职成果",
        ),
        (
            {"has_plaque": False},
            FindingResult.VIOLATED,
            "有：负责人员、固定场所、管理制度、工作计划；缺：名称标识；未记录：履职成果",
        ),
    ],
)
def test_the_items_of_an_enumerated_standard_are_looked_for_one_by_one(
    changed: dict[str, Any], expected: FindingResult, found: str
) -> None:
    """Guangzhou's 六个有 (S0:29); results of work are no part of the make-up."""
    whole = _perfect("440100")

    told = one(
        judgements(replace(whole, facts=replace(whole.facts, **changed)), VERSIONS, on=TODAY), "六个有", JudgedBy.OWN
    )

    assert (told.result, told.found.zh) == (expected, found)


def test_haicang_and_guangzhou_mean_different_things_by_a_like_label() -> None:
    """A-30: 六有 is not 六个有."""
    assert one(judgements(_perfect("350205"), VERSIONS, on=TODAY), "六有", JudgedBy.OWN).found.zh == (
        "有：固定场所、人员队伍、制度、标识牌、履职清单；未记录：经费"
    )
