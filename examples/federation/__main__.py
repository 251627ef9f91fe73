"""`python -m examples.federation`: prove that a city with a graph of its own joins the hub under a standard gateway."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from examples.federation import composing
from examples.federation.graphs import base_environment, hub_ids, start_city, start_hub
from examples.federation.identity import identity
from examples.federation.processes import DidNotStart, Processes, processes
from examples.federation.proof import Joined, prove
from examples.federation.report import Report

VAR = Path(__file__).parents[2] / "var" / "federation"
_STOPPED = 128 + signal.SIGTERM
_NODE = "需要 Node.js 20 及以上与 npm · Node.js 20 or newer and npm are needed"


def main() -> int:
    """Run the whole proof; every process it started has ended when it returns."""
    begun = time.monotonic()
    # Told to stop, it leaves by the same way out, where its processes are ended.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(_STOPPED))
    report = Report()
    if not all(map(shutil.which, ("node", "npm"))):
        report.check("运行环境 · environment", faults=[_NODE])
        return report.end(seconds=time.monotonic() - begun)
    with (
        tempfile.TemporaryDirectory(prefix="hub-federation-") as folder,
        processes(VAR / "logs", environment=base_environment()) as held,
    ):
        try:
            _run(Path(folder), held=held, report=report)
        except DidNotStart as stopped:
            report.check("启动 · start", faults=str(stopped).splitlines())
    if report.failed:
        report.say("日志在 var/federation/logs · logs are there")
    return report.end(seconds=time.monotonic() - begun)


def _run(folder: Path, *, held: Processes, report: Report) -> None:
    tools = VAR / "tools"
    fresh = composing.install(tools, held=held)
    report.say(f"工具 · tools：{'已从 npm 安装 · installed from npm' if fresh else '已就绪 · in place'}")
    city = identity(folder)
    hub, printed = start_hub(folder, identity=city, held=held)
    known = hub_ids(hub, token=city.token)
    report.say(f"枢纽 · hub：{hub}，{len(known)} 个商洛市的工作室 · studios of Shangluo, by a real sync")
    graph = start_city(folder, identity=city, hub_of=known, held=held)
    report.say(f"本市 · city：{graph}")
    joined = Joined(hub=hub, city=graph, printed=printed, hub_ids=known, token=city.token)
    prove(joined, folder=tools, held=held, report=report)


if __name__ == "__main__":
    sys.exit(main())
