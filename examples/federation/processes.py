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

from examples.federation.asking import answers


class DidNotStart(Exception):
    """A process ended, or did not say where it serves, in the time it was given."""


NOTHING: Mapping[str, str] = {}


@dataclass(kw_only=True)
class Processes:
    """Everything that runs; logs stand in a folder, one file a process."""

    logs: Path
    environment: Mapping[str, str]
    patience: float = 60.0
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def serve(self, name: str, command: Sequence[str], *, folder: Path) -> str:
        """Start a server that prints one JSON line with its `url` once it accepts connections; gives that address."""
        process = self._started(name, command, folder=folder, output=subprocess.PIPE)
        return str(json.loads(self._first_line(process, name))["url"])

    def serve_at(
        self, name: str, command: Sequence[str], *, folder: Path, ready: str, extra: Mapping[str, str]
    ) -> None:
        """Start a server with more in its environment, and wait until the address `ready` answers with 200."""
        process = self._started(name, command, folder=folder, output=subprocess.DEVNULL, extra=extra)
        until = time.monotonic() + self.patience
        while not answers(ready):
            if process.poll() is not None or time.monotonic() > until:
                raise DidNotStart(f"{name}: {process.poll()}\n{self.tail(name)}")
            time.sleep(0.1)

    def run(
        self, name: str, command: Sequence[str], *, folder: Path, given: bytes = b"", extra: Mapping[str, str] = NOTHING
    ) -> bytes:
        """Run a command to its end and give what it printed; raises DidNotStart with the end of its log."""
        with self._log(name).open("wb") as log:
            ended = subprocess.run(
                command, cwd=folder, env={**self.environment, **extra}, input=given, stdout=subprocess.PIPE,
                stderr=log, check=False,
            )  # fmt: skip
        if ended.returncode != 0:
            raise DidNotStart(f"{name}: {ended.returncode}\n{self.tail(name)}")
        return ended.stdout

    def end(self) -> None:
        """End everything, newest first; what does not end when asked is killed."""
        for process in reversed(self.running):
            process.terminate()
        for process in reversed(self.running):
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()
        self.running.clear()

    def tail(self, name: str, lines: int = 12) -> str:
        """The last lines of a process's log."""
        return "\n".join(self._log(name).read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _started(
        self, name: str, command: Sequence[str], *, folder: Path, output: int, extra: Mapping[str, str] = NOTHING
    ) -> subprocess.Popen[bytes]:
        with self._log(name).open("wb") as log:
            process = subprocess.Popen(
                command, cwd=folder, env={**self.environment, **extra}, stdin=subprocess.DEVNULL, stdout=output,
                stderr=log,
            )  # fmt: skip
        self.running.append(process)
        return process

    def _first_line(self, process: subprocess.Popen[bytes], name: str) -> bytes:
        output = process.stdout
        if output is None:
            raise DidNotStart(name)
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
