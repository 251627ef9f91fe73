"""How the peers come onto the machine: from npm by the lock, into an ignored folder, with a Node they accept."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).with_name("peers")
_PACKAGES = ("postgraphile", "mercurius", "graphql-jit", "graphql", "pg")


class PeersMissing(RuntimeError):
    """The peers cannot be installed here; says why."""


@dataclass(frozen=True, kw_only=True)
class Peers:
    """Installed peers: their folder, and the Node that runs them."""

    folder: Path
    node: Path

    def versions(self) -> dict[str, str]:
        """What is measured, by the name of the package; Node among it."""
        found = {name: self._version(name) for name in _PACKAGES}
        shown = subprocess.run([self.node, "--version"], capture_output=True, check=True, text=True)
        return {**found, "node": shown.stdout.strip().removeprefix("v")}

    def _version(self, package: str) -> str:
        described = json.loads((self.folder / "node_modules" / package / "package.json").read_text(encoding="utf-8"))
        return str(described["version"])


def install(folder: Path) -> Peers:
    """Install what the lock names, unless the folder holds it already; raises PeersMissing."""
    npm = shutil.which("npm")
    if npm is None:
        raise PeersMissing("npm is not on the path: install Node 20 or newer, or measure with --no-peers")
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / "package-lock.json"
    held = lock.read_bytes() if lock.exists() and (folder / "node_modules").is_dir() else b""
    for path in SOURCES.iterdir():
        shutil.copyfile(path, folder / path.name)
    if held != lock.read_bytes():
        done = subprocess.run(
            [npm, "ci", "--no-fund", "--no-audit"], cwd=folder, capture_output=True, check=False, text=True
        )
        if done.returncode != 0:
            lock.unlink()
            raise PeersMissing(f"npm ci failed:\n{done.stderr[-2000:]}")
    return Peers(folder=folder, node=_node(folder))


def _node(folder: Path) -> Path:
    """The Node that npm brought for this machine: PostGraphile 5 asks for 22 or newer, machines often have 20."""
    system = platform.system().lower()
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(platform.machine().lower(), platform.machine())
    brought = folder / "node_modules" / f"node-{system}-{machine}" / "bin" / "node"
    if brought.exists():
        return brought
    own = shutil.which("node")
    if own is None:
        raise PeersMissing("no Node for this machine: install Node 22 or newer, or measure with --no-peers")
    return Path(own)
