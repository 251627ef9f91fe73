"""What is proven once both graphs run: their SDL composes, and a standard gateway answers across them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from examples.federation.asking import ask
from examples.federation.cases import cases
from examples.federation.composing import GATEWAYS, SUPERGRAPH_OF, Composed, Subgraph, compose, gateway
from examples.federation.processes import Processes
from examples.federation.report import Report

_SERVICE = "{ _service { sdl } }"
_ALL_STUDIOS = "{ studios(first: 1) { totalCount } }"


@dataclass(frozen=True, kw_only=True)
class Joined:
    """The two graphs of a run, and what it takes to ask them."""

    hub: str
    city: str
    printed: str
    hub_ids: Mapping[str, str]
    token: str


def prove(joined: Joined, *, folder: Path, held: Processes, report: Report) -> None:
    """Compose with every composer, then ask through every gateway."""
    city, hubs = _sdls(joined, report)
    report.say("组合 · composition")
    made_by: dict[str, str | None] = {}
    for number, (title, sdl) in enumerate(hubs.items()):
        subgraphs = (
            Subgraph(name="hub", url=joined.hub, sdl=sdl),
            Subgraph(name="shangluo", url=joined.city, sdl=city),
        )
        for made in compose(subgraphs, into=folder / f"supergraph-{number}", folder=folder, held=held):
            report.check(f"{made.package} {made.version}：{title}", faults=_composition_faults(made))
            for hint in made.hints:
                report.say(f"        提示 · hint {hint}")
            # What the gateways serve is the first: the whole SDL, as it is printed for composition.
            made_by.setdefault(made.composer, made.supergraph)
    for name, title in GATEWAYS.items():
        supergraph = made_by.get(SUPERGRAPH_OF[name])
        report.say(f"网关 · gateway：{title}（{SUPERGRAPH_OF[name]} 的超图 · supergraph）")
        if supergraph is None:
            report.check("没有可用的超图 · no supergraph to serve", faults=["组合失败 · composition failed"])
            continue
        _ask_through(name, supergraph=supergraph, joined=joined, folder=folder, held=held, report=report)


def _sdls(joined: Joined, report: Report) -> tuple[str, Mapping[str, str]]:
    """The city's SDL, and the hub's by whom it is meant for."""
    report.say("子图 · subgraphs")
    city = _sdl(joined.city, token=joined.token)
    report.check(
        f"本市 · city：{_size(city)}，自有 node、Node、PageInfo、studio · with its own",
        faults=_sdl_faults(city, own=("interface Node", "type PageInfo", "node(", "studio(")),
    )
    hubs = {
        "hub schema print --contract federation": joined.printed,
        "_service { sdl }，市级系统 · as a city system is told": _sdl(joined.hub, token=joined.token),
        "_service { sdl }，未登录 · as anyone is told": _sdl(joined.hub, token=None),
    }
    for title, sdl in hubs.items():
        report.check(
            f"枢纽 · hub：{title}，{_size(sdl)}",
            faults=_sdl_faults(sdl, own=("type HubPageInfo",), foreign=("interface Node", "type PageInfo", " node(")),
        )
    return city, hubs


def _ask_through(name: str, *, supergraph: str, joined: Joined, folder: Path, held: Processes, report: Report) -> None:
    url = gateway(name, supergraph=supergraph, folder=folder, held=held)
    tokens = {"city": joined.token, "anonymous": None}
    callers = {"city": "市级系统 · city system", "anonymous": "未登录 · anonymous"}
    for case in cases(hub_ids=joined.hub_ids):
        answer = ask(url, case.query, variables=case.variables, token=tokens[case.caller])
        report.check(f"{case.title}（{callers[case.caller]}）", faults=case.faults(answer, gateway=name))
    forged = ask(url, _ALL_STUDIOS, token=f"{joined.token[:-8]}AAAAAAAA")
    report.check(
        "伪造的令牌不被采信 · a forged token is not believed",
        faults=[] if forged.result is None and forged.body.get("errors") else [str(forged.body)],
    )


def _sdl(url: str, *, token: str | None) -> str:
    answer = ask(url, _SERVICE, token=token)
    return str(answer.result["_service"]["sdl"]) if answer.result else ""


def _sdl_faults(sdl: str, *, own: Sequence[str], foreign: Sequence[str] = ()) -> Iterator[str]:
    for wanted in ("federation/v2.9", "type Studio @key", *own):
        if wanted not in sdl:
            yield f"缺少 · lacks {wanted!r}"
    for unwanted in foreign:
        if unwanted in sdl:
            yield f"不应有 · must not have {unwanted!r}"


def _composition_faults(made: Composed) -> Iterator[str]:
    yield from made.errors
    if made.supergraph is None and not made.errors:
        yield "没有产生超图 · no supergraph came out"


def _size(sdl: str) -> str:
    return f"{len(sdl.splitlines())} 行 · lines"
