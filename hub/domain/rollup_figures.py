"""Figures from records: in which lines a record counts, how much of it is credited there, and who shares it.

A record that one studio made counts in the section of the body that owns it. One of several parties is credited in the
section of each of them (A-14): a count credits everybody with one; a sum follows the rule that was fixed when the
activity was recorded. The net of a line is what its section owns, so that the nets of all sections together count
everything once (I5). A figure is the sum of its contributions and of nothing else (I4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from hub.domain.rollup_digest import LineKey
from hub.domain.rollup_words import Aggregation
from hub.domain.shared import Part, apportioned
from hub.domain.words import JointRule


class Record(NamedTuple):
    """A record that an indicator counts; `parts` is empty unless it is joint, and begins with the owner's."""

    id: str
    owner: str
    studio: str | None = None
    first_key: str = ""
    second_key: str = ""
    amount: int | None = None
    """What a sum adds, in the indicator's unit; None where the record does not say."""
    value: str | None = None
    """What a distinct count tells apart."""
    mapping: str | None = None
    """The version of the mapping by which it came."""
    parts: tuple[Part, ...] = ()
    rule: JointRule = JointRule.FULL_EACH


class Contributed(NamedTuple):
    """A record behind a line: what is credited there, what it is as a whole, and the bodies credited beside."""

    record: Record
    weight: int
    whole: int
    owned: bool
    """Whether the section owns it; only there it counts for the net."""
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A line as the records give it."""

    contributions: tuple[Contributed, ...] = ()

    @property
    def computed(self) -> int:
        """What the section is credited with."""
        return sum(one.weight for one in self.contributions)

    @property
    def net(self) -> int:
        """What of it counts when everything is counted once."""
        return sum(one.whole for one in self.contributions if one.owned)

    @property
    def is_shared(self) -> bool:
        """Whether others are credited with some of it as well."""
        return any(one.shared_with for one in self.contributions)


def figures(
    indicator: str, aggregation: Aggregation, records: Iterable[Record], *, sections: Mapping[str, str]
) -> dict[LineKey, Figure]:
    """The lines of an indicator; `sections` tells under which unit each body of the branch is credited."""
    found: dict[tuple[str, str, str], list[Contributed]] = defaultdict(list)
    told_apart: set[tuple[tuple[str, str, str], str]] = set()
    for record in sorted(records, key=attrgetter("id")):
        whole = _whole(record, aggregation)
        for unit, weight in _credited(record, whole, aggregation, sections):
            key = (unit, record.first_key, record.second_key)
            share = weight
            if aggregation is Aggregation.COUNT_DISTINCT:
                mark = (key, record.value or record.id)
                share = 0 if mark in told_apart else weight
                told_apart.add(mark)
            found[key].append(_contributed(record, unit, share, whole if share or whole == 0 else 0, sections))
    return {
        LineKey(unit=unit, indicator=indicator, mode=first, kind=second): Figure(contributions=tuple(rows))
        for (unit, first, second), rows in found.items()
    }


def _whole(record: Record, aggregation: Aggregation) -> int:
    return (record.amount or 0) if aggregation is Aggregation.SUM else 1


def _credited(
    record: Record, whole: int, aggregation: Aggregation, sections: Mapping[str, str]
) -> list[tuple[str, int]]:
    """The sections in which a record counts, the owner's first, and how much in each."""
    parts = record.parts
    if not parts:
        return [(sections[record.owner], whole)] if record.owner in sections else []
    units = dict.fromkeys(sections[part.body] for part in parts if part.body in sections)
    if aggregation is not Aggregation.SUM or record.rule is JointRule.FULL_EACH:
        return [(unit, whole) for unit in units]
    if record.rule is JointRule.LEAD_ONLY:
        return [(unit, whole if unit == sections.get(record.owner) else 0) for unit in units]
    shares = apportioned(whole, [part.share or 0 for part in parts])
    split = dict.fromkeys(units, 0)
    for part, share in zip(parts, shares, strict=True):
        if part.body in sections:
            split[sections[part.body]] += share
    return list(split.items())


def _contributed(record: Record, unit: str, weight: int, whole: int, sections: Mapping[str, str]) -> Contributed:
    if not record.parts:
        return Contributed(record=record, weight=weight, whole=whole, owned=True)
    beside = (part.body for part in record.parts if sections.get(part.body) != unit)
    return Contributed(
        record=record,
        weight=weight,
        whole=whole,
        owned=sections.get(record.owner) == unit,
        shared_with=tuple(dict.fromkeys(beside)),
    )
