"""Starts all four stand-ins for a demonstration or a test and says how the hub reaches them."""

from __future__ import annotations

import json
import os
import secrets
import select
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from examples.local_systems.dingbian_county.database import create_file
from examples.local_systems.zhashui_county.files import create_files

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 30.0  # seconds until a server must have said where it is
_GRACE = 10.0  # seconds until a server must have ended


@dataclass(frozen=True, kw_only=True)
class Running:
    """A stand-in at work: its source code, its address or path, and the variables that its source reads.

    `seed` is the folder whose files a caller may edit to change what the system holds.
    """

    code: str
    place: str
    seed: Path
    environment: Mapping[str, str] = field(repr=False)
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def stop(self) -> None:
        """End its server; files and databases stay. Stopping twice is harmless."""
        if self.process is not None:
            _end(self.process)


def start_all(folder: Path) -> list[Running]:
    """Write what is missing under the folder and start the servers; raises RuntimeError when one does not come up."""
    running: list[Running] = []
    try:
        running.append(_shangluo(folder / "shangluo_city"))
        running.append(_panyu(folder / "panyu_cloud"))
        running.append(_dingbian(folder / "dingbian_county"))
        running.append(_zhashui(folder / "zhashui_county"))
    except BaseException:
        stop_all(running)
        raise
    return running


def stop_all(running: list[Running]) -> None:
    """End every server that was started."""
    for system in running:
        system.stop()


def environment(running: list[Running]) -> dict[str, str]:
    """All variables that the four sources read, in one table."""
    return {name: value for system in running for name, value in system.environment.items()}


def _shangluo(folder: Path) -> Running:
    key = f"demo-{secrets.token_hex(8)}"
    process, address = _serve("shangluo_city", folder, {"SHANGLUO_DEMO_KEY": key})
    reached = {"HUB_SOURCE_SHANGLUO_URL": address, "HUB_SOURCE_SHANGLUO_KEY": key}
    return Running(code="shangluo-city", place=address, seed=folder, environment=reached, process=process)


def _panyu(folder: Path) -> Running:
    token = f"demo-{secrets.token_hex(8)}"
    process, address = _serve("panyu_cloud", folder, {"PANYU_DEMO_TOKEN": token})
    reached = {"HUB_SOURCE_PANYU_URL": address, "HUB_SOURCE_PANYU_TOKEN": token}
    return Running(code="panyu-cloud", place=address, seed=folder, environment=reached, process=process)


def _dingbian(folder: Path) -> Running:
    path = create_file(folder).resolve()
    reached = {"HUB_SOURCE_DINGBIAN_URL": f"sqlite:///{path}"}
    return Running(code="dingbian-county", place=str(path), seed=folder, environment=reached)


def _zhashui(folder: Path) -> Running:
    path = create_files(folder).resolve()
    return Running(
        code="zhashui-county", place=str(path), seed=folder, environment={"HUB_SOURCE_ZHASHUI_FOLDER": str(path)}
    )


def _serve(name: str, folder: Path, secret: Mapping[str, str]) -> tuple[subprocess.Popen[str], str]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    with (folder / "server.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"examples.local_systems.{name}", "--port", "0", "--tied", "--folder", str(folder)],
            env={**os.environ, **secret, "PYTHONPATH": os.pathsep.join(paths)},
            stdin=subprocess.PIPE,  # closes with this process, however it ends, and the server with it
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        return process, _address(process, name=name)
    except BaseException:
        _end(process)
        raise


def _address(process: subprocess.Popen[str], *, name: str) -> str:
    assert process.stdout is not None  # it was asked for as a pipe
    ready, _, _ = select.select([process.stdout], [], [], _PATIENCE)
    line = process.stdout.readline() if ready else ""
    if not line:
        raise RuntimeError(f"{name} did not come up; see server.log in its folder")
    return str(json.loads(line)["url"])


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(timeout=_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
