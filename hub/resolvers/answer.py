"""How an operation is answered: caller and contract in, status and bytes out."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import orjson
import structlog
from graphql import ExecutionResult, GraphQLError, execute

from hub.auth.caller import Caller
from hub.errors import HubFault
from hub.resolvers import faults
from hub.resolvers.context import operation
from hub.resolvers.documents import Documents, changes, chosen_operation
from hub.resolvers.fastpath import Asked, Fastpath
from hub.resolvers.limits import check_document, check_text
from hub.schema.contracts import Shape, schema_of, shape_of
from hub.schema.viewer import Limits
from hub.store.faults import too_slow
from hub.store.session import Database

log = structlog.get_logger()


class MethodNotAllowed(HubFault):
    """What was sent may not be sent by this method."""

    status = 405


class Clock(Protocol):
    """Tells the time; an argument, so that tests set it."""

    def __call__(self) -> datetime:
        """Now, in UTC."""
        ...


@dataclass(frozen=True, kw_only=True)
class Question:
    """A well-formed request."""

    query: str
    variables: Mapping[str, Any]
    operation_name: str | None
    may_mutate: bool


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A response before it is a response; `ran` says whether execution began."""

    body: bytes
    status: int
    ran: bool


class Answering:
    """Answers questions for all contracts over one database."""

    def __init__(
        self,
        database: Database,
        *,
        limits: Limits,
        seconds: float,
        clock: Clock,
        fastpath: Fastpath | None = None,
        shadow: float = 0.0,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._fastpath = fastpath
        self._shadow = shadow  # share of the compiled answers that are compared with the general path's
        self._chance = chance
        self._limits = limits
        self._seconds = seconds
        self._clock = clock
        self._documents: dict[Shape, Documents] = {}
        self._building = asyncio.Lock()

    async def answer(self, question: Question, *, caller: Caller, request_id: str) -> Answer:
        """Check, bound and run a question."""
        try:
            return await self._answer(question, caller=caller, request_id=request_id)
        except HubFault as problem:
            log.info("request_refused", request_id=request_id, code=problem.code, at=problem.at)
            return _refused([faults.fault(problem)], status=problem.status)
        except Exception as problem:  # whatever it is, it must not reach the caller
            return _refused([faults.internal(problem, request_id=request_id)], status=500)

    async def _answer(self, question: Question, *, caller: Caller, request_id: str) -> Answer:
        documents = await self._documents_for(shape_of(caller))
        checked = documents.checked(question.query)
        if checked.document is None:
            log.info("request_refused", request_id=request_id, code="GRAPHQL_PARSE_FAILED")
            return _refused([faults.parse_error(checked.syntax or GraphQLError("empty"))], status=400)
        if not question.may_mutate and changes(checked.document, question.operation_name):
            raise MethodNotAllowed("GET_IS_FOR_QUERIES", "变更请用 POST 提交", "send mutations by POST")
        if checked.errors:
            log.info("request_refused", request_id=request_id, code="GRAPHQL_VALIDATION_FAILED")
            return _refused(faults.validation_errors(checked.errors), status=400)
        chosen = chosen_operation(checked.document, question.operation_name)
        check_text(question.variables)
        check_document(checked.document, chosen, limits=self._limits, variables=question.variables)
        asked = Asked(
            schema=documents.contract,
            text=question.query,
            document=checked.document,
            operation=chosen,
            variables=question.variables,
        )
        try:
            async with asyncio.timeout(self._seconds):
                return await self._both_ways(asked, question, caller=caller, request_id=request_id)
        except TimeoutError:
            raise too_slow() from None

    async def _both_ways(self, asked: Asked, question: Question, *, caller: Caller, request_id: str) -> Answer:
        """The compiled answer where there is one; now and then the general one beside it, which then counts."""
        read = None if self._fastpath is None else await self._fastpath.read(asked, caller=caller)
        compiled = None if read is None else Answer(body=b'{"data":' + read + b"}", status=200, ran=True)
        if compiled is not None and self._chance() >= self._shadow:
            return compiled
        general = await self._general(asked, question, caller=caller, request_id=request_id)
        if compiled is not None and self._fastpath is not None:
            self._fastpath.compared(same=compiled.body == general.body, request_id=request_id)
        return general

    async def _general(self, asked: Asked, question: Question, *, caller: Caller, request_id: str) -> Answer:
        context = operation(
            caller=caller, database=self._database, limits=self._limits, now=self._clock(), request_id=request_id
        )
        try:
            result = execute(
                asked.schema._schema,
                asked.document,
                context_value=context,
                variable_values=dict(question.variables),
                operation_name=question.operation_name,
            )
            if isinstance(result, Awaitable):
                result = await result
        finally:
            await context.reader.close()
        return _answered(result, request_id=request_id)

    async def _documents_for(self, shape: Shape) -> Documents:
        held = self._documents.get(shape)
        if held is None:
            async with self._building:
                # Building a schema takes some tenths of a second; other requests go on meanwhile.
                schema = await asyncio.to_thread(schema_of, shape)
                held = self._documents.setdefault(shape, Documents(schema, tokens=self._limits.tokens))
        return held


def _answered(result: Any, *, request_id: str) -> Answer:  # an ExecutionResult
    if not isinstance(result, ExecutionResult):
        raise TypeError("incremental delivery is not offered")
    errors = faults.execution_errors(result.errors or (), request_id=request_id)
    if result.data is None and errors and not any(error.path for error in result.errors or ()):
        return _refused(errors, status=400)
    body: dict[str, Any] = {"errors": errors} if errors else {}
    body["data"] = result.data
    return Answer(body=orjson.dumps(body), status=200, ran=True)


def _refused(errors: list[dict[str, Any]], *, status: int) -> Answer:
    return Answer(body=orjson.dumps({"errors": errors}), status=status, ran=False)
