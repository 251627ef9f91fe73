"""The outcome of a run as text: the same tables on the screen and in RESULTS.md."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from benchmarks.measuring import Figures
from benchmarks.names import BARE, GENERAL, HUB, LIMIT, MERCURIUS, POSTGRAPHILE
from benchmarks.outcome import Outcome, Table, goals, variants_of
from benchmarks.questions import TITLES

_SHOWN: Mapping[str, str] = {
    HUB: "**the hub, whole**",
    GENERAL: "the hub's general path",
    LIMIT: "limit: bare ASGI, hand-written statement",
    BARE: "the statement alone",
    POSTGRAPHILE: "PostGraphile",
    MERCURIUS: "Mercurius + JIT",
}
_NOTE = """\
The hub is measured whole: token, contract, reach, limits and log are on. The limit and the peers check no token and
apply no reach; the limit leaves out withdrawn rows as the hub does, the peers do not look. All answers were equal
before anything was timed. Variants take turns in one run on one machine, client and database included: ratios count.
Q6 asks the hub for ten pages of 100 in one document, its largest page; the peers, which have no such bound, answer one
list of 1 000 rows."""


def text_of(outcome: Outcome) -> str:
    """The whole report in Markdown."""
    return "\n".join(_lines(outcome)) + "\n"


def _lines(outcome: Outcome) -> Iterator[str]:
    yield from (f"- {name}: {value}" for name, value in outcome.facts.items())
    yield ""
    yield from (f"- {name}: {title}" for name, title in TITLES.items())
    yield from ("", _NOTE)
    yield from _section("PostgreSQL, one connection: p50, ms", outcome.alone, _p50)
    yield from _section("PostgreSQL, one connection: p95, ms", outcome.alone, _p95)
    yield from _section("PostgreSQL, one connection: p50 as a multiple of the limit", _ratios(outcome.alone), _p50)
    yield from _section("The same in the quietest round of each", _ratios(outcome.alone), _quiet)
    yield from _section("PostgreSQL: processor time of server + database for one answer, ms", outcome.alone, _spent)
    yield from _section("The same, both together, as a multiple of the limit", _ratios(outcome.alone), _server)
    yield from _section("Answer, bytes", outcome.alone, _size)
    yield from _section("PostgreSQL, 16 connections: answers per second", outcome.crowded, _rate)
    yield from _section("PostgreSQL, 16 connections: p95, ms", outcome.crowded, _p95)
    yield from _section("PostgreSQL, 16 connections: errors", outcome.crowded, _errors)
    yield from _section("SQLite, one connection: p50, ms", outcome.sqlite, _p50)
    yield from _section("Pages of 30 opinions, newest first: p50, ms", _as_table(outcome.paging), _p50)
    yield from _memory(outcome.memory)
    yield from _hostile(outcome)
    yield from _goals(outcome)


def _section(title: str, table: Table, show: Callable[[Figures], str]) -> Iterator[str]:
    if not table:
        return
    yield from ("", f"## {title}", "")
    yield f"| | {' | '.join(table)} |"
    yield f"|---|{'---:|' * len(table)}"
    for variant in variants_of(table):
        cells = (show(seen[variant]) if variant in seen else "" for seen in table.values())
        yield f"| {_SHOWN.get(variant, variant)} | {' | '.join(cells)} |"


def _memory(memory: Mapping[str, int]) -> Iterator[str]:
    if not memory:
        return
    yield from ("", "## Peak memory, MB", "", "| | |", "|---|---:|")
    yield from (f"| {_SHOWN.get(name, name)} | {size} |" for name, size in memory.items())


def _hostile(outcome: Outcome) -> Iterator[str]:
    if not outcome.hostile:
        return
    yield from ("", "## Point lookups of one caller beside another's excess: p95, ms", "")
    yield from ("| | in quiet | beside it | errors | what the other is told |", "|---|---:|---:|---:|---|")
    for name, seen in outcome.hostile.items():
        under = _three(seen.under) if math.isfinite(seen.under) else "no answer in 10 s"
        yield f"| {name} | {_three(seen.quiet)} | {under} | {seen.errors} | {seen.told} |"


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
    return _three(figures.p50)


def _quiet(figures: Figures) -> str:
    return _three(figures.quiet)


def _spent(figures: Figures) -> str:
    return f"{_three(figures.server)} + {_three(figures.database)}"


def _server(figures: Figures) -> str:
    return _three(figures.server)


def _size(figures: Figures) -> str:
    return str(figures.bytes)


def _p95(figures: Figures) -> str:
    return _three(figures.p95)


def _rate(figures: Figures) -> str:
    return _three(figures.per_second)


def _errors(figures: Figures) -> str:
    return f"{figures.errors} of {figures.count}"


def _three(value: float) -> str:
    """Three digits that mean something."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
