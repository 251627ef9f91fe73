"""The rows of joint work as the rules see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hub.domain.access import Act
from hub.domain.arrangement_rules import LinkFacts, PartyFacts
from hub.domain.command import Refusal, absent
from hub.store.acting import Acting, Row
from hub.store.dialect import table_of
from hub.store.models.arrangement import Arrangement, ArrangementOutput, ArrangementParty


@dataclass(frozen=True, kw_only=True)
class Held:
    """A linkage that nobody else changes until the end, with its parties."""

    row: Row
    parties: Mapping[str, Row]

    @property
    def facts(self) -> LinkFacts:
        """The linkage as the rules see it."""
        return LinkFacts(
            lead_body_id=self.row["lead_body_id"],
            status=self.row["status"],
            parties=tuple(party_facts(one) for one in self.parties.values()),
            started_on=self.row["started_on"],
            agreed_on=self.row["agreed_on"],
        )


def party_facts(row: Row) -> PartyFacts:
    """A party as the rules see it."""
    return PartyFacts(
        id=row["id"],
        kind=row["kind"],
        role=row["role"],
        level=row["level"],
        body_id=row["body_id"],
        studio_id=row["studio_id"],
        committee_id=row["committee_id"],
        name=row["name"],
        consent=row["consent"],
        consented_on=row["consented_on"],
    )


async def held_with(acting: Acting, row: Row) -> Held:
    """A linkage with its parties; its row is locked, so that the parties stay as they are read here."""
    return Held(row=row, parties={one["id"]: one for one in await parties_of(acting, row["id"])})


async def parties_of(acting: Acting, arrangement: str) -> Sequence[Row]:
    """The parties of a linkage, in a steady order."""
    party = table_of(ArrangementParty)
    return await acting.all(select(party).where(party.c.arrangement_id == arrangement).order_by(party.c.id))


async def results_of(acting: Acting, arrangement: str) -> Sequence[Row]:
    """What came of a linkage."""
    result = table_of(ArrangementOutput)
    return await acting.all(select(result).where(result.c.arrangement_id == arrangement).order_by(result.c.id))


async def held_link(acting: Acting, identifier: str) -> Held | Refusal:
    """The linkage with an identifier, when a party of it is the caller's."""
    row = await acting.within(Arrangement, identifier, Act.RECORD)
    if row is None:
        return absent(Arrangement.title, at="input.arrangementId")
    return await held_with(acting, row)


async def held_party(acting: Acting, identifier: str) -> tuple[Held, PartyFacts] | Refusal:
    """The party with an identifier and its linkage, when a party of that is the caller's."""
    found = await acting.within(ArrangementParty, identifier, Act.RECORD)
    row = None
    if found is not None:
        row = await acting.one(Arrangement, table_of(Arrangement).c.id == found["arrangement_id"])
    if found is None or row is None:
        return absent(ArrangementParty.title, at="input.partyId")
    held = await held_with(acting, row)
    return held, party_facts(held.parties[identifier])


def change_link(acting: Acting, held: Held, **values: Any) -> None:  # columns of any type
    """Write new values of a linkage, and that it has changed."""
    acting.change(Arrangement, held.row, **values, changed_at=acting.now, revision=held.row["revision"] + 1)
