"""`python -m examples.city_subgraph`: serve the city's graph on 127.0.0.1."""

from __future__ import annotations

import argparse
from pathlib import Path

from examples.city_subgraph import links
from examples.city_subgraph.app import PATH, build
from examples.city_subgraph.caller import provider
from examples.city_subgraph.rooms import ledger
from examples.local_systems import serve


def main() -> None:
    """Serve until the process is told to end."""
    parser = argparse.ArgumentParser(
        description="商洛市已有的图谱（演示） · the graph the city of Shangluo already runs"
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--links", type=Path, required=True, help="the city's table of hub identifiers")
    parser.add_argument("--issuer", required=True, help="name of the city's identity provider")
    parser.add_argument("--jwks", type=Path, required=True, help="public keys of the city's identity provider")
    chosen = parser.parse_args()
    app = build(links.read(chosen.links), ledger=ledger(), provider=provider(chosen.issuer, jwks=chosen.jwks))
    serve.run(app, code="shangluo-graph", port=chosen.port, path=PATH)


if __name__ == "__main__":
    main()
