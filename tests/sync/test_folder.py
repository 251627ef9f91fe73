"""A local office's folder: listed, read, and never left."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hub.sync.faults import FaultCode, SourceFault
from hub.sync.folder import Folder


def test_a_folder_lists_its_files_oldest_first_and_leads_nowhere_else(tmp_path: Path) -> None:
    inbox, outside = tmp_path / "inbox", tmp_path / "private.csv"
    inbox.mkdir()
    outside.write_text("x")
    for name, age in (("b.csv", 10), ("a.csv", 5)):
        (inbox / name).write_text(name)
        os.utime(inbox / name, (1_700_000_000 - age, 1_700_000_000 - age))
    (inbox / "link.csv").symlink_to(outside)
    folder = Folder(inbox, most_bytes=100)

    names = [entry.name for entry in folder.entries("*.csv")]

    assert names == ["b.csv", "a.csv"] and folder.read("a.csv") == (b"a.csv", True)
    with pytest.raises(SourceFault):
        folder.read("../private.csv")


def test_a_folder_refuses_what_is_too_large_or_missing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x" * 101)

    for call, code in (
        (lambda: Folder(tmp_path, most_bytes=100).read("a.csv"), FaultCode.TOO_LARGE),
        (lambda: Folder(tmp_path / "no", most_bytes=100).entries("*"), FaultCode.FOLDER_MISSING),
    ):
        with pytest.raises(SourceFault) as raised:
            call()
        assert raised.value.code is code
