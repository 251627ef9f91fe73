"""F1: a figure of a locked quarter opened, with the first page of what it rests on, beside a row by its identifier.

Two kinds of figures are opened: such as the generated facts give, with a handful of records behind each, and wide ones
with every activity of the quarter in the province. Beside them stand the point lookup of Q5, and a studio by its
identifier with as many of its activities, which is a point lookup with a page as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

import psycopg

from benchmarks import processes
from benchmarks.locked import LOCKED, WIDE
from benchmarks.measuring import Asked, Disagreement
from benchmarks.names import HUB
from benchmarks.processes import Ground
from benchmarks.questions import Question, questions
from benchmarks.requests import always, requests_of
from benchmarks.steps import REPORT
from benchmarks.world import World

PAGE = 20
FEW, WIDE_FIGURE, LOOKUP, STUDIO = "a figure", "a wide figure", "a studio", "a studio and its activities"
_MOST = 64  # figures that are opened in turn

_FIGURE = f"""
query F1($id: ID!) {{
  figure(id: $id) {{
    valueKind claimed computed net gross status firstKey secondKey evidenceCoverage versionNumber versionStatus
    indicator {{ code name unit }} section {{ code name }} period {{ label }}
    lineage(first: {PAGE}) {{
      pageInfo {{ endCursor hasNextPage }}
      nodes {{
        factKind weight whole owned isShared
        record {{ __typename id ... on Activity {{ topic heldOn }} ... on Opinion {{ topic receivedOn }} }}
        sourceRecord {{ externalId }}
      }}
    }}
  }}
}}
"""
_STUDIO = f"""
query Studio($id: ID!) {{
  studio: node(id: $id) {{
    ... on Studio {{
      id name type mode status filingNumber openedOn isDemonstration owner {{ name }}
      activities(first: {PAGE}, orderBy: [{{ heldOn: DESC }}]) {{
        pageInfo {{ endCursor hasNextPage }}
        nodes {{ id topic heldOn mode membersCount }}
      }}
    }}
  }}
}}
"""
_LINES: LiteralString = """
select l.id, counted.records from report_period p
join obligation o on o.period_id = p.id
join rollup_version v on v.obligation_id = o.id and v.status = 'LOCKED'
join rollup_line l on l.version_id = v.id
cross join lateral (select count(*) as records from contribution c where c.line_id = l.id) counted
where p.definition_code = %s and p.label = %s and l.indicator = 'activities' and counted.records > 0
order by counted.records desc, l.id
"""
_BEHIND: LiteralString = "select fact_id from contribution where line_id = %s order by id limit %s"


def figures(first: Asked, ground: Ground, world: World) -> tuple[Question, list[Asked]]:
    """The question of a figure, and as variants of it the hub asked for figures, wide figures and rows beside them."""
    tokens = processes.tokens(ground)
    with psycopg.connect(ground.conninfo) as connection:
        lines = connection.execute(_LINES, [REPORT, LOCKED]).fetchall()
        ids = [identifier for identifier, _ in lines]
        wide, few = ids[:WIDE], ids[WIDE:][:_MOST]
        if not few:
            raise Disagreement(f"{ground.database} has {len(ids)} figures of activities, too few")
        behind = {one: _behind(connection, one) for one in (*few, *wide)}
    lookup = next(one for one in questions(world) if one.name == "Q5")
    asked = {
        FEW: _asking(_FIGURE, few),
        WIDE_FIGURE: _asking(_FIGURE, wide),
        LOOKUP: lookup,
        STUDIO: Question(name="F1", documents={HUB: _STUDIO}, statement="", variables=lookup.variables),
    }
    found = [
        Asked(name=name, port=first.port, requests=always(list(requests_of(HUB, one, tokens))), meter=first.meter)
        for name, one in asked.items()
    ]
    for variant in found[:2]:
        opened = few if variant.name == FEW else wide
        _require_whole(variant, asked[variant.name], {one: behind[one] for one in opened})
    return asked[FEW], found


def _asking(document: str, ids: Sequence[str]) -> Question:
    return Question(name="F1", documents={HUB: document}, statement="", variables=[{"id": one} for one in ids])


def _behind(connection: psycopg.Connection[Any], line: str) -> list[str]:
    """The first records behind a line, as the tables have them."""
    return [row[0] for row in connection.execute(_BEHIND, [line, PAGE])]


def _require_whole(variant: Asked, question: Question, behind: Mapping[str, Sequence[str]]) -> None:
    """The figures open to the very records that stand behind them, all of which the caller reads."""
    for number, (line, wanted) in enumerate(behind.items()):
        answer = json.loads(variant.once(question, number))
        figure = None if answer.get("errors") else answer["data"]["figure"]
        found = [] if figure is None else [(node["record"] or {}).get("id") for node in figure["lineage"]["nodes"]]
        if not found or found != wanted:
            raise Disagreement(f"{variant.name} {line} is answered with {found[:2]} {answer.get('errors')}")
