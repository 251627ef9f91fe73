"""What opening a figure costs, as text: beside point lookups of the same database, at every size of a run."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figures import FEW, LOOKUP, PAGE, STUDIO, WIDE_FIGURE
from benchmarks.outcome import Table
from benchmarks.tables import three

_NOTE = f"""\
A quarter of the province that the hub's own steps have opened, told, submitted, accepted and locked, over HTTP: a
figure with its scalars, indicator, section and period, and the first {PAGE} of the records behind it with the records
themselves and their source rows. “A figure” is one of the fullest that the generated facts give, “a wide figure” has
every activity of the quarter in the province behind it; both open to the very records that the tables name. The goals
are those of a point lookup: neither what lies behind a figure nor the size of the database moves its cost. Beside them
one studio by its identifier (Q5), and the same with its {PAGE} latest activities."""
_TITLES = {
    FEW: FEW,
    WIDE_FIGURE: WIDE_FIGURE,
    LOOKUP: "a studio (Q5)",
    STUDIO: f"a studio and {PAGE} of its activities",
}


def figure_lines(table: Table, *, level: str = "##") -> Iterator[str]:
    """The table of a run; nothing when no figure was opened."""
    for seen in table.values():
        yield from ("", f"{level} F1, a figure of a locked quarter opened · 打开已锁定季度的数字", "", _NOTE, "")
        yield "| | p50, ms | p95, ms | server + database, ms | p50 / a studio | p50 / a studio and its activities |"
        yield "|---|---:|---:|---:|---:|---:|"
        for name, figures in seen.items():
            kind, comma, size = name.partition(", ")
            ratios = (f"{figures.p50 / seen[f'{other}{comma}{size}'].p50:.2f}" for other in (LOOKUP, STUDIO))
            spent = f"{three(figures.server)} + {three(figures.database)}"
            cells = (f"{_TITLES[kind]}{comma}{size}", three(figures.p50), three(figures.p95), spent, *ratios)
            yield f"| {' | '.join(cells)} |"
