"""Operations that read past states: by day, by instant, beside the present, in every shape that a read has."""

from __future__ import annotations

from collections.abc import Mapping

from hub.store.models.assessment import Assessment
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.facts import Activity
from hub.store.models.filing import Filing
from hub.store.models.member import Member
from hub.store.models.studio import Studio
from hub.store.models.task import Task
from tests.agreement.both_ways import Case

LISTED = """query ($on: Date, $at: DateTime) { studios(first: 15, asOf: $on, asKnownAt: $at) { totalCount
  nodes { name status owner { code name } residencies(first: 3) { totalCount nodes { role member { name } } } } } }"""
DAYS = ("2026-02-20", "2026-03-01", "2026-03-11", "2026-03-12", "2026-03-21", "2026-04-20")
INSTANTS = ("2026-03-01T08:00:00+08:00", "2026-03-11T17:00:00Z", "2026-03-21T00:00:00Z", "2026-03-21T00:00:00.000001Z")
"""Days and instants at which rows of the world begin to say something else."""

_SHOWN: Mapping[type[Base], str] = {
    Studio: """name published owner { code name } sectors { nodes { name } } residencies(first: 3) { nodes { role } }
      activities(first: 2) { nodes { topic studio { name } } }""",
    Member: "name phone { value masked reason } homeBody { name } memberships { nodes { body { name } } }",
    Body: """name shortName studios(first: 4, includeBelow: true, orderBy: [{ name: DESC }]) { totalCount
      nodes { name } pageInfo { hasNextPage endCursor } }""",
    Activity: "topic heldOn studio { name owner { name } }",
    Task: "status raisedOn openDays studio { name }",
    Filing: "status kind studio { name owner { name } }",
    Assessment: "result year studio { name unfiledDays }",
}

_WRITTEN = {
    "a day written out": """{ divisions(first: 3, asOf: "2026-03-01") { nodes { code name
      aliases { nodes { name } } } } }""",
    "beside a present list": """{ studios { totalCount nodes { name } } then: studios(asOf: "2026-03-01") { totalCount
      nodes { name } } before: studios(asOf: "2026-03-01", asKnownAt: "2026-02-01T00:00:00Z") { totalCount
      nodes { name } } body(code: "611026") { studios { nodes { name } } } }""",
    "origins and ages of then": """{ studios(first: 30, asOf: "2026-03-12") { nodes { id unfiledDays
      provenance { __typename externalId contentHash mappingVersion recordedAt source { code name body { name } }
      run { status queuedAt } } } } tasks(first: 30, asOf: "2026-03-12") { nodes { status openDays } } }""",
    "origins of then": """{ members(first: 30, asOf: "2026-03-12") { nodes { id provenance { recordedAt source { name
      body { name studios { totalCount } } } } } } }""",
    "masks of then": """{ members(first: 30, asOf: "2026-03-15") { nodes { name phone { __typename value masked reason }
      isPartyMember { value masked } tags { value masked } expertise } }
      studios(first: 30, asOf: "2026-03-15") { nodes { annualPlan { value masked reason } published
      linkedLeaders { value masked } summarySubmittedOn { value masked } applicants { masked value } } } }""",
    "conditions and orders of then": """{ residencies(asOf: "2026-03-15", asKnownAt: "2026-03-15T00:00:00Z",
      where: { or: [{ studio: { name: { contains: "测试" } } }, { not: { member: { homeBody: { code: {
      in: ["611026", "611002"] } } } } }] }, orderBy: [{ startsOn: DESC }, { role: ASC }], first: 7) { totalCount
      edges { cursor node { role startsOn studio { name } } } pageInfo { hasNextPage hasPreviousPage startCursor
      endCursor } } }""",
    "the last rows of then": """{ studios(last: 6, asOf: "2026-03-15", orderBy: [{ approvedOn: ASC }]) { totalCount
      edges { cursor node { name activities(last: 2, orderBy: [{ startsAt: DESC }]) { totalCount nodes { topic }
      pageInfo { hasNextPage startCursor } } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }""",
    "every list that has a past": """{ %s }"""
    % " ".join(
        f'{name}(first: 12, asOf: "2026-03-15") {{ totalCount nodes {{ id {shown} }} }}'
        for name, shown in {
            "bodies": "name division { name } committees { nodes { name } }",
            "memberships": "member { name } body { name }",
            "onlinePresences": "studio { name owner { name } }",
            "applications": "status name body { name } steps { totalCount }",
            "filings": "status kind studio { name }",
            "arrangements": "parties { nodes { body { name } } }",
            "assessments": "result year items { totalCount }",
            "measures": "takenOn assessment { result }",
        }.items()
    ),
    "round and round": """{ studios(first: 3, asOf: "2026-03-12", asKnownAt: "2026-03-12T00:00:00Z") { nodes { owner {
      name studios(first: 2) { nodes { residencies(first: 2) { nodes { member { memberships(first: 2) { nodes {
      body { name } } } } } } } } } } } }""",
    "an instant without its zone": '{ studios(asKnownAt: "2026-03-01T08:00:00") { totalCount } }',
    "an instant after all days": '{ studios(asKnownAt: "9999-12-31T20:00:00Z") { totalCount } }',
    "nobody's row at no instant": '{ node(id: "x", asKnownAt: "2026-03-01T08:00:00") { id } }',
    "nobody's row": '{ node(id: "x", asOf: "2026-03-01") { id } b: node(id: "stu_x", asOf: "2026-03-01") { id } }',
}


def past(ids: Mapping[type[Base], list[str]]) -> dict[str, Case]:
    """Operations by what they are."""
    found = {title: Case(query=text, variables={}) for title, text in _WRITTEN.items()}
    for on, at in zip(DAYS, (None, *INSTANTS, None), strict=True):
        found[f"a list on {on} as known at {at}"] = Case(query=LISTED, variables={"on": on, "at": at})
    for model, shown in _SHOWN.items():
        text = f"""query ($id: ID!, $on: Date, $at: DateTime) {{ node(id: $id, asOf: $on, asKnownAt: $at) {{ id
          ... on {model.__name__} {{ {shown} }} }} }}"""
        for identifier, when in zip(ids[model], ({"on": DAYS[3]}, {"at": INSTANTS[3]}), strict=False):
            found[f"{model.__name__} {when}"] = Case(query=text, variables={"id": identifier, **when})
    return found
