"""Whether a database is well: reachable, migrated, with the reference of this package, its trees and chains whole."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from hub.domain.bodies import positions
from hub.domain.reading import FaultyReference
from hub.domain.term import Title
from hub.domain.words import QuarantineStatus, SourceStatus
from hub.store import audit, findings, migrate, seal, totals_check
from hub.store.doctor_reference import examine_reference
from hub.store.doctor_words import Finding, Verdict, attention, broken, well
from hub.store.joint_activity import parties_unlike
from hub.store.models.body import Body
from hub.store.models.places import Division
from hub.store.models.source import QuarantinedRow, Source
from hub.store.session import Database

_ZONE = ZoneInfo("Asia/Shanghai")
_SHOWN = 5
_CLOCKS_MAY_DIFFER = timedelta(seconds=30)


async def examine(database: Database, *, now: datetime, reports: Path | None = None) -> list[Finding]:
    """Every finding about a database; when it is out of reach or not migrated, the later checks are not made.

    `reports` is the folder of the office's own reports with which the reference is compared, beside the package.
    """
    found = [await _reachable(database, now)]
    if found[-1].verdict is Verdict.WELL:
        found.append(await _migrated(database, now))
    if found[-1].verdict is not Verdict.WELL:
        return found
    found.append(await examine_reference(database, now, reports))
    for check in (
        _body_positions,
        _division_positions,
        _sources,
        _totals,
        _findings,
        _joint_activities,
        _audit_chains,
        _clock,
    ):
        found.append(await check(database, now))
    return found


async def _reachable(database: Database, _now: datetime) -> Finding:
    check = Title("数据库可达", "database reachable")
    if await database.answers():
        name = "SQLite" if database.is_sqlite else "PostgreSQL"
        return well(check, name, name)
    return broken(
        check,
        Title("数据库没有应答", "the database does not answer"),
        Title("请核对 HUB_DATABASE_URL 与数据库服务", "check HUB_DATABASE_URL and that the server runs"),
    )


async def _migrated(database: Database, _now: datetime) -> Finding:
    check = Title("表结构", "tables")
    held = await asyncio.to_thread(migrate.current, database.url)
    newest = migrate.head()
    if held != newest:
        return broken(
            check,
            Title(f"版本 {held or '无'}，应为 {newest}", f"at {held or 'no version'}, this release needs {newest}"),
            Title("请运行 hub migrate", "run hub migrate"),
        )
    if different := await asyncio.to_thread(migrate.differences, database.url):
        return broken(
            check,
            Title(f"与程序不符 {len(different)} 处", f"{len(different)} differences from the models"),
            Title("有人手工改过表，请对照备份改回", "somebody altered tables by hand: set them right from a backup"),
        )
    return well(check, newest, newest)


async def _body_positions(database: Database, _now: datetime) -> Finding:
    columns = Body.id, Body.reports_to_id.label("above"), Body.position, Body.last
    return await _nested(database, columns, check=Title("报送树", "reporting tree"))


async def _division_positions(database: Database, _now: datetime) -> Finding:
    columns = Division.id, Division.parent_id.label("above"), Division.position, Division.last
    return await _nested(database, columns, check=Title("区划树", "tree of divisions"))


async def _nested(database: Database, columns: Sequence[Any], *, check: Title) -> Finding:
    """Whether the intervals of a tree's rows are those that its parents give; columns of any model's."""
    async with database.read() as connection:
        rows = (await connection.execute(select(*columns))).all()
    # Keys that sort by the held position: then the intervals the parents give come out in the held order.
    keys = {row.id: f"{row.position:09d}/{row.id}" for row in rows}
    below: dict[str, list[str]] = {key: [] for key in keys.values()}
    for row in rows:
        if row.above is not None:
            below[keys[row.above]].append(keys[row.id])
    try:
        right = positions({key: tuple(sorted(children)) for key, children in below.items()})
    except FaultyReference:
        right = {}
    if wrong := [row.id for row in rows if right.get(keys[row.id]) != (row.position, row.last)]:
        return broken(
            check,
            Title(f"{len(wrong)} 个位置不符", f"{len(wrong)} positions are wrong"),
            Title("请运行 hub migrate --reload 重新载入", "run hub migrate --reload"),
        )
    return well(check, f"{len(rows)} 个", f"{len(rows)} rows")


async def _sources(database: Database, _now: datetime) -> Finding:
    check = Title("接入系统", "linked systems")
    waiting = select(func.count()).select_from(QuarantinedRow).where(QuarantinedRow.status == QuarantineStatus.OPEN)
    async with database.read() as connection:
        rows = (await connection.execute(select(Source.code, Source.status, Source.last_success_at))).all()
        set_aside = (await connection.execute(waiting)).scalar_one()
    ailing = [row.code for row in rows if row.status is SourceStatus.DEGRADED]
    silent = [row.code for row in rows if row.status is SourceStatus.ACTIVE and row.last_success_at is None]
    found = Title(f"{len(rows)} 个，隔离 {set_aside} 行", f"{len(rows)}, {set_aside} rows in quarantine")
    if ailing or silent:
        listed = ", ".join([*ailing, *silent])
        return attention(
            check,
            Title(f"{found.zh}；不正常或从未成功：{listed}", f"{found.en}; degraded or never synced: {listed}"),
            Title("请运行 hub sync status 查看原因", "run hub sync status for the reasons"),
        )
    return well(check, *found)


async def _totals(database: Database, _now: datetime) -> Finding:
    check = Title("汇总与事实一致", "totals agree with the facts")
    async with database.read() as connection:
        different = await totals_check.differences(connection)
    if different:
        wrong = sum(one.wrong for one in different)
        some = "; ".join(f"{one.cell.__tablename__} {one.wrong}: {one.some[0]}" for one in different)
        return broken(
            check,
            Title(f"{wrong} 格不符（{some}）", f"{wrong} cells are wrong ({some})"),
            Title("请运行 hub doctor --rebuild-totals 重算", "run hub doctor --rebuild-totals"),
        )
    facts = len(totals_check.counted_facts())
    return well(check, f"{facts} 类", f"{facts} kinds of facts")


async def _findings(database: Database, now: datetime) -> Finding:
    check = Title("标准结论与记录一致", "findings by the standards agree with the records")
    async with database.read() as connection:
        wrong = await findings.differences(connection, on=findings.business_day(now))
        held = await findings.count(connection)
    if wrong:
        some = ", ".join(wrong[:_SHOWN])
        return attention(
            check,
            Title(f"{len(wrong)} 条结论与今日重评不符（{some}）", f"{len(wrong)} differ from judging today ({some})"),
            Title("请运行 hub doctor --rebuild-findings 重评", "run hub doctor --rebuild-findings"),
        )
    return well(check, f"{held} 条", f"{held} findings")


async def _joint_activities(database: Database, _now: datetime) -> Finding:
    check = Title("共同活动各方与活动一致", "parties of joint activities agree with the activities")
    async with database.read() as connection:
        parties, wrong = await parties_unlike(connection)
    if wrong:
        some = ", ".join(wrong[:_SHOWN])
        return broken(
            check,
            Title(f"{len(wrong)} 个参与方所见与活动不符（{some}）", f"{len(wrong)} parties do not show it ({some})"),
            Title(
                "有人手工改过表：各方所见随活动一并更正，请对照备份改回",
                "somebody altered rows by hand: parties are corrected with the activity, set it right from a backup",
            ),
        )
    return well(check, f"{parties} 方", f"{parties} parties")


async def _audit_chains(database: Database, _now: datetime) -> Finding:
    check = Title("审计链", "audit chains")
    async with database.read() as connection:
        streams = await audit.streams(connection)
        breaks = [found for name in streams if (found := await audit.verify(connection, stream=name)) is not None]
        wrong = await seal.contradictions(connection)
    faults = [
        *(
            Title(f"{one.stream} 第 {one.seq} 条：{one.zh}", f"{one.stream}, entry {one.seq}: {one.en}")
            for one in breaks
        ),
        *(Title(f"封记 {one.number}：{one.zh}", f"seal {one.number}: {one.en}") for one in wrong),
    ]
    if faults:
        return broken(
            check,
            faults[0],
            Title(
                "审计记录被改动，请保全现场并对照备份",
                "the trail was altered: keep the evidence, compare with a backup",
            ),
        )
    return well(check, f"{len(streams)} 条，完整", f"{len(streams)}, whole")


async def _clock(database: Database, now: datetime) -> Finding:
    check = Title("时钟", "clock")
    if not database.is_sqlite:  # SQLite runs in this very process and knows no other clock
        async with database.read() as connection:
            theirs: datetime = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
        # The checks before this one took their time, so only a clock far off is worth a word.
        if abs(theirs - now) > _CLOCKS_MAY_DIFFER:
            return attention(
                check,
                Title(
                    "本机与数据库的时钟相差 30 秒以上", "this machine's clock and the database's differ by over 30 s"
                ),
                Title("请为两台机器开启网络校时", "let both machines keep network time"),
            )
    return well(check, f"{now.astimezone(_ZONE):%Y-%m-%d %H:%M}（上海）", f"{now:%Y-%m-%d %H:%M} UTC")
