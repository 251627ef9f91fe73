"""Serving: what must be in order first, and how it stops."""

from __future__ import annotations

import re
import signal
import socket
from pathlib import Path

import pytest

from hub.commands.key import deployment_key
from hub.errors import BadConfiguration
from hub.settings import read_settings
from tests.commands.conftest import Run
from tests.commands.started import asked, ended, running, until


def test_a_server_says_where_it_is_and_ends_when_told(filled: Path) -> None:
    with running(filled, "serve", "--port", "0") as process:
        address = re.findall(r"http://127\.0\.0\.1:\d+", until(process, "serving: http"))[0]
        answer = asked(address, "{ bodies(first: 1) { totalCount } }")
        code = ended(process, signal.SIGTERM)

    assert answer["data"] == {"bodies": {"totalCount": 494}}
    assert code == 0


def test_a_database_that_is_not_migrated_is_not_served(hub: Run) -> None:
    refused = hub("serve")

    assert refused.exit_code == 2
    assert "hub migrate" in refused.stderr


def test_a_taken_port_is_told(hub: Run, filled: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = hub("serve", "--port", str(taken.getsockname()[1]))

    assert refused.exit_code == 2
    assert "HUB_PORT" in refused.stderr and "Traceback" not in refused.output


def test_the_key_is_made_once_and_nobody_else_may_read_it(folder: Path) -> None:
    (folder / "var").mkdir()
    settings = read_settings()

    first, second = deployment_key(settings), deployment_key(settings)

    assert first == second and len(first) == 64
    assert (folder / "var" / "hub.key").stat().st_mode & 0o077 == 0
    assert [path.name for path in (folder / "var").iterdir()] == ["hub.key"]


def test_a_given_key_is_used_and_a_short_one_refused(folder: Path) -> None:
    (folder / "a.key").write_text("测" * 11 + "\n", encoding="utf-8")
    (folder / "b.key").write_text("short\n", encoding="utf-8")

    assert deployment_key(read_settings(key_file=Path("a.key"))) == ("测" * 11).encode()
    with pytest.raises(BadConfiguration, match="HUB_KEY_FILE"):
        deployment_key(read_settings(key_file=Path("b.key")))
