"""Linkages and parties for tests of the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hub.domain.access import Role
from hub.domain.arrangement_rules import (
    LinkFacts,
    PartyFacts,
)
from hub.domain.command import Actor, Refusal
from hub.domain.level import Level
from hub.domain.registry_words import Consent, LinkStatus, PartyKind, PartyRole

TODAY = date(2026, 3, 2)


CITY, COUNTY, PEER = "bod_city", "bod_county", "bod_peer"


MANAGING, COMMITTEE = Role.MANAGING_DEPARTMENT, Role.SPECIAL_COMMITTEE


def person(body: str | None, role: Role = MANAGING, *, committee: str | None = None, machine: bool = False) -> Actor:
    """Somebody at a body."""
    committees = frozenset() if committee is None else frozenset({committee})
    return Actor(
        subject="测试人员", roles=frozenset({role}), is_machine=machine, body_id=body, level=None, committees=committees
    )


def party(name: str, body: str | None, consent: Consent = Consent.AWAITED, *, leads: bool = False) -> PartyFacts:
    """A party; one without a body here is a department."""
    return PartyFacts(
        id=name,
        kind=PartyKind.DEPARTMENT if body is None else PartyKind.BODY,
        role=PartyRole.LEAD if leads else PartyRole.CO,
        level=None if body is None else Level.COUNTY,
        body_id=body,
        committee_id=None if body is None else f"com_{body}",
        name=name,
        consent=consent,
    )


LEAD = party("市方", CITY, Consent.AGREED, leads=True)


PARTNER = party("区方", COUNTY)


AGREED_PARTNER = party("区方", COUNTY, Consent.AGREED)


BUREAU = party("测试局", None, Consent.NOT_NEEDED)


def link(status: LinkStatus, *parties: PartyFacts) -> LinkFacts:
    """A linkage that the city leads."""
    return LinkFacts(lead_body_id=CITY, status=status, parties=(LEAD, *parties))


PROPOSED = link(LinkStatus.PROPOSED, PARTNER, BUREAU)


ACTIVE = link(LinkStatus.ACTIVE, AGREED_PARTNER, BUREAU)


ENDED = link(LinkStatus.ENDED, AGREED_PARTNER, BUREAU)


DECLINED = link(LinkStatus.DECLINED, replace(PARTNER, consent=Consent.DECLINED))


EVERY = (PROPOSED, ACTIVE, ENDED, DECLINED)


Guard = Callable[[Actor, LinkFacts], Refusal | None]


def no(refusal: Refusal | None) -> tuple[str, str | None]:
    """The code and the rule of a refusal."""
    assert refusal is not None
    assert refusal.zh
    assert refusal.en
    return refusal.code, refusal.rule
