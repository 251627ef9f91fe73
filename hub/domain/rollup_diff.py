"""What two versions of a report tell differently in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hub.domain.rollup_digest import Change
from hub.domain.term import Term


class ChangeKind(Term):
    """How something differs between two versions."""

    ADDED = "ADDED", "新增", "only the second one has it"
    REMOVED = "REMOVED", "删除", "only the first one has it"
    CHANGED = "CHANGED", "变更", "both have it and state it differently"


def kind_of(change: Change) -> ChangeKind:
    """How a line differs."""
    return _kind(change.before is not None, change.after is not None)


@dataclass(frozen=True, kw_only=True, order=True)
class TextKey:
    """Which text of a version: told by which unit, for which part of the report, under which theme and heading.

    `repeat` tells texts apart that share all of these, by their order.
    """

    unit: str
    indicator: str
    theme: str
    heading: str
    repeat: int = 0


@dataclass(frozen=True, kw_only=True)
class Told:
    """A text with its identifier."""

    id: str
    unit: str
    indicator: str
    theme: str
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TextChange:
    """A text in which two versions differ; None where one of them has no such text."""

    key: TextKey
    before: Told | None
    after: Told | None

    @property
    def kind(self) -> ChangeKind:
        """How it differs."""
        return _kind(self.before is not None, self.after is not None)


def text_changes(before: Iterable[Told], after: Iterable[Told]) -> tuple[TextChange, ...]:
    """Every text in which two versions differ, sorted by key; each side in the order of its version."""
    old, new = _by_key(before), _by_key(after)
    pairs = ((key, old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys()))
    return tuple(
        TextChange(key=key, before=one, after=other)
        for key, one, other in pairs
        if one is None or other is None or one.text != other.text
    )


def _by_key(texts: Iterable[Told]) -> dict[TextKey, Told]:
    seen: Counter[tuple[str, str, str, str]] = Counter()
    found: dict[TextKey, Told] = {}
    for one in texts:
        place = (one.unit, one.indicator, one.theme, one.heading)
        unit, indicator, theme, heading = place
        key = TextKey(unit=unit, indicator=indicator, theme=theme, heading=heading, repeat=seen[place])
        found[key] = one
        seen[place] += 1
    return found


def _kind(has_before: bool, has_after: bool) -> ChangeKind:
    if has_before and has_after:
        return ChangeKind.CHANGED
    return ChangeKind.REMOVED if has_before else ChangeKind.ADDED
