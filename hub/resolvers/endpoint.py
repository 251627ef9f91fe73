"""GraphQL over HTTP: what a request must look like, how much of it is read, and which status answers it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response

from hub.auth.caller import Caller
from hub.auth.refusal import TokenRefused
from hub.errors import BadRequest, HubFault
from hub.resolvers import faults
from hub.resolvers.answer import Answer, Answering, MethodNotAllowed, Question

log = structlog.get_logger()

PLAIN = "application/json"
PRECISE = "application/graphql-response+json"
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


class Endpoint:
    """The one door for operations."""

    def __init__(self, answering: Answering, authenticate: Authenticate, *, body_bytes: int) -> None:
        self._answering = answering
        self._authenticate = authenticate
        self._body_bytes = body_bytes

    async def __call__(self, request: Request) -> Response:
        """Answer one HTTP request."""
        request_id = str(request.state.request_id)
        kind = PLAIN
        try:
            kind = _accepted(request)
            caller = await self._authenticate(request.headers.get("authorization"))
            if isinstance(caller, TokenRefused):
                log.info("token_refused", request_id=request_id, code=caller.code.value)
                return _unauthorised(caller, kind)
            question = await self._question(request)
        except HubFault as problem:
            log.info("request_refused", request_id=request_id, code=problem.code, at=problem.at)
            return _response(orjson.dumps({"errors": [faults.fault(problem)]}), problem.status, kind)
        answer = await self._answering.answer(question, caller=caller, request_id=request_id)
        response = _response(answer.body, _status(answer, kind), kind)
        if answer.status == MethodNotAllowed.status:
            response.headers["allow"] = "POST"
        response.headers["hub-contract"] = caller.contract.value
        return response

    async def _question(self, request: Request) -> Question:
        if request.method in ("GET", "HEAD"):
            return _from_query(request)
        _check_media_type(request.headers.get("content-type", ""))
        return _from_body(await self._body(request))

    async def _body(self, request: Request) -> bytes:
        """Read no more than is allowed, whatever the client announces."""
        parts: list[bytes] = []
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > self._body_bytes:
                raise TooLarge(
                    "BODY_TOO_LARGE",
                    f"请求体超过 {self._body_bytes} 字节，请拆分",
                    f"the body exceeds {self._body_bytes} bytes; send it in parts",
                )
            parts.append(part)
        return b"".join(parts)


def _check_media_type(given: str) -> None:
    kind, *parameters = (part.strip().lower() for part in given.split(";"))
    if kind != PLAIN:
        raise WrongMediaType("JSON_ONLY", "请求体须为 application/json", "send the body as application/json")
    charsets = {part.partition("=")[2].strip('"') for part in parameters if part.startswith("charset=")}
    if charsets - {"utf-8", "utf8"}:
        raise WrongMediaType("UTF8_ONLY", "请求体须为 UTF-8 编码", "send the body in UTF-8")


def _from_query(request: Request) -> Question:
    given: dict[str, Any] = dict(request.query_params)
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


def _accepted(request: Request) -> str:
    """The media type to answer with; clients that say nothing get plain JSON."""
    wanted = _weights(",".join(request.headers.getlist("accept"))) or {"*/*": 1.0}

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


def _unauthorised(refused: TokenRefused, kind: str) -> Response:
    body = orjson.dumps({"errors": [faults.token_refused(refused)]})
    if refused.is_temporary:
        response = _response(body, 503, kind)
        response.headers["retry-after"] = "10"
        return response
    response = _response(body, 401, kind)
    response.headers["www-authenticate"] = f'Bearer error="invalid_token", error_description="{refused.code.value}"'
    return response


def _response(body: bytes, status: int, kind: str) -> Response:
    headers = {"cache-control": "no-store", "vary": "Accept, Authorization"}
    return Response(
        body, status_code=status, media_type=None, headers={"content-type": f"{kind}; charset=utf-8", **headers}
    )
