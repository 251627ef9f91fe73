"""An application that breaks a general rule is accepted and told so; an exception stands on it with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asking import Asked
from tests.factories import World
from tests.registry.applying import Desk, desk

_SUBMIT = """mutation ($id: ID!) { submitApplication(input: { id: $id, appliedOn: "2024-05-06" }) {
  ... on StudioApplication { status warnings warningsEn exceptions { value masked } exceptionsEn { value } }
  ... on Refused { code rule } } }"""
_READ = """query ($id: ID!) { node(id: $id) { ... on StudioApplication {
  status warnings warningsEn exceptions { value masked } exceptionsEn { value } } } }"""


@pytest.fixture
async def zhashui(ask: Asked, world: World) -> Desk:
    """The county CPPCC of Zhashui, ready to receive applications."""
    return await desk(ask, world, "611026", members=6)


async def told(at: Desk, plan: dict[str, Any]) -> dict[str, Any]:
    """What an application is told when it is submitted, which it keeps."""
    application = await at.drafted(plan)
    answer: dict[str, Any] = (await at.ask(_SUBMIT, at.applicant, id=application))["submitApplication"]
    assert (await at.ask(_READ, at.applicant, id=application))["node"] == answer
    return answer


async def test_a_roster_below_five_is_accepted_with_a_warning(zhashui: Desk) -> None:
    few = await told(zhashui, zhashui.plan(people=zhashui.named(residents=3)))
    enough = await told(zhashui, zhashui.plan(name="教育界委员工作室", sectorNames=["教育界"]))

    assert few["status"] == enough["status"] == "IN_REVIEW"
    (zh,), (en,) = few["warnings"], few["warningsEn"]
    assert "一般应" in zh and zh.endswith("（R-25）") and "generally asked" in en
    assert (few["exceptions"], few["exceptionsEn"]) == ({"value": [], "masked": False}, {"value": []})
    assert (enough["warnings"], enough["warningsEn"]) == ([], [])


async def test_an_exception_is_listed_with_its_reason(zhashui: Desk, world: World) -> None:
    await world.studio("611026", type="REGIONAL", area="测试镇")

    answer = await told(zhashui, zhashui.regional(exceptionReason="测试镇面积大，分东西两片"))

    assert answer["status"] == "IN_REVIEW" and answer["warnings"] == []
    (zh,), (en,) = answer["exceptions"]["value"], answer["exceptionsEn"]["value"]
    assert "原则上应" in zh and "测试镇面积大，分东西两片" in zh and zh.endswith("（R-75）")
    assert "in principle" in en
