"""The client of the benchmarks: what it counts as an answer, and as an error."""

from __future__ import annotations

import socket
from threading import Thread

import pytest

from benchmarks.load_client import ask, get, post, run
from tests.benchmarks.answering import PLAIN, answering

CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
REFUSED = b"HTTP/1.1 429 Too Many Requests\r\ncontent-length: 2\r\n\r\nno"


@pytest.mark.parametrize("answer", [PLAIN, CHUNKED])
def test_a_body_is_read_whole_however_it_is_framed(answer: bytes) -> None:
    with answering([answer]) as port:
        assert ask(port, get("/")) == (200, b"hello")


def test_every_request_is_answered_once_over_kept_connections() -> None:
    with answering([PLAIN]) as port:
        seen = run(port, [get("/")], count=40, connections=4)

    assert (len(seen.latencies), seen.errors) == (40, 0)
    assert all(0 < one <= seen.seconds for one in seen.latencies)


def test_no_more_is_sent_once_the_time_is_over() -> None:
    with answering([PLAIN]) as port:
        seen = run(port, [get("/")], count=1_000, connections=3, most=0.0)

    assert len(seen.latencies) == 3


def test_an_answer_that_is_not_200_is_an_error_and_no_throughput() -> None:
    with answering([PLAIN, REFUSED]) as port:
        seen = run(port, [get("/")], count=10, connections=1)

    assert seen.errors == 5
    assert seen.per_second == pytest.approx(5 / seen.seconds)


def test_a_server_that_closes_ends_the_run_with_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=lambda: listening.accept()[0].close(), daemon=True).start()
        with pytest.raises(ConnectionError):
            run(listening.getsockname()[1], [get("/")], count=1, connections=1)


def test_an_operation_is_posted_with_its_token() -> None:
    request = post("/graphql", {"query": "{ 工 }"}, token="abc")

    head, _, body = request.partition(b"\r\n\r\n")
    assert b"authorization: Bearer abc" in head
    assert f"content-length: {len(body)}".encode() in head
