"""What a version says, as one text of bytes and one digest: equal contents have equal digests (behaviour.md §2a).

The form `rollup-1`: `prefixed` over the name of the form, the obligation, the definition, the number of lines, each
line as `prefixed` over its fields, then the narratives in the same way; lines and narratives are sorted by their bytes.
An absent text and an empty one are the same (some databases know no empty text); no number and nought are not.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from hub.domain.prefixed import prefixed
from hub.domain.receipt import DigestAlgorithm, digest_of
from hub.domain.rollup_words import ReasonCode, ValueKind

FORM = "rollup-1"
PUSH_FORM = "rollup-push-1"


class LineKey(NamedTuple):
    """Which figure a line is: of which unit, which indicator, and where it is split, of which mode and kind."""

    unit: str
    indicator: str
    mode: str = ""
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a unit states in one line; a number is whole, in the unit of its indicator."""

    key: LineKey
    value_kind: ValueKind = ValueKind.NUMBER
    claimed: int | None = None
    reason: str | None = None
    """Why there is no number."""
    reason_code: ReasonCode | None = None
    """Why the number differs from the records, with an explanation in words where the code is OTHER."""
    explanation: str | None = None


@dataclass(frozen=True, kw_only=True)
class Narrative:
    """Something told in words by a unit under a theme."""

    unit: str
    theme: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Content:
    """All that a version says: a full snapshot, in which what is absent is absent (I3)."""

    obligation: str
    definition: str
    lines: tuple[Line, ...]
    narratives: tuple[Narrative, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Digest:
    """A digest with the algorithm that made it."""

    algorithm: DigestAlgorithm
    value: str

    def same(self, other: Digest | None) -> bool:
        """Whether two digests are of one content; those of different algorithms never are."""
        return (
            other is not None
            and self.algorithm is other.algorithm
            and hmac.compare_digest(self.value.encode(), other.value.encode())
        )


@dataclass(frozen=True, kw_only=True)
class Change:
    """A line in which two contents differ; None where one of them has no such line."""

    key: LineKey
    before: Line | None
    after: Line | None


def canonical(content: Content) -> bytes:
    """The bytes of a content, in whatever order its lines and narratives come."""
    lines = sorted(_line(one) for one in content.lines)
    told = sorted(_narrative(one) for one in content.narratives)
    head = prefixed((FORM, content.obligation, content.definition))
    return head + prefixed((len(lines),)) + b"".join(lines) + prefixed((len(told),)) + b"".join(told)


def digest(content: Content, algorithm: DigestAlgorithm) -> Digest:
    """The digest of a content; raises FaultyReceipt where this machine cannot make it."""
    return Digest(algorithm=algorithm, value=digest_of(canonical(content), algorithm))


def fingerprint(
    operation: str, content: Content, *, algorithm: DigestAlgorithm, sections: Iterable[str] = ()
) -> Digest:
    """By what a push is known again under its key: what is asked, for which units, and all that is said."""
    units = sorted(set(sections))
    whole = prefixed((PUSH_FORM, operation, len(units), *units)) + canonical(content)
    return Digest(algorithm=algorithm, value=digest_of(whole, algorithm))


def changes(before: Iterable[Line], after: Iterable[Line]) -> tuple[Change, ...]:
    """Every line in which two contents differ, sorted by key."""
    old = {one.key: one for one in before}
    new = {one.key: one for one in after}
    return tuple(
        Change(key=key, before=old.get(key), after=new.get(key))
        for key in sorted(old.keys() | new.keys())
        if key not in old or key not in new or _line(old[key]) != _line(new[key])
    )


def _line(line: Line) -> bytes:
    kind, code = line.value_kind.value, line.reason_code.value if line.reason_code else ""
    return prefixed((*line.key, kind, line.claimed, line.reason or "", code, line.explanation or ""))


def _narrative(one: Narrative) -> bytes:
    return prefixed((one.unit, one.theme, one.title, one.text))
