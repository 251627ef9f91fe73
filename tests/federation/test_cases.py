"""The cross-graph cases: each fits one of the graphs it asks, and a wrong answer is noticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from graphql import parse

from examples.federation.asking import Answer
from examples.federation.cases import FOLDER, Case, cases
from examples.federation.composing import GATEWAYS, SCRIPTS, SUPERGRAPH_OF

HUB_IDS = {f"SL-GZS-{number:03d}": f"stu_{number}" for number in range(1, 15)}


def case(name: str, *, caller: str) -> Case:
    return next(one for one in cases(hub_ids=HUB_IDS) if (one.name, one.caller) == (name, caller))


def answered(one: Case, *, gateway: str) -> Answer:
    """What a gateway answers when all is well."""
    errors = [{"message": "测试"}] if gateway in one.errors else []
    calls = tuple(name for name, times in one.calls[gateway].items() for _ in range(times))
    return Answer(status=200, body={"data": one.expected, "errors": errors}, calls=calls)


def test_every_query_says_what_must_come_back() -> None:
    queries = {path.stem for path in FOLDER.glob("*.graphql")}

    assert queries == {path.stem for path in FOLDER.glob("*.json")}
    assert queries == {one.name for one in cases(hub_ids=HUB_IDS)}


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_the_expected_answer_is_accepted_from_each_gateway(gateway: str) -> None:
    for one in cases(hub_ids=HUB_IDS):
        parse(one.query)

        assert list(one.faults(answered(one, gateway=gateway), gateway=gateway)) == []


def test_the_citys_numbers_become_identifiers_of_the_hub() -> None:
    assert case("studio_with_bookings", caller="city").variables == {"id": "stu_2"}


def test_an_answer_with_more_than_the_caller_may_see_is_a_fault() -> None:
    city, anonymous = (case("studio_with_bookings", caller=caller) for caller in ("city", "anonymous"))

    faults = list(anonymous.faults(answered(city, gateway="apollo"), gateway="apollo"))

    assert faults


def test_asking_the_city_once_for_each_studio_is_a_fault() -> None:
    one = case("body_studios", caller="city")
    well = answered(one, gateway="apollo")

    faults = list(one.faults(Answer(status=200, body=well.body, calls=("hub", *["shangluo"] * 6)), gateway="apollo"))

    assert len(faults) == 1


def test_an_error_beside_the_right_answer_is_a_fault() -> None:
    one = case("booking_to_studio", caller="city")
    well = answered(one, gateway="hive")

    faults = list(one.faults(Answer(status=200, body={**well.body, "errors": [{}]}, calls=well.calls), gateway="hive"))

    assert len(faults) == 1


def test_each_gateway_has_a_script_and_a_supergraph() -> None:
    scripts = {path.stem for path in SCRIPTS.glob("*.js")}

    assert set(GATEWAYS) == set(SUPERGRAPH_OF)
    assert set(GATEWAYS) < scripts


def test_the_tools_are_pinned_and_the_lock_names_no_registry(tmp_path: Path) -> None:
    package = json.loads((SCRIPTS / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((SCRIPTS / "package-lock.json").read_text(encoding="utf-8"))

    assert all(version[0].isdigit() for version in package["dependencies"].values())
    assert not [name for name, one in lock["packages"].items() if "resolved" in one]
    assert [name for name, one in lock["packages"].items() if name and "integrity" not in one] == []
