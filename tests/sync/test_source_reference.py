"""The reference for those who link a system: its examples are read, and every key the reader knows stands in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from hub.sync.source_reader import read_source

ROOT = Path(__file__).parents[2]
PAGES = ("sources.md", "sources.zh-CN.md")
READS = {
    "text",
    "texts",
    "number",
    "integer",
    "flag",
    "term",
    "texts_by_name",
    "path",
    "paths",
    "secret",
    "json",
    "child",
}


def examples(page: str) -> list[str]:
    return re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.DOTALL)


def keys() -> set[str]:
    """The literal keys that the reader's modules ask a table for."""
    found = {"zone"}
    for module in ("source_reader", "source_streams", "source_fields"):
        tree = ast.parse((ROOT / "hub" / "sync" / f"{module}.py").read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in READS:
                found |= {
                    arg.value for arg in call.args[:1] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                }
    return found


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_are_sources_as_they_stand(page: str) -> None:
    for text in examples(page):
        read_source(text, file=page, environment={"LUONAN_URL": "http://10.0.0.1"}, folder=ROOT)

    assert len(examples(page)) == 3


@pytest.mark.parametrize("page", PAGES)
def test_no_key_is_missing_from_the_reference(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")

    assert {key for key in keys() if not re.search(rf"\b{key}\b", text)} == set()
