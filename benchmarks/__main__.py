"""`python -m benchmarks`: measure the hub against the limit, its general path and the peers, and print the ratios."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import results
from benchmarks.hostile import Turns
from benchmarks.measures import MEASURES, NAMES, Wanted
from benchmarks.measuring import Disagreement, Effort
from benchmarks.peers_install import PeersMissing
from benchmarks.processes import ServerFailed
from benchmarks.report import text_of
from benchmarks.running import Plan, clock, whole_run
from benchmarks.world import SIZES


def main(arguments: Sequence[str]) -> int:
    """Run what the arguments ask for; 0 when everything could be measured, whatever the ratios are."""
    parser = _parser()
    given = parser.parse_args(arguments)
    wanted = Wanted({name for names in given.only for name in names})
    if given.write and given.size not in results.PARTS:
        parser.error(f"--write keeps the results of province and national size, not of {given.size}")
    signal.signal(signal.SIGTERM, _stop)  # an end that lets everything started be ended too
    try:
        outcome = whole_run(_plan(given, wanted), say=clock(), today=datetime.now(UTC).date())
    except (Disagreement, PeersMissing, ServerFailed) as problem:
        print(problem, file=sys.stderr)
        return 1
    text = text_of(outcome)
    print(f"\n{text}", end="")
    if given.write:
        results.write(given.size, text, only=wanted.only)
    return 0


def _stop(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short turns, no excesses, PostgreSQL only")
    parser.add_argument(
        "--size", choices=SIZES, default="province", help="how much data; national asks less, of all sizes"
    )
    known = ", ".join(f"{name} {title}" for name, title in MEASURES.items())
    parser.add_argument(
        "--only",
        nargs="+",
        type=_names,
        default=(),
        metavar="NAME",
        help=f"only these operations and measures, as M2,M3 or Q5 F1; beside the operations there are {known}",
    )
    parser.add_argument("--no-peers", action="store_true", help="without PostGraphile and Mercurius")
    parser.add_argument("--no-sqlite", action="store_true", help="without SQLite")
    parser.add_argument("--write", action="store_true", help="keep the outcome in its part of RESULTS.md")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where loaded databases lie between runs")
    parser.add_argument("--folder", type=Path, default=Path("var/bench"), help="where the peers are installed")
    return parser


def _names(text: str) -> Sequence[str]:
    """The names of what is measured, with commas between them."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in NAMES]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown) or text!r}: not among {', '.join(NAMES)}")
    return names


def _plan(given: argparse.Namespace, wanted: Wanted) -> Plan:
    quick = bool(given.quick)
    return Plan(
        size=SIZES[given.size],
        alone=Effort(turn=0.04, rounds=5, warm=0.2) if quick else Effort(turn=0.15, rounds=15, warm=1.0),
        crowded=Effort(turn=0.2, rounds=2, warm=0.2) if quick else Effort(turn=0.5, rounds=6, warm=1.0),
        with_peers=not given.no_peers,
        turns=None if quick else Turns(rounds=6, seconds=1.0),
        with_sqlite=not (quick or given.no_sqlite),
        wanted=wanted,
        peers_folder=given.folder / "peers",
        kept=given.keep,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
