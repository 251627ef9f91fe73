"""GraphQL over HTTP: what a request must look like, how much of it is read, and which status answers it."""

from __future__ import annotations

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
from hub.resolvers.answer import Answer, Answering, Question

log = structlog.get_logger()

PLAIN = "application/json"
PRECISE = "application/graphql-response+json"
_KNOWN = frozenset({"query", "variables", "operationName", "extensions"})


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
        response.headers["hub-contract"] = caller.contract.value
        return response

    async def _question(self, request: Request) -> Question:
        if request.method == "GET":
            return _from_query(request)
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media != PLAIN:
            raise WrongMediaType("JSON_ONLY", "请求体须为 application/json", "send the body as application/json")
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
    accept = request.headers.get("accept", "")
    wanted = [part.partition(";")[0].strip().lower() for part in accept.split(",") if part.strip()]
    if not wanted or any(one in ("*/*", "application/*") for one in wanted):
        return PRECISE if PRECISE in wanted else PLAIN
    for one in wanted:
        if one in (PLAIN, PRECISE):
            return one
    raise NotAcceptable(
        "NOT_ACCEPTABLE", f"本接口以 {PRECISE} 或 {PLAIN} 应答", f"answers come as {PRECISE} or {PLAIN}", at="Accept"
    )


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
