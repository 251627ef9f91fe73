"""The life of a filing under any order of requests: F1 (filed once), F4 (no signature skipped), F6 (no machine)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hub.domain import filing_rules as rules
from hub.domain.access import Role
from hub.domain.command import Actor, Refusal
from hub.domain.filing_rules import Standing, StudioFacts, Wish
from hub.domain.filing_settings import filing_settings
from hub.domain.level import Level
from hub.domain.registry_words import FilingKind, FilingStatus
from hub.domain.words import StudioStatus

TODAY = date(2026, 5, 10)
OWNER = "bod_owner"
NEW = Wish(kind=FilingKind.NEW_STUDIO)
RENAMED = Wish(kind=FilingKind.RENAMING, before="旧名", after="新名")


def someone(role: Role, *, body: str, level: Level, is_machine: bool = False) -> Actor:
    return Actor(subject=role.value, roles=frozenset({role}), is_machine=is_machine, body_id=body, level=level)


DEPARTMENT = someone(Role.MANAGING_DEPARTMENT, body=OWNER, level=Level.COUNTY)
MACHINE = someone(Role.CITY_SYSTEM, body="bod_city", level=Level.CITY, is_machine=True)
PROVINCE = someone(Role.PROVINCE_OFFICE, body="bod_province", level=Level.PROVINCE)
OFFICE_MACHINE = replace(PROVINCE, is_machine=True)
ANYBODY = st.sampled_from([DEPARTMENT, MACHINE, PROVINCE, OFFICE_MACHINE])


class Life(RuleBasedStateMachine):
    """Anybody tries anything in any order; what the rules grant is done."""

    def __init__(self) -> None:
        super().__init__()
        self.studio = StudioFacts(owner=OWNER, name="测试工作室", status=StudioStatus.DRAFT)
        self.filings: list[Standing] = []
        self.numbers: list[str] = []
        self.moves: list[tuple[FilingStatus | None, FilingStatus]] = []
        self.signed: list[str] = []

    @rule()
    def approve(self) -> None:
        """The chair meeting agrees; the chain before it is not the business of filing."""
        if self.studio.approved_on is None:
            self.studio = replace(self.studio, approved_on=date(2026, 4, 1))
            self.signed.append("chair meeting")

    @rule()
    def grant_the_plaque(self) -> None:
        """The plaque makes an approved studio active."""
        if self.studio.approved_on is not None and self.studio.plaqued_on is None:
            self.studio = replace(self.studio, status=StudioStatus.UNFILED_ACTIVE, plaqued_on=date(2026, 4, 20))
            self.signed.append("plaque")

    @rule(who=ANYBODY, wish=st.sampled_from([NEW, RENAMED]))
    def submit(self, who: Actor, wish: Wish) -> None:
        """Submit, or submit again."""
        held = next((one for one in reversed(self.filings) if one.kind is wish.kind), None)
        needs = filing_settings().needs[wish.kind]
        role = rules.submitter(who, self.studio)
        attempt = rules.submission(wish, studio=self.studio, held=held, needs=needs, today=TODAY)
        if isinstance(role, Refusal) or isinstance(attempt, Refusal):
            return
        made = Standing(kind=wish.kind, status=FilingStatus.SUBMITTED, attempt=attempt, submitted_by=who.subject)
        if held is not None and attempt > 1:
            self._move(held, made)
        else:
            self.filings.append(made)
            self.moves.append((None, made.status))

    @rule(who=ANYBODY, pick=st.integers(0, 5))
    def receive(self, who: Actor, pick: int) -> None:
        """Receive any filing."""
        filing = self._any(pick)
        if filing is not None and rules.receipt(who, filing) is None:
            assert who == PROVINCE  # F6
            self._move(filing, replace(filing, status=FilingStatus.RECEIPTED))

    @rule(who=ANYBODY, pick=st.integers(0, 5))
    def send_back(self, who: Actor, pick: int) -> None:
        """Return any filing."""
        filing = self._any(pick)
        if filing is not None and rules.returning(who, filing) is None:
            assert who == PROVINCE  # F6
            self._move(filing, replace(filing, status=FilingStatus.RETURNED))

    @rule(who=ANYBODY, pick=st.integers(0, 5), remarks=st.sampled_from([None, "请补充说明"]))
    def accept(self, who: Actor, pick: int, remarks: str | None) -> None:
        """Put any filing on file."""
        filing = self._any(pick)
        if filing is None or rules.accepting(who, filing) is not None:
            return
        assert who == PROVINCE  # F6
        what = rules.acceptance(filing, self.studio, remarks=remarks)
        if what.takes_number:
            self.numbers.append(f"610000-2026-{len(self.numbers) + 1:04}")
            self.studio = replace(self.studio, filing_number=self.numbers[-1], filed_on=TODAY)
        self.studio = replace(self.studio, status=what.studio or self.studio.status)
        self._move(filing, replace(filing, status=what.filing))

    @invariant()
    def a_studio_is_filed_as_new_once_and_has_one_number(self) -> None:
        """F1."""
        assert sum(one.kind is FilingKind.NEW_STUDIO for one in self.filings) <= 1
        assert len(self.numbers) <= 1

    @invariant()
    def nothing_is_filed_without_its_signatures(self) -> None:
        """F4."""
        assert not self.filings or self.signed == ["chair meeting", "plaque"]

    @invariant()
    def no_step_is_skipped(self) -> None:
        """F4, of the filing itself."""
        for before, after in self.moves:
            assert after is FilingStatus.SUBMITTED if before is None else after in rules.NEXT[before]

    @invariant()
    def a_studio_is_active_and_unfiled_until_it_is_on_file(self) -> None:
        """What is not on file is told apart."""
        on_file = any(one.kind is FilingKind.NEW_STUDIO and one.status in rules.ON_FILE for one in self.filings)
        assert (self.studio.status is StudioStatus.ACTIVE) is on_file

    def _any(self, pick: int) -> Standing | None:
        return self.filings[pick % len(self.filings)] if self.filings else None

    def _move(self, before: Standing, after: Standing) -> None:
        self.filings[self.filings.index(before)] = after
        self.moves.append((before.status, after.status))


TestLife = Life.TestCase
