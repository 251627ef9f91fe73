"""The hub's own process, made to die without a chance to tidy up just before a statement that a test names.

`python -m tests.quarter.killed PLACE …` runs `hub …`; PLACE is the beginning of a statement of the transaction that
writes a version, or COMMIT, or ANSWER: that transaction is committed, and nobody has been told.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from sqlalchemy import Engine, event

from hub.__main__ import main

COMMIT, ANSWER = "COMMIT", "ANSWER"
_FIRST = ("INSERT INTO push_attempt", "UPDATE rollup_version")


def arm(place: str) -> None:
    """Watch every connection of this process for the place."""
    writing: set[int] = set()

    @event.listens_for(Engine, "before_cursor_execute")
    def before(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.startswith(_FIRST):
            writing.add(_number(connection))
        if statement.startswith(place) and _number(connection) in writing:
            _die()

    @event.listens_for(Engine, "commit")
    def commit(connection: Any) -> None:
        if _number(connection) in writing and place in (COMMIT, ANSWER):
            if place == ANSWER:
                connection.connection.dbapi_connection.commit()
            _die()


def _number(connection: Any) -> int:
    return id(connection.connection.dbapi_connection)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    arm(sys.argv.pop(1))
    main()
