"""What a whole run has found: figures by question and variant, what it ran on, and how they stand against the goals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from benchmarks.facts_push import EACH, PUSH
from benchmarks.figures import FEW, WIDE_FIGURE
from benchmarks.hostile import Endured
from benchmarks.measuring import Figures
from benchmarks.names import GENERAL, HUB, LIMIT, MERCURIUS, POSTGRAPHILE
from benchmarks.quarter import BARE_ROWS, SUBMIT
from benchmarks.questions import NESTED, PAGE, RUN, SHORT

Table = Mapping[str, Mapping[str, Figures]]  # by question, then by variant

_USUAL = "province"
PAGES = ("page 1", "page 100", "page 5 000", "page 10 000")
PAGING = f"Pages of {PAGE} opinions, newest first, {RUN} in a row (the last with page 10 000 at their end): p50, ms"


@dataclass(frozen=True, kw_only=True)
class Growth:
    """The same at several sizes: variants are called `hub, national`, pages `page 1, national`, figures likewise.

    `memory` is the hub's peak by size and `disk` that of all databases, in megabytes; `loaded` is in seconds, and next
    to nothing for databases that were kept.
    """

    postgres: str
    sizes: Sequence[str]
    asked: Table
    paging: Table
    figures: Table
    memory: Mapping[str, int]
    disk: int
    loaded: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Everything that one run has measured; parts that were not asked for are empty."""

    facts: Mapping[str, str]
    alone: Table = field(default_factory=dict)
    crowded: Table = field(default_factory=dict)
    sqlite: Table = field(default_factory=dict)
    paging: Mapping[str, Figures] = field(default_factory=dict)
    memory: Mapping[str, int] = field(default_factory=dict)
    hostile: Mapping[str, Endured] = field(default_factory=dict)
    upserts: Mapping[str, Figures] = field(default_factory=dict)
    pushes: Mapping[str, Figures] = field(default_factory=dict)
    submissions: Mapping[str, Figures] = field(default_factory=dict)
    figures: Table = field(default_factory=dict)
    growth: Growth | None = None


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One goal, what was seen of it, and whether that is enough."""

    text: str
    bound: str
    seen: float
    reached: bool


def goals(outcome: Outcome) -> list[Goal]:
    """The goals that this run can speak about."""
    return [
        *_against_limit(outcome.alone),
        *_against_peers(outcome.alone),
        *_against_general(outcome.alone, least=15, database="PostgreSQL"),
        *_against_general(outcome.sqlite, least=8, database="SQLite"),
        *_crowded(outcome.crowded),
        *_totals(outcome.alone),
        *_paging(outcome.paging),
        *_pushes(outcome.pushes),
        *_submissions(outcome.submissions),
        *_opened(outcome.figures, ""),
        *_hostile(outcome.hostile),
        *(_growth(outcome.growth) if outcome.growth is not None else ()),
    ]


def _against_limit(table: Table) -> Iterator[Goal]:
    for question, seen in _with(table, HUB, LIMIT):
        if question in (*NESTED, *SHORT):
            bound = 1.2 if question in NESTED else 1.5
            yield _at_most(f"{question}: hub / limit, p50", seen[HUB].p50 / seen[LIMIT].p50, bound)


def _against_peers(table: Table) -> Iterator[Goal]:
    for question, seen in _with(table, HUB, POSTGRAPHILE):
        bound = 1.0 if question == "Q5" else 2.0
        yield _at_least(f"{question}: PostGraphile / hub, p50", seen[POSTGRAPHILE].p50 / seen[HUB].p50, bound)
    for question, seen in _with(table, HUB, MERCURIUS):
        yield _at_least(f"{question}: Mercurius / hub, p50", seen[MERCURIUS].p50 / seen[HUB].p50, 1.0)


def _against_general(table: Table, *, least: float, database: str) -> Iterator[Goal]:
    for question, seen in _with(table, HUB, GENERAL):
        if question in NESTED:
            ratio = seen[GENERAL].p50 / seen[HUB].p50
            yield _at_least(f"{question}: general path / hub, p50, {database}", ratio, least)


def _crowded(table: Table) -> Iterator[Goal]:
    for peer, title in ((POSTGRAPHILE, "PostGraphile"), (MERCURIUS, "Mercurius")):
        for question, seen in _with(table, HUB, peer):
            ratio = seen[HUB].per_second / seen[peer].per_second
            yield _at_least(f"{question}: hub / {title}, answers per second, 16 connections", ratio, 1.0)
    failed = [seen[HUB].errors for _, seen in _with(table, HUB)]
    if failed:
        yield _at_most("errors of the hub, 16 connections", float(sum(failed)), 0.0)


def _totals(table: Table) -> Iterator[Goal]:
    lookup, totals = table.get("Q5", {}), table.get("QT", {})
    if HUB in lookup and HUB in totals:
        yield _at_most(
            "QT / Q5: totals by city and quarter / one row, the hub, p50", totals[HUB].p50 / lookup[HUB].p50, 3.0
        )
    kept = table.get("Q4R", {})
    if HUB in kept and LIMIT in kept:
        yield _at_most("Q4R: hub / limit, p50", kept[HUB].p50 / kept[LIMIT].p50, 1.5)


def _growth(found: Growth) -> Iterator[Goal]:
    largest = found.sizes[-1]
    for question, seen in _with(found.asked, f"{HUB}, {largest}", f"{HUB}, {_USUAL}"):
        ratio = seen[f"{HUB}, {largest}"].p50 / seen[f"{HUB}, {_USUAL}"].p50
        yield _at_most(f"{question}: {largest} / {_USUAL}, the hub, p50", ratio, 1.5)
    for name in (_USUAL, largest):
        for _, seen in _with(found.paging, f"{PAGES[0]}, {name}", f"{PAGES[-1]}, {name}"):
            ratio = seen[f"{PAGES[-1]}, {name}"].p50 / seen[f"{PAGES[0]}, {name}"].p50
            yield _at_most(f"{PAGES[-1]} / {PAGES[0]}, {name}, p50", ratio, 1.3)
    for name in (FEW, WIDE_FIGURE):
        for question, seen in _with(found.figures, f"{name}, {largest}", f"{name}, {_USUAL}"):
            ratio = seen[f"{name}, {largest}"].p50 / seen[f"{name}, {_USUAL}"].p50
            yield _at_most(f"{question}: {name}, {largest} / {_USUAL}, p50", ratio, 1.2)
    for name in found.sizes:
        yield from _opened(found.figures, f", {name}")
    for before, name in pairwise(found.memory):
        yield _at_most(f"peak memory of the hub: {name} / {before}", found.memory[name] / found.memory[before], 1.1)


def _paging(pages: Mapping[str, Figures]) -> Iterator[Goal]:
    if PAGES[0] in pages:
        for name in PAGES[1:]:
            yield _at_most(f"{name} / {PAGES[0]}, p50", pages[name].p50 / pages[PAGES[0]].p50, 1.3)


def _pushes(seen: Mapping[str, Figures]) -> Iterator[Goal]:
    if seen:
        ratio = seen[PUSH].p50 / seen[EACH].p50
        yield _at_most("M2: 1 000 activities pushed, per row, hub / bare upsert of each row, p50", ratio, 3.0)


def _submissions(seen: Mapping[str, Figures]) -> Iterator[Goal]:
    if seen:
        ratio = seen[SUBMIT].p50 / seen[BARE_ROWS].p50
        yield _at_most("M3: a city of 13 counties submitted, hub / bare insert of the same rows, p50", ratio, 10.0)


def _opened(table: Table, size: str) -> Iterator[Goal]:
    """A figure costs as much whatever lies behind it; `size` is what the names end with."""
    for question, seen in _with(table, WIDE_FIGURE + size, FEW + size):
        ratio = seen[WIDE_FIGURE + size].p50 / seen[FEW + size].p50
        yield _at_most(f"{question}: {WIDE_FIGURE}{size} / {FEW}, p50", ratio, 1.5)


def _hostile(endured: Mapping[str, Endured]) -> Iterator[Goal]:
    for name, seen in endured.items():
        yield _at_most(f"lookups beside {name} / in quiet, p95", seen.beside / seen.quiet, 3.0)
    for name, seen in endured.items():
        if "leaves early" in name:
            yield _at_most(f"{name}: seconds until the database has stopped", seen.ended / 1000, 1.0)


def _with(table: Table, *variants: str) -> Iterator[tuple[str, Mapping[str, Figures]]]:
    for question, seen in table.items():
        if all(variant in seen for variant in variants):
            yield question, seen


def _at_most(text: str, seen: float, bound: float) -> Goal:
    return Goal(text=text, bound=f"≤ {bound:g}", seen=seen, reached=seen <= bound)


def _at_least(text: str, seen: float, bound: float) -> Goal:
    return Goal(text=text, bound=f"≥ {bound:g}", seen=seen, reached=seen >= bound)


def variants_of(table: Table) -> Sequence[str]:
    """The variants of a table, in the order in which they were measured."""
    return tuple(dict.fromkeys(name for seen in table.values() for name in seen))
