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
        answers = [asked(address, query) for query in QUERIES]
        token = re.findall(r"^  (eyJ\S+)$", first, re.MULTILINE)[0]
        viewer = asked(address, "{ viewer { roles bodyCode } }", token)
        stand_in = re.findall(r"shangluo-city +(http://127.0.0.1:\d+)", first)[0]
        first_code = ended(process, signal.SIGINT)
    with running(folder, "demo", "--port", "0") as process:
        second = until(process, "Ctrl-C")
        second_code = ended(process, signal.SIGTERM)

    assert (first_code, second_code) == (0, 0)
    assert [answer.get("errors") for answer in answers] == [None] * len(QUERIES)
    assert viewer["data"]["viewer"] == {"roles": ["PROVINCE_OFFICE"], "bodyCode": "610000"}
    assert {code: counts[1] > 0 for code, counts in synced(first).items()} == dict.fromkeys(synced(second), True)
    assert len(synced(first)) == 4
    assert "nothing written" in second
    assert {code: counts[1] for code, counts in synced(second).items()} == dict.fromkeys(synced(first), 0)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(stand_in, timeout=5)
