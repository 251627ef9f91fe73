"""The stand-in of a city's system: it reports a quarter to a hub that is served, and comes again until it is heard."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from examples.city_system.__main__ import LEDGER, NO_ANSWER, REFUSED, WAITS, main
from examples.city_system.ledger import read_ledger
from examples.city_system.sending import NoAnswer, Sender
from hub.__main__ import app
from hub.store.session import Database
from tests.asking import Asked
from tests.factories import World
from tests.quarter.served import serving
from tests.quarter.steps import QUARTER, SYSTEM, opened

CITY = "611000"


@pytest.fixture
def engine_name() -> str:
    """One database is enough for a client."""
    return "sqlite"


async def reported(ask: Asked, url: str, folder: Path, *more: str) -> int:
    token = ask.token(SYSTEM)
    assert token is not None
    given = ["--token", token, "--period", QUARTER, "--receipts", str(folder), *more]

    def report() -> int:
        with serving(url, folder) as (address, _):
            return main(["--url", address, *given])

    return await asyncio.to_thread(report)


def kept_in(folder: Path) -> list[str]:
    """The receipts in a folder."""
    return [one.name for one in folder.glob("*receipt.json")]


async def test_it_pushes_the_quarter_and_keeps_a_receipt_that_is_verified_without_the_hub(
    ask: Asked, world: World, database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        await world.activity(await world.studio(CITY), CITY)
    await opened(ask)

    codes = [await reported(ask, database.url, tmp_path) for _ in range(2)]
    printed = capsys.readouterr().out
    file = tmp_path / f"{CITY}-{QUARTER}-receipt.json"
    keys = tmp_path / "keys.json"
    keys.write_bytes(ask.hub.receipt_keys.published())
    checked = CliRunner().invoke(app, ["receipt", "verify", str(file), "--keys", str(keys)], prog_name="hub")

    assert codes == [0, 0]
    assert printed.count("回执 / receipt: BS-610000-") == 2
    assert json.loads(file.read_text("utf-8"))["receipt"]["version"] == 1
    assert checked.exit_code == 0, checked.output
    file.write_text(file.read_text("utf-8").replace('"version": 1', '"version": 2'), "utf-8")
    forged = CliRunner().invoke(app, ["receipt", "verify", str(file), "--keys", str(keys)], prog_name="hub")
    assert forged.exit_code != 0


async def test_a_draft_waits_for_people_and_what_is_unexplained_is_refused(
    ask: Asked, database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await opened(ask)
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(LEDGER.read_text("utf-8").replace("PAPER_ONLY", ""), "utf-8")

    assert await reported(ask, database.url, tmp_path, "--draft") == WAITS
    assert await reported(ask, database.url, tmp_path, "--ledger", str(ledger)) == REFUSED
    assert "UNEXPLAINED" in capsys.readouterr().err
    assert not kept_in(tmp_path)


def test_the_ledger_goes_before_what_is_computed_and_tells_its_reasons() -> None:
    ledger = read_ledger(LEDGER)
    (place,) = ledger.figures
    other = place._replace(indicator="proposals")
    first, second, third = ledger.lines({place: "0", other: "3", place._replace(indicator="open"): None})

    assert (first["value"], first["reasonCode"]) == (2, "PAPER_ONLY")
    assert second == {"unit": CITY, "indicator": "proposals", "firstKey": "", "secondKey": "", "value": 3}
    assert "value" not in third
    assert {one["indicator"] for one in ledger.texts} == {"good-experience", "good-practice"}


Told = tuple[int, dict[str, str], Any]
ANSWER: Told = (200, {}, {"data": {"done": {"id": "psh_1"}}})
AT_WORK: Told = (200, {}, {"data": {"done": {"code": "IN_PROGRESS", "message": "处理中"}}})


@contextmanager
def answering(*answers: Told | None) -> Iterator[tuple[str, list[bytes]]]:
    """A server that answers in turn, or hangs up where there is no answer; and the bodies that it was sent."""
    left, bodies = list(answers), []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["content-length"])))
            answer = left.pop(0)
            if answer is None:
                self.close_connection = True
                return
            status, headers, told = answer
            body = json.dumps(told).encode()
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *values: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", bodies
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sender(url: str, pauses: list[float], *, attempts: int = 8) -> Sender:
    return Sender(url=url, token="t", attempts=attempts, pause=pauses.append, say=lambda told: None, chance=lambda: 1.0)


def test_what_is_lost_refused_for_load_or_at_work_is_sent_again_word_for_word() -> None:
    pauses: list[float] = []
    busy: Told = (429, {"retry-after": "3"}, {})
    with answering(None, busy, (503, {}, {}), AT_WORK, ANSWER) as (url, bodies):
        told = sender(url, pauses).ask("mutation", key="q1")

    assert told == {"done": {"id": "psh_1"}}
    assert pauses == [0.5, 3.0, 2.0, 5.0]
    assert len(bodies) == 5 and len(set(bodies)) == 1


def test_it_gives_up_after_so_many_attempts_and_at_once_where_another_would_not_help() -> None:
    pauses: list[float] = []
    with answering(None, None) as (url, _), pytest.raises(NoAnswer, match="2 attempts"):
        sender(url, pauses, attempts=2).ask("mutation")
    with answering((401, {}, {"errors": []})) as (url, _), pytest.raises(NoAnswer, match="401"):
        sender(url, pauses).ask("mutation")

    assert len(pauses) == 1


def test_without_a_hub_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with answering((200, {}, {"errors": [{"message": "不可用"}]})) as (url, _):
        assert main(["--url", url, "--token", "t", "--period", QUARTER]) == NO_ANSWER

    assert "不可用" in capsys.readouterr().err
