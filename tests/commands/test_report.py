"""`hub report drift`: accepted figures are computed anew, and what differs is listed."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import Run


def test_where_nothing_was_accepted_nothing_differs(hub: Run, filled: Path) -> None:
    found = hub("report", "drift")

    assert found.exit_code == 0, found.stderr
    assert "已重算 0 个版本，0 行有差异" in found.stderr
    assert "0 versions computed anew, 0 lines differ" in found.stderr


def test_without_a_database_it_says_what_to_do(hub: Run, folder: Path) -> None:
    found = hub("report", "drift")

    assert found.exit_code == 1
    assert "hub" in found.stderr and "Traceback" not in found.stderr
