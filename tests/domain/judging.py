"""Studios of which only this is known, and the packaged standards they are judged by."""

from __future__ import annotations

from datetime import date
from typing import Any

from hub.domain.compliance_facts import Judgement, Subject, version_of
from hub.domain.level import Level
from hub.domain.registry_words import JudgedBy
from hub.domain.standard_files import read_standards
from hub.domain.structure_facts import StudioFacts
from hub.domain.words import Mode, StudioType

TODAY = date(2026, 3, 1)
VERSIONS = [version_of(book) for book in read_standards()]
ZHASHUI = ("611026", "611000", "610000")
FUPING = ("610528", "610500", "610000")
SIMING = ("350203", "350200", "350000")


def subject(*, bodies: tuple[str, ...] = ZHASHUI, founded: date | None = date(2024, 5, 1), **facts: Any) -> Subject:
    """A county's sector studio of which only this is known."""
    known = {"type": StudioType.SECTOR, "name": "测试界委员工作室", "level": Level.COUNTY, "mode": Mode.OFFLINE}
    return Subject(facts=StudioFacts(**{**known, **facts}), bodies=bodies, founded=founded)


def one(found: tuple[Judgement, ...], key: str, judged_by: JudgedBy = JudgedBy.CHAIN) -> Judgement:
    """The only judgement by a rule of this key."""
    (only,) = [each for each in found if each.key == key and each.judged_by is judged_by]
    return only
