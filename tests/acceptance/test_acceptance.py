"""Whole operations with their expected answers: what the source documents and the users ask of the hub."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from hub.domain.access import Role
from hub.explorer import examples
from tests.acceptance.world import build
from tests.asking import PANYU_FRONT_END, PROVINCE, SHANGLUO, ZHASHUI, Asked, Person
from tests.factories import World

HERE = Path(__file__).parent
FRONT = ("caller", "variables", "operation", "sum")
CALLERS = {one.role: one for one in (PROVINCE, SHANGLUO, ZHASHUI, PANYU_FRONT_END)}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One operation, who asks it, and the answer that is right."""

    name: str
    query: str
    callers: tuple[Person | None, ...]
    variables: dict[str, Any]
    sums: dict[str, Decimal]
    expected: dict[str, Any]


def cases(folder: str) -> list[Any]:
    """Every NAME.graphql of a folder, beside its NAME.json."""
    found = [_case(path) for path in sorted((HERE / folder).glob("*.graphql"))]
    return [pytest.param(case, id=case.name) for case in found]


def _case(path: Path) -> Case:
    text = path.read_text("utf-8")
    front: dict[str, list[str]] = {name: [] for name in FRONT}
    for line in text.splitlines():
        name, colon, value = line.removeprefix("# ").partition(": ")
        if line.startswith("# ") and colon and name in front:
            front[name].append(value.strip())
    for named in front["operation"]:
        text = (files("hub.web") / "examples" / named).read_text("utf-8")
    return Case(
        name=path.stem,
        query=text,
        callers=tuple(_person(caller) for caller in front["caller"]),
        variables=json.loads((front["variables"] or ["{}"])[0]),
        sums={alias: Decimal(number) for alias, number in (one.split(" = ") for one in front["sum"])},
        expected=json.loads(path.with_suffix(".json").read_text("utf-8")),
    )


def _person(text: str) -> Person | None:
    if text == "nobody":
        return None
    role, body = text.split()
    return Person(role=Role.of(role), body=body)


@pytest.mark.parametrize("case", cases("figures"))
async def test_the_packaged_figures_answer_the_questions_of_the_documents(ask: Asked, case: Case) -> None:
    for caller in case.callers:
        data = await ask(case.query, caller, **case.variables)

        assert data == case.expected
        assert {alias: _sum(data[alias]) for alias in case.sums} == case.sums


@pytest.mark.parametrize("case", cases("questions"))
async def test_the_questions_of_the_users_are_answered(ask: Asked, world: World, case: Case) -> None:
    await build(world)

    for caller in case.callers:
        data = await ask(case.query, caller, **case.variables)

        assert data == case.expected


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
async def test_every_packaged_example_is_answered_to_the_role_it_is_listed_for(ask: Asked, world: World) -> None:
    await build(world)

    for example in examples():
        role = Role.of(example.role)
        caller = CALLERS.get(role) or (None if role is Role.PUBLIC else Person(role=role, body="611026"))
        assert all((await ask(example.query, caller)).values()), example.en


def _sum(listed: dict[str, Any]) -> Decimal:
    return sum((Decimal(node["value"]) for node in listed["nodes"]), Decimal(0))
