"""The dossier of a studio's year before its committee decides: the same computing, nothing is written."""

from __future__ import annotations

from hub.domain.assessment_rules import failures_with, first_failed, known_year, outcome, unassessed
from hub.domain.dossier import dossier
from hub.domain.dossier_facts import Preview
from hub.domain.registry_words import AssessmentResult
from hub.resolvers.assessment import demands_for, studio_for
from hub.resolvers.assessment_steps import status_before_warning
from hub.store.acting import Acting
from hub.store.evidence import assessments_of, studio_year
from hub.store.evidence_holds import open_holds


async def preview(acting: Acting, studio_id: str, year: int) -> Preview | None:
    """What an assessment today would rest on; None for a year ahead and for who does not supervise the studio."""
    if known_year(year, today=acting.today) is not None:
        return None
    studio = await studio_for(acting, studio_id)
    if studio is None:
        return None
    demands = await demands_for(acting, studio, year=year, on=acting.today)
    past = await assessments_of(acting.connection, studio["id"])
    since = first_failed(past, year=year)
    holds = await open_holds(acting.connection, studio["owner_body_id"], year=since)
    seen = await studio_year(acting.connection, studio, year=year, as_of=acting.today, past=past, holds=holds)
    failures = failures_with(past, year=year, result=AssessmentResult.FAIL)
    before = await status_before_warning(acting, studio)
    return Preview(
        year=year,
        lines=dossier(seen, demands),
        if_failed=outcome(failures, demands.thresholds, status=studio["status"], before_warning=before),
        holds=holds,
        unassessed=unassessed(past, year=year),
    )
