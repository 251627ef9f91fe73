"""A standard is rehearsed before it is adopted, and the studios are judged by those in force."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import func, select

from hub.domain import standards
from hub.store.dialect import table_of
from hub.store.models.history import Finding
from hub.store.session import Database
from tests.commands.conftest import Run
from tests.factories import World

SHAANXI = Path(standards.__path__[0]) / "610000-2023-12-05.toml"
LEAST = 'strength = "G"\nminimum = 5'


async def _filled(url: str) -> None:
    """A studio of Zhashui with five residents and one of Siming."""
    database = Database(url)
    world = World(database)
    studio = await world.studio("611026", name="测试预演工作室")
    await world.studio("350203", name="测试省外工作室")
    for _ in range(5):
        await world.residency(studio, await world.member("611026"), "611026")
    await database.close()


async def _findings(url: str) -> int:
    database = Database(url)
    async with database.read() as connection:
        held = int((await connection.execute(select(func.count()).select_from(table_of(Finding)))).scalar_one())
    await database.close()
    return held


def test_a_rehearsal_tells_what_would_change_for_whom_and_keeps_nothing(hub: Run, filled: Path) -> None:
    url = f"sqlite:///{filled / 'var' / 'hub.db'}"
    asyncio.run(_filled(url))
    text = SHAANXI.read_text("utf-8")
    assert LEAST in text
    draft = text.replace(LEAST, 'strength = "M"\nminimum = 6').replace('version = "2023-12-05"', 'version = "2027"')
    (filled / "draft.toml").write_text(draft, encoding="utf-8")

    same, other = hub("standards", "rehearse", str(SHAANXI)), hub("standards", "rehearse", "draft.toml")

    assert (same.exit_code, other.exit_code) == (0, 0), same.output + other.output
    assert "1 个工作室，0 个会变 / 1 studios, 0 change" in same.stdout
    assert "1 个工作室，1 个会变 / 1 studios, 1 change" in other.stdout
    assert "roster-minimum：符合 MET → 不符合 VIOLATED  1" in other.stdout
    assert "柞水县政协  测试预演工作室" in other.stdout
    assert "驻室委员人数不少于6；驻室委员人数5 / at least 6 residents; 5 residents" in other.stdout
    assert "测试省外工作室" not in other.stdout
    assert asyncio.run(_findings(url)) == 0


def test_every_studio_is_judged_and_a_second_time_nothing_changes(hub: Run, filled: Path) -> None:
    url = f"sqlite:///{filled / 'var' / 'hub.db'}"
    asyncio.run(_filled(url))

    first, again = hub("standards", "judge"), hub("standards", "judge")

    held = asyncio.run(_findings(url))
    assert held > 0
    assert f"2 个工作室，{held} 条结论有变化 / 2 studios, {held} findings changed" in first.stdout
    assert "2 个工作室，0 条结论有变化 / 2 studios, 0 findings changed" in again.stdout


def test_a_draft_of_a_body_that_nobody_knows_is_refused(hub: Run, filled: Path) -> None:
    draft = SHAANXI.read_text("utf-8").replace('body = "610000"', 'body = "999999"')
    (filled / "draft.toml").write_text(draft, encoding="utf-8")

    refused = hub("standards", "rehearse", "draft.toml")

    assert refused.exit_code == 1
    assert "没有组织 999999" in refused.stderr and "no body 999999" in refused.stderr
