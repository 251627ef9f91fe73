"""Builds the application: the only place where the rooms are joined."""

from __future__ import annotations

import asyncio
import contextlib
import mimetypes
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from hub import memory
from hub.auth.backend import Backend
from hub.auth.caller import Caller
from hub.auth.derived import derived
from hub.auth.development import DevelopmentIssuer
from hub.auth.issuer import Issuer, read_issuers
from hub.auth.keys import Fetch
from hub.auth.receipt_keys import ReceiptKeys
from hub.auth.refusal import TokenRefused
from hub.auth.scope import check_page
from hub.auth.token import Verifier
from hub.domain.access import Noun, Sensitivity
from hub.explorer import explorer_config
from hub.resolvers.answer import Answering, Clock
from hub.resolvers.budget import WINDOW_SECONDS, Budget
from hub.resolvers.endpoint import Endpoint
from hub.resolvers.fastpath import Fastpath
from hub.resolvers.metrics import HubCollector, MetricsPage
from hub.resolvers.middleware import Compressed, RequestLine
from hub.resolvers.shares import Shares
from hub.schema.viewer import Limits
from hub.settings import MetricsFor, Settings
from hub.store.faults import store_fault
from hub.store.rollup_drift import DriftWatch
from hub.store.seal_file import SealKeeper
from hub.store.session import Database
from hub.store.tree import BodyTree
from hub.sync.engine import Engine
from hub.sync.push import Pushing
from hub.web.explorer import ASSETS, HEADERS, page

log = structlog.get_logger()

OPERATIONS = "/graphql"


def now() -> datetime:
    """The clock of the process."""
    return datetime.now(UTC)


class Hub:
    """The parts of one process, joined."""

    def __init__(
        self,
        settings: Settings,
        *,
        database: Database,
        fetch: Fetch,
        engine: Engine | None,
        key: bytes,
        clock: Clock = now,
    ) -> None:
        """`key` is the deployment's own: the digests in the audit trail follow from it."""
        check_page(list(Noun), list(Sensitivity))
        self.settings = settings
        self.database = database
        self.engine = engine
        self.tree = BodyTree(database, clock=clock)
        self.development = development_issuer(settings)
        verifier = Verifier(issuers(settings, self.development), fetch=fetch, clock=clock)
        self.backend = Backend(verifier, self.tree)
        self.fastpath = Fastpath(database) if settings.compiled else None
        budget = Budget(settings.budget)
        self.shares = Shares(whole=database.connections, share=settings.share)
        self.bounds = bounds(settings, self.shares)
        self.receipt_keys = ReceiptKeys(settings.receipt_keys_path)
        self.answering = Answering(
            database,
            limits=self.bounds,
            seconds=settings.request_seconds,
            clock=clock,
            fastpath=self.fastpath,
            shadow=settings.shadow,
            budget=budget,
            shares=self.shares,
            audit_key=derived(key, "audit"),
            sign=self.receipt_keys.signed,
            land=Pushing(audit_key=derived(key, "audit"), redaction_key=derived(key, "redaction")),
        )
        self.endpoint = Endpoint(self.answering, self.authenticate, body_bytes=settings.max_body_bytes)
        self.metrics = self._metrics(budget)

    def _metrics(self, budget: Budget) -> MetricsPage:
        collector = HubCollector(
            self.answering.figures, database=self.database, fastpath=self.fastpath, shares=self.shares, budget=budget
        )
        return MetricsPage(collector, local=self.settings.metrics is MetricsFor.LOCAL)

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        """Start what runs beside the requests, and end it when the process is told to stop."""
        await self.tree.keep_fresh()
        work: list[asyncio.Task[None]] = []
        if self.engine is not None:
            await self.engine.launch()
            work.append(asyncio.create_task(self.engine.poll()))
        if self.settings.seal_file is not None:
            keeper = SealKeeper(self.database, self.settings.seal_file)
            await keeper.append()
            work.append(asyncio.create_task(keeper.keep()))
        work.append(asyncio.create_task(DriftWatch(self.database, clock=now).keep()))
        memory.settle()
        log.info("hub_started", development=self.development is not None, sources=self.engine is not None)
        try:
            yield
        finally:
            for task in work:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            if self.engine is not None:
                await self.engine.shutdown()
            await self.database.close()
            log.info("hub_stopped")

    async def authenticate(self, header: str | None) -> Caller | TokenRefused:
        """Who sends this header, judged by a tree that is not older than a minute."""
        if not self.tree.is_young():
            try:
                await self.tree.keep_fresh()
            except Exception as problem:  # told as a fault where it is the database's, passed on where it is not
                raise store_fault(problem) or problem from problem
        return await self.backend.authenticate(header)

    async def ready(self) -> bool:
        """Whether requests can be answered."""
        return await self.database.answers()

    async def explorer(self, _request: Request) -> Response:
        """The explorer's page."""
        return HTMLResponse(page(explorer_config(self.development, now=now())), headers=dict(HEADERS))

    async def published_keys(self, _request: Request) -> Response:
        """The public keys by which receipts are verified, of old ones too."""
        return Response(await asyncio.to_thread(self.receipt_keys.published), media_type="application/jwk-set+json")

    async def healthz(self, _request: Request) -> Response:
        """The process is alive."""
        return PlainTextResponse("ok\n")

    async def readyz(self, _request: Request) -> Response:
        """The process can answer."""
        ready = await self.ready()
        return JSONResponse({"ready": ready}, status_code=200 if ready else 503)


class Front:
    """The whole application: operations go straight to their door, everything else by the routes of the pages."""

    def __init__(self, hub: Hub) -> None:
        self._operations = RequestLine(Compressed(hub.endpoint))
        self._pages = pages(hub)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or live through a start and an end."""
        straight = scope["type"] == "http" and scope["path"] == OPERATIONS
        await (self._operations if straight else self._pages)(scope, receive, send)


def application(hub: Hub) -> Front:
    """The application of a hub."""
    return Front(hub)


def pages(hub: Hub) -> Starlette:
    """The routes of a hub; behind a proxy's prefix operations come by here too, to the same door."""
    mimetypes.add_type("text/javascript", ".js")
    routes = [
        Route("/", hub.explorer),
        Route(OPERATIONS, hub.endpoint),
        *([] if hub.settings.metrics is MetricsFor.OFF else [Route("/metrics", hub.metrics)]),
        Route("/.well-known/receipt-keys.json", hub.published_keys),
        Route("/healthz", hub.healthz),
        Route("/readyz", hub.readyz),
        Mount("/static/explorer", StaticFiles(directory=ASSETS)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(RequestLine), Middleware(Compressed)], lifespan=hub.lifespan)


def development_issuer(settings: Settings) -> DevelopmentIssuer | None:
    """The development issuer, when it is on; its key is made on first use."""
    if not settings.development:
        return None
    return DevelopmentIssuer(settings.var / "development.key", audience=settings.audience)


def issuers(settings: Settings, development: DevelopmentIssuer | None) -> tuple[Issuer, ...]:
    """Every issuer whose tokens are accepted."""
    configured = read_issuers(settings.issuers) if settings.issuers is not None else ()
    return (*configured, development.issuer) if development is not None else configured


def bounds(settings: Settings, shares: Shares) -> Limits:
    """The bounds of a request."""
    return Limits(
        body_bytes=settings.max_body_bytes,
        tokens=settings.max_tokens,
        depth=settings.max_depth,
        aliases=settings.max_aliases,
        rows=settings.max_rows,
        budget=settings.budget or None,
        budget_seconds=WINDOW_SECONDS,
        share=shares.share,
        queue=shares.queue,
        statement_seconds=settings.statement_seconds,
        request_seconds=settings.request_seconds,
    )
