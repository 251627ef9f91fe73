"""The door against a real server on the loopback, with every way a line can fail."""

from __future__ import annotations

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest

from hub.sync.connectors.exchange import HttpRequest, Position
from hub.sync.faults import FaultCode, SourceFault
from hub.sync.http import Door, retry_after
from hub.sync.source import Limits
from tests.sync.worlds import NOW

LIMITS = Limits(timeout=5.0, attempts=3, patience=60.0, max_bytes=2000)
Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """Plays one script for each connection, the last one again and again."""

    scripts: list[Script]
    seen: list[str] = field(default_factory=list)
    port: int = 0

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = [line.partition(":")[2] for line in head.splitlines() if line.lower().startswith("content-length:")]
        self.seen.append(head + (await reader.readexactly(int(length[0]))).decode() if length else head)
        script = self.scripts[min(len(self.seen), len(self.scripts)) - 1]
        try:
            await script(reader, writer)
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    def url(self, path: str = "/x") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def says(status: str, body: bytes = b"{}", **headers: str) -> Script:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = {"Content-Length": str(len(body)), "Connection": "close"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    return script


async def cuts(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")


async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def drips(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while not reader.at_eof():
        writer.write(b" ")
        await writer.drain()
        with suppress(TimeoutError):
            await asyncio.wait_for(reader.read(1), 0.02)


async def floods(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"400\r\n" + b"x" * 1024 + b"\r\n")
        await writer.drain()


@dataclass
class World:
    door: Door
    server: Server
    waits: list[float]

    async def get(self, path: str = "/x", **limits: float) -> bytes:
        request = HttpRequest(position=Position(), method="GET", url=self.server.url(path))
        chosen = Limits(**{**vars(LIMITS), **limits})
        return (await self.door.send(request, limits=chosen)).body

    async def fault(self, path: str = "/x", **limits: float) -> SourceFault:
        with pytest.raises(SourceFault) as raised:
            await self.get(path, **limits)
        return raised.value


@asynccontextmanager
async def world(*scripts: Script) -> AsyncIterator[World]:
    server, waits = Server(scripts=list(scripts)), list[float]()

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    listener = await asyncio.start_server(server.meet, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    async with listener, Door(clock=lambda: NOW, sleep=sleep, chance=lambda: 1.0) as door:
        yield World(door=door, server=server, waits=waits)


@pytest.mark.parametrize("text", ["7", "Sat, 01 Jun 2024 04:00:07 GMT"])
async def test_a_throttled_call_waits_as_long_as_it_is_told(text: str) -> None:
    async with world(says("429 Too Many", Retry_After=text), says("200 OK", b"[1]")) as here:
        body = await here.get()

        assert body == b"[1]" and here.waits == [7.5]


async def test_a_wait_beyond_our_patience_is_left_to_a_later_run() -> None:
    async with world(says("503 Busy", Retry_After="3600")) as here:
        told = await here.fault()

        assert (told.code, told.retry_after, told.retryable) == (FaultCode.UNAVAILABLE, 3600, True)
        assert here.waits == [] and len(here.server.seen) == 1


async def test_an_unavailable_source_is_asked_again_ever_later_and_then_left() -> None:
    async with world(says("503 Busy")) as here:
        told = await here.fault()

        assert told.code is FaultCode.UNAVAILABLE and told.status == 503
        assert here.waits == [0.5, 1.0] and len(here.server.seen) == 3


@pytest.mark.parametrize("broken", [cuts, hangs_up])
async def test_a_cut_connection_is_tried_again(broken: Script) -> None:
    async with world(broken, says("200 OK", b"[2]")) as here:
        body = await here.get()

        assert body == b"[2]" and len(here.waits) == 1


async def test_a_body_that_drips_is_given_up_at_the_deadline() -> None:
    async with world(drips) as here:
        told = await here.fault(timeout=0.2, attempts=1)

        assert told.code is FaultCode.TOO_SLOW and told.retryable


@pytest.mark.parametrize("attempt", [floods, says("200 OK", gzip.compress(b" " * 100_000), Content_Encoding="gzip")])
async def test_a_body_over_the_limit_is_dropped_while_it_comes(attempt: Script) -> None:
    async with world(attempt) as here:
        told = await here.fault()

        assert told.code is FaultCode.TOO_LARGE and not told.retryable and here.waits == []


async def test_a_redirect_on_the_same_origin_is_followed() -> None:
    async with world(says("302 Found", Location="/y"), says("200 OK", b"[3]")) as here:
        body = await here.get()

        assert body == b"[3]" and here.server.seen[1].startswith("GET /y ")


@pytest.mark.parametrize(
    "target", ["http://elsewhere.example/", "https://127.0.0.1/", "//elsewhere.example/", "file:///x"]
)
async def test_a_redirect_to_elsewhere_is_refused(target: str) -> None:
    async with world(says("302 Found", Location=target)) as here:
        told = await here.fault()

        assert told.code is FaultCode.OFF_ORIGIN and len(here.server.seen) == 1 and "elsewhere" not in str(told)


async def test_redirects_without_end_are_refused() -> None:
    async with world(says("302 Found", Location="/y")) as here:
        told = await here.fault()

        assert told.code is FaultCode.BAD_REDIRECT and len(here.server.seen) == 4


async def test_a_post_is_not_turned_into_a_get_by_a_redirect() -> None:
    async with world(says("302 Found", Location="/login")) as here:
        request = HttpRequest(position=Position(), method="POST", url=here.server.url(), body={"a": "中"})
        with pytest.raises(SourceFault) as raised:
            await here.door.send(request, limits=LIMITS)

        assert raised.value.code is FaultCode.BAD_REDIRECT and here.server.seen[0].endswith('{"a":"中"}')


async def test_a_closed_port_is_unreachable() -> None:
    async with world(says("200 OK")) as here:
        listener = await asyncio.start_server(here.server.meet, "127.0.0.1", 0)
        here.server.port = listener.sockets[0].getsockname()[1]
        listener.close()
        await listener.wait_closed()

        assert (await here.fault()).code is FaultCode.UNREACHABLE


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with world(says("200 OK", b"[4]")) as here:
        assert await here.get() == b"[4]"


async def test_cookies_are_neither_kept_nor_sent() -> None:
    async with world(says("200 OK", Set_Cookie="session=1")) as here:
        await here.get()
        await here.get()

        assert all("cookie" not in head.lower() for head in here.server.seen)


async def test_a_key_in_the_query_reaches_the_source_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with world(says("200 OK")) as here:
        request = HttpRequest(
            position=Position(),
            method="GET",
            url=here.server.url(),
            params=(("p", "1"),),
            secret_params=(("key", "s3cret"),),
        )
        response = await here.door.send(request, limits=LIMITS)

        assert "GET /x?p=1&key=s3cret " in here.server.seen[0]
        assert "s3cret" not in repr(request) + response.url
        assert not [record for record in caplog.records if record.name == "httpx2"]


async def test_bytes_are_fetched_for_a_key_set_and_only_under_200() -> None:
    async with world(says("200 OK", b"keys"), says("404 No")) as here:
        assert await here.door.fetch_bytes(here.server.url()) == b"keys"
        with pytest.raises(SourceFault) as raised:
            await here.door.fetch_bytes(here.server.url())
        assert raised.value.code is FaultCode.NOT_FOUND


async def test_other_statuses_come_back_for_the_connector_to_judge() -> None:
    async with world(says("500 Broken", b'{"errors": []}')) as here:
        assert await here.get() == b'{"errors": []}' and here.waits == []


@pytest.mark.parametrize(("text", "seconds"), [(None, None), ("soon", None), ("-3", None), ("0", 0.0), (" 12 ", 12.0)])
def test_a_retry_after_is_read_or_not_believed(text: str | None, seconds: float | None) -> None:
    assert retry_after(text, now=NOW) == seconds
