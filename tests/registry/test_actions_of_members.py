"""What members and platform departments are told they may do: an answer with reasons for each, and never an error."""

from __future__ import annotations

from typing import Any

import pytest

from hub.domain.access import Role
from hub.domain.registry_words import TaskKind
from tests.asking import Asked, Person
from tests.factories import World
from tests.registry.applying import Desk, desk
from tests.registry.filing_steps import to_be_filed

_ACTIONS = "allowedActions { action allowed code message messageEn rule }"
STUDIO = "query ($id: ID!) { node(id: $id) { ... on Studio { name %s } } }" % _ACTIONS
APPLICATION = "query ($id: ID!) { node(id: $id) { ... on StudioApplication { status %s } } }" % _ACTIONS
TASK = "query ($id: ID!) { node(id: $id) { ... on Task { kind %s } } }" % _ACTIONS


@pytest.fixture
async def zhashui(ask: Asked, world: World) -> Desk:
    """The county CPPCC of Zhashui, ready to receive applications."""
    return await desk(ask, world, "611026", members=6)


def told(found: dict[str, Any]) -> dict[str, bool]:
    """Each action and whether it is open; what is not has its reason in both languages and its rule."""
    for one in found["allowedActions"]:
        if not one["allowed"]:
            assert one["code"] and one["message"] and one["messageEn"], one
            assert one["rule"], one
        assert one["code"] != "INTERNAL"
    return {one["action"]: one["allowed"] for one in found["allowedActions"]}


def platform() -> Person:
    return Person(role=Role.PLATFORM_DEPARTMENT, body="611026", subject="platform")


async def test_a_member_is_told_what_may_be_done_to_their_own_application(zhashui: Desk) -> None:
    application = await zhashui.drafted(zhashui.plan())

    drafted = told((await zhashui.ask(APPLICATION, zhashui.applicant, id=application))["node"])
    await zhashui.submit(application)
    submitted = told((await zhashui.ask(APPLICATION, zhashui.applicant, id=application))["node"])
    by_platform = told((await zhashui.ask(APPLICATION, platform(), id=application))["node"])

    assert [name for name, allowed in drafted.items() if allowed] == [
        "changeApplication", "submitApplication", "withdrawApplication",
    ]  # fmt: skip
    assert [name for name, allowed in submitted.items() if allowed] == ["withdrawApplication"]
    assert set(by_platform) == set(drafted) and not any(by_platform.values())


async def test_the_platform_department_is_told_when_a_studio_may_enter(zhashui: Desk) -> None:
    studio = await zhashui.founded(zhashui.plan())
    convener = Person(role=Role.CONVENER, body="611026", studio=studio, subject="611026-convener")
    going = await zhashui.submitted(zhashui.plan(platform="秦商量"), by=convener, kind="GO_ONLINE", studioId=studio)

    waiting = told((await zhashui.ask(APPLICATION, platform(), id=going))["node"])
    await zhashui.agreed(going)
    due = told((await zhashui.ask(APPLICATION, platform(), id=going))["node"])

    assert not waiting["enterPlatform"]
    assert [name for name, allowed in due.items() if allowed] == ["enterPlatform"]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.PLATFORM_DEPARTMENT])
async def test_on_a_studio_they_are_told_why_not(zhashui: Desk, role: Role) -> None:
    studio = await zhashui.founded(zhashui.plan())
    who = zhashui.applicant if role is Role.MEMBER else platform()

    found = told((await zhashui.ask(STUDIO, who, id=studio))["node"])

    assert {"renameStudio", "submitFiling", "changeStudioOwner", "draftApplication"} <= set(found)
    assert not any(found.values())


@pytest.mark.parametrize("role", [Role.MEMBER, Role.PLATFORM_DEPARTMENT])
async def test_tasks_are_not_theirs_to_see(zhashui: Desk, role: Role) -> None:
    studio = await zhashui.world.studio("611026")
    await to_be_filed(zhashui.world, studio, "611026")
    who = zhashui.applicant if role is Role.MEMBER else platform()

    answer = await zhashui.ask.raw("{ tasks { nodes { kind } } }", who)

    assert [one["extensions"]["code"] for one in answer["errors"]] == ["GRAPHQL_VALIDATION_FAILED"]
    assert TaskKind.FILE_STUDIO.value not in str(answer)


async def test_the_public_is_offered_nothing_to_do(zhashui: Desk) -> None:
    answer = await zhashui.ask.raw("{ studios { nodes { allowedActions { action } } } }")

    assert [one["extensions"]["code"] for one in answer["errors"]] == ["GRAPHQL_VALIDATION_FAILED"]
