"""The log carries names and fields, the request's number, and nothing private."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest
import structlog

from hub import logs

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z")


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


def test_the_line_of_a_request_has_the_form_of_every_other(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=True, level="info")
    told = {"method": "POST", "path": "/graphql", "status": 200, "ms": 1.5}

    logs.begin_request("r-1")
    structlog.get_logger().info("request_finished", **told)
    logs.end_request()
    logs.request_finished("r-1", method="POST", path="/graphql", status=200, ms=1.5)

    usual, quick = written(capsys)
    assert list(quick) == list(usual)
    assert all(_MOMENT.fullmatch(str(line["timestamp"])) for line in (usual, quick))
    assert {**quick, "timestamp": ""} == {**usual, "timestamp": ""} == {**told, "event": "request_finished",
        "request_id": "r-1", "level": "info", "timestamp": ""}  # fmt: skip


@pytest.mark.parametrize(("as_json", "level", "lines"), [(True, "info", 1), (False, "info", 1), (True, "warning", 0)])
def test_a_request_is_told_at_the_level_of_other_events(
    capsys: pytest.CaptureFixture[str], *, as_json: bool, level: str, lines: int
) -> None:
    logs.configure(as_json=as_json, level=level)

    logs.request_finished("r-1", method="GET", path="/", status=200, ms=0.1)

    assert len(capsys.readouterr().err.splitlines()) == lines


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
