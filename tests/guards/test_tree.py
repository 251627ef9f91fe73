"""The project's own files keep the house limits, and every word is titled in both languages."""

from __future__ import annotations

from pathlib import Path

from hub.domain.access import Noun, Role
from tools.limits import check, tracked
from tools.titles import closed_sets, untitled

ROOT = Path(__file__).parents[2]


def test_no_file_of_the_project_breaks_a_house_limit() -> None:
    files = tracked(ROOT)

    assert "pyproject.toml" in files
    assert [str(finding) for finding in check(ROOT, files)] == []


def test_every_word_has_a_chinese_and_an_english_title() -> None:
    # The seeded words of tests/tools are meant to fail; only the hub's own are asked for.
    sets = [words for words in closed_sets() if words.__module__.startswith("hub.")]

    assert {Role, Noun} <= set(sets)
    assert untitled(sets) == []
