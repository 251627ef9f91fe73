"""`hub standards`: list the bodies' standards, show one, check and rehearse files, judge the studios."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import typer

from hub.commands import room
from hub.domain.bodies import read_bodies
from hub.domain.compliance_facts import Judgement, version_of
from hub.domain.document import read_documents
from hub.domain.standard import Evidence, Rulebook, rulebook_of
from hub.domain.standard_files import read_rulebook, read_standards
from hub.domain.term import Title
from hub.settings import Settings
from hub.store.findings import judge_again
from hub.store.findings_rehearse import Rehearsal
from hub.store.findings_rehearse import rehearse as rehearsing

app = typer.Typer(help="建设标准 · standards", no_args_is_help=True)


@app.command("list")
def list_standards() -> None:
    """列出各级政协的标准 · List the standards of all bodies."""
    with room.refusals():
        books = read_standards()
    names = {body.key: body.short_name for body in read_bodies()}
    made = room.table(
        Title("建设标准", "standards"),
        Title("组织代码", "body"),
        Title("组织", "name"),
        Title("版本", "version"),
        Title("生效", "from"),
        Title("标准", "standards"),
        Title("定额", "quotas"),
        Title("结构", "structures"),
        Title("程序", "chains"),
    )
    for book in books:
        counts = (book.standards, book.quotas, book.structures, book.chains)
        begun = str(book.effective_from or "—")
        made.add_row(book.body, names.get(book.body, "—"), book.version, begun, *(str(len(part)) for part in counts))
    room.show(made)


@app.command()
def show(code: str = typer.Argument(help="组织代码，如 610000 · code of the body, such as 610000")) -> None:
    """逐条显示某政协组织现行标准及其原文 · Show a body's standards in force, each rule with its sentence."""
    with room.refusals():
        books = read_standards()
    book = rulebook_of(books, body=code, on=room.today())
    if book is None:
        room.refuse(
            f"{code} 没有自己的标准；hub standards list 可列出有标准的组织",
            f"{code} has no standards of its own; hub standards list names the bodies that have",
        )
    typer.echo(f"{book.title}（{book.version}）")
    for line in _lines(book):
        typer.echo(line)


@app.command()
def check(
    paths: list[Path] = typer.Argument(None, help="TOML 文件或文件夹，缺省为自带的 · TOML files or folders"),
) -> None:
    """检查标准文件，指出文件、键与如何更正 · Check files of standards, naming file, key and what to correct."""
    with room.refusals():
        books = tuple(book for path in paths for book in _read(path)) if paths else read_standards()
    known, documents = {body.key for body in read_bodies()}, {document.key for document in read_documents()}
    for book in books:
        if book.body not in known:
            room.refuse(f"{book.title} · body：没有组织 {book.body}", f"{book.title}: no body {book.body}")
        if book.document is not None and book.document not in documents:
            room.refuse(f"{book.title} · document：没有文件 {book.document}", f"no document {book.document}")
    typer.echo(f"{len(books)} 份标准，无误 / {len(books)} versions of standards, all well")


@app.command()
def rehearse(
    path: Path = typer.Argument(help="拟施行的标准，TOML 文件 · the version to come, a TOML file"),
    most: int = typer.Option(50, "--most", min=0, help="最多列出几个工作室 · studios to list at most"),
) -> None:
    """预演一份标准：哪些工作室的结论会变；不留存 · Show what a version would change, keeping nothing."""
    settings = room.settings_of_process()
    with room.refusals():
        book = read_rulebook(path)
    if book.body not in {body.key for body in read_bodies()}:
        room.refuse(f"{book.title} · body：没有组织 {book.body}", f"{book.title}: no body {book.body}")
    done = room.run(lambda: _rehearsed(settings, book))
    typer.echo(f"{book.title}（{book.version}）")
    typer.echo(
        f"{done.judged} 个工作室，{len(done.changed)} 个会变 / {done.judged} studios, {len(done.changed)} change"
    )
    for (key, before, after), number in _counted(done).items():
        typer.echo(f"  {key}：{before} → {after}  {number}")
    for changed in done.changed[:most]:
        typer.echo(f"\n{changed.body}  {changed.studio}")
        for one in changed.differences:
            seen = one.after or one.before
            told = "" if seen is None else f"{seen.expected.zh}；{seen.found.zh} / {seen.expected.en}; {seen.found.en}"
            typer.echo(f"    {one.key}：{_said(one.before)} → {_said(one.after)}  {told}")
    if len(done.changed) > most:
        typer.echo(f"\n另有 {len(done.changed) - most} 个，可用 --most 列出 / more: list them by --most")


@app.command()
def judge() -> None:
    """按现行标准重判全部工作室，改写有变化的结论 · Judge every studio by the standards in force today."""
    settings = room.settings_of_process()
    studios, changed = room.run(lambda: _judged(settings))
    typer.echo(f"{studios} 个工作室，{changed} 条结论有变化 / {studios} studios, {changed} findings changed")


async def _rehearsed(settings: Settings, book: Rulebook) -> Rehearsal:
    async with room.opened(settings) as database:
        return await rehearsing(database, version_of(book), on=room.today())


async def _judged(settings: Settings) -> tuple[int, int]:
    async with room.opened(settings) as database:
        return await judge_again(database, on=room.today())


def _counted(done: Rehearsal) -> Counter[tuple[str, str, str]]:
    every = (one for changed in done.changed for one in changed.differences)
    return Counter((one.key, _said(one.before), _said(one.after)) for one in every)


def _said(one: Judgement | None) -> str:
    return "—" if one is None else f"{one.result.title_zh} {one.result}"


def _read(path: Path) -> tuple[Rulebook, ...]:
    return read_standards(path) if path.is_dir() else (read_rulebook(path),)


def _lines(book: Rulebook) -> Iterable[str]:
    for standard in book.standards:
        items = "、".join(item.name for item in standard.items) or "条目不明 / items unknown"
        yield from _rule("标准 standard", f"“{standard.label}”：{items}", standard.evidence)
    for quota in book.quotas:
        period = quota.period.title_zh if quota.period else "不评判"
        said = f"{quota.subject.title_zh} {quota.metric.title_zh}（{quota.mode.title_zh}）{period} ≥ {quota.minimum}"
        yield from _rule("定额 quota", said, quota.evidence)
    for rule in book.structures:
        bounds = "".join(f" {sign} {number}" for sign, number in (("≥", rule.minimum), ("≤", rule.maximum)) if number)
        listed = "：" + "、".join(rule.items) if rule.items else ""
        yield from _rule("结构 structure", f"{rule.kind.title_zh}{bounds}{listed}", rule.evidence)
    for chain in book.chains:
        steps = " → ".join(step.title_zh for step in chain.steps)
        yield from _rule("程序 chain", f"{'、'.join(chain.applicants)} → {steps}", chain.evidence)


def _rule(kind: str, said: str, evidence: Evidence) -> Iterable[str]:
    yield f"\n{kind}  {said}"
    yield f"    {evidence.clause}  {evidence.source}  {evidence.rule or ''}  「{evidence.sentence}」"
