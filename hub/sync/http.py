"""The one door to the network: bounded in time, size and attempts, and never led away from a source's origin."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import httpx2
import orjson
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from hub.sync.connectors.exchange import HttpRequest, HttpResponse, Position
from hub.sync.connectors.judge import status_code
from hub.sync.faults import FaultCode, SourceFault
from hub.sync.origin import follow
from hub.sync.source import Limits

RETRIED = frozenset({408, 425, 429, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 60.0
_PLAIN = Limits(timeout=10.0, attempts=3, patience=5.0, max_bytes=1_000_000)


class Door:
    """Sends calls; clock, sleep and chance are given, so that a test needs no time."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        chance: Callable[[], float],
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        # The client's own log line carries the whole address, and some sources take their key there.
        logging.getLogger("httpx2").setLevel(logging.WARNING)
        self._client = httpx2.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            timeout=None,
            cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
            headers={"User-Agent": "studio-hub", "Accept": "application/json, */*;q=0.1"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    async def send(self, request: HttpRequest, *, limits: Limits) -> HttpResponse:
        """Send a call, again where that may help; raises SourceFault when no answer came within the limits.

        Answers with any other status come back as they are: what they mean is the connector's business.
        """
        retrying = AsyncRetrying(
            sleep=self._sleep,
            stop=stop_after_attempt(limits.attempts),
            wait=self._wait,
            retry=retry_if_exception(lambda error: _worth_another(error, limits)),
            reraise=True,
        )
        response: HttpResponse = await retrying(self._once, request, limits)
        return response

    async def fetch_bytes(self, url: str, *, limits: Limits = _PLAIN) -> bytes:
        """The body of one address, such as an issuer's key set; raises SourceFault for any status but 200."""
        request = HttpRequest(position=Position(), method="GET", url=url)
        response = await self.send(request, limits=limits)
        if response.status != 200:
            raise SourceFault(status_code(response.status), status=response.status)
        return response.body

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        asked: float = error.retry_after if isinstance(error, SourceFault) and error.retry_after is not None else 0.0
        step: float = min(_FIRST_WAIT * 2.0 ** (state.attempt_number - 1), _LONGEST_WAIT)
        return asked + step * (0.5 + self._chance() / 2)

    async def _once(self, request: HttpRequest, limits: Limits) -> HttpResponse:
        try:
            async with asyncio.timeout(limits.timeout):
                return await self._followed(request, limits)
        except TimeoutError as error:
            raise SourceFault(FaultCode.TOO_SLOW) from error
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
            raise SourceFault(FaultCode.OFF_ORIGIN) from error
        except httpx2.ConnectError as error:
            raise SourceFault(FaultCode.UNREACHABLE) from error
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise SourceFault(FaultCode.CUT) from error

    async def _followed(self, request: HttpRequest, limits: Limits) -> HttpResponse:
        url = _addressed(request)
        for _ in range(_MOST_REDIRECTS + 1):
            response = await self._answer(request, url, limits)
            if response.status not in _REDIRECTS:
                break
            moved = response.headers.get("location")
            if moved is None or (request.method != "GET" and response.status not in (307, 308)):
                raise SourceFault(FaultCode.BAD_REDIRECT, status=response.status)
            url = follow(moved, seen_from=url)
        else:
            raise SourceFault(FaultCode.BAD_REDIRECT, status=response.status)
        if response.status in RETRIED:
            wait = retry_after(response.headers.get("retry-after"), now=response.received_at)
            raise SourceFault(status_code(response.status), status=response.status, retry_after=wait)
        return response

    async def _answer(self, request: HttpRequest, url: str, limits: Limits) -> HttpResponse:
        content = orjson.dumps(request.body) if request.body is not None else None
        headers = dict(request.headers) | ({"Content-Type": "application/json"} if content is not None else {})
        async with self._client.stream(request.method, url, content=content, headers=headers) as answer:
            body = bytearray()
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > limits.max_bytes:
                    raise SourceFault(FaultCode.TOO_LARGE)
            return HttpResponse(
                status=answer.status_code,
                url=_without_secrets(url, request),
                headers={name.lower(): value for name, value in answer.headers.items()},
                body=bytes(body),
                received_at=self._clock(),
            )


def retry_after(text: str | None, *, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, written as seconds or as a date; None when unreadable."""
    if text is None:
        return None
    if text.strip().isascii() and text.strip().isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


def _worth_another(error: BaseException, limits: Limits) -> bool:
    """A source that asks for more patience than we have is left to a later run."""
    if not isinstance(error, SourceFault) or not error.retryable:
        return False
    return error.retry_after is None or error.retry_after <= limits.patience


def _addressed(request: HttpRequest) -> str:
    pairs = (*request.params, *request.secret_params)
    if not pairs:
        return request.url
    return request.url + ("&" if "?" in request.url else "?") + urlencode(pairs)


def _without_secrets(url: str, request: HttpRequest) -> str:
    for pair in request.secret_params:
        written = urlencode([pair])
        url = url.replace(f"&{written}", "").replace(f"?{written}&", "?").replace(f"?{written}", "")
    return url
