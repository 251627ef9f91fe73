"""The two graphs of a run as real processes: a hub that has synced the city's register, and the graph the city had."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from examples.city_subgraph import links
from examples.federation.asking import ask
from examples.federation.identity import HUB_AUDIENCE, ISSUER, Identity
from examples.federation.processes import DidNotStart, Processes

SOURCE = "shangluo-city"
_FILES = Path(__file__).parents[1] / "local_systems" / "sources"
_STATUS = 'status = { path = "zt"'
_PUBLISHED = 'published = { path = "zt", yes = ["10", "20", "30"], no = ["40"] }'
_HUB = (sys.executable, "-m", "hub")
_IDENTIFIERS = "{ studios(first: 100) { nodes { id provenance { externalId source { code } } } } }"


def base_environment() -> dict[str, str]:
    """The environment of every process: this one's, without a hub's settings, and without a proxy before loopback."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    root = str(Path(__file__).parents[2])
    paths = os.pathsep.join(path for path in (root, kept.get("PYTHONPATH", "")) if path)
    return kept | {"PYTHONPATH": paths, "PYTHONUTF8": "1", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}


def start_hub(folder: Path, *, identity: Identity, held: Processes) -> tuple[str, str]:
    """Fill a new hub from the city's register and serve it; gives its address and its printed federation SDL."""
    register = held.serve(
        "register",
        [sys.executable, "-m", "examples.local_systems.shangluo_city", "--folder", str(folder / "register")],
        folder=folder,
    )
    port = _free_port()
    settings = _settings(folder, identity=identity, register=register, port=port)
    held.run("hub-migrate", [*_HUB, "migrate"], folder=folder, extra=settings)
    held.run("hub-sync", [*_HUB, "sync", "run", SOURCE], folder=folder, extra=settings)
    printed = held.run("hub-print", [*_HUB, "schema", "print", "--contract", "federation"], folder=folder)
    address = f"http://127.0.0.1:{port}"
    held.serve_at("hub", [*_HUB, "serve"], folder=folder, ready=f"{address}/readyz", extra=settings)
    return f"{address}/graphql", printed.decode()


def hub_ids(url: str, *, token: str) -> dict[str, str]:
    """The hub's identifier of each studio by the city's number, as the city's system is told them."""
    answer = ask(url, _IDENTIFIERS, token=token)
    nodes = answer.result["studios"]["nodes"] if answer.result else []
    origins = [(node["id"], node["provenance"]) for node in nodes]
    found = {
        origin["externalId"]: hub_id for hub_id, origin in origins if origin and origin["source"]["code"] == SOURCE
    }
    if not found:
        raise DidNotStart(f"hub: {answer.body}")
    return found


def start_city(folder: Path, *, identity: Identity, hub_of: Mapping[str, str], held: Processes) -> str:
    """Write the city's table of hub identifiers and serve its graph; gives the address."""
    table = folder / "links.tsv"
    links.write(table, links.Links(hub_of=hub_of))
    given = ["--links", str(table), "--issuer", ISSUER, "--jwks", str(identity.jwks)]
    return held.serve("city", [sys.executable, "-m", "examples.city_subgraph", *given], folder=folder)


def source_file() -> str:
    """The stand-in's file with one more line: here the city does not publish studios that have ended."""
    text = (_FILES / f"{SOURCE}.toml").read_text(encoding="utf-8")
    line = next((one for one in text.splitlines() if one.startswith(_STATUS)), "")
    if not line:
        raise DidNotStart(f"{SOURCE}.toml: {_STATUS}")
    return text.replace(line, f"{line}\n{_PUBLISHED}", 1)


def _settings(folder: Path, *, identity: Identity, register: str, port: int) -> dict[str, str]:
    sources = folder / "sources"
    sources.mkdir()
    (sources / f"{SOURCE}.toml").write_text(source_file(), encoding="utf-8")
    return {
        "HUB_VAR": str(folder / "var"),
        "HUB_PORT": str(port),
        "HUB_DEVELOPMENT": "true",
        "HUB_AUDIENCE": HUB_AUDIENCE,
        "HUB_ISSUERS": str(identity.issuers),
        "HUB_SOURCES": str(sources),
        "HUB_LOG_FORMAT": "json",
        "HUB_SOURCE_SHANGLUO_URL": register,
        "HUB_SOURCE_SHANGLUO_KEY": "demo-shangluo-key",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
