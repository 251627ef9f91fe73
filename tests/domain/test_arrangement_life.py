"""Whatever parties answer, a linkage keeps its invariants (W8)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hub.domain.arrangement_rules import (
    LinkFacts,
    PartyFacts,
    can_answer,
    can_end,
    can_write_part,
    standing,
)
from hub.domain.command import Actor
from hub.domain.registry_words import Consent, LinkStatus, PartyRole
from tests.domain.linkages import (
    CITY,
    COUNTY,
    LEAD,
    PEER,
    party,
    person,
)

BODIES = (CITY, COUNTY, PEER)


ACTORS = [person(body, machine=machine) for body in BODIES for machine in (False, True)]


class Consents(RuleBasedStateMachine):
    """Anybody tries anything at any time; only a party's own people ever change its answer."""

    @initialize(others=st.lists(st.sampled_from([COUNTY, PEER, None]), min_size=1, max_size=4))
    def propose(self, others: list[str | None]) -> None:
        named = [
            party(f"参与方{number}", body, Consent.NOT_NEEDED if body is None else Consent.AWAITED)
            for number, body in enumerate(others)
        ]
        self.answered: dict[str, Actor] = {}
        self.wrote: dict[str, Actor] = {}
        self.ends = 0
        self.held = self._stood(LEAD, *named)

    def _stood(self, *parties: PartyFacts) -> LinkFacts:
        return LinkFacts(lead_body_id=CITY, status=standing(parties).status, parties=parties)

    @rule(actor=st.sampled_from(ACTORS), number=st.integers(0, 4), yes=st.booleans())
    def answer(self, actor: Actor, number: int, *, yes: bool) -> None:
        asked = self.held.parties[number % len(self.held.parties)]
        if can_answer(actor, self.held, asked) is not None:
            return
        given = replace(asked, consent=Consent.AGREED if yes else Consent.DECLINED)
        self.answered[asked.id] = actor
        self.held = self._stood(*(given if one.id == asked.id else one for one in self.held.parties))

    @rule(actor=st.sampled_from(ACTORS), number=st.integers(0, 4))
    def write(self, actor: Actor, number: int) -> None:
        asked = self.held.parties[number % len(self.held.parties)]
        if can_write_part(actor, self.held, asked) is None:
            assert self.held.status is LinkStatus.ACTIVE
            self.wrote[asked.id] = actor

    @rule(actor=st.sampled_from(ACTORS))
    def end(self, actor: Actor) -> None:
        if can_end(actor, self.held) is None:
            assert self.held.status is LinkStatus.ACTIVE
            assert actor.body_id == CITY
            self.ends += 1
            self.held = replace(self.held, status=LinkStatus.ENDED)

    @invariant()
    def nobody_answers_or_writes_for_another(self) -> None:
        by_id = {one.id: one for one in self.held.parties}
        for identifier, actor in [*self.answered.items(), *self.wrote.items()]:
            assert by_id[identifier].body_id == actor.body_id

    @invariant()
    def no_machine_ever_answers(self) -> None:
        assert not any(actor.is_machine for actor in self.answered.values())

    @invariant()
    def it_takes_effect_only_when_everybody_agreed(self) -> None:
        if self.held.status in (LinkStatus.ACTIVE, LinkStatus.ENDED):
            assert all(one.consent in (Consent.AGREED, Consent.NOT_NEEDED) for one in self.held.parties)
            assert self.answered.keys() == {one.id for one in self.held.parties if one.body_id and one is not LEAD}
        if any(one.consent is Consent.DECLINED for one in self.held.parties):
            assert self.held.status is LinkStatus.DECLINED

    @invariant()
    def the_lead_stays_the_only_owner(self) -> None:
        assert self.held.lead_body_id == CITY
        assert [one for one in self.held.parties if one.role is PartyRole.LEAD] == [LEAD]
        assert self.ends <= 1


TestConsents = Consents.TestCase
