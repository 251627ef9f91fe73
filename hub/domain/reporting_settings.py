"""How reporting is set up: the steps by which a due day is recalled, and the least coverage of a unit with a rank."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from hub.domain.due import NoticeKind, Rung
from hub.domain.reading import FaultyReference, Record, read_toml
from hub.domain.term import Term


class Side(Term):
    """On which side of the due day a step lies."""

    BEFORE = "BEFORE", "期限前", "before the due day"
    AFTER = "AFTER", "期限后", "after the due day"


@dataclass(frozen=True, kw_only=True)
class ReportingSettings:
    """The ladder of reminders in the order of its days, and the floor of comparisons as a share of what is claimed.

    `extension_days` are the working days before the due day by which an extension is asked for.
    """

    rungs: tuple[Rung, ...]
    least_coverage: Fraction
    extension_days: int


def read_reporting_settings(path: Path | None = None) -> ReportingSettings:
    """The settings in the package, or in another file; raises FaultyReference where one cannot be trusted."""
    file = read_toml(path, package="hub.domain.reference", name="reporting.toml")
    rungs = sorted((_rung(record) for record in file.records("rungs")), key=lambda one: one.offset)
    floors = [_floor(record) for record in file.records("comparison")]
    asked = [_days(record) for record in file.records("extension")]
    file.finish()
    offsets = [one.offset for one in rungs]
    if len(set(offsets)) != len(offsets):
        raise FaultyReference(file.where, "rungs", zh="同一天有两步，请删去其一", en="has two steps on one day")
    for name, held in (("comparison", floors), ("extension", asked)):
        if len(held) != 1:
            raise FaultyReference(file.where, name, zh="应恰有一项", en="must be there exactly once")
    return ReportingSettings(rungs=tuple(rungs), least_coverage=floors[0], extension_days=asked[0])


@cache
def reporting_settings() -> ReportingSettings:
    """The settings in the package, read once."""
    return read_reporting_settings()


def _days(record: Record) -> int:
    days = _number(record)
    record.text("source"), record.text("phrase")
    record.finish()
    return days


def _number(record: Record) -> int:
    days = record.optional_integer("days")
    if not days:
        raise record.fault("days", zh="应为 1 或以上的整数", en="must be a whole number, one or more")
    return days


def _rung(record: Record) -> Rung:
    days = _number(record)
    sign = -1 if record.word("side", Side) is Side.BEFORE else 1
    found = Rung(offset=sign * days, kind=record.word("kind", NoticeKind))
    record.text("source"), record.text("phrase")
    record.finish()
    return found


def _floor(record: Record) -> Fraction:
    text = record.text("least_coverage")
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if not 0 <= found <= 1:
        raise record.fault(
            "least_coverage", zh="应写作 0 到 1 之间的数，如 0.5", en="must lie between 0 and 1, such as 0.5"
        )
    for key in ("source", "phrase", "decision", "note"):
        record.text(key)
    record.finish()
    return found
