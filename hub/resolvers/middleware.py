"""What every response carries and every request leaves behind: a number, safe headers, one line in the log."""

from __future__ import annotations

import re
import secrets
import time

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.logs import begin_request, end_request

log = structlog.get_logger()

_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET = ("/healthz", "/readyz", "/static/")
_SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}


class RequestLine:
    """Numbers each request; a number the client gave is kept when it looks like one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and say how it ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _number(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 500

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                for name, value in _SAFE.items():
                    headers.setdefault(name, value)
            await send(message)

        begin_request(request_id)
        try:
            await self.app(scope, receive, numbered)
        finally:
            if not scope["path"].startswith(_QUIET):
                spent = round((time.perf_counter() - started) * 1000, 1)
                log.info("request_finished", method=scope["method"], path=scope["path"], status=status, ms=spent)
            end_request()


def _number(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _GIVEN.fullmatch(value.decode("latin-1")):
            return str(value.decode("latin-1"))
    return secrets.token_hex(8)
