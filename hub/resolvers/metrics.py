"""The figures of a running hub in Prometheus' text form; nothing in them is about a person or a row."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from ipaddress import ip_address

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from starlette.types import Receive, Scope, Send

from hub.resolvers.budget import Budget
from hub.resolvers.fastpath import Fastpath
from hub.resolvers.figures import BOUNDS, Durations, Figures
from hub.resolvers.shares import Shares
from hub.store.faults import TOO_SLOW
from hub.store.session import Database

_FORWARDED = frozenset({b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"via"})
_DECLINED = "declined_"
_NOT_FOUND = b"not found\n"


class HubCollector(Collector):
    """Reads the numbers where they are counted, when somebody asks for them."""

    def __init__(
        self, figures: Figures, *, database: Database, fastpath: Fastpath | None, shares: Shares, budget: Budget
    ) -> None:
        self._figures = figures
        self._database = database
        self._fastpath = fastpath
        self._shares = shares
        self._budget = budget

    def collect(self) -> Iterator[Metric]:
        """Every metric of the hub."""
        yield from self._requests()
        yield from self._planning()
        yield from self._work()

    def _requests(self) -> Iterator[Metric]:
        seconds = HistogramMetricFamily("hub_request_seconds", "time to answer an operation, by way", labels=["way"])
        for way, held in self._figures.durations.items():
            seconds.add_metric([way.value], buckets=_buckets(held), sum_value=held.total)
        yield seconds
        refusals = CounterMetricFamily("hub_refusals", "refusals and faults told to callers, by code", labels=["code"])
        for code, times in sorted(self._figures.refusals.items()):
            refusals.add_metric([code], times)
        yield refusals
        yield _counter("hub_timeouts", "operations that took too long", self._figures.refusals[TOO_SLOW])
        cost = CounterMetricFamily("hub_cost_fields", "cost of operations, in fields of answers", labels=["reckoned"])
        cost.add_metric(["estimated"], self._figures.estimated)
        cost.add_metric(["actual"], self._figures.actual)
        yield cost

    def _planning(self) -> Iterator[Metric]:
        if self._fastpath is None:
            return
        counts = self._fastpath.counts
        declined = CounterMetricFamily("hub_declined", "operations left to the general path", labels=["reason"])
        reasons = {key.removeprefix(_DECLINED): n for key, n in counts.items() if key.startswith(_DECLINED)}
        for reason, times in sorted(reasons.items()):
            declined.add_metric([reason], times)
        yield declined
        asked = counts["answered"] + sum(reasons.values())
        share = counts["answered"] / asked if asked else 1.0
        yield GaugeMetricFamily("hub_planned_share", "share of operations answered by compiled statements", value=share)
        yield _counter("hub_plans", "plans made", counts["planned"])
        yield _counter("hub_plan_hits", "statements found ready", counts["cache_hits"])
        yield _counter("hub_shadow_compared", "answers compared with the general path", counts["shadow_compared"])
        yield _counter("hub_shadow_differences", "answers that differed", counts["shadow_differences"])

    def _work(self) -> Iterator[Metric]:
        in_use = GaugeMetricFamily("hub_connections_in_use", "database connections at work", labels=["kind"])
        in_use.add_metric(["compiled"], self._database.quick.busy)
        in_use.add_metric(["general"], self._database.in_use)
        yield in_use
        yield GaugeMetricFamily("hub_at_work", "operations at work", value=self._shares.at_work)
        yield GaugeMetricFamily("hub_waiting", "operations that wait for their share", value=self._shares.waiting)
        yield GaugeMetricFamily("hub_budget_callers", "callers whose budget is kept", value=len(self._budget))


class MetricsPage:
    """Answers `/metrics`; where it is for this machine only, others find nothing there."""

    def __init__(self, collector: HubCollector, *, local: bool) -> None:
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(collector)
        self._local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        shown = not self._local or is_local(scope)
        body = generate_latest(self._registry) if shown else _NOT_FOUND
        kind = CONTENT_TYPE_PLAIN_0_0_4 if shown else "text/plain; charset=utf-8"
        headers = [
            (b"content-type", kind.encode()),
            (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": 200 if shown else 404, "headers": headers})
        await send({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})


def is_local(scope: Scope) -> bool:
    """Whether a request comes from this machine, and not through a proxy that stands on it."""
    names: Collection[bytes] = {name for name, _ in scope["headers"]}
    client = scope.get("client")
    if client is None or not _FORWARDED.isdisjoint(names):
        return False
    try:
        return ip_address(client[0]).is_loopback
    except ValueError:
        return False


def _buckets(held: Durations) -> list[tuple[str, float]]:
    """The classes as Prometheus wants them: each with all below it."""
    found: list[tuple[str, float]] = []
    total = 0
    for bound, times in zip((*map(str, BOUNDS), "+Inf"), held.classes, strict=True):
        total += times
        found.append((bound, total))
    return found


def _counter(name: str, text: str, value: int) -> CounterMetricFamily:
    return CounterMetricFamily(name, text, value=value)
