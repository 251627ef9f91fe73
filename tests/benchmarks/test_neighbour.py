"""The second client of the benchmarks, as a process that is told to go and to rest."""

from __future__ import annotations

import socket
from threading import Event, Thread

from benchmarks.load_client import get
from benchmarks.neighbour import neighbour
from tests.benchmarks.answering import PLAIN, answering


def test_it_asks_again_as_soon_as_it_is_answered_and_only_while_it_may() -> None:
    with answering([PLAIN]) as port, neighbour(port, [get("/")]) as client:
        counts = []
        for _ in range(2):
            with client.busy() as sent:
                while not asked_by(port):
                    pass
            counts += sent

    assert len(counts) == 2
    assert all(count >= 1 for count in counts)


def asked_by(port: int) -> bool:
    """Whether one more answer was to be had: time passes by work, not by the clock."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for _ in range(50):
            connection.sendall(get("/"))
            received = b""
            while not received.endswith(b"hello"):
                received += connection.recv(100)
    return True


def test_one_that_leaves_early_hangs_up_without_its_answer() -> None:
    hung_up = Event()

    def listen() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(65_536)
            if connection.recv(65_536) == b"":
                hung_up.set()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=listen, daemon=True).start()
        with (
            neighbour(listening.getsockname()[1], [get("/")], stays=0.001) as client,
            client.busy() as sent,
        ):
            assert hung_up.wait(20)

    assert sent[0] >= 1
