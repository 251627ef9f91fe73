"""A period under any order of requests by anybody: I1, I2, I3, I7, I8 and I10 hold (behaviour.md §2a)."""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import invariant

from hub.domain.rollup_digest import canonical
from hub.domain.rollup_facts import IN_FORCE, NEXT, UNDER_WAY
from hub.domain.rollup_words import VersionKind
from tests.domain.quarters import Tries
from tests.domain.rollups import DUTY, TERMS


class Quarter(Tries):
    """What the rules grant is done, and nothing else."""

    @invariant()
    def one_version_lies_with_the_office_and_one_is_in_force(self) -> None:
        """I1; both at once only where an amendment is under way."""
        under_way = [one for one in self.versions if one.status in UNDER_WAY]
        in_force = [one for one in self.versions if one.status in IN_FORCE]
        assert len(under_way) <= 1
        assert len(in_force) <= 1
        assert not (under_way and in_force) or under_way[0].kind is VersionKind.AMENDMENT

    @invariant()
    def what_was_submitted_never_changes(self) -> None:
        """I2, and I10 for what was computed."""
        for at, seal in self.sealed.items():
            assert (canonical(self.contents[at]), self.known[at]) == seal

    @invariant()
    def what_was_submitted_is_whole(self) -> None:
        """I3."""
        for at in self.sealed:
            assert {one.key for one in self.contents[at].lines} == TERMS.required

    @invariant()
    def lateness_is_decided_once(self) -> None:
        """I7."""
        assert len(set(self.verdicts)) <= 1
        timing = self.duty.timing
        assert timing.due_original == DUTY.timing.due_original
        if self.verdicts:
            assert (timing.first_received_at, timing.on_time) == self.verdicts[0]

    @invariant()
    def nobody_decides_on_what_they_submitted(self) -> None:
        """I8, and a machine decides on nothing."""
        for at, who in self.decided_by.items():
            assert who.subject != self.versions[at].submitted_by
            assert not who.is_machine

    @invariant()
    def every_step_is_one_of_the_table(self) -> None:
        """Nothing is reopened in place."""
        assert all(after in NEXT[before] for before, after in self.moves)


TestQuarter = Quarter.TestCase
TestQuarter.settings = settings(max_examples=100, stateful_step_count=60)
