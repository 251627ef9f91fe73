"""What applying a landed row came to; every fetched row of a run ends in exactly one of these."""

from __future__ import annotations

from hub.domain.term import Term


class RowOutcome(Term):
    """The six ends of a landed row (behaviour.md §2c.9)."""

    NEW = "NEW", "新增", "made something new"
    CHANGED = "CHANGED", "变更", "changed something"
    UNCHANGED = "UNCHANGED", "无变化", "said what was held already"
    STALE = "STALE", "过期", "older than what is held, or overtaken by a newer row"
    QUARANTINED = "QUARANTINED", "隔离", "was not understood"
    TOMBSTONED = "TOMBSTONED", "删除", "said that the row is gone"


CURRENT = (RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.UNCHANGED)
"""The outcomes of a row whose content is the fact held now."""
