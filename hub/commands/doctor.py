"""`hub doctor`: examine an installation and say for each ailment what to do."""

from __future__ import annotations

import os
import shutil

import typer

from hub.app import issuers
from hub.auth.issuer import Issuer
from hub.commands import room
from hub.commands.configured import read_folder
from hub.domain.reading import FaultyReference
from hub.domain.term import Title
from hub.errors import BadConfiguration
from hub.settings import Settings, without_password
from hub.store.doctor import examine
from hub.store.doctor_words import Finding, Verdict
from hub.store.findings import business_day, judge_again
from hub.store.totals_check import rebuild_all
from hub.sync.source import Source
from hub.sync.source_table import SourceConfigError

_LEAST_FREE = 1_000_000_000
_MARKS = {Verdict.WELL: "✓", Verdict.ATTENTION: "!", Verdict.BROKEN: "✗"}


def doctor(
    rebuild_totals: bool = typer.Option(
        False, "--rebuild-totals", help="先按事实重算汇总，期间不写入 · make the totals anew first; writers wait"
    ),
    rebuild_findings: bool = typer.Option(
        False, "--rebuild-findings", help="先按今日标准重评全部工作室 · judge every studio anew first"
    ),
) -> None:
    """体检：数据库、表结构、基础数据、汇总、结论、审计链、来源、签发方、磁盘 · Examine it all and say what to do."""
    settings = room.settings_of_process()
    typer.echo(f"数据库 / database: {without_password(settings.database_url)}")
    if rebuild_totals:
        made = room.run(lambda: _rebuilt(settings))
        typer.echo(f"汇总：已重算，共 {made} 格 / totals: made anew, {made} cells")
    if rebuild_findings:
        studios, changed = room.run(lambda: _judged(settings))
        typer.echo(
            f"标准结论：重评 {studios} 个工作室，改动 {changed} 条 / {studios} studios judged, {changed} changed"
        )
    findings = [
        *room.run(lambda: _database(settings)),
        _sources(settings),
        _issuers(settings),
        _key(settings),
        _disk(settings),
    ]
    for finding in findings:
        typer.echo(
            f"{_MARKS[finding.verdict]} {finding.check.zh}：{finding.found.zh} / {finding.check.en}: {finding.found.en}"
        )
        if finding.advice is not None:
            typer.echo(f"    → {finding.advice.zh} / {finding.advice.en}")
    if any(finding.verdict is Verdict.BROKEN for finding in findings):
        raise typer.Exit(room.REFUSED)


async def _rebuilt(settings: Settings) -> int:
    async with room.opened(settings) as database:
        return await rebuild_all(database)


async def _judged(settings: Settings) -> tuple[int, int]:
    async with room.opened(settings) as database:
        return await judge_again(database, on=business_day(room.now()))


async def _database(settings: Settings) -> list[Finding]:
    async with room.opened(settings) as database:
        return await examine(database, now=room.now(), reports=settings.reports)


def _sources(settings: Settings) -> Finding:
    check = Title("来源配置", "source files")
    try:
        sources: tuple[Source, ...] = read_folder(settings.sources, environment=os.environ)
    except SourceConfigError as fault:
        first = fault.problems[0]
        return Finding(
            check=check,
            verdict=Verdict.BROKEN,
            found=Title(f"{first.file} · {first.key}：{first.zh}", f"{first.file}: {first.key}: {first.en}"),
            advice=Title(
                f"请更正后运行 hub source check {first.file}", f"correct it, then hub source check {first.file}"
            ),
        )
    except BadConfiguration as fault:
        advice = Title("请更正后重试", "correct it and try again")
        return Finding(check=check, verdict=Verdict.BROKEN, found=Title(fault.zh, fault.en), advice=advice)
    if not sources:
        return Finding(
            check=check,
            verdict=Verdict.ATTENTION,
            found=Title("没有配置来源", "none configured"),
            advice=Title("需要同步时请设置 HUB_SOURCES", "set HUB_SOURCES where systems are to be synced"),
        )
    listed = "、".join(source.code for source in sources)
    return Finding(check=check, verdict=Verdict.WELL, found=Title(listed, f"{len(sources)} sources"))


def _issuers(settings: Settings) -> Finding:
    check = Title("签发方", "issuers")
    try:
        known: tuple[Issuer, ...] = issuers(settings, None)
    except FaultyReference as fault:
        advice = Title("请更正 HUB_ISSUERS 所指的文件", "correct the file HUB_ISSUERS names")
        return Finding(check=check, verdict=Verdict.BROKEN, found=Title(str(fault), str(fault)), advice=advice)
    if settings.development:
        return Finding(
            check=check,
            verdict=Verdict.ATTENTION,
            found=Title("开发签发方已开启", "the development issuer is on"),
            advice=Title("生产环境请设 HUB_DEVELOPMENT=false", "set HUB_DEVELOPMENT=false in production"),
        )
    if not known:
        return Finding(
            check=check,
            verdict=Verdict.ATTENTION,
            found=Title("没有登记，只有社会公众可以访问", "none registered, so only the public can ask"),
            advice=Title("请设置 HUB_ISSUERS", "set HUB_ISSUERS"),
        )
    return Finding(check=check, verdict=Verdict.WELL, found=Title(f"{len(known)} 个", f"{len(known)}"))


def _key(settings: Settings) -> Finding:
    check = Title("部署密钥与回执密钥", "deployment key and receipt keys")
    given = {"HUB_KEY_FILE": settings.key_file, "HUB_RECEIPT_KEYS": settings.receipt_keys}
    missing = [name for name, path in given.items() if path is None]
    if settings.on_sqlite or not missing:
        made = settings.key_path.exists()
        found = Title("已有", "in place") if made else Title("首次使用时生成", "will be made on first use")
        return Finding(check=check, verdict=Verdict.WELL, found=found)
    return Finding(
        check=check,
        verdict=Verdict.ATTENTION,
        found=Title(f"使用 PostgreSQL 而未设置 {'、'.join(missing)}", f"on PostgreSQL without {' and '.join(missing)}"),
        advice=Title("多进程须共用同样的密钥", "processes that share a database must share their keys"),
    )


def _disk(settings: Settings) -> Finding:
    check = Title("磁盘", "disk")
    free = shutil.disk_usage(settings.var).free
    found = Title(f"余 {free / 1e9:.1f} GB", f"{free / 1e9:.1f} GB free")
    if free >= _LEAST_FREE:
        return Finding(check=check, verdict=Verdict.WELL, found=found)
    advice = Title("请清理 HUB_VAR 所在磁盘", "make room on the disk of HUB_VAR")
    return Finding(check=check, verdict=Verdict.ATTENTION, found=found, advice=advice)
