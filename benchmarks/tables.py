"""Tables of figures in Markdown, as every part of the report shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from benchmarks.measuring import Figures
from benchmarks.names import BARE, GENERAL, HUB, LIMIT, MERCURIUS, POSTGRAPHILE, SWIFT
from benchmarks.outcome import Table, variants_of

_SHOWN: Mapping[str, str] = {
    HUB: "**the hub, whole**",
    GENERAL: "the hub's general path",
    LIMIT: "limit: bare ASGI, hand-written statement, psycopg",
    SWIFT: "the same over asyncpg",
    BARE: "the statement alone",
    POSTGRAPHILE: "PostGraphile",
    MERCURIUS: "Mercurius + JIT",
}


def section(title: str, table: Table, show: Callable[[Figures], str], *, level: str = "##") -> Iterator[str]:
    """A table with a row for each variant and a column for each question; nothing when nothing was measured."""
    if not table:
        return
    yield from ("", f"{level} {title}", "")
    yield f"| | {' | '.join(table)} |"
    yield f"|---|{'---:|' * len(table)}"
    for variant in variants_of(table):
        cells = (show(seen[variant]) if variant in seen else "" for seen in table.values())
        yield f"| {shown(variant)} | {' | '.join(cells)} |"


def shown(variant: str) -> str:
    """A variant as it is shown; what stands after a comma, such as a size, stays."""
    name, comma, rest = variant.partition(", ")
    return f"{_SHOWN.get(name, name)}{comma}{rest}"


def three(value: float) -> str:
    """Three digits that mean something."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
