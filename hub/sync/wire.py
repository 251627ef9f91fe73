"""Carries a connector's request to where it belongs — network, database or folder — and brings the answer back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from hub.store.foreign import ForeignDatabase, QueryFault
from hub.sync.connectors.auth import Tokens, authorised, login_call, tokens_of
from hub.sync.connectors.exchange import (
    FileRequest,
    FileResponse,
    FolderRequest,
    FolderResponse,
    HttpRequest,
    HttpResponse,
    QueryRequest,
    QueryResponse,
    Request,
    Response,
)
from hub.sync.faults import FaultCode, SourceFault
from hub.sync.folder import Folder
from hub.sync.http import Door
from hub.sync.rows import clean
from hub.sync.secrets import Secrets
from hub.sync.source import AuthKind, Source

_QUERY_FAULTS = {
    QueryFault.REFUSED: FaultCode.QUERY_REFUSED,
    QueryFault.FAILED: FaultCode.QUERY_FAILED,
    QueryFault.TOO_SLOW: FaultCode.TOO_SLOW,
    QueryFault.UNREACHABLE: FaultCode.UNREACHABLE,
}


class Wire:
    """The line to one source; it keeps a short token for as long as it lives and stores none."""

    def __init__(self, source: Source, *, door: Door, secrets: Secrets, clock: Callable[[], datetime]) -> None:
        self._source = source
        self._door = door
        self._secrets = secrets
        self._clock = clock
        self._tokens: Tokens | None = None
        self._logging_in = asyncio.Lock()

    async def send(self, request: Request) -> Response:
        """The answer to a connector's request; raises SourceFault."""
        match request:
            case HttpRequest():
                return await self._call(request)
            case QueryRequest():
                return await self._query(request)
            case FolderRequest():
                entries = await asyncio.to_thread(self._folder().entries, request.pattern)
                return FolderResponse(entries=entries, received_at=self._clock())
            case FileRequest():
                content, stable = await asyncio.to_thread(self._folder().read, request.name)
                return FileResponse(name=request.name, content=content, stable=stable, received_at=self._clock())

    async def _call(self, request: HttpRequest) -> HttpResponse:
        response = await self._authorised_call(request)
        if response.status == 401 and self._source.auth.kind is AuthKind.LOGIN:
            self._tokens = None
            response = await self._authorised_call(request)
        return response

    def forget_token(self) -> None:
        """Log in anew with the next call, after an answer that says so in its body."""
        self._tokens = None

    async def _authorised_call(self, request: HttpRequest) -> HttpResponse:
        if self._source.auth.kind is AuthKind.LOGIN:
            await self._log_in()
        call = authorised(request, source=self._source, secrets=self._secrets, tokens=self._tokens)
        return await self._door.send(call, limits=self._source.limits)

    async def _log_in(self) -> None:
        login = self._source.auth.login
        async with self._logging_in:
            old = self._tokens
            if login is None or (old is not None and old.holds(self._clock())):
                return
            self._tokens = None
            if old is not None and old.refresh is not None:
                try:
                    self._tokens = tokens_of(await self._login_answer(old), login)
                    return
                except SourceFault as fault:
                    # A refresh token that was used once is dead; the password still works.
                    if fault.retryable:
                        raise
            self._tokens = tokens_of(await self._login_answer(None), login)

    async def _login_answer(self, tokens: Tokens | None) -> HttpResponse:
        call = login_call(self._source, self._secrets, tokens=tokens)
        response = await self._door.send(call, limits=self._source.limits)
        if response.status in (400, 401, 403, 422):
            raise SourceFault(FaultCode.UNAUTHORIZED, status=response.status)
        return response

    async def _query(self, request: QueryRequest) -> QueryResponse:
        connection, limits = self._source.connection, self._source.limits
        password = self._secrets.reveal(connection.password) if connection.password is not None else None
        database = ForeignDatabase(connection.database, password=password, timeout=limits.timeout)
        found = await database.page(
            request.statement, key=request.key, after=request.after, limit=request.limit, params=request.params
        )
        if isinstance(found, QueryFault):
            raise SourceFault(_QUERY_FAULTS[found])
        rows = tuple({str(clean(name)): clean(cell) for name, cell in row.items()} for row in found.rows)
        return QueryResponse(rows=rows, last_key=found.last_key, more=found.more, received_at=self._clock())

    def _folder(self) -> Folder:
        folder = self._source.connection.folder
        if folder is None:
            raise SourceFault(FaultCode.FOLDER_MISSING)
        return Folder(folder, most_bytes=self._source.limits.max_bytes)
