"""The demonstration, from its first start to its second."""

from __future__ import annotations

import re
import signal
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from hub.commands.demo import QUERIES
from tests.commands.started import asked, ended, running, until


def synced(printed: str) -> dict[str, list[int]]:
    """Fetched, new, changed, unchanged and quarantined rows by source."""
    rows = re.findall(r"^(\S+-(?:city|county|cloud)) .*?((?: +\d+){5}) *$", printed, re.MULTILINE)
    return {code: [int(number) for number in numbers.split()] for code, numbers in rows}


def test_the_demonstration_shows_the_whole_and_a_second_start_loads_nothing_twice(folder: Path) -> None:
    with running(folder, "demo", "--port", "0") as process:
        first = until(process, "Ctrl-C")
        address = re.findall(r"explorer +(http\S+)/\n", first)[0]
        token = re.findall(r"^  (eyJ\S+)$", first, re.MULTILINE)[0]
        answers = [asked(address, query, token) for query in QUERIES]
        viewer = asked(address, "{ viewer { roles bodyCode } }", token)
        stand_in = re.findall(r"shangluo-city +(http://127.0.0.1:\d+)", first)[0]
        first_code = ended(process, signal.SIGINT)
    with running(folder, "demo", "--port", "0") as process:
        second = until(process, "Ctrl-C")
        second_code = ended(process, signal.SIGTERM)

    with running(folder, "doctor") as process:
        examined = until(process, "reporting tree")

    assert (first_code, second_code) == (0, 0)
    assert all(f"  {query}\n" in first for query in QUERIES)
    assert [answer.get("errors") for answer in answers] == [None] * len(QUERIES)
    (quarter,) = answers[-1]["data"]["reportPeriods"]["nodes"]
    told = {unit["body"]["shortName"]: (unit["status"], unit["onTime"]) for unit in quarter["obligations"]["nodes"]}
    assert len(told) == 12
    assert (told["商洛市政协"], told["韩城市政协"], told["杨陵区政协"]) == (
        ("ACCEPTED", True), ("RECEIVED", False), ("MISSING", None),
    )  # fmt: skip
    assert first.count("jwks_renewed") <= 2  # one of each ring: the process's own and that of the played quarter
    assert re.findall(r"^(.) 基础数据", examined, re.MULTILINE) == ["✓"]
    assert "province-quarterly demonstration" in examined
    assert viewer["data"]["viewer"] == {"roles": ["PROVINCE_OFFICE"], "bodyCode": "610000"}
    assert {code: counts[1] > 0 for code, counts in synced(first).items()} == dict.fromkeys(synced(second), True)
    assert len(synced(first)) == 4
    assert "nothing written" in second
    assert {code: counts[1] for code, counts in synced(second).items()} == dict.fromkeys(synced(first), 0)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(stand_in, timeout=5)
