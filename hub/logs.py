"""The log: one event per thing that happened, a name and fields, with nothing in it that should stay private."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, BinaryIO

import orjson
import structlog
from structlog.contextvars import bind_contextvars, merge_contextvars, unbind_contextvars
from structlog.typing import Processor

PRIVATE = frozenset(
    "token access_token refresh_token authorization bearer cookie set_cookie password secret api_key private_key "
    "phone phones mobile telephone id_card note notes".split()
)
"""Names of fields that never reach a log line, at whatever depth."""

log = structlog.get_logger()

# These say at INFO what the hub says itself, or say it for every row.
_CHATTY = ("httpx", "httpx2", "httpcore", "alembic", "sqlalchemy", "aiosqlite", "dbos", "uvicorn", "asyncio")


class _Lines(structlog.processors.JSONRenderer):
    """Writes events as lines of JSON."""

    def __init__(self, stream: BinaryIO | None) -> None:
        super().__init__(serializer=_json)
        self.stream = stream  # takes the lines of requests as they are


def configure(*, as_json: bool, level: str) -> None:
    """Send the hub's own events and those of its libraries to standard error, in one form.

    `level` is a name such as `info`; `as_json` gives one JSON object a line, otherwise lines for people.
    """
    shared = _shared()
    written: Processor
    if as_json:
        tells = logging.getLevelNamesMapping()[level.upper()] <= logging.INFO
        written = _Lines(sys.stderr.buffer if tells else None)
        own: list[Processor] = [*shared, structlog.processors.format_exc_info, written]
    else:
        # Plain: a traceback that shows local variables would show tokens and telephones.
        written = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
        own = [*shared, written, _encoded]
    structlog.configure(
        processors=own,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        # The hub's own events go straight to the stream: one of them is written for every request.
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=False,
    )
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if as_json:
        last += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        last.append(written)
    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    root = logging.getLogger()
    root.handlers[:] = [output]
    root.setLevel(level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def begin_request(request_id: str) -> None:
    """Put the request's number on every event until it ends."""
    bind_contextvars(request_id=request_id)


def end_request() -> None:
    """Take the request's number off again."""
    unbind_contextvars("request_id")


def request_finished(request_id: str, *, method: str, path: str, status: int, ms: float) -> None:
    """The line of every request; as JSON it is written without the ceremony that the rarer events go through."""
    last = structlog.get_config()["processors"][-1]
    if not isinstance(last, _Lines) or last.stream is None:
        log.info("request_finished", method=method, path=path, status=status, ms=ms)
        return
    moment = datetime.now(UTC).replace(tzinfo=None).isoformat()
    line = {
        "method": method,
        "path": path,
        "status": status,
        "ms": ms,
        "event": "request_finished",
        "request_id": request_id,
        "level": "info",
        "timestamp": f"{moment}Z",
    }
    last.stream.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
    last.stream.flush()


def without_private(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop fields whose name is private, wherever in the event they stand."""
    for name in [name for name in event if _is_private(name)]:
        del event[name]
    for name, value in event.items():
        if isinstance(value, Mapping | list | tuple):
            event[name] = _cleaned(value)
    return event


@lru_cache(maxsize=1_024)
def _is_private(name: str) -> bool:
    return name.lower().replace("-", "_") in PRIVATE


def _cleaned(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {name: held for name, held in value.items() if not _is_private(str(name))}
        return {name: _cleaned(held) for name, held in kept.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(held) for held in value]
    return value


def _json(event: object, **_options: object) -> bytes:
    return orjson.dumps(event, default=str)


def _encoded(_logger: Any, _method: str, line: Any) -> bytes:  # what the console's renderer made: text
    return str(line).encode()


def _shared() -> list[Processor]:
    return [
        merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_private,
    ]
