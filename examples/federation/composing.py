"""The tools from npm: installed once for each lock file, then asked to compose and to serve a supergraph."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from examples.federation.processes import Processes

SCRIPTS = Path(__file__).parent / "node"
GATEWAYS = {"apollo": "Apollo Gateway", "hive": "Hive Gateway"}
# Each gateway serves what the composer of its own house made.
SUPERGRAPH_OF = {"apollo": "apollo", "hive": "guild"}


@dataclass(frozen=True, kw_only=True)
class Subgraph:
    """A graph that takes part."""

    name: str
    url: str
    sdl: str


@dataclass(frozen=True, kw_only=True)
class Composed:
    """What a composer made of the subgraphs."""

    composer: str
    package: str
    version: str
    errors: Sequence[str]
    hints: Sequence[str]
    supergraph: str | None


def install(folder: Path, *, held: Processes) -> bool:
    """Bring the tools into a folder, unless they stand there for this very lock file; says whether it had to."""
    folder.mkdir(parents=True, exist_ok=True)
    for script in SCRIPTS.iterdir():
        shutil.copy2(script, folder / script.name)
    lock = hashlib.sha256((SCRIPTS / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".lock"
    if stamp.is_file() and stamp.read_text() == lock:
        return False
    # No package of the tools needs its install script, so none is run.
    held.run("npm", ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder=folder)
    stamp.write_text(lock)
    return True


def compose(subgraphs: Sequence[Subgraph], *, into: Path, folder: Path, held: Processes) -> list[Composed]:
    """Let every composer of the tools in `folder` compose the subgraphs; the supergraphs are written `into` another."""
    into.mkdir(parents=True, exist_ok=True)
    asked = {"folder": str(into), "subgraphs": [vars(one) for one in subgraphs]}
    printed = held.run("compose", ["node", "compose.js"], folder=folder, given=json.dumps(asked).encode())
    return [Composed(**found) for found in json.loads(printed)]


def gateway(name: str, *, supergraph: str, folder: Path, held: Processes) -> str:
    """Start a gateway over a supergraph; gives its address."""
    return held.serve(f"gateway-{name}", ["node", f"{name}.js", supergraph], folder=folder)
