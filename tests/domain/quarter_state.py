"""What a quarter under trial consists of, and what must be remembered to judge what was done to it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from hypothesis.stateful import RuleBasedStateMachine

from hub.domain.command import Actor
from hub.domain.rollup_digest import Content, canonical
from hub.domain.rollup_facts import EDITABLE, Version
from hub.domain.rollup_words import VersionStatus
from tests.domain.rollups import CONTENT, DUTY, EVIDENCE, LINES, NOW

AFTER_SUBMISSION = frozenset(VersionStatus) - EDITABLE


class Remembered(RuleBasedStateMachine):
    """The versions of one obligation with what each says and knew, and every move they made."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.duty = DUTY
        self.versions = [Version()]
        self.contents: list[Content] = [replace(CONTENT, lines=LINES[1:])]
        self.known = [dict(EVIDENCE)]
        self.facts = dict(EVIDENCE)
        self.sealed: dict[int, tuple[bytes, object]] = {}
        self.decided_by: dict[int, Actor] = {}
        self.verdicts: list[tuple[object, bool | None]] = []
        self.moves: list[tuple[VersionStatus, VersionStatus]] = []

    def at(self, pick: int | None, fit: Collection[VersionStatus]) -> int:
        """The place of a version: one counted from the newest, or the newest in a state that fits, if there is any."""
        last = len(self.versions) - 1
        if pick is not None:
            return last - pick % len(self.versions)
        return max((at for at, one in enumerate(self.versions) if one.status in fit), default=last)

    def move(self, at: int, after: Version) -> None:
        """A version becomes another; what it said and knew is sealed once it is submitted."""
        before = self.versions[at]
        if before.status is not after.status:
            self.moves.append((before.status, after.status))
        self.versions[at] = after
        if after.status in AFTER_SUBMISSION:
            self.sealed.setdefault(at, (canonical(self.contents[at]), dict(self.known[at])))

    def follow(self, at: int, draft: Version) -> None:
        """A draft begins with what a version says."""
        self.versions.append(draft)
        self.contents.append(self.contents[at])
        self.known.append(dict(self.known[at]))
