"""Syncing from the command line: a configured source runs to its end, and its standing can be read afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from examples.local_systems.zhashui_county.files import create_files
from tests.commands.conftest import Run

SOURCES = Path(__file__).parents[2] / "examples" / "local_systems" / "sources"


@pytest.fixture
def zhashui(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database and one configured source: a county's folder of spreadsheets."""
    (filled / "sources").mkdir()
    shutil.copy(SOURCES / "zhashui-county.toml", filled / "sources")
    monkeypatch.setenv("HUB_SOURCES", "sources")
    monkeypatch.setenv("HUB_SOURCE_ZHASHUI_FOLDER", str(create_files(filled / "files").resolve()))
    return filled


def test_a_source_runs_and_its_standing_shows_it(hub: Run, zhashui: Path) -> None:
    before = hub("sync", "status")
    done = hub("sync", "run", "zhashui-county")
    after = hub("sync", "status")
    examined = hub("doctor")

    assert "zhashui-county" not in before.stdout
    assert done.exit_code == 0, done.output
    assert "succeeded" in done.stdout
    assert "zhashui-county" in after.stdout and "成功" in after.stdout
    assert "审计链：1 条，完整" in examined.stdout


def test_a_second_run_of_all_sources_finds_nothing_new(hub: Run, zhashui: Path) -> None:
    hub("sync", "run", "--all")

    again = hub("sync", "run", "--all")

    row = next(line for line in again.stdout.splitlines() if line.startswith("zhashui-county"))
    assert again.exit_code == 0
    assert row.split()[-4:-2] == ["0", "0"]


def test_an_unknown_source_is_refused(hub: Run, zhashui: Path) -> None:
    refused = hub("sync", "run", "xian-city")

    assert refused.exit_code == 1
    assert "Traceback" not in refused.output


@pytest.mark.parametrize("arguments", [(), ("zhashui-county", "--all")])
def test_which_sources_to_run_must_be_said(arguments: tuple[str, ...], hub: Run, zhashui: Path) -> None:
    assert hub("sync", "run", *arguments).exit_code == 2


def test_without_configured_sources_there_is_nothing_to_run(hub: Run, filled: Path) -> None:
    refused = hub("sync", "run", "--all")

    assert refused.exit_code == 1
    assert "HUB_SOURCES" in refused.stderr


def test_a_source_that_fails_makes_the_command_fail(hub: Run, zhashui: Path) -> None:
    shutil.rmtree(zhashui / "files")

    failed = hub("sync", "run", "--all")

    assert failed.exit_code == 1
    assert "失败" in failed.stdout


def test_two_files_may_not_name_one_source(hub: Run, zhashui: Path) -> None:
    shutil.copy(SOURCES / "zhashui-county.toml", zhashui / "sources" / "copy.toml")

    refused = hub("source", "list")

    assert refused.exit_code == 2
    assert "zhashui-county" in refused.stderr


def test_configured_sources_are_listed(hub: Run, zhashui: Path) -> None:
    listed = hub("source", "list")

    assert listed.exit_code == 0
    assert "zhashui-county" in listed.stdout and "611026" in listed.stdout
