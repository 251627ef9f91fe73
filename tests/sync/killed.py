"""A process of its own for the kill tests: it works on one run of the county and may be made to die on the way."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import datetime
from pathlib import Path

from hub.store.session import Database
from tests.sync.county import County, engine_over


async def work(order: dict[str, str]) -> None:
    """Work on the ordered run until it ends, then say what became of it."""
    database = Database(order["database"])
    source = County(path=Path(order["county"])).source(timed=True)
    engine = engine_over(
        database,
        [source],
        Path(order["county"]).parent,
        executor=order["executor"],
        clock=lambda: datetime.fromisoformat(order["now"]),
        jobs_url=order["jobs"],
        failpoint=order.get("failpoint"),
    )
    await engine.launch()
    report = await engine.finished(order["run"])
    await engine.shutdown()
    await database.close()
    sys.stdout.write(str(report.status))


if __name__ == "__main__":
    asyncio.run(work(json.loads(sys.argv[1])))
