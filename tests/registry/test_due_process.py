"""No warning and no removal follows from a period whose data are held up, and everybody is told whose gap it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from hub.domain.access import Role
from hub.store.models.base import Base
from hub.store.models.source import QuarantinedRow, Source, SyncRun
from tests.asking import Asked, Person
from tests.factories import World
from tests.registry.assessing import Office, office, settle_quarantine

ZHASHUI = "611026"
CHAIRS = Person(role=Role.CHAIR_MEETING, body=ZHASHUI, subject="zhashui-chairs")
FIRST_SEEN = {"first_seen_at": datetime(2026, 2, 3, 16, 30, tzinfo=UTC)}  # in Shanghai it is the next day
TOO_MANY = {"reason_code": "DELETES_HELD", "reason": "待删除的记录过多", "reason_en": "too many rows would be deleted"}

PREVIEW = """query ($studio: ID!, $year: Int!) { assessmentDossier(studio: $studio, year: $year) {
  holds { kind body system since reason reasonEn } } }"""
REMOVE = """mutation ($input: DecideRemovalInput!) { decideRemoval(input: $input) {
  ... on Refused { code message messageEn rule at } ... on Studio { status } } }"""

OPEN = [
    pytest.param(
        QuarantinedRow, FIRST_SEEN, "QUARANTINE", "隔离数据1条待处理", "rows in quarantine: 1", "2026-02-04",
        id="quarantine backlog",
    ),
    pytest.param(
        QuarantinedRow, FIRST_SEEN | {"stage": "DUPLICATE"}, "MERGE", "重复数据1条待确认",
        "duplicates to be settled: 1", "2026-02-04", id="unresolved merge",
    ),
    pytest.param(
        Source, {"status": "PAUSED"}, "SOURCE_DOWN", "状态为“暂停”", "paused", "2026-03-01", id="source paused",
    ),
    pytest.param(
        SyncRun, {"status": "FAILED", "reason": "对方无应答", "reason_en": "no answer"}, "SOURCE_DOWN",
        "最近一次同步失败：对方无应答", "its last run: failed: no answer", None, id="source down",
    ),
    pytest.param(
        Source, {"status": "DEGRADED"}, "DRIFT", "状态为“降级：只接收不应用”", "degraded: lands, does not apply",
        "2026-03-01", id="source degraded",
    ),
    pytest.param(
        SyncRun, {"status": "HELD", **TOO_MANY}, "DRIFT", "最近一次同步暂缓：待删除的记录过多",
        "its last run: held for a person's decision: too many rows would be deleted", None, id="run held",
    ),
    pytest.param(
        SyncRun, {"status": "QUEUED", "finished_at": None}, "SOURCE_DOWN", "尚未同步过", "never synced", None,
        id="never synced",
    ),
]  # fmt: skip


async def changed(world: World, model: type[Base], **values: Any) -> None:
    """Change every row of a kind."""
    async with world.database.write() as connection:
        await connection.execute(update(model).values(values))


async def removal(desk: Office, **given: Any) -> dict[str, Any]:
    """The answer to a decision on the plaque for two failures."""
    wish = {"studioId": desk.studio, "removed": True, "cause": "ASSESSMENT", "reason": "连续两次未达标"}
    answer: dict[str, Any] = (await desk.ask(REMOVE, CHAIRS, input=wish | given))["decideRemoval"]
    return answer


@pytest.mark.parametrize(("model", "values", "kind", "zh", "en", "since"), OPEN)
async def test_whatever_is_open_refuses_a_failure_and_tells_whose_gap_it_is_and_since_when(
    ask: Asked, world: World, model: type[Base], values: dict[str, Any], kind: str, zh: str, en: str, since: str | None
) -> None:
    desk = await office(ask, world, ZHASHUI)
    await desk.assess(2024, "FAIL")
    await world.source(ZHASHUI, "zhashui-test")
    if model is not QuarantinedRow:
        await settle_quarantine(world)
    await changed(world, model, **values)
    before = await desk.life()

    refused = await desk.assess(2025, "FAIL")
    shown = (await ask(PREVIEW, desk.member, studio=desk.studio, year=2025))["assessmentDossier"]

    from_zh, from_en = (f"（自{since}起）", f" (since {since})") if since else ("", "")
    assert refused == {
        "code": "DATA_HOLD",
        "rule": "behaviour §3.5",
        "at": "input.result",
        "message": "本年度数据尚有未决事项，不得认定未达标："
        f"柞水县政协（测试系统）{zh}{from_zh}；请待其处理完毕后再考核",
        "messageEn": "data of the year are held up, so that no failure may be found: "
        f"柞水县政协 (测试系统): {en}{from_en}; assess once that is settled",
    }
    assert shown["holds"] == [
        {"kind": kind, "body": "柞水县政协", "system": "测试系统", "since": since, "reason": zh, "reasonEn": en}
    ]
    assert await desk.life() == before
    assert [one["kind"] for one in before["measures"]["nodes"]] == ["WARNING"]


async def test_what_is_settled_or_retired_or_of_another_branch_holds_nothing_up(ask: Asked, world: World) -> None:
    desk = await office(ask, world, ZHASHUI)
    await world.source(ZHASHUI, "zhashui-test")
    await settle_quarantine(world)
    await changed(world, SyncRun, status="FAILED")
    await changed(world, Source, status="RETIRED")
    await world.source("610825", "dingbian-test")

    answer = await desk.assess(2025, "FAIL")

    assert answer["failures"] == 1


async def test_rows_of_the_first_failed_year_hold_up_what_a_second_failure_would_bring(
    ask: Asked, world: World
) -> None:
    """Removal rests on both years: what may be missing of the first is asked for too."""
    desk = await office(ask, world, ZHASHUI)
    await desk.assess(2024, "FAIL")
    await world.source(ZHASHUI, "zhashui-test")
    await changed(world, QuarantinedRow, last_seen_at=datetime(2024, 7, 1, tzinfo=UTC))

    refused = await desk.assess(2025, "FAIL")
    passed = await desk.assess(2025, "PASS")

    assert (refused["code"], refused["rule"]) == ("DATA_HOLD", "behaviour §3.5")
    assert passed["failures"] == 0


async def test_a_removal_for_failures_waits_for_data_of_their_years_and_a_decision_against_it_does_not(
    ask: Asked, world: World
) -> None:
    desk = await office(ask, world, ZHASHUI)
    for year in (2024, 2025):
        await desk.assess(year, "FAIL")
    await world.source(ZHASHUI, "zhashui-test")
    await changed(world, QuarantinedRow, stage="DUPLICATE", last_seen_at=datetime(2024, 7, 1, tzinfo=UTC), **FIRST_SEEN)
    before = await desk.life()

    refused = await removal(desk)
    after = await desk.life()
    kept = await removal(desk, removed=False)

    assert refused == {
        "code": "DATA_HOLD",
        "rule": "behaviour §3.5",
        "at": "input.cause",
        "message": "未达标年度的数据尚有未决事项，不得据此摘牌："
        "柞水县政协（测试系统）重复数据1条待确认（自2026-02-04起）；请待其处理完毕后再研究",
        "messageEn": "data of the years that were failed are held up, so that they allow no removal: "
        "柞水县政协 (测试系统): duplicates to be settled: 1 (since 2026-02-04); decide once that is settled",
    }
    assert after == before
    assert kept == {"status": "WARNED"}


async def test_once_the_data_are_settled_the_plaque_is_removed(ask: Asked, world: World) -> None:
    desk = await office(ask, world, ZHASHUI)
    for year in (2024, 2025):
        await desk.assess(year, "FAIL")
    await world.source(ZHASHUI, "zhashui-test")
    refused = await removal(desk)
    await settle_quarantine(world)

    assert (refused["code"], await removal(desk)) == ("DATA_HOLD", {"status": "PLAQUE_REMOVED"})
