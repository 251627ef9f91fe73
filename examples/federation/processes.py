"""The processes of a run: each is started here, says where it serves, and is ended by its own identifier."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO


class DidNotStart(Exception):
    """A process ended, or did not say where it serves, in the time it was given."""


@dataclass(frozen=True, kw_only=True)
class Running:
    """A process that serves at an address."""

    name: str
    url: str
    process: subprocess.Popen[bytes]


@dataclass(kw_only=True)
class Processes:
    """Everything that runs; logs stand in a folder, one file a process."""

    logs: Path
    environment: Mapping[str, str]
    patience: float = 60.0
    running: list[Running] = field(default_factory=list)

    def serve(self, name: str, command: Sequence[str], *, folder: Path) -> Running:
        """Start a server that prints one JSON line with its `url` once it accepts connections."""
        with self._log(name).open("wb") as log:
            process = subprocess.Popen(
                command, cwd=folder, env=dict(self.environment), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=log,
            )  # fmt: skip
        if process.stdout is None:
            raise DidNotStart(name)
        started = Running(name=name, url="", process=process)
        self.running.append(started)
        line = self._first_line(process.stdout, process, name)
        self.running[-1] = Running(name=name, url=str(json.loads(line)["url"]), process=process)
        return self.running[-1]

    def run(self, name: str, command: Sequence[str], *, folder: Path, given: bytes = b"") -> bytes:
        """Run a command to its end and give what it printed; raises DidNotStart with the end of its log."""
        with self._log(name).open("wb") as log:
            ended = subprocess.run(
                command, cwd=folder, env=dict(self.environment), input=given, stdout=subprocess.PIPE, stderr=log,
                check=False,
            )  # fmt: skip
        if ended.returncode != 0:
            raise DidNotStart(f"{name}: {ended.returncode}\n{self.tail(name)}")
        return ended.stdout

    def end(self) -> None:
        """End everything, newest first; what does not end when asked is killed."""
        for one in reversed(self.running):
            one.process.terminate()
        for one in reversed(self.running):
            try:
                one.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                one.process.kill()
                one.process.wait()
            if one.process.stdout is not None:
                one.process.stdout.close()
        self.running.clear()

    def tail(self, name: str, lines: int = 12) -> str:
        """The last lines of a process's log."""
        return "\n".join(self._log(name).read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _first_line(self, output: IO[bytes], process: subprocess.Popen[bytes], name: str) -> bytes:
        until = time.monotonic() + self.patience
        line = b""
        while not line.endswith(b"\n") and (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select([output], [], [], left)
            got = os.read(output.fileno(), 1) if ready else b""
            if ready and not got:
                break
            line += got
        if not line.endswith(b"\n"):
            raise DidNotStart(f"{name}: {process.poll()}\n{self.tail(name)}")
        return line


@contextlib.contextmanager
def processes(logs: Path, *, environment: Mapping[str, str]) -> Iterator[Processes]:
    """The processes of a run; whatever happens, none of them outlives it."""
    logs.mkdir(parents=True, exist_ok=True)
    held = Processes(logs=logs, environment=environment)
    try:
        yield held
    finally:
        held.end()
