"""The line to a source: credentials of every kind, tokens renewed, databases and folders reached."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hub.sync.connectors.choose import connector_for
from hub.sync.connectors.exchange import HttpRequest, HttpResponse, Page, Position
from hub.sync.faults import FaultCode, SourceFault
from hub.sync.http import Door
from hub.sync.secrets import Secrets
from hub.sync.source import Limits, Source
from hub.sync.wire import Wire
from tests.sync.worlds import NOW, answer, source, toml

LOGIN = """[auth]
kind = "login"
account = "hub"
secret = "env:PASSWORD"
[auth.login]
path = "/login"
token = "data.access"
expires_in = "data.expires"
refresh_path = "/refresh"
refresh_token = "data.refresh"
"""


class Script(Door):
    """A door that answers from a function instead of the network."""

    def __init__(self, reply: Callable[[HttpRequest], HttpResponse]) -> None:
        self.reply = reply
        self.seen: list[HttpRequest] = []

    async def send(self, request: HttpRequest, *, limits: Limits) -> HttpResponse:
        self.seen.append(request)
        return self.reply(request)

    def paths(self) -> list[str]:
        return [request.url.rpartition("/")[2] for request in self.seen]


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def wire(found: Source, door: Door, *, folder: Path = Path("."), clock: Clock | None = None) -> Wire:
    secrets = Secrets(environment={"PASSWORD": "pw", "KEY": "k3y"}, folder=folder)
    return Wire(found, door=door, secrets=secrets, clock=clock or Clock())


async def call(line: Wire, found: Source) -> Page:
    talk = connector_for(found, found.streams[0])
    request = talk.start(Position())
    return talk.read(await line.send(request), request)


@pytest.mark.parametrize(
    ("auth", "header"),
    [
        ('kind = "bearer"\nsecret = "env:KEY"', ("Authorization", "Bearer k3y")),
        ('kind = "api_key"\nname = "X-Key"\nsecret = "env:KEY"', ("X-Key", "k3y")),
        (
            'kind = "basic"\naccount = "hub"\nsecret = "env:KEY"',
            ("Authorization", "Basic " + base64.b64encode(b"hub:k3y").decode()),
        ),
    ],
)
async def test_credentials_go_where_the_source_wants_them(auth: str, header: tuple[str, str]) -> None:
    found = source(toml(top=f"[auth]\n{auth}", keys='rows = "$"'))
    door = Script(lambda request: answer([]))

    await call(wire(found, door), found)

    assert header in door.seen[0].headers and "k3y" not in repr(door.seen[0])


async def test_a_key_in_the_query_is_kept_apart_from_what_is_shown() -> None:
    found = source(
        toml(top='[auth]\nkind = "api_key"\nin = "query"\nname = "key"\nsecret = "env:KEY"', keys='rows = "$"')
    )
    door = Script(lambda request: answer([]))

    await call(wire(found, door), found)

    assert door.seen[0].secret_params == (("key", "k3y"),) and "k3y" not in repr(door.seen[0])


def tokens(number: int) -> HttpResponse:
    return answer({"data": {"access": f"a{number}", "refresh": f"r{number}", "expires": 900}})


async def test_a_short_token_is_renewed_by_the_last_refresh_token_and_by_the_password_when_that_is_dead() -> None:
    found, clock = source(toml(top=LOGIN, keys='rows = "$"')), Clock()
    alive = {"r1"}

    def reply(request: HttpRequest) -> HttpResponse:
        if request.url.endswith("/login"):
            return tokens(1)
        if request.url.endswith("/refresh"):
            sent = request.body["refresh_token"] if isinstance(request.body, dict) else ""
            return tokens(2) if sent in alive else answer({"errors": []}, status=401)
        return answer([])

    door = Script(reply)
    line = wire(found, door, clock=clock)
    for step in (0, 60, 900, 900):
        clock.now += timedelta(seconds=step)
        await call(line, found)

    assert door.paths() == ["login", "studios", "studios", "refresh", "studios", "refresh", "login", "studios"]
    assert json.loads(json.dumps(door.seen[0].body)) == {"username": "hub", "password": "pw"}


async def test_a_token_that_dies_early_is_replaced_once() -> None:
    found = source(toml(top=LOGIN, keys='rows = "$"'))
    calls: list[int] = []

    def reply(request: HttpRequest) -> HttpResponse:
        if request.url.endswith("/login"):
            return tokens(1)
        calls.append(1)
        return answer([] if len(calls) > 1 else {}, status=200 if len(calls) > 1 else 401)

    door = Script(reply)
    await call(wire(found, door), found)

    assert door.paths() == ["login", "studios", "login", "studios"]


async def test_a_wrong_password_is_told_as_such() -> None:
    found = source(toml(top=LOGIN, keys='rows = "$"'))

    with pytest.raises(SourceFault) as raised:
        await call(wire(found, Script(lambda request: answer({}, status=400))), found)

    assert raised.value.code is FaultCode.UNAUTHORIZED


async def test_a_database_is_read_through_the_same_line(tmp_path: Path) -> None:
    path = tmp_path / "city.db"
    with sqlite3.connect(path) as database:
        database.executescript("CREATE TABLE studio (id INTEGER, name TEXT); INSERT INTO studio VALUES (1, '甲')")
    database.close()
    found = source(toml(kind="sql", top=f'[connection]\ndatabase = "sqlite:///{path}"'))

    page = await call(wire(found, Script(lambda request: answer())), found)

    assert [row.content for row in page.rows] == [{"id": 1, "name": "甲"}] and page.complete


async def test_a_folder_is_read_through_the_same_line(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.csv").write_text("id,name\n1,甲\n", encoding="gbk")
    found = source(toml(kind="files", request='pattern = "*.csv"\nsettle = 0'), folder=tmp_path)
    clock = Clock()
    clock.now = NOW.replace(year=2090)
    line = wire(found, Script(lambda request: answer()), clock=clock)
    talk = connector_for(found, found.streams[0])
    request = talk.start(Position())

    listed = talk.read(await line.send(request), request)
    assert listed.next is not None
    page = talk.read(await line.send(listed.next), listed.next)

    assert [row.content for row in page.rows] == [{"id": "1", "name": "甲"}] and page.complete
