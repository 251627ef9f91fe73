"""GraphQL over HTTP: what a request must look like, how much of it is read, and which status answers it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Protocol

import orjson
import structlog
from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from hub.auth.caller import Caller
from hub.auth.refusal import TokenRefused
from hub.errors import BadRequest, HubFault
from hub.resolvers import faults
from hub.resolvers.answer import Answer, Answering, MethodNotAllowed, Question
from hub.resolvers.patience import ClientLeft

log = structlog.get_logger()

PLAIN = "application/json"
PRECISE = "application/graphql-response+json"
_ALWAYS = ((b"cache-control", b"no-store"), (b"vary", b"Accept, Accept-Encoding, Authorization"))
_ALLOW_POST = ((b"allow", b"POST"),)
_ALLOW_BOTH = ((b"allow", b"GET, HEAD, POST"),)
_WEIGHT = re.compile(r"[01](?:\.[0-9]{0,3})?")


class Authenticate(Protocol):
    """Tells who sends an Authorization header."""

    async def __call__(self, header: str | None) -> Caller | TokenRefused:
        """The caller, or why the token is not accepted."""
        ...


class TooLarge(HubFault):
    """The body is larger than is read."""

    status = 413


class NotAcceptable(HubFault):
    """No answer of ours is of a kind the client takes."""

    status = 406


class WrongMediaType(HubFault):
    """The body is not JSON."""

    status = 415


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a request says before its body."""

    method: str
    query: bytes
    headers: Mapping[bytes, str]
    request_id: str

    @classmethod
    def of(cls, scope: Scope) -> Heard:
        """Read the head of a request; a header that stands several times is one list."""
        headers: dict[bytes, str] = {}
        for name, value in scope["headers"]:
            text = value.decode("latin-1")
            headers[name] = f"{headers[name]},{text}" if name in headers else text
        return cls(
            method=scope["method"],
            query=scope["query_string"],
            headers=headers,
            request_id=str(scope["state"]["request_id"]),
        )


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A response, whole."""

    body: bytes
    status: int
    kind: str
    headers: tuple[tuple[bytes, bytes], ...] = ()

    async def send(self, send: Send) -> None:
        """Send it."""
        head = [
            (b"content-type", f"{self.kind}; charset=utf-8".encode()),
            (b"content-length", b"%d" % len(self.body)),
            *_ALWAYS,
            *self.headers,
        ]
        await send({"type": "http.response.start", "status": self.status, "headers": head})
        await send({"type": "http.response.body", "body": self.body})


class Endpoint:
    """The one door for operations, an ASGI application with nothing between it and the server."""

    def __init__(self, answering: Answering, authenticate: Authenticate, *, body_bytes: int) -> None:
        self._answering = answering
        self._authenticate = authenticate
        self._body_bytes = body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request; a client that has left is not answered."""
        try:
            reply = await self._reply(Heard.of(scope), receive)
        except (ClientDisconnect, ClientLeft):
            scope["state"]["left"] = True
            return
        await reply.send(send)

    async def _reply(self, heard: Heard, receive: Receive) -> Reply:
        kind = PLAIN
        try:
            kind = _accepted(heard.headers.get(b"accept", ""))
            caller = await self._authenticate(heard.headers.get(b"authorization"))
            if isinstance(caller, TokenRefused):
                log.info("token_refused", request_id=heard.request_id, code=caller.code.value)
                return self._unauthorised(caller, kind)
            question = await self._question(heard, receive)
        except HubFault as problem:
            log.info("request_refused", request_id=heard.request_id, code=problem.code, at=problem.at)
            return self._refused(problem, kind)
        except ClientDisconnect:
            raise
        except Exception as problem:  # whatever it is, it must not reach the caller
            return self._told(faults.internal(problem, request_id=heard.request_id), 500, kind)
        answer = await self._answering.answer(
            question, caller=caller, request_id=heard.request_id, gone=partial(_gone, receive)
        )
        headers = ((b"hub-contract", caller.contract.value.encode()),)
        allow = _ALLOW_POST if answer.status == MethodNotAllowed.status else ()
        after = () if answer.after is None else ((b"retry-after", b"%d" % answer.after),)
        return Reply(body=answer.body, status=_status(answer, kind), kind=kind, headers=(*headers, *allow, *after))

    def _unauthorised(self, refused: TokenRefused, kind: str) -> Reply:
        told = faults.token_refused(refused)
        if refused.is_temporary:
            return self._told(told, 503, kind, (b"retry-after", b"10"))
        reason = f'Bearer error="invalid_token", error_description="{refused.code.value}"'
        return self._told(told, 401, kind, (b"www-authenticate", reason.encode()))

    def _refused(self, problem: HubFault, kind: str) -> Reply:
        allow = _ALLOW_BOTH if problem.status == MethodNotAllowed.status else ()
        return self._told(faults.fault(problem), problem.status, kind, *allow)

    def _told(self, error: Mapping[str, Any], status: int, kind: str, *headers: tuple[bytes, bytes]) -> Reply:
        self._answering.figures.refused([error])
        return Reply(body=orjson.dumps({"errors": [error]}), status=status, kind=kind, headers=headers)

    async def _question(self, heard: Heard, receive: Receive) -> Question:
        if heard.method in ("GET", "HEAD"):
            return _from_query(heard.query)
        if heard.method != "POST":
            raise MethodNotAllowed("METHOD_NOT_ALLOWED", "请用 GET 或 POST 提交", "ask by GET or POST")
        _check_media_type(heard.headers.get(b"content-type", ""))
        return _from_body(await self._body(receive))

    async def _body(self, receive: Receive) -> bytes:
        """Read no more than is allowed, whatever the client announces."""
        parts: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            part = message.get("body", b"")
            size += len(part)
            if size > self._body_bytes:
                raise TooLarge(
                    "BODY_TOO_LARGE",
                    f"请求体超过 {self._body_bytes} 字节，请拆分",
                    f"the body exceeds {self._body_bytes} bytes; send it in parts",
                )
            parts.append(part)
            more = message.get("more_body", False)
        return b"".join(parts)


def _check_media_type(given: str) -> None:
    kind, *parameters = (part.strip().lower() for part in given.split(";"))
    if kind != PLAIN:
        raise WrongMediaType("JSON_ONLY", "请求体须为 application/json", "send the body as application/json")
    charsets = {part.partition("=")[2].strip('"') for part in parameters if part.startswith("charset=")}
    if charsets - {"utf-8", "utf8"}:
        raise WrongMediaType("UTF8_ONLY", "请求体须为 UTF-8 编码", "send the body in UTF-8")


def _from_query(query: bytes) -> Question:
    given: dict[str, Any] = dict(QueryParams(query))
    for name in ("variables", "extensions"):
        if name in given:
            given[name] = _json(str(given[name]).encode("utf-8", "replace"), at=name)
    return _question(given, may_mutate=False)


def _from_body(body: bytes) -> Question:
    given = _json(body, at="body")
    if isinstance(given, list):
        raise BadRequest(
            "NO_BATCHES", "不支持批量请求，请逐个发送", "batches are not taken; send one operation at a time"
        )
    if not isinstance(given, dict):
        raise BadRequest("BODY_NOT_AN_OBJECT", "请求体须为 JSON 对象", "the body must be a JSON object", at="body")
    return _question(given, may_mutate=True)


def _question(given: Mapping[str, Any], *, may_mutate: bool) -> Question:
    query, variables, name = given.get("query"), given.get("variables"), given.get("operationName")
    if not isinstance(query, str) or not query.strip():
        raise BadRequest("QUERY_MISSING", "缺少 query，或它不是文本", "query is missing or is not a text", at="query")
    if variables is not None and not isinstance(variables, dict):
        raise BadRequest("BAD_VARIABLES", "variables 须为 JSON 对象", "variables must be a JSON object", at="variables")
    if name is not None and not isinstance(name, str):
        raise BadRequest("OPERATION_NAME", "operationName 须为文本", "operationName must be a text", at="operationName")
    extensions = given.get("extensions")
    if extensions is not None and not isinstance(extensions, dict):
        raise BadRequest(
            "BAD_EXTENSIONS", "extensions 须为 JSON 对象", "extensions must be a JSON object", at="extensions"
        )
    return Question(query=query, variables=variables or {}, operation_name=name or None, may_mutate=may_mutate)


def _json(text: bytes, *, at: str) -> Any:  # whatever JSON holds
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise BadRequest("BAD_JSON", f"{at} 不是合法的 JSON", f"{at} is not valid JSON", at=at) from None


@lru_cache(maxsize=256)
def _accepted(accept: str) -> str:
    """The media type to answer with; clients that say nothing get plain JSON."""
    wanted = _weights(accept) or {"*/*": 1.0}

    def weight(kind: str) -> float:
        return next((wanted[one] for one in (kind, "application/*", "*/*") if one in wanted), 0.0)

    best = max([*(kind for kind in wanted if kind in (PLAIN, PRECISE)), PLAIN, PRECISE], key=weight)
    if weight(best) > 0:
        return best
    raise NotAcceptable(
        "NOT_ACCEPTABLE", f"本接口以 {PRECISE} 或 {PLAIN} 应答", f"answers come as {PRECISE} or {PLAIN}", at="Accept"
    )


def _weights(accept: str) -> dict[str, float]:
    """The media ranges of an Accept header with their weights, in its order."""
    found: dict[str, float] = {}
    for part in accept.lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        if kind:
            found[kind] = next((_number(one[2:]) for one in parameters if one.startswith("q=")), 1.0)
    return found


def _number(text: str) -> float:
    return float(text) if _WEIGHT.fullmatch(text) else 0.0


def _status(answer: Answer, kind: str) -> int:
    # Under plain JSON a well-formed request is answered 200 whatever GraphQL says of it.
    return 200 if kind == PLAIN and answer.status == 400 and not answer.ran else answer.status


async def _gone(receive: Receive) -> None:
    """End when the client leaves; after a whole body nothing else is received."""
    while (await receive())["type"] != "http.disconnect":
        pass
