"""What every response carries and every request leaves behind: a number, safe headers, one line in the log."""

from __future__ import annotations

import random
import re
import time

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.logs import begin_request, end_request, request_finished

_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET = ("/healthz", "/readyz", "/static/")
_SAFE = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_WORTH_COMPRESSING = 1_024  # bytes
_LEFT = 499  # in the log only: the client left before it was answered


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
        number = request_id.encode()
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 500

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = message.get("headers", ())
                names = [name for name, _ in given]
                missing = [pair for pair in _SAFE if pair[0] not in names]
                message["headers"] = [*given, (b"x-request-id", number), *missing]
            await send(message)

        begin_request(request_id)
        try:
            await self.app(scope, receive, numbered)
        finally:
            if not scope["path"].startswith(_QUIET):
                spent = round((time.perf_counter() - started) * 1000, 1)
                status = _LEFT if scope["state"].get("left") else status
                request_finished(request_id, method=scope["method"], path=scope["path"], status=status, ms=spent)
            end_request()


class Compressed:
    """Compresses large answers for clients that take gzip; for the others nothing stands in the way."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._gzip = GZipMiddleware(app, minimum_size=_WORTH_COMPRESSING, compresslevel=4)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on by the way that its headers ask for."""
        headers = scope["headers"] if scope["type"] == "http" else ()
        takes = any(name == b"accept-encoding" and b"gzip" in value for name, value in headers)
        await (self._gzip if takes else self._plain)(scope, receive, send)


def _number(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _GIVEN.fullmatch(value.decode("latin-1")):
            return str(value.decode("latin-1"))
    return f"{random.getrandbits(64):016x}"  # it names a request and guards nothing
