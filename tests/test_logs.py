"""The log carries names and fields, the request's number, and nothing private."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from hub import logs


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    held, level = list(root.handlers), root.level
    yield
    root.handlers[:] = held
    root.setLevel(level)
    structlog.reset_defaults()


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_an_event_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=True, level="info")

    structlog.get_logger().info("sync_run_finished", source="商洛", new=3)

    (line,) = written(capsys)
    assert (line["event"], line["source"], line["new"], line["level"]) == ("sync_run_finished", "商洛", 3, "info")


def test_private_fields_are_dropped_at_every_depth(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=True, level="info")

    structlog.get_logger().info(
        "asked",
        token="geheim",
        Phone="geheim",
        headers={"Authorization": "geheim", "rows": [{"note": "geheim", "n": 1}]},
    )

    (line,) = written(capsys)
    assert "geheim" not in json.dumps(line)
    assert line["headers"] == {"rows": [{"n": 1}]}


def test_the_number_of_the_request_stands_on_its_events_only(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=True, level="info")
    log = structlog.get_logger()

    logs.begin_request("r-1")
    log.info("inside")
    logs.end_request()
    log.info("after")

    inside, after = written(capsys)
    assert (inside.get("request_id"), after.get("request_id")) == ("r-1", None)


def test_what_libraries_log_takes_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=True, level="warning")

    logging.getLogger("some.library").warning("disk %s", "full")
    logging.getLogger("some.library").info("chatter")

    (line,) = written(capsys)
    assert (line["event"], line["level"]) == ("disk full", "warning")


def test_people_get_lines_without_json(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=False, level="info")

    structlog.get_logger().info("hub_started", port=8000)

    line = capsys.readouterr().err
    assert "hub_started" in line and "port=8000" in line and not line.startswith("{")
