"""The outcome of a run as text: the same tables on the screen and in RESULTS.md."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from benchmarks.facts_push import EACH, ONE, PUSH, ROWS
from benchmarks.hostile import Endured
from benchmarks.measuring import Figures
from benchmarks.names import HUB, LIMIT
from benchmarks.outcome import PAGING, Outcome, Table, goals
from benchmarks.quarter import BARE_ROWS, SUBMIT
from benchmarks.questions import TITLES
from benchmarks.report_figures import figure_lines
from benchmarks.report_growth import growth_lines
from benchmarks.tables import section, shown, three
from benchmarks.upserts import BARE_UPSERT, BATCH, DOOR

_NOTE = """\
The hub is measured whole: token, contract, reach, limits, cost and log are on. The limit and the peers check no token
and apply no reach; the limit leaves out withdrawn rows as the hub does, the peers do not look. All answers were equal
before anything was timed. Variants take turns in one run on one machine, client and database included: ratios count.
“The limit” of the ratios and goals is the one over psycopg; the same over asyncpg, which the hub's compiled reads use,
stands below it. Q4, Q4R and QT are asked of the hub and the limits only: the peers have no totals of their own, and a
resolver around the same statement would measure that statement.

被测的是整个中枢：令牌、契约、可见范围、限额、成本与日志全部开启；先比对答案，再轮流计时，只看比值。"""
_UPSERTS = """\
100 activities in one transaction, half of them held already; in process and not over HTTP, since the schema takes no
batches. The hub's side is `store.write` as a sync run calls it: it reads what is held, and writes rows, a chained audit
entry for each, notices and maintained totals. The bare side is one INSERT … ON CONFLICT."""
_SUBMISSIONS = """\
One push of all fourteen sections with submit, in process: sections saved, validated against the records, submitted,
sealed, the receipt signed. The bare side inserts a version with its lines and texts, one statement a table, in one
transaction."""
_PUSHES = """\
1 000 activities in one request, half of them held already; in process. The hub's side is the whole mutation: variables
checked, rows landed with their accounting, mapped, folded and written with identity links, a chained audit entry each,
notices and maintained totals. The measure is the one against a prepared INSERT … ON CONFLICT for each row, all in one
transaction: what a row costs. The last column is against one statement that takes all rows as one text, the most that
the database could do; it knows of no row what became of it."""
_EXCESSES = """\
One caller looks studios up on one connection. In turns of a second it does so in quiet, beside a harmless client (point
lookups of other callers on one connection, from another process) and beside a client that commits the excess again as
soon as it is answered; samples are pooled. The harmless client shows what any second client costs where two cores carry
clients, server and database."""


def text_of(outcome: Outcome) -> str:
    """The whole report in Markdown."""
    return "\n".join(_lines(outcome)) + "\n"


def _lines(outcome: Outcome) -> Iterator[str]:
    yield from (f"- {name}: {value}" for name, value in outcome.facts.items())
    if outcome.alone:
        yield ""
        yield from (f"- {name}: {title}" for name, title in TITLES.items())
        yield from ("", _NOTE)
    yield from section("PostgreSQL, one connection: p50, ms", outcome.alone, _p50)
    yield from section("PostgreSQL, one connection: p95, ms", outcome.alone, _p95)
    yield from section("PostgreSQL, one connection: p50 as a multiple of the limit", _ratios(outcome.alone), _p50)
    yield from section("The same in the quietest round of each", _ratios(outcome.alone), _quiet)
    yield from section("PostgreSQL: processor time of server + database for one answer, ms", outcome.alone, _spent)
    yield from section("The same, both together, as a multiple of the limit", _ratios(outcome.alone), _server)
    yield from section("Answer, bytes", outcome.alone, _size)
    yield from section("PostgreSQL, 16 connections: answers per second", outcome.crowded, _rate)
    yield from section("PostgreSQL, 16 connections: p95, ms", outcome.crowded, _p95)
    yield from section("PostgreSQL, 16 connections: errors", outcome.crowded, _errors)
    yield from section("SQLite, one connection: p50, ms", outcome.sqlite, _p50)
    yield from section(PAGING, _as_table(outcome.paging), _p50)
    yield from _upserts(outcome.upserts)
    yield from _pushes(outcome.pushes)
    yield from _submissions(outcome.submissions)
    yield from figure_lines(outcome.figures)
    yield from _memory(outcome.memory)
    yield from _hostile(outcome.hostile)
    if outcome.growth is not None:
        yield from growth_lines(outcome.growth)
    yield from _goals(outcome)


def _memory(memory: Mapping[str, int]) -> Iterator[str]:
    if not memory:
        return
    yield from ("", "## Peak memory, MB", "", "| | |", "|---|---:|")
    yield from (f"| {shown(name)} | {size} |" for name, size in memory.items())


def _upserts(seen: Mapping[str, Figures]) -> Iterator[str]:
    if not seen:
        return
    door, bare = seen[DOOR], seen[BARE_UPSERT]
    yield from ("", "## M1, upsert of a batch · 批量写入", "", _UPSERTS, "")
    yield from ("| | p50, ms | p95, ms | rows/s | p50 / bare |", "|---|---:|---:|---:|---:|")
    for name, figures in (("the hub's write door", door), ("bare upsert", bare)):
        rate = three(BATCH * figures.per_second)
        yield f"| {name} | {three(figures.p50)} | {three(figures.p95)} | {rate} | {figures.p50 / bare.p50:.2f} |"


def _submissions(seen: Mapping[str, Figures]) -> Iterator[str]:
    if not seen:
        return
    yield from ("", "## M3, the quarter of a city of thirteen counties submitted · 报送季度汇总", "", _SUBMISSIONS, "")
    yield from ("| | p50, ms | p95, ms | p50 / bare insert |", "|---|---:|---:|---:|")
    for name, title in ((SUBMIT, "the hub's mutation, whole"), (BARE_ROWS, "bare insert of the same rows")):
        ratio = seen[name].p50 / seen[BARE_ROWS].p50
        yield f"| {title} | {three(seen[name].p50)} | {three(seen[name].p95)} | {ratio:.2f} |"


def _pushes(seen: Mapping[str, Figures]) -> Iterator[str]:
    if not seen:
        return
    yield from ("", "## M2, 1 000 activities pushed · 批量推送", "", _PUSHES, "")
    yield "| | p50, ms | p95, ms | rows/s | p50 / each row (the measure) | p50 / one statement |"
    yield "|---|---:|---:|---:|---:|---:|"
    named = ((PUSH, "the hub's mutation, whole"), (EACH, "bare upsert of each row"), (ONE, "one statement for all"))
    for name, title in named:
        figures = seen[name]
        rate = three(ROWS * figures.per_second)
        ratios = " | ".join(f"{figures.p50 / seen[other].p50:.2f}" for other in (EACH, ONE))
        yield f"| {title} | {three(figures.p50)} | {three(figures.p95)} | {rate} | {ratios} |"


def _hostile(endured: Mapping[str, Endured]) -> Iterator[str]:
    if not endured:
        return
    title = "Point lookups of one caller beside another's excess: p95, ms · 一方过量时另一方的点查"
    yield from ("", f"## {title}", "", _EXCESSES, "")
    yield "| | quiet | beside a harmless client | beside it | / quiet | / harmless | errors |"
    yield f"|---|{'---:|' * 6}"
    for name, seen in endured.items():
        times = " | ".join(_finite(one, "no answer in 10 s") for one in (seen.quiet, seen.harmless, seen.beside))
        ratios = " | ".join(_finite(seen.beside / by, "–") for by in (seen.quiet, seen.harmless))
        yield f"| {name} | {times} | {ratios} | {seen.errors} |"
    yield ""
    yield "| | what it is told | after, ms | sent in the turns | the database has stopped after, ms |"
    yield "|---|---|---:|---:|---:|"
    for name, seen in endured.items():
        ended = _finite(seen.ended, "never")
        yield f"| {name} | {seen.told} | {_finite(seen.alone, '–')} | {seen.sent} | {ended} |"
    yield from ("", "“Told” and “after” are of one request that is waited for; a client that leaves early stays 20 ms.")


def _finite(value: float, otherwise: str) -> str:
    return three(value) if math.isfinite(value) else otherwise


def _goals(outcome: Outcome) -> Iterator[str]:
    found = goals(outcome)
    if not found:
        return
    yield from ("", "## Goals", "", "| | goal | seen | |", "|---|---:|---:|---|")
    for goal in found:
        yield f"| {goal.text} | {goal.bound} | {goal.seen:.2f} | {'reached' if goal.reached else '**missed**'} |"


def _ratios(table: Table) -> Table:
    """The times of a table as multiples of the limit's."""
    shown: dict[str, dict[str, Figures]] = {}
    for question, seen in table.items():
        if LIMIT in seen:
            shown[question] = {name: _divided(figures, seen[LIMIT]) for name, figures in seen.items()}
    return shown


def _divided(figures: Figures, by: Figures) -> Figures:
    both = by.server + by.database
    spent = (figures.server + figures.database) / both if both else 0.0
    return replace(
        figures, p50=figures.p50 / by.p50, p95=figures.p95 / by.p95, quiet=figures.quiet / by.quiet, server=spent
    )


def _as_table(pages: Mapping[str, Figures]) -> Table:
    return {name: {HUB: figures} for name, figures in pages.items()}


def _p50(figures: Figures) -> str:
    return three(figures.p50)


def _quiet(figures: Figures) -> str:
    return three(figures.quiet)


def _spent(figures: Figures) -> str:
    return f"{three(figures.server)} + {three(figures.database)}"


def _server(figures: Figures) -> str:
    return three(figures.server)


def _size(figures: Figures) -> str:
    return str(figures.bytes)


def _p95(figures: Figures) -> str:
    return three(figures.p95)


def _rate(figures: Figures) -> str:
    return three(figures.per_second)


def _errors(figures: Figures) -> str:
    return f"{figures.errors} of {figures.count}"
