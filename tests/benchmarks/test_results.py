"""RESULTS.md: a run replaces its own part and leaves the others."""

from __future__ import annotations

from benchmarks.results import PARTS, RESULTS, written
from benchmarks.results_merge import merged

WHOLE = """\
- date: 2026-01-01
- load: 0.1 processes; above 0.5 it had other work too
- peers: none

- Q1: something

## One connection: p50, ms

| | Q1 | Q5 |
|---|---:|---:|
| the hub | 1.00 | 2.00 |
| a peer | 3.00 | 4.00 |

## M2, pushed

It is told how.

| | p50, ms |
|---|---:|
| push | 9.00 |

## Goals

| | goal | seen | |
|---|---:|---:|---|
| Q1: hub / limit | ≤ 1.5 | 1.10 | reached |
| M2: per row | ≤ 3 | 9.00 | **missed** |
"""
LATER = """\
- date: 2026-02-02
- load: 0.2 processes; above 0.5 it had other work too

## One connection: p50, ms

| | Q5 |
|---|---:|
| the hub | 2.50 |

## M2, pushed

It is told how.

| | p50, ms |
|---|---:|
| push | 2.00 |

## F1, a figure

| | p50, ms |
|---|---:|
| a figure | 1.00 |

## Goals

| | goal | seen | |
|---|---:|---:|---|
| M2: per row | ≤ 3 | 2.00 | reached |
| F1: a figure | ≤ 5 | 1.00 | reached |
"""


def test_a_part_replaces_itself_and_leaves_the_others() -> None:
    first = written("", "province", "p50 is 1")
    both = written(first, "national", "p50 is 2")
    again = written(both, "province", "p50 is 3")

    assert "p50 is 1" in both and "p50 is 2" in both
    assert "p50 is 1" not in again
    assert "p50 is 2" in again and "p50 is 3" in again


def test_what_was_written_by_hand_stays() -> None:
    held = written("", "agreement", "10 000 operations, no difference")

    assert "10 000 operations, no difference" in written(held, "province", "p50 is 1")


def test_writing_the_same_again_changes_nothing() -> None:
    text = RESULTS.read_text(encoding="utf-8")

    for part in PARTS:
        held = text.split(f"<!-- {part} -->\n")[1].split(f"\n<!-- end of {part} -->")[0]
        assert written(text, part, held) == text


def test_a_run_of_some_measures_replaces_their_tables_and_goals_alone() -> None:
    found = merged(WHOLE, LATER, only=["Q5", "M2", "F1"])

    assert "| | Q1 | Q5 |\n|---|---:|---:|\n| the hub | 1.00 | 2.50 |\n| a peer | 3.00 | |" in found
    assert "| push | 2.00 |" in found and "| push | 9.00 |" not in found
    assert found.index("## M2") < found.index("## F1") < found.index("## Goals")
    goals = found.partition("## Goals")[2]
    assert [line.split(" | ")[2] for line in goals.splitlines() if ": " in line] == ["1.10", "2.00", "1.00"]


def test_the_head_says_what_was_measured_again_and_when() -> None:
    once = merged(WHOLE, LATER, only=["M2"])
    twice = merged(once, LATER.replace("2026-02-02", "2026-03-03"), only=["M2"])

    assert "- date: 2026-01-01\n" in twice and "- Q1: something\n" in twice
    assert "- peers: none\n- measured again: M2 on 2026-02-02; load: 0.2 processes\n\n- Q1" in once
    assert "2026-03-03" in twice and "2026-02-02" not in twice


def test_measuring_the_whole_again_in_parts_changes_nothing_else() -> None:
    assert (
        merged(WHOLE, WHOLE, only=["M2"]).replace("- measured again: M2 on 2026-01-01; load: 0.1 processes\n", "")
        == WHOLE.strip()
    )
