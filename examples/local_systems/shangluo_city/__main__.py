"""`python -m examples.local_systems.shangluo_city`: fill the folder if it is empty and serve it."""

from __future__ import annotations

import os

from examples.local_systems import folder, serve
from examples.local_systems.shangluo_city.app import build, streams


def main() -> None:
    """Serve until the process is told to end."""
    chosen = serve.arguments("商洛市政协委员工作室管理系统（演示）")
    folder.fill(chosen.folder, streams())
    app = build(chosen.folder, key=os.environ.get("SHANGLUO_DEMO_KEY", "demo-shangluo-key"))
    serve.run(app, code="shangluo-city", port=chosen.port, tied=chosen.tied, path="/api/v1")


if __name__ == "__main__":
    main()
