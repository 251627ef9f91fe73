"""What thirty times the rows change: the same operations of a province's caller at every size, in turn in one run.

At national size the caller's own province is as large as ever and 29 others stand beside it: thirty times the bodies,
studios, members and work in the same tables, of which the caller's reach holds one part in thirty. Its token is
narrowed to its province, as a province's front end has it: what others have published would count otherwise, and grow
with them. Each size is a database of its own in one server, with a whole hub before it; the limit's statements name the
caller's branch, since without that they would read other provinces' rows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import processes
from benchmarks.facts import postgres_version
from benchmarks.figures import figures
from benchmarks.grounds import cluster, ground, megabytes
from benchmarks.measures import Wanted
from benchmarks.measuring import Asked, Effort, Figures, measure, require_equal
from benchmarks.names import HUB
from benchmarks.outcome import PAGES, Growth, Table
from benchmarks.pages import pages
from benchmarks.processes import Ground, Server
from benchmarks.questions import DEEP_ROWS, Question, questions
from benchmarks.requests import meter_of, requests_of
from benchmarks.world import PROVINCE, SIZES, Size, World

ASKED = ("Q5", "Q1", "QT")
_PAGES = (PAGES[0], PAGES[-1])
Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A database of one size and the servers before it."""

    size: Size
    ground: Ground
    world: World
    hub: Server
    limit: Server


def growth(sizes: Sequence[Size], effort: Effort, *, wanted: Wanted, kept: Path | None, say: Say) -> Growth:
    """Measure the same at every size."""
    with ExitStack() as stack:
        server = stack.enter_context(cluster(kept))
        places = []
        loaded: dict[str, float] = {}
        for size in sizes:
            before = time.perf_counter()
            whole, world = stack.enter_context(ground(server, size))
            found = replace(whole, narrow=(PROVINCE,))
            loaded[size.name] = time.perf_counter() - before
            say(f"PostgreSQL filled: {size.name}")
            hub = stack.enter_context(processes.hub(found, compiled=True))
            limit = stack.enter_context(processes.limit(found))
            places.append(_Place(size=size, ground=found, world=world, hub=hub, limit=limit))
        disk, version = megabytes(server), postgres_version(places[0].ground.conninfo)
        table: dict[str, Mapping[str, Figures]] = {}
        for name in [one for one in ASKED if one in wanted]:
            table[name] = _measured(name, places, effort)
            say(f"{name} measured at every size")
        paging = _paged(places, effort) if "P" in wanted else {}
        say("pages measured" if paging else "no pages")
        memory = {} if wanted.only else {place.size.name: place.hub.peak_megabytes() or 0 for place in places}
        opened = _opened(places, effort) if "F1" in wanted else {}
        say("figures opened" if opened else "no figures")
    return Growth(
        sizes=[size.name for size in sizes],
        asked=table,
        paging=paging,
        figures=opened,
        memory=memory,
        disk=disk,
        loaded=loaded,
        postgres=version,
    )


def _measured(name: str, places: Sequence[_Place], effort: Effort) -> Mapping[str, Figures]:
    """The hub at each size and the limit beside it, whose answers are compared first."""
    variants: list[Asked] = []
    for place in places:
        question = next(one for one in questions(place.world, within_reach=True) if one.name == name)
        pair = [_variant(place, server, question) for server in (place.hub, place.limit)]
        require_equal(question, pair)
        variants += pair
    return measure(question, variants, effort=effort, connections=1, sizes={})


def _variant(place: _Place, server: Server, question: Question) -> Asked:
    """A server of one size, which is asked for what its own rows hold."""
    held = list(requests_of(server.name, question, processes.tokens(place.ground)))
    name = f"{server.name}, {place.size.name}"
    return Asked(name=name, port=server.port, requests=lambda _: held, meter=meter_of(server, place.ground))


def _paged(places: Sequence[_Place], effort: Effort) -> Table:
    """The first and the last page at each size that has so many."""
    variants: list[Asked] = []
    question: Question | None = None
    for place in (one for one in places if one.size.opinions > max(DEEP_ROWS)):
        hub = Asked(name=HUB, port=place.hub.port, requests=lambda _: (), meter=meter_of(place.hub, place.ground))
        question, found = pages(hub, place.ground, wanted=_PAGES)
        variants += [replace(page, name=f"{page.name}, {place.size.name}") for page in found]
    if question is None:
        return {}
    return {"page": measure(question, variants, effort=effort, connections=1, sizes={})}


def _opened(places: Sequence[_Place], effort: Effort) -> Table:
    """Figures and the rows beside them at each size."""
    variants: list[Asked] = []
    for place in places:
        hub = Asked(name=HUB, port=place.hub.port, requests=lambda _: (), meter=meter_of(place.hub, place.ground))
        question, found = figures(hub, place.ground, place.world)
        variants += [replace(one, name=f"{one.name}, {place.size.name}") for one in found]
    return {"F1": measure(question, variants, effort=effort, connections=1, sizes={})}


def sizes_up_to(name: str) -> tuple[Size, ...]:
    """All sizes from the smallest to the one of this name."""
    names = list(SIZES)
    return tuple(SIZES[one] for one in names[: names.index(name) + 1])
