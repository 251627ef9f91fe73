"""How faults look from outside: a stable code, both languages, the place, and nothing internal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from graphql import GraphQLError

from hub.auth.refusal import TokenRefused
from hub.errors import HubFault
from hub.store.faults import store_fault

log = structlog.get_logger()

_PARSE = ("GRAPHQL_PARSE_FAILED", "查询语句有语法错误，请按提示位置修改")
_VALIDATION = ("GRAPHQL_VALIDATION_FAILED", "查询与本契约的模式不符，请按提示修改")
_INPUT = ("BAD_USER_INPUT", "参数值不符合要求，请按提示修改")
_INTERNAL = (
    "INTERNAL",
    "系统内部错误，已记录，请稍后重试或提供请求号",
    "an internal fault was recorded; try again later, or give the request id",
)


def parse_error(error: GraphQLError) -> dict[str, Any]:
    """A document that is no GraphQL."""
    return _told(error, _PARSE)


def validation_errors(errors: Sequence[GraphQLError]) -> list[dict[str, Any]]:
    """A document that does not fit the contract."""
    return [_told(error, _VALIDATION) for error in errors]


def fault(problem: HubFault) -> dict[str, Any]:
    """A fault of ours as an error of the answer."""
    extensions = {"code": problem.code, "zh": problem.zh, "en": problem.en, **problem.numbers}
    if problem.at is not None:
        extensions["at"] = problem.at
    return {"message": f"{problem.zh} / {problem.en}", "extensions": extensions}


def token_refused(refused: TokenRefused) -> dict[str, Any]:
    """A token that was not accepted."""
    code = refused.code.value
    return {
        "message": f"{refused.zh} / {refused.en}",
        "extensions": {"code": code, "zh": refused.zh, "en": refused.en},
    }


def execution_errors(errors: Sequence[GraphQLError], *, request_id: str) -> list[dict[str, Any]]:
    """The errors that fields met; what is not ours to tell is recorded once and named by the request."""
    told = [_execution_error(error, request_id) for error in errors]
    if codes := sorted({one["extensions"]["code"] for one in told} - {_INTERNAL[0]}):
        log.info("request_refused", request_id=request_id, code=codes[0], codes=codes)
    failed = [error for error, one in zip(errors, told, strict=True) if one["extensions"]["code"] == _INTERNAL[0]]
    if failed:
        # A list of a hundred rows fails a hundred times for one reason; one traceback is enough.
        first = failed[0]
        path = list(first.path or ())
        log.error("field_failed", request_id=request_id, path=path, fields=len(failed), exc_info=_cause(first))
    return told


def internal(problem: BaseException, *, request_id: str) -> dict[str, Any]:
    """A fault outside any field."""
    log.error("request_failed", request_id=request_id, exc_info=problem)
    return _internal(request_id)


def _execution_error(error: GraphQLError, request_id: str) -> dict[str, Any]:
    cause = _cause(error)
    if cause is None:
        return _told(error, _INPUT)
    problem = cause if isinstance(cause, HubFault) else store_fault(cause)
    return (fault(problem) if problem is not None else _internal(request_id)) | _place(error)


def _internal(request_id: str) -> dict[str, Any]:
    code, zh, en = _INTERNAL
    return {"message": f"{zh} / {en}", "extensions": {"code": code, "zh": zh, "en": en, "requestId": request_id}}


def _cause(error: GraphQLError) -> BaseException | None:
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _told(error: GraphQLError, what: tuple[str, str]) -> dict[str, Any]:
    code, zh = what
    # graphql-core's own messages speak of the document and of the contract's names only.
    en = error.message
    return {"message": f"{zh} / {en}", "extensions": {"code": code, "zh": zh, "en": en}} | _place(error)


def _place(error: GraphQLError) -> dict[str, Any]:
    place: dict[str, Any] = {}
    if error.locations:
        place["locations"] = [{"line": one.line, "column": one.column} for one in error.locations]
    if error.path:
        place["path"] = list(error.path)
    return place
