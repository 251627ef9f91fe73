"""What growing changes, as text: the same operations at every size."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measuring import Figures
from benchmarks.outcome import PAGING, Growth
from benchmarks.report_figures import figure_lines
from benchmarks.tables import section, three

_NOTE = """\
National size is 30 provinces. The caller sits in the office of one, which is as large as at province size; 29 invented
ones stand beside it as branches of the reporting tree, with bodies, studios, members and work of their own in the same
tables, and the copies of a row lie beside it there. So the caller's answers stay the same while the tables grow thirty
times. Its token is narrowed to its province, as a province's front end has it: without that, what all provinces have
published would be in its answers, and they would grow. All sizes are databases of one server, each with a whole hub
before it, asked in turn in one run. The limit's statements name the caller's branch here, or they would answer with
other provinces' rows.

全国规模为三十个省：来访者所在省大小不变，另有二十九个虚构的省与之并列于同一批表中；各规模在同一次运行中轮流应答。"""


def growth_lines(found: Growth) -> Iterator[str]:
    """The tables of a run over several sizes."""
    yield from ("", _NOTE)
    yield from section("One connection: p50, ms", found.asked, _p50, level="###")
    yield from section("One connection: p95, ms", found.asked, _p95, level="###")
    yield from section(PAGING, found.paging, _p50, level="###")
    yield from figure_lines(found.figures, level="###")
    if found.memory:
        yield from _memory(found)


def _memory(found: Growth) -> Iterator[str]:
    yield from ("", "### The hub's peak memory and the loading", "")
    yield f"| | {' | '.join(found.memory)} |"
    yield f"|---|{'---:|' * len(found.memory)}"
    yield f"| peak memory of the hub after the same operations, MB | {' | '.join(map(str, found.memory.values()))} |"
    loaded = " | ".join(three(seconds) for seconds in found.loaded.values())
    yield f"| loaded in, s (under 2 where the database was kept) | {loaded} |"
    yield from ("", f"All databases together take {found.disk} MB on disk.")


def _p50(figures: Figures) -> str:
    return three(figures.p50)


def _p95(figures: Figures) -> str:
    return three(figures.p95)
