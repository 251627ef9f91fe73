"""Operations that are left to the general path, each with the reason: past states."""

from __future__ import annotations

from collections.abc import Mapping

from hub.store.models.base import Base
from hub.store.models.studio import Studio
from tests.agreement.both_ways import Case
from tests.agreement.written import kept

PAST = "past"
_STUDIO = """query ($id: ID!, $on: Date, $at: DateTime) { node(id: $id, asOf: $on, asKnownAt: $at) { id
  ... on Studio { name owner { code } filings { nodes { status } } } } }"""
_LISTED = """query ($on: Date, $at: DateTime) { studios(first: 5, asOf: $on, asKnownAt: $at) { totalCount
  nodes { name owner { code name } residencies(first: 3) { nodes { role member { name } } } } } }"""
_DAY, _INSTANT = {"on": "2026-03-01"}, {"at": "2026-03-01T08:00:00+08:00"}


def left(ids: Mapping[type[Base], list[str]]) -> dict[str, tuple[Case, str]]:
    """Operations by what they are, and why they are left."""
    studio = ids[Studio][0]
    found = kept(ids)
    found["a list of a day"] = Case(query=_LISTED, variables=_DAY), PAST
    found["a list of a day as known"] = Case(query=_LISTED, variables=_DAY | _INSTANT), PAST
    found["an object of an instant"] = Case(query=_STUDIO, variables={"id": studio, **_INSTANT}), PAST
    written = {
        "a day written out": ('{ divisions(first: 3, asOf: "2026-03-01") { nodes { code name } } }', PAST),
        "beside a present list": ('{ studios { totalCount } then: studios(asOf: "2026-03-01") { totalCount } }', PAST),
    }
    return found | {title: (Case(query=text, variables={}), why) for title, (text, why) in written.items()}


PRESENT = (Case(query=_LISTED, variables={}), Case(query=_LISTED, variables={"on": None, "at": None}))
"""The same operation when no past state is asked for."""
