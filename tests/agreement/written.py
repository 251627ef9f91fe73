"""Every operation that the project shows: pages, examples, acceptance, registry, benchmarks, gateways, explorer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graphql import OperationDefinitionNode, get_introspection_query, parse, print_ast

from hub.store.models.application import StudioApplication
from hub.store.models.arrangement import Arrangement
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.member import Member
from hub.store.models.places import Division
from hub.store.models.studio import Studio
from tests.acceptance.test_acceptance import cases
from tests.agreement.both_ways import Case

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "README.zh-CN.md", "examples/federation/README.md", "benchmarks/README.md")
REGISTRY = ("tests/registry/*.graphql", "tests/registry/workflows/*.graphql")
FILES = (
    "hub/web/examples/*.graphql",
    "benchmarks/questions/*/hub.graphql",
    *REGISTRY,
    "tests/quarter/questions/*.graphql",
)
ROOTS = frozenset(
    {
        "assessmentDossier",
        "cityComparison",
        "complianceTotals",
        "complianceTrial",
        "crossLinkage",
        "diffVersions",
        "explainDifference",
        "figure",
        "mapView",
        "myObligations",
        "periodFigures",
        "reportingRates",
        "shadowFigures",
        "sharedTotals",
        "whereIsMyRecord",
    }
)
"""Root fields whose answers are computed in Python; what is shown of rows below them is one statement."""

# As the gateways of examples/federation ask the hub for what stands beside a city's own fields.
_OF_GATEWAYS = {
    "a gateway asks for studios": """query Booking__hub__1($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Studio { name owner { name } } } }""",
    "a gateway asks for everything at once": """query ($representations: [_Any!]!, $first: Int = 2) {
      _entities(representations: $representations) { __typename ... on Node { id } ...Of
      ... on Body { name studios(first: $first, orderBy: [{ name: ASC }]) { totalCount nodes { __typename id name } } }
      ... on Member { name phone { value masked reason } memberships { nodes { body { name } } } }
      ... on Division { name code } } } fragment Of on Studio { name type owner { code } }""",
}


def written(ids: Mapping[type[Base], list[str]]) -> dict[str, Case]:
    """The reads by where they stand; variables without a value elsewhere get one of the rows that exist."""
    found = {title: Case(query=text, variables={}) for title, text in _texts().items()}
    for folder in ("figures", "questions"):
        for one in cases(folder):
            (case,) = one.values
            found[f"acceptance {case.name}"] = Case(query=case.query, variables=case.variables)
    known = known_of(ids)
    once = {(case.query, repr(case.variables)): title for title, case in found.items()}  # both pages show the same
    return {
        title: Case(query=case.query, variables={**_needed(case.query, known), **case.variables})
        for title, case in found.items()
        if title in once.values() and not _changes(case.query)
    }


_OF_QUARTERS: Mapping[str, Any] = {
    "quarter": "2026-Q1",
    "period": "2026-Q1",
    "indicators": ["activities"],
    "handedIn": ["RECEIPTED", "ACCEPTED", "LOCKED"],
    "unit": "611000",
    "city": "611000",
    "from": "2026-01-01",
    "to": "2026-12-31",
    "since": "2026-01-01",
    "source": "shangluo-city",
    "conflict": "x",
    "reading": "x",
    "shift": "x",
}


def _first(ids: Mapping[type[Base], list[str]], model: type[Base]) -> str:
    """A row of a model, or an identifier of none where the world has no such rows."""
    return next(iter(ids.get(model, ())), f"{model.prefix}_none")


def known_of(ids: Mapping[type[Base], list[str]]) -> dict[str, Any]:
    """Values for variables, by the names that variables have."""
    return {
        "id": _first(ids, Studio),
        "studio": _first(ids, Studio),
        "application": _first(ids, StudioApplication),
        "arrangement": _first(ids, Arrangement),
        "representations": _representations(ids),
        "code": "611000",
        "below": "610000",
        "within": "610000",
        "year": 1,
        **_OF_QUARTERS,
    }


def changing() -> list[str]:
    """The mutations among them."""
    return [text for text in _texts().values() if text.startswith("mutation")]


def _changes(text: str) -> bool:
    return re.search(r"^mutation\b", text, re.MULTILINE) is not None


def _texts() -> dict[str, str]:
    found = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in _files()}
    for page in PAGES:
        for number, text in enumerate(_of_page((ROOT / page).read_text(encoding="utf-8")), start=1):
            found[f"{page} {number}"] = text
    found |= _OF_GATEWAYS
    found["composition"] = "{ _service { sdl } }"
    found["explorer"] = get_introspection_query(input_value_deprecation=True, specified_by_url=True)
    return found


def _files() -> list[Path]:
    return sorted(path for pattern in FILES for path in ROOT.glob(pattern))


def _of_page(text: str) -> list[str]:
    found = re.findall(r"^```graphql\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    found += re.findall(r"'query=(\{.+?)'", text, re.DOTALL)
    found += [one.replace('\\"', '"') for one in re.findall(r'"query": "(.+?)"}\'', text)]
    return found + [f"{{ {one} }}" for one in re.findall(r"`(viewer \{.+\})`", text)]


def _needed(query: str, known: Mapping[str, Any]) -> dict[str, Any]:
    operations = [one for one in parse(query).definitions if isinstance(one, OperationDefinitionNode)]
    asked = {
        one.variable.name.value: print_ast(one.type)
        for operation in operations
        for one in operation.variable_definitions or ()
    }
    given = {name: value for name, value in known.items() if name in asked}
    return {name: str(value) if asked[name] == "String!" else value for name, value in given.items()}


def _representations(ids: Mapping[type[Base], list[str]]) -> list[dict[str, str]]:
    kinds: tuple[type[Base], ...] = (Studio, Member, Body, Division)
    found = [{"__typename": kind.__name__, "id": one} for kind in kinds for one in ids[kind][:4]]
    return [*found, {"__typename": "Body", "code": "611026"}, {"__typename": "Studio", "id": "stu_x"}, found[0]]
