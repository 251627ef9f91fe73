"""RESULTS.md: parts between marks, of which a run replaces its own and leaves the others as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.results_merge import merged

RESULTS = Path(__file__).with_name("RESULTS.md")
PARTS = ("province", "national", "agreement")
_HEAD = """\
# Results · 性能结果

`make bench ARGS=--write` writes the province part, `make bench ARGS="--size national --write"` the national one; the
agreement part is kept by hand from what `make agreement` says. Ratios are what counts: milliseconds are of one machine.

由 `make bench ARGS=--write` 写入“全省规模”，由 `make bench ARGS="--size national --write"` 写入“全国规模”，
“两条路径一致”一节按 `make agreement` 的结果手工记录。只看比值，毫秒数只对一台机器有效。
"""
_TITLES = {
    "province": "Province size · 全省规模",
    "national": "National size · 全国规模",
    "agreement": "Agreement: last result · 两条路径一致",
}
_NONE = "Not run yet. 尚未运行。"


def written(held: str, part: str, text: str) -> str:
    """The whole file with one part replaced."""
    parts = {name: _held(held, name) for name in PARTS} | {part: text.strip()}
    return _HEAD + "".join(
        f"\n# {_TITLES[name]}\n\n<!-- {name} -->\n{parts[name]}\n<!-- end of {name} -->\n" for name in PARTS
    )


def write(part: str, text: str, *, only: Sequence[str] = ()) -> None:
    """Keep what a run has found; of a run of some measures, their tables in the place of those of the run before."""
    held = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    before = _held(held, part)
    found = merged(before, text, only=only) if only and before != _NONE else text
    RESULTS.write_text(written(held, part, found), encoding="utf-8")


def _held(text: str, name: str) -> str:
    found = re.search(f"<!-- {name} -->\n(.*?)\n<!-- end of {name} -->", text, re.DOTALL)
    return found[1] if found else _NONE
