"""Questions that people ask of a quarter (domain.md §7), each as its role, over a small made world."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hub.domain.access import Role
from tests.asking import Asked, Person
from tests.factories import World
from tests.quarter.opening import CITY, COUNTY_CODE, QUESTIONS, Quarter, set_aside
from tests.quarter.pushing import activity, outcomes, output, pushed, shift
from tests.quarter.steps import (
    OFFICE,
    QUARTER,
    RETURN,
    SAVE,
    SIGNER,
    SUBMIT,
    SYSTEM,
    VALIDATE,
    done,
    draft_of,
    submitted,
    told,
)

HANDED_IN = ["SUBMITTED", "RECEIPTED", "ACCEPTED", "LOCKED"]
COUNTY_INTEGRATOR = Person(role=Role.INTEGRATOR, body=COUNTY_CODE)
INTEGRATOR = Person(role=Role.INTEGRATOR, body="610000")


async def answered(ask: Asked, question: str, person: Person, **variables: Any) -> None:
    """The kept answer of a question; the digests of contents are told by their presence."""
    query = (QUESTIONS / f"{question}.graphql").read_text("utf-8")
    found = _without_digests(await ask(query, person, **variables))
    assert found == json.loads((QUESTIONS / f"{question}.json").read_text("utf-8")), json.dumps(
        found, ensure_ascii=False, indent=2
    )


def _without_digests(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: "…" if name in ("contentHash", "mappingVersion") and one else _without_digests(one)
            for name, one in value.items()
        }
    return [_without_digests(one) for one in value] if isinstance(value, list) else value


async def test_q_05_reported_figures_beside_those_computed(ask: Asked, world: World) -> None:
    here = Quarter(ask, world)
    studio = await world.studio(CITY)
    for _ in range(2):
        await world.activity(studio, CITY)
    await here.open()
    await told(ask, here.owed[CITY], SYSTEM, CITY)
    line = next(one for one in await here.lines(CITY) if (one["indicator"], one["computed"]) == ("activities", "2"))
    draft = await draft_of(ask, here.owed[CITY])
    stated = {"unit": CITY, "indicator": "activities", "firstKey": line["firstKey"], "secondKey": line["secondKey"],
              "value": 3, "reasonCode": "PAPER_ONLY", "explanation": "一次活动仅有纸质签到"}  # fmt: skip
    given = {"obligationId": here.owed[CITY], "expectedRevision": draft["revision"], "lines": [stated]}
    saved = await done(ask, SAVE, SYSTEM, input=given)
    assert "id" in saved, saved
    valid = await done(ask, VALIDATE, SIGNER, id=here.owed[CITY])
    assert valid["status"] == "VALIDATED", valid
    await _submit(ask, here.owed[CITY], valid["digest"])

    await answered(ask, "q-05", OFFICE, period=QUARTER, indicators=["activities"], handedIn=HANDED_IN)


async def _submit(ask: Asked, duty: str, digest: str) -> None:
    found = await done(ask, SUBMIT, SIGNER, id=duty, digest=digest)
    assert found["status"] == "RECEIPTED", found


async def test_q_14_the_version_handed_in_last_and_why_it_was_returned(ask: Asked, world: World) -> None:
    here = Quarter(ask, world)
    await world.activity(await world.studio(COUNTY_CODE), COUNTY_CODE)
    await here.open()
    version = await submitted(ask, here.owed[CITY], editor=SYSTEM, signer=SIGNER, code=CITY)
    line = await here.line(CITY, COUNTY_CODE)
    items = [
        {"lineId": line, "code": "CHECK_FIGURE", "text": "请核对柞水县活动次数"},
        {"code": "NARRATIVE", "text": "请补充好做法"},
    ]
    returned = {"versionId": version["id"], "items": items, "correctBy": "2099-01-29"}
    assert "id" in (found := await done(ask, RETURN, OFFICE, input=returned)), found

    await answered(ask, "q-14", SYSTEM, unit=CITY)


async def test_q_28_petitions_that_are_not_referred(ask: Asked, world: World) -> None:
    studio, other = await world.studio(COUNTY_CODE), await world.studio(COUNTY_CODE)
    for status in ("REFERRED", "REFERRED", "IN_HANDLING"):
        await world.opinion(studio, COUNTY_CODE, opinion_class="PETITION", status=status)
    await world.opinion(studio, COUNTY_CODE, opinion_class="PROBLEM", status="IN_HANDLING")
    await world.opinion(other, COUNTY_CODE, opinion_class="PETITION", status="REGISTERED")
    liaison = Person(role=Role.LIAISON, body=COUNTY_CODE, studio=studio)

    await answered(ask, "q-28", liaison, studio=studio)


async def test_q_36_what_a_county_synced_by_external_id_and_what_conflicts(ask: Asked, world: World) -> None:
    studio = await world.studio(COUNTY_CODE)
    county = Person(role=Role.CITY_SYSTEM, body=CITY)
    rows = [output(studio, "T-1"), output(studio, "T-2", kind="SOCIAL_INFO", titleText="测试信息")]
    assert outcomes(await pushed(ask, county, outputs=rows)) == ["NEW", "NEW"]
    again = [output(studio, "T-1"), output(studio, "T-2", kind="SOCIAL_INFO", titleText="测试信息（改）")]
    assert outcomes(await pushed(ask, county, outputs=again)) == ["UNCHANGED", "CHANGED"]
    source = await world.source(COUNTY_CODE, "zhashui-test")
    conflict = {"stage": "DUPLICATE", "code": "SAME_AS_OTHER", "pointer": "/id", "entity": "output"}
    why = {"reason": "与 T-1 疑似同一提案，请确认", "reason_en": "it may be T-1: please confirm"}
    await set_aside(world, source, COUNTY_CODE, "T-3", **conflict, **why)

    await answered(
        ask, "q-36", COUNTY_INTEGRATOR, source="zhashui-test", conflict="T-3", since=date(2026, 1, 1).isoformat()
    )


async def test_q_37_a_repeat_is_not_counted_twice(ask: Asked, world: World) -> None:
    studio, member = await world.studio(CITY), await world.member(CITY)
    reading = activity(studio, "QSL-1", platform="秦商量")
    duty = shift(studio, "QSL-2", member=member, platform="秦商量")
    for outcome in ("NEW", "UNCHANGED"):
        sent = await pushed(ask, activities=[reading], dutyShifts=[duty])
        assert outcomes(sent) == [outcome, outcome], sent
    held = "{ activities { nodes { provenance { source { code } } } } }"
    (node,) = (await ask(held, INTEGRATOR))["activities"]["nodes"]

    source = node["provenance"]["source"]["code"]
    await answered(ask, "q-37", INTEGRATOR, source=source, reading="QSL-1", shift="QSL-2")
