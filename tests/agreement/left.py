"""Operations that are left to the general path, each with the reason: answers that are computed."""

from __future__ import annotations

from collections.abc import Mapping

from hub.store.models.assessment import Assessment
from hub.store.models.base import Base
from hub.store.models.studio import Studio
from tests.agreement.both_ways import Case
from tests.agreement.written import kept

FIELD = "field"


def left(ids: Mapping[type[Base], list[str]]) -> dict[str, tuple[Case, str]]:
    """Operations by what they are, and why they are left."""
    studio, assessment = ids[Studio][0], ids[Assessment][0]
    found = kept(ids)
    written = {
        "the map": ('{ mapView(on: "2026-03-01", view: AS_REPORTED, root: "611000") { code studiosInBranch } }', FIELD),
        "what may be done": (
            f'{{ node(id: "{studio}") {{ ... on Studio {{ allowedActions {{ action }} }} }} }}',
            FIELD,
        ),
        "a dossier": (f'{{ assessmentDossier(studio: "{studio}", year: 2025) {{ lines {{ key found }} }} }}', FIELD),
        "what is shared": ('{ sharedTotals(body: "611000", span: QUARTER, on: "2026-03-01") { __typename } }', FIELD),
        "what is owed": ("{ myObligations { owed { definition status } waiting { definition } } }", FIELD),
        "the rates of a period": ('{ reportingRates(period: "rpd_x") { together { owed } } }', FIELD),
        "a comparison": (
            '{ cityComparison(period: "rpd_x", indicator: "activities") { units { evidenceOnly } } }',
            FIELD,
        ),
        "figures of a missing report": ('{ shadowFigures(obligation: "obl_x") { notice } }', FIELD),
        "a trial": ('{ complianceTrial(rulebook: "rbk_x", within: "611026") { studios { standing } } }', FIELD),
        "beside a decision": (
            f'{{ node(id: "{assessment}") {{ id ... on Assessment {{ result allowedActions {{ code }} }} }} }}',
            FIELD,
        ),
    }
    return found | {title: (Case(query=text, variables={}), why) for title, (text, why) in written.items()}
