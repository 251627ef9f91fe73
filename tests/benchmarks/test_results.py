"""RESULTS.md: a run replaces its own part and leaves the others."""

from __future__ import annotations

from benchmarks.results import PARTS, RESULTS, written


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
