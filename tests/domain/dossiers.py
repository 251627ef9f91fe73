"""The packaged standards as a dossier sees them."""

from __future__ import annotations

from hub.domain.dossier_facts import Book, Place, Quota
from hub.domain.standard import Rulebook
from hub.domain.standard_files import read_standards
from hub.domain.standard_words import StructureKind


def book(body: str) -> Book:
    """The packaged standards of a body, as the dossier sees them."""
    (found,) = [one for one in read_standards() if one.body == body]
    platforms = [one.items for one in found.structures if one.kind is StructureKind.ONLINE_PLATFORMS]
    return Book(
        id="rbk_x",
        body=body,
        name=found.version,
        quotas_from=found.quotas_from,
        quotas=tuple(_quotas(found)),
        platforms=frozenset(platforms[0]) if platforms else None,
    )


def _quotas(found: Rulebook) -> list[Quota]:
    return [
        Quota(
            key=one.key,
            subject=one.subject,
            metric=one.metric,
            mode=one.mode,
            period=one.period,
            minimum=one.minimum,
            group=one.group,
            combinator=one.combinator,
            includes_citizen_proposals=one.includes_citizen_proposals,
            applies_to=one.applies_to,
            effective_from=one.effective_from,
            place=Place(rule=one.evidence.rule, clause=one.evidence.clause, sentence=one.evidence.sentence),
        )
        for one in found.quotas
    ]
