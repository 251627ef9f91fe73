"""`python -m examples.local_systems.panyu_cloud`: fill the folder if it is empty and serve it."""

from __future__ import annotations

import os

from examples.local_systems import folder, serve
from examples.local_systems.panyu_cloud.app import build, streams


def main() -> None:
    """Serve until the process is told to end."""
    chosen = serve.arguments("番禺区政协委员云工作室（演示）")
    folder.fill(chosen.folder, streams())
    app = build(chosen.folder, token=os.environ.get("PANYU_DEMO_TOKEN", "demo-panyu-token"))
    serve.run(app, code="panyu-cloud", port=chosen.port, tied=chosen.tied, path="/graphql")


if __name__ == "__main__":
    main()
