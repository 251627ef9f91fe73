"""Studios that work without being on file: how long already, and what of their work counts (behaviour.md §3.17, F2)."""

from __future__ import annotations

from datetime import date

from hub.domain.filing_rules import StudioFacts
from hub.domain.term import Term
from hub.domain.words import ENDED, LIVING, StudioStatus

UNFILED_STILL = (LIVING | ENDED) - {StudioStatus.ACTIVE, StudioStatus.UNFILED_ACTIVE}
"""States that say nothing of filing: a studio in them that was not on file before is not on file now."""


class Counting(Term):
    """Which facts a total counts: all on record, or without the work of studios that are still to be filed."""

    ALL = "ALL", "全部记录", "all facts on record"
    OFFICIAL = "OFFICIAL", "官方口径，不计未备案工作室", "without what studios did that are still to be filed (F2)"


def is_unfiled(studio: StudioFacts) -> bool:
    """Whether a studio works, or has ended, without being on file.

    A studio for which no document asks for filing is active from its plaque on, and nothing is awaited of it.
    """
    if studio.is_filed:
        return False
    return studio.status is StudioStatus.UNFILED_ACTIVE or (studio.was_unfiled and studio.status in UNFILED_STILL)


def unfiled_days(studio: StudioFacts, *, recorded_on: date, today: date) -> int | None:
    """For how many days a studio that lives has not been on file; null for all others.

    They count from the plaque or, where its day is not known, from the day of the first record of the studio.
    """
    if not is_unfiled(studio) or studio.status not in LIVING:
        return None
    return max((today - (studio.plaqued_on or recorded_on)).days, 0)


def counts_officially(studio: StudioFacts, *, held_on: date | None, credit_when_filed: bool) -> bool:
    """Whether what a studio did on a day counts in official totals (behaviour.md F2).

    An unfiled studio's work is kept and does not count; once filed it does, or only from that day on. Of work without
    a day nothing says that it was done before.
    """
    if is_unfiled(studio):
        return False
    return credit_when_filed or studio.filed_on is None or held_on is None or held_on >= studio.filed_on
