"""How commands are tested: run in this process, in an empty folder, without any setting of the machine's."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from hub.__main__ import app
from hub.settings import Settings, variable

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The working directory; the log's set-up is undone afterwards."""
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    root = logging.getLogger()
    held, level = list(root.handlers), root.level
    yield tmp_path
    root.handlers[:] = held
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def hub() -> Run:
    """Runs `hub` with these arguments."""
    runner = CliRunner()

    def run(*arguments: str) -> Result:
        # The job engine keeps the standard error of the command before this one, which is closed by now.
        logging.getLogger("dbos").handlers.clear()
        return runner.invoke(app, list(arguments), prog_name="hub")

    return run


@pytest.fixture
def filled(folder: Path, sqlite_template: Path) -> Path:
    """The working directory with a database that is migrated and loaded."""
    (folder / "var").mkdir()
    shutil.copyfile(sqlite_template, folder / "var" / "hub.db")
    return folder
