"""`python -m examples.city_system --url … --token … --period 2026-Q3`: push a city's quarter and keep its receipt."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from examples.city_system.ledger import read_ledger
from examples.city_system.reporting import Refused, Reporting, receipt_of, write_receipt
from examples.city_system.sending import NoAnswer, Sender

LEDGER = Path(__file__).parent / "ledger.csv"
TOKEN = "CITY_SYSTEM_TOKEN"
WAITS, REFUSED, NO_ANSWER = 3, 4, 5


def main(arguments: list[str] | None = None) -> int:
    """Report; 0 with a receipt, 3 when people are still to submit it, 4 when it was refused, 5 without an answer."""
    given = _given(arguments)
    reporting = Reporting(sender=Sender(url=given.url, token=given.token), report=given.report, period=given.period)
    try:
        owed = reporting.owed()
        print(f"待报 / owed: {owed.body} {given.period}，分节 / sections: {len(owed.units)}（{owed.status}）")
        done = reporting.push(owed, read_ledger(given.ledger), submit=not given.draft)
    except Refused as refused:
        print(f"✗ 未受理 / refused: {refused}", file=sys.stderr)
        return REFUSED
    except NoAnswer as lost:
        print(f"✗ {lost}", file=sys.stderr)
        return NO_ANSWER
    for one in done["findings"]:
        print(f"  · {one}")
    receipt = receipt_of(done)
    if receipt is None:
        print(f"已保存，尚未报送 / saved, not submitted yet: {done['outcome']}")
        return WAITS
    path = write_receipt(receipt, given.receipts)
    print(f"回执 / receipt: {receipt['number']}（{done['outcome']}，{receipt['onTime']}）→ {path}")
    print(f"核验 / verify: hub receipt verify {path} --keys receipt-keys.json")
    return 0


def _given(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m examples.city_system", description="市级系统推送季度汇总")
    parser.add_argument("--url", required=True, help="枢纽地址 · address of the hub, such as http://127.0.0.1:8000")
    parser.add_argument(
        "--token", default=os.environ.get(TOKEN), help=f"服务令牌，缺省取环境变量 {TOKEN} · service token"
    )
    parser.add_argument("--period", required=True, help="期次 · period, such as 2026-Q3")
    parser.add_argument("--report", default="province-quarterly", help="报表代码 · code of the report")
    parser.add_argument("--ledger", type=Path, default=LEDGER, help="台账文件（CSV） · the ledger")
    parser.add_argument("--receipts", type=Path, default=Path("."), help="回执存放的文件夹 · folder for the receipt")
    parser.add_argument("--draft", action="store_true", help="只保存草稿，不报送 · save a draft only")
    given = parser.parse_args(arguments)
    if not given.token:
        parser.error(f"--token 或 {TOKEN} / give --token or set {TOKEN}")
    return given


if __name__ == "__main__":
    sys.exit(main())
