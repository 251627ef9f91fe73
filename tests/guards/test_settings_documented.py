"""Every setting stands in both READMEs and in the example of `.env`, with the default it really has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hub.settings import Settings, read_settings, variable

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
# What is derived or left to the office has no value of its own to compare.
WITHOUT_DEFAULT = {"issuers", "sources", "reports", "key_file", "receipt_keys", "seal_file"}


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", ".env.example"])
def test_every_setting_is_explained(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    missing = [variable(field) for field in Settings.model_fields if not re.search(rf"\b{variable(field)}\b", text)]

    assert missing == []


def test_the_example_shows_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    settings = read_settings()

    for field in set(Settings.model_fields) - WITHOUT_DEFAULT:
        shown = re.findall(rf"^# {variable(field)}=(\S+)$", EXAMPLE, re.MULTILINE)
        held = getattr(settings, field)
        assert shown and shown[0] == (str(held).lower() if isinstance(held, bool) else str(held)), field


def test_the_example_names_no_setting_that_is_not_one() -> None:
    named = set(re.findall(r"^# (HUB_[A-Z_]+)=", EXAMPLE, re.MULTILINE))

    others = named - {variable(field) for field in Settings.model_fields}

    assert all(name.startswith("HUB_SOURCE_") for name in others), others
