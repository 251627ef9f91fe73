"""How an operation is answered: caller and contract in, status and bytes out."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, Protocol

import orjson
import structlog
from graphql import ExecutionResult, GraphQLError, OperationType, execute

from hub.auth.caller import Caller
from hub.errors import Exhausted, HubFault
from hub.resolvers import faults
from hub.resolvers.asked import Asked
from hub.resolvers.budget import Budget, who
from hub.resolvers.context import Operation, operation
from hub.resolvers.cost import Costs, actual
from hub.resolvers.deeds import DEEDS, actions_on
from hub.resolvers.documents import LONGEST_KEPT, Documents, changes, chosen_operation
from hub.resolvers.facts_push import Land, deeds_with
from hub.resolvers.fastpath import Fastpath
from hub.resolvers.figures import Figures, Way
from hub.resolvers.limits import Worst, check_text
from hub.resolvers.patience import ClientLeft, Gone, Patience, TimeOver
from hub.resolvers.shares import Shares
from hub.schema.contracts import Shape, schema_of, shape_of
from hub.schema.viewer import Limits, viewer_of
from hub.store.acting import Door, Sign
from hub.store.faults import too_slow
from hub.store.session import Database

log = structlog.get_logger()

_BODY = b'{%b"data":%b,"extensions":{"cost":{"estimated":%d,"actual":%d,"budget":%b},"freshness":{"asOf":"%b"}}}'


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
    way: Way = Way.REFUSED
    after: int | None = None  # seconds after which asking again is right


class _Read(NamedTuple):
    """The JSON text of an answer's `data`, how it was come by, and the errors that fields met."""

    text: bytes
    way: Way
    errors: Sequence[Mapping[str, Any]] = ()


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
        budget: Budget | None = None,
        shares: Shares | None = None,
        audit_key: bytes = b"",
        sign: Sign | None = None,
        land: Land | None = None,
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
        self._costs = Costs(limits)
        self._budget = Budget(0) if budget is None else budget
        whole = database.connections
        self._shares = Shares(whole=whole, share=whole) if shares is None else shares
        deeds = deeds_with(DEEDS, land)
        self._door = Door(database=database, deeds=deeds, actions=actions_on, audit_key=audit_key, sign=sign)
        self.figures = Figures()

    async def answer(self, question: Question, *, caller: Caller, request_id: str, gone: Gone | None = None) -> Answer:
        """Check, bound and run a question; raises ClientLeft when `gone` ends before the answer is there."""
        began = time.perf_counter()
        way = Way.LEFT
        try:
            answer = await self._answer(question, caller=caller, request_id=request_id, gone=gone)
            way = answer.way
        except ClientLeft:
            log.info("client_left", request_id=request_id)
            raise
        except HubFault as problem:
            log.info("request_refused", request_id=request_id, code=problem.code, at=problem.at)
            after = problem.after if isinstance(problem, Exhausted) else None
            answer = self._refused([faults.fault(problem)], status=problem.status, after=after)
            way = answer.way
        except Exception as problem:  # whatever it is, it must not reach the caller
            answer = self._refused([faults.internal(problem, request_id=request_id)], status=500)
            way = answer.way
        finally:
            self.figures.ended(way, time.perf_counter() - began)
        return answer

    async def _answer(self, question: Question, *, caller: Caller, request_id: str, gone: Gone | None) -> Answer:
        documents = await self._documents_for(shape_of(caller))
        checked = await documents.checked(question.query)
        if checked.document is None:
            log.info("request_refused", request_id=request_id, code="GRAPHQL_PARSE_FAILED")
            return self._refused([faults.parse_error(checked.syntax or GraphQLError("empty"))], status=400)
        if not question.may_mutate and changes(checked.document, question.operation_name):
            raise MethodNotAllowed("GET_IS_FOR_QUERIES", "变更请用 POST 提交", "send mutations by POST")
        if checked.errors:
            log.info("request_refused", request_id=request_id, code="GRAPHQL_VALIDATION_FAILED")
            return self._refused(faults.validation_errors(checked.errors), status=400)
        chosen = chosen_operation(checked.document, question.operation_name)
        check_text(question.variables)
        now = self._clock()  # one moment for a question, whichever way it is answered
        asked = Asked(
            schema=documents.contract,
            text=question.query,
            document=checked.document,
            operation=chosen,
            variables=question.variables,
            viewer=partial(viewer_of, caller, self._limits),
            context=partial(self._operation, caller, request_id, now),
            now=now,
        )
        # A change that has begun is brought to its end, whoever waits for it.
        watched = gone if chosen.operation is OperationType.QUERY else None
        return await self._bounded(asked, question, caller=caller, request_id=request_id, gone=watched)

    async def _bounded(
        self, asked: Asked, question: Question, *, caller: Caller, request_id: str, gone: Gone | None
    ) -> Answer:
        """Answer within the caller's budget, its share of the work and its time."""
        worst = self._costs.of(
            asked.schema._schema,
            asked.document,
            asked.operation,
            asked.variables,
            lasting=len(asked.text) <= LONGEST_KEPT,
        )
        name = who(caller)
        charge = self._budget.charge(name, worst.fields)
        spent = 0
        placed = False
        try:
            with Patience(self._seconds, gone):
                if not self._shares.take(name):
                    await self._shares.wait(name)
                placed = True
                since = self._clock()
                read = await self._both_ways(asked, question, caller=caller, request_id=request_id)
            if isinstance(read, _Read):
                spent = actual(read.text, worst)
        except TimeOver:
            raise (too_slow() if placed else self._shares.too_many()) from None
        finally:
            left = charge.settle(spent)
            if placed:
                self._shares.leave(name)
        if isinstance(read, Answer):
            return read
        return self._whole(read, worst=worst, spent=spent, left=left, since=since)

    def _whole(self, read: _Read, *, worst: Worst, spent: int, left: int | None, since: datetime) -> Answer:
        """An answer with what it cost, what is left, and the instant up to which it knows all that was recorded."""
        self.figures.cost(estimated=worst.fields, actual=spent)
        errors = b'"errors":%b,' % orjson.dumps(read.errors) if read.errors else b""
        body = _BODY % (
            errors,
            read.text,
            worst.fields,
            spent,
            b"null" if left is None else b"%d" % left,
            since.isoformat(timespec="milliseconds").encode(),
        )
        return Answer(body=body, status=200, ran=True, way=read.way)

    async def _both_ways(self, asked: Asked, question: Question, *, caller: Caller, request_id: str) -> _Read | Answer:
        """The compiled answer where there is one; now and then the general one beside it, which then counts."""
        text = None if self._fastpath is None else await self._fastpath.read(asked, caller=caller)
        if text is not None and self._chance() >= self._shadow:
            return _Read(text, Way.COMPILED)
        general = await self._general(asked, question, caller=caller, request_id=request_id)
        if text is not None and self._fastpath is not None:
            same = isinstance(general, _Read) and not general.errors and general.text == text
            self._fastpath.compared(same=same, request_id=request_id)
        return general

    def _operation(self, caller: Caller, request_id: str, now: datetime) -> Operation:
        return operation(
            caller=caller,
            database=self._database,
            limits=self._limits,
            now=now,
            request_id=request_id,
            door=self._door,
        )

    async def _general(self, asked: Asked, question: Question, *, caller: Caller, request_id: str) -> _Read | Answer:
        is_query = asked.operation.operation is OperationType.QUERY
        context = asked.context() if is_query else self._operation(caller, request_id, self._clock())
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
        except BaseException:
            await context.reader.stop()
            raise
        await context.reader.close()
        return self._answered(result, request_id=request_id)

    async def _documents_for(self, shape: Shape) -> Documents:
        held = self._documents.get(shape)
        if held is None:
            async with self._building:
                # Building a schema takes some tenths of a second; other requests go on meanwhile.
                schema = await asyncio.to_thread(schema_of, shape)
                held = self._documents.setdefault(shape, Documents(schema, tokens=self._limits.tokens))
        return held

    def _answered(self, result: Any, *, request_id: str) -> _Read | Answer:  # an ExecutionResult
        if not isinstance(result, ExecutionResult):
            raise TypeError("incremental delivery is not offered")
        errors = faults.execution_errors(result.errors or (), request_id=request_id)
        if result.data is None and errors and not any(error.path for error in result.errors or ()):
            return self._refused(errors, status=400)
        self.figures.refused(errors)
        return _Read(orjson.dumps(result.data), Way.GENERAL, errors)

    def _refused(self, errors: list[dict[str, Any]], *, status: int, after: int | None = None) -> Answer:
        self.figures.refused(errors)
        return Answer(body=orjson.dumps({"errors": errors}), status=status, ran=False, after=after)
