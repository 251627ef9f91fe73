"""What the lines of a report say of it: completeness, explanations, evidence and what was restated (§2d)."""

from __future__ import annotations

from datetime import date
from typing import Any

from hub.domain.words import StudioStatus
from tests.asking import Asked, Person
from tests.factories import World
from tests.quarter.steps import (
    ACCEPT,
    LINES,
    OFFICE,
    REFUSED,
    SAVE,
    SIGNER,
    SUBMIT,
    SYSTEM,
    VALIDATE,
    done,
    draft_of,
    opened,
    submitted,
    told,
)
from tests.quarter.test_rates import of, rates

GRANT = """mutation ($input: GrantAmendmentInput!) { done: grantAmendment(input: $input) {
  ... on RollupVersion { id number kind } %s } }""" % (REFUSED)
CITY = "611000"
WHY = {"reasonCode": "PAPER_ONLY", "explanation": "测试：纸质记录"}


async def saved(ask: Asked, obligation: str, *lines: dict[str, Any], person: Person = SYSTEM) -> None:
    draft = await draft_of(ask, obligation, person)
    given = {"obligationId": obligation, "expectedRevision": draft["revision"], "lines": list(lines)}
    found = await done(ask, SAVE, person, input=given)
    assert "id" in found, found


async def handed_in(ask: Asked, obligation: str) -> str:
    valid = await done(ask, VALIDATE, SIGNER, id=obligation)
    assert valid["status"] == "VALIDATED", valid
    found = await done(ask, SUBMIT, SIGNER, id=obligation, digest=valid["digest"])
    assert found["status"] == "RECEIPTED", found
    return str(found["id"])


async def lines_of(ask: Asked, version: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await ask(LINES, SIGNER, version=version))["node"]["lines"]["nodes"]
    return found


async def test_what_is_not_known_is_not_complete_and_what_does_not_apply_is(ask: Asked, world: World) -> None:
    studio = await world.studio(CITY)
    await world.activity(studio, CITY)
    period, owed = await opened(ask)
    await told(ask, owed[CITY], SYSTEM)
    unknown = {"unit": "611022", "indicator": "proposals", "unknown": "县政协未报来"}
    absent = {"unit": "611026", "indicator": "proposals", "notApplicable": "尚无工作室"}
    before = of(await rates(ask, period), CITY)["contentCompleteness"]
    await saved(ask, owed[CITY], unknown, absent)
    version = await handed_in(ask, owed[CITY])

    found = of(await rates(ask, period), CITY)["contentCompleteness"]

    optional = {"activity-attendance"}
    required = [one for one in await lines_of(ask, version) if one["indicator"] not in optional]
    assert (found["numerator"], found["denominator"]) == (len(required) - 1, len(required))
    # Of what was not received the required figures are known from the draft, and none of them was sent.
    assert (before["numerator"], before["denominator"]) == (0, len(required))


async def test_claims_beyond_the_records_lower_the_evidence_and_count_as_explained(ask: Asked, world: World) -> None:
    studio = await world.studio(CITY)
    await world.activity(studio, CITY)
    period, owed = await opened(ask)
    await told(ask, owed[CITY], SYSTEM)
    more = {"unit": CITY, "indicator": "proposals", "value": 4, **WHY}
    await saved(ask, owed[CITY], more)
    version = await handed_in(ask, owed[CITY])

    found = of(await rates(ask, period), CITY)

    lines = await lines_of(ask, version)
    claimed = sum(int(one["claimed"] or 0) for one in lines)
    assert claimed == 1 + 1 + 4  # the studio, its activity, and the proposals
    assert (found["evidenceCoverage"]["numerator"], found["evidenceCoverage"]["denominator"]) == (2, 6)
    assert (found["explanationRate"]["numerator"], found["explanationRate"]["denominator"]) == (1, len(lines))


async def test_what_an_amendment_changed_is_restated_once_however_often_it_is_amended(ask: Asked, world: World) -> None:
    assert await world.studio(CITY)
    period, owed = await opened(ask)
    first = await submitted(ask, owed[CITY], editor=SYSTEM, signer=SIGNER, code=CITY)
    standing = first["id"]
    assert (await done(ask, ACCEPT, OFFICE, input={"versionId": standing}))["status"] == "ACCEPTED"
    for value in (3, 5):
        lines = await lines_of(ask, standing)
        (line,) = [one["id"] for one in lines if (one["unit"]["code"], one["indicator"]) == (CITY, "proposals")]
        given = {"versionId": standing, "reason": "测试", "expiresOn": "2099-01-01", "lines": [line]}
        granted = await done(ask, GRANT, OFFICE, input=given)
        assert granted["kind"] == "AMENDMENT", granted
        await saved(ask, owed[CITY], {"unit": CITY, "indicator": "proposals", "value": value, **WHY})
        standing = await handed_in(ask, owed[CITY])
        changed = [
            one["id"]
            for one in await lines_of(ask, standing)
            if (one["unit"]["code"], one["indicator"]) == (CITY, "proposals")
        ]
        accepted = await done(ask, ACCEPT, OFFICE, input={"versionId": standing, "explanations": changed})
        assert accepted["status"] == "ACCEPTED", accepted

    found = of(await rates(ask, period), CITY)["restatedShare"]

    assert (found["numerator"], found["denominator"]) == (1, len(await lines_of(ask, standing)))


async def test_studios_that_are_not_on_file_or_lived_later_are_none_to_be_covered(ask: Asked, world: World) -> None:
    busy = await world.studio(CITY)
    await world.output(busy, CITY)
    idle = await world.studio("611026")
    await world.activity(idle, "611026", held_on=date(2025, 12, 31))
    unfiled = await world.studio(CITY, status=StudioStatus.UNFILED_ACTIVE)
    await world.activity(unfiled, CITY)
    await world.studio(CITY, approved_on=date(2026, 4, 1))
    period, _ = await opened(ask)

    found = of(await rates(ask, period), CITY)["studioCoverage"]

    assert (found["numerator"], found["denominator"]) == (1, 2)
