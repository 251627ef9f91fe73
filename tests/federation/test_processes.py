"""Whatever a run starts, it ends, and a process that does not start is told with its log."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from examples.federation.graphs import base_environment
from examples.federation.processes import DidNotStart, processes
from examples.federation.report import Report

SERVES = "import json, signal; print(json.dumps({'url': 'http://127.0.0.1:1'}), flush=True); signal.pause()"
BREAKS = "import sys; sys.exit('缺少配置')"


def test_every_process_has_ended_when_the_run_is_over(tmp_path: Path) -> None:
    started: list[subprocess.Popen[bytes]] = []

    with processes(tmp_path, environment={}) as held:
        url = held.serve("one", [sys.executable, "-c", SERVES], folder=tmp_path)
        started.extend(held.running)

    assert url == "http://127.0.0.1:1"
    assert [one.returncode is not None for one in started] == [True]


def test_processes_end_too_when_the_run_breaks(tmp_path: Path) -> None:
    started: list[subprocess.Popen[bytes]] = []

    with pytest.raises(DidNotStart), processes(tmp_path, environment={"PYTHONUTF8": "1"}) as held:
        held.serve("one", [sys.executable, "-c", SERVES], folder=tmp_path)
        started.extend(held.running)
        held.serve("two", [sys.executable, "-c", BREAKS], folder=tmp_path)

    assert [one.returncode is not None for one in started] == [True]


def test_a_command_that_fails_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    with processes(tmp_path, environment={"PYTHONUTF8": "1"}) as held, pytest.raises(DidNotStart, match="缺少配置"):
        held.run("two", [sys.executable, "-c", BREAKS], folder=tmp_path)


def test_a_report_with_a_fault_ends_with_a_code_other_than_zero(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()

    report.check("好 · well")
    assert report.end(seconds=1) == 0
    report.check("坏 · broken", faults=["少一行"])
    assert report.end(seconds=1) == 1

    assert "少一行" in capsys.readouterr().out


def test_no_setting_of_a_hub_nearby_reaches_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", "postgresql://127.0.0.1/elsewhere")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")

    environment = base_environment()

    assert not [name for name in environment if name.startswith("HUB_")]
    assert environment["LANG"] == "zh_CN.UTF-8"
