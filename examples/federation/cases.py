"""The cross-graph queries: a `.graphql` file each, and beside it who asks and what must come back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examples.federation.asking import Answer

FOLDER = Path(__file__).parent / "queries"
_HUB = "hub:"  # in a case: the hub's identifier of a studio, by the city's number


@dataclass(frozen=True, kw_only=True)
class Case:
    """A query as one caller asks it; `calls` says how often each gateway asks each subgraph.

    `errors` names the gateways that report an error beside the same answer.
    """

    name: str
    title: str
    query: str
    variables: Mapping[str, Any]
    caller: str
    expected: Any
    errors: Sequence[str]
    calls: Mapping[str, Mapping[str, int]]

    def faults(self, answer: Answer, *, gateway: str) -> Iterator[str]:
        """Where an answer through a gateway differs from what must come back."""
        if answer.result != self.expected:
            yield f"应为 · expected {_shown(self.expected)}"
            yield f"实为 · got      {_shown(answer.result)}"
        if bool(answer.body.get("errors")) != (gateway in self.errors):
            yield f"errors: {_shown(answer.body.get('errors'))}（HTTP {answer.status}）"
        if (calls := Counter(answer.calls)) != self.calls[gateway]:
            yield f"子图请求应为 · calls expected {_shown(self.calls[gateway])}，实为 · got {_shown(calls)}"


def cases(*, hub_ids: Mapping[str, str], folder: Path = FOLDER) -> Iterator[Case]:
    """All cases, with the identifiers of this run's hub filled in."""
    for path in sorted(folder.glob("*.graphql")):
        told = _filled(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")), hub_ids)
        for caller, told_of in told["asked"].items():
            yield Case(
                name=path.stem,
                title=told["title"],
                query=path.read_text(encoding="utf-8"),
                variables=told.get("variables", {}),
                caller=caller,
                expected=told_of["data"],
                errors=told_of.get("errors", ()),
                calls=told_of["calls"],
            )


def _filled(value: Any, hub_ids: Mapping[str, str]) -> Any:
    match value:
        case dict():
            return {key: _filled(one, hub_ids) for key, one in value.items()}
        case list():
            return [_filled(one, hub_ids) for one in value]
        case str() if value.startswith(_HUB):
            return hub_ids[value.removeprefix(_HUB)]
        case _:
            return value


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
