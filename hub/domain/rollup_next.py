"""What is to be done next with a report, on either side, judged by the rules that judge the act itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from hub.domain import rollup_review, rollup_rules
from hub.domain.command import Actor, Allowed, Refusal
from hub.domain.rollup_facts import EDITABLE, Duty, Terms, Version, own_unit
from hub.domain.rollup_findings import Validation
from hub.domain.rollup_rules import still_owed
from hub.domain.rollup_words import VersionKind, VersionStatus


@dataclass(frozen=True, kw_only=True)
class Newest:
    """The newest version of an obligation with the states of its others."""

    version: Version
    others: Collection[VersionStatus] = ()


def next_for_unit(actor: Actor, duty: Duty, newest: Newest | None, terms: Terms, *, now: datetime) -> Allowed | None:
    """The next mutation of the reporting side, and why it is not open; None while nothing is to be done there."""
    if newest is None:
        refusal = own_unit(actor, duty, terms, "起草", "drafting") or still_owed(duty, VersionKind.ORIGINAL)
        return _owed("recomputeRollup", refusal)
    version = newest.version
    if version.status not in EDITABLE:
        return None
    if version.status is VersionStatus.VALIDATED and version.stamp is not None:
        judged = rollup_rules.submit(
            actor,
            duty,
            version,
            terms,
            validation=Validation(findings=(), stamp=version.stamp),
            digest=version.stamp.digest,
            others=newest.others,
            now=now,
        )
        return _owed("submitRollup", judged if isinstance(judged, Refusal) else None)
    refusal = own_unit(actor, duty, terms, "填报", "drafting") or still_owed(duty, version.kind)
    return _owed("saveRollupDraft" if version.last_edited_by is None else "validateRollup", refusal)


def next_for_receiver(actor: Actor, version: Version, terms: Terms) -> Allowed | None:
    """The next mutation of the receiving side, and why it is not open; None where nothing waits for it."""
    if version.status is not VersionStatus.RECEIPTED:
        return None
    judged = rollup_review.begin_review(actor, version, terms)
    action = "acceptRollup" if version.in_review else "beginReview"
    return Allowed(action=action, refusal=judged if isinstance(judged, Refusal) else None)


def _owed(action: str, refusal: Refusal | None) -> Allowed:
    return Allowed(action=action, refusal=refusal)
