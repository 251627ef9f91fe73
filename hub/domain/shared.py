"""What is shared is counted once: the gross of those who are each credited, the net, and the list between them.

Each body is credited with what it took part in (A-14); the owner alone counts it (A-05). The gross of a branch is
what its bodies, or its reporting units, are credited with together; the net is what they own. What is not shared is
credited where it is owned, so that the difference is the sum over what is shared and over nothing else (I5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hub.domain.term import Term
from hub.domain.words import JointRule

WHOLE = 1_000
"""Shares are parts per thousand."""
COUNT = "count"
"""The number of the things themselves; whoever takes part is credited with one, whatever the rule."""


class SharedBy(Term):
    """Among whom the gross is reckoned."""

    BODY = "BODY", "各级政协", "bodies"
    CITY = "CITY", "季度汇总单位", "reporting units; the bodies above all units each by itself"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A body that takes part, and its share where persons are split."""

    body: str
    share: int | None = None


@dataclass(frozen=True, kw_only=True)
class Work:
    """Something that several bodies or studios share; its owner is the first of its parts."""

    id: str
    parts: tuple[Part, ...]
    rule: JointRule = JointRule.FULL_EACH
    values: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def owner(self) -> str:
        """The body that counts it."""
        return self.parts[0].body


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number before and after what is shared is taken out; `known` things state it."""

    gross: int = 0
    net: int = 0
    known: int = 0

    @property
    def difference(self) -> int:
        """How much more is credited than counted; less where shares went out of the branch."""
        return self.gross - self.net

    def __add__(self, other: Number) -> Number:
        return Number(gross=self.gross + other.gross, net=self.net + other.net, known=self.known + other.known)


Numbers = Mapping[str, Number]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One shared thing: who of the branch is credited with it, and what it adds to each number."""

    id: str
    credited: tuple[str, ...]
    numbers: Numbers


@dataclass(frozen=True, kw_only=True)
class Account:
    """The numbers of a branch and the lines that explain their difference."""

    numbers: Numbers
    lines: tuple[Line, ...]


def account(alone: Numbers, works: Iterable[Work], *, units: Mapping[str, str]) -> Account:
    """Reckon a branch; `alone` is what its bodies do not share, `units` under what each of its bodies is credited."""
    once = {work.id: work for work in works}
    lines = [_line(once[key], names=tuple(alone), units=units) for key in sorted(once)]
    touching = tuple(line for line in lines if line.credited)
    return Account(numbers=total([alone, *(line.numbers for line in touching)]), lines=touching)


def total(numbers: Sequence[Numbers]) -> Numbers:
    """Numbers of the same names, added up."""
    names = dict.fromkeys(name for one in numbers for name in one)
    return {name: sum((one[name] for one in numbers if name in one), Number()) for name in names}


def apportioned(value: int, shares: Sequence[int]) -> tuple[int, ...]:
    """A whole number by shares in parts per thousand, the largest remainders first, so that the parts sum to it."""
    floors = [value * share // WHOLE for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda at: (-(value * shares[at] % WHOLE), at))
    for at in by_remainder[: value - sum(floors)]:
        floors[at] += 1
    return tuple(floors)


def _line(work: Work, *, names: Sequence[str], units: Mapping[str, str]) -> Line:
    inside = dict.fromkeys(units[part.body] for part in work.parts if part.body in units)
    numbers = {name: _number(work, name, inside=tuple(inside), units=units) for name in names}
    return Line(id=work.id, credited=tuple(inside), numbers=numbers)


def _number(work: Work, name: str, *, inside: Sequence[str], units: Mapping[str, str]) -> Number:
    is_ours = work.owner in units
    if name == COUNT:
        return Number(gross=len(inside), net=int(is_ours), known=1)
    value = work.values.get(name)
    if value is None:
        return Number()
    return Number(gross=_credited(work, value, inside=inside, units=units), net=value if is_ours else 0, known=1)


def _credited(work: Work, value: int, *, inside: Sequence[str], units: Mapping[str, str]) -> int:
    match work.rule:
        case JointRule.FULL_EACH:
            return value * len(inside)
        case JointRule.LEAD_ONLY:
            return value if work.owner in units else 0
        case JointRule.SPLIT:
            parts = apportioned(value, [part.share or 0 for part in work.parts])
            return sum(one for one, part in zip(parts, work.parts, strict=True) if part.body in units)
