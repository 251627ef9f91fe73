"""Operations made by hand for the corners in which a compiler goes wrong."""

from __future__ import annotations

from tests.agreement.both_ways import Case

_ALL_STUDIO = """id name brandElement type localTypeLabel platformKind countsAsStudio mode status area functions
  partners partyUnitKind linkedLeaders { value masked } annualPlan { value masked reason }
  summarySubmittedOn { value masked } applicants { masked value } approvedOn filingNumber legacy published"""

AWKWARD: dict[str, Case] = {
    "every kind of column": Case(query="{ studios(first: 30) { nodes { %s } } }" % _ALL_STUDIO, variables={}),
    "masks": Case(
        query="""{ members(first: 30) { nodes { __typename name phone { __typename value masked reason }
          residencePlace { value masked } isPartyMember { v: value masked } tags { value masked } expertise
          provenance { __typename externalId contentHash mappingVersion recordedAt source { code name }
            run { status queuedAt pages } } } } }""",
        variables={},
    ),
    "instants and numbers": Case(
        query="""{ activities(first: 50) { nodes { heldOn startsAt endsAt membersCount publicCount beneficiaries
          partyStudyFirst hostBodies departments summary { value masked } kind { code name labels } } }
          dutyShifts(first: 50) { nodes { startsAt attended { value masked } appointments { value masked } } }
          sources { nodes { lastSuccessAt lastChangedAt } }
          syncRuns { nodes { queuedAt finishedAt fetched notes } } }""",
        variables={},
    ),
    "aliases, merged fields and fragments": Case(
        query="""query ($yes: Boolean!, $no: Boolean!) { b: body(code: "611026") { ...Named studios(first: 2) {
          nodes { id } } studios(first: 2) { nodes { name id } totalCount } ... on Body { name } ... { level }
          code @skip(if: $yes) kept: code @include(if: $yes) lost: code @include(if: $no) ... @include(if: $no) {
          shortName } again: studios(first: 1) { __typename nodes { t: __typename } } } __typename }
          fragment Named on Body { __typename id ... on Node { id shortName } }""",
        variables={"yes": True, "no": False},
    ),
    "nothing but a name": Case(query="{ a: __typename b: __typename }", variables={}),
    "every part of a connection": Case(
        query="""{ studios(first: 4, orderBy: [{ area: DESC }, { type: ASC }]) { __typename totalCount
          edges { __typename cursor node { name } again: node { id } } nodes { id name }
          pageInfo { __typename hasNextPage hasPreviousPage startCursor endCursor } } }""",
        variables={},
    ),
    "the last rows": Case(
        query="""{ studios(last: 5, orderBy: [{ approvedOn: ASC }, { published: DESC }]) { edges { cursor node { name
          activities(last: 2, orderBy: [{ startsAt: DESC }]) { nodes { topic } pageInfo { hasNextPage hasPreviousPage
          startCursor endCursor } } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }""",
        variables={},
    ),
    "an empty page": Case(
        query="""{ studios(first: 0) { nodes { id } pageInfo { hasNextPage startCursor endCursor } }
          none: studios(first: 3, where: { name: { eq: "没有" } }) { edges { cursor } nodes { id } totalCount
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }""",
        variables={},
    ),
    "conditions of every kind": Case(
        query="""query ($text: String, $kinds: [StudioType!], $where: StudioWhere, $first: Int, $below: Boolean) {
          body(code: "610000") { studios(includeBelow: $below, first: $first, where: { and: [$where], or: [
          { name: { contains: $text } }, { type: { in: $kinds } }, { area: { isNull: true } }],
          not: { committee: { name: { startsWith: "%_/" } } } }) { totalCount nodes { name type
          sectors { nodes { name } } owner { code } } } } }""",
        variables={
            "text": "%_/",
            "kinds": ["REGIONAL", "SECTOR"],
            "where": {"published": {"eq": True}, "division": {"within": "610000"}},
            "first": 7,
            "below": True,
        },
    ),
    "no choice at all": Case(
        query="{ studios(where: { type: { in: [] } }) { totalCount nodes { id } } }", variables={}
    ),
    "round and round": Case(
        query="""{ body(code: "611026") { studios(first: 3) { nodes { owner { studios(first: 2) { nodes {
          residencies(first: 2) { nodes { member { memberships(first: 2) {
          nodes { body { name } } } } } } } } } } } } }""",
        variables={},
    ),
    "refused pages": Case(query="{ studios(first: 2000) { nodes { id } } }", variables={}),
    "refused cursors": Case(query='{ studios(after: "x") { nodes { id } } body(code: "611026") { id } }', variables={}),
    "variables that do not fit": Case(
        query="query ($n: Int!) { studios(first: $n) { nodes { id } } }", variables={"n": "x"}
    ),
    "a code with a past": Case(
        query='{ division(code: "610403") { name validTo aliases { nodes { name } } } no: division(code: "x") { id } }',
        variables={},
    ),
    "nobody's row": Case(
        query='{ a: node(id: "") { id } b: node(id: "stu_x") { id } body(code: "无") { name studios { totalCount } } }',
        variables={},
    ),
}
