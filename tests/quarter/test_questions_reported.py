"""Questions of the clerks about what is reported: who has not sent, what was told, which counties are silent."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from hub.domain.access import Role
from tests.asking import Asked, Person
from tests.factories import World
from tests.quarter.pushes import whole
from tests.quarter.steps import (
    ACCEPT,
    EXEMPT,
    OFFICE,
    OPEN,
    QUARTER,
    RECOMPUTE,
    SAVE,
    SIGNER,
    SUBMIT,
    SYSTEM,
    VALIDATE,
    YULIN,
    done,
    draft_of,
    opened,
)

HERE = Path(__file__).parent / "questions"
CITY, COUNTY, SILENT = "611000", "611026", "611022"
STUDIOS = "{ obligations(first: 10) { nodes { id studio { name } } } }"


def question(name: str) -> tuple[str, Any]:
    """A kept query and the answer that is right."""
    path = HERE / f"{name}.graphql"
    return path.read_text("utf-8"), json.loads(path.with_suffix(".json").read_text("utf-8"))


def ordered(found: Any) -> Any:
    """An answer whose lists stand in an order of their own, where the rows have none that is told."""
    match found:
        case dict():
            return {key: ordered(one) for key, one in found.items()}
        case list():
            return sorted((ordered(one) for one in found), key=lambda one: json.dumps(one, ensure_ascii=False))
    return found


async def sent(
    ask: Asked, obligation: str, person: Person, *, texts: list[dict[str, str]], lines: list[dict[str, Any]]
) -> str:
    """A report with these texts and lines, submitted; the identifier of its version."""
    draft = await draft_of(ask, obligation, person)
    given = {"obligationId": obligation, "expectedRevision": draft["revision"], "narratives": texts, "lines": lines}
    saved = await done(ask, SAVE, person, input=given)
    assert "id" in saved, saved
    signer = Person(role=person.role, body=person.body, studio=person.studio, subject="another-signer")
    valid = await done(ask, VALIDATE, signer, id=obligation)
    assert valid["status"] == "VALIDATED", valid
    found = await done(ask, SUBMIT, signer, id=obligation, digest=valid["digest"])
    assert found["status"] == "RECEIPTED", found
    return str(found["id"])


def text(unit: str, indicator: str, theme: str, heading: str) -> dict[str, str]:
    return {"unit": unit, "indicator": indicator, "theme": theme, "heading": heading, "text": f"测试：{heading}的做法"}


def practices(unit: str, *themes: str) -> list[dict[str, str]]:
    return [
        text(unit, indicator, theme, f"{theme}{number}")
        for number, theme in enumerate(themes, start=1)
        for indicator in ("good-experience", "good-practice")
    ]


async def _a_quarter(ask: Asked, world: World) -> None:
    """Two cities send, one of them without data of a county; one unit is exempt, nine have not sent."""
    city, county = await world.studio(CITY), await world.studio(COUNTY)
    member = await world.member(COUNTY)
    await world.activity(city, CITY)
    await world.activity(county, COUNTY)
    await world.shift(county, member, COUNTY)
    assert await world.studio("610800")
    _, owed = await opened(ask)
    unknown = {"unit": SILENT, "indicator": "activities", "unknown": "县政协未报来"}
    version = await sent(ask, owed[CITY], SIGNER, texts=practices(CITY, "联动", "值班"), lines=[unknown])
    accepted = await done(ask, ACCEPT, OFFICE, input={"versionId": version})
    assert accepted["status"] == "ACCEPTED", accepted
    await sent(ask, owed["610800"], YULIN, texts=practices("610800", "联动"), lines=[])
    await done(ask, EXEMPT, OFFICE, id=owed["610403"], reason="测试：本期无工作室")


async def test_q_03_which_cities_have_not_sent_and_whose_roll_up_misses_a_county(ask: Asked, world: World) -> None:
    """A county of which the city knows nothing is named with its reason; the county breaches nothing (A-46)."""
    await _a_quarter(ask, world)
    query, expected = question("q-03")

    found = await ask(query, OFFICE, quarter=QUARTER)

    assert ordered(found) == ordered(expected)
    units = {one["body"]["code"]: one["units"] for one in found["sent"]["nodes"]}
    assert {COUNTY, SILENT} < set(units[CITY])
    own = await ask(query, SIGNER, quarter=QUARTER)
    assert (own["notSent"]["totalCount"], own["sent"]["totalCount"]) == (0, 1)


async def test_q_06_good_practices_stand_by_theme_wherever_they_were_told(ask: Asked, world: World) -> None:
    """Of what was received; drafts are nobody's recommendation yet."""
    await _a_quarter(ask, world)
    query, expected = question("q-06")

    found = await ask(query, OFFICE, quarter=QUARTER)

    assert ordered(found) == ordered(expected)
    themes = [one["theme"] for one in found["narratives"]["nodes"]]
    assert themes == sorted(themes)


async def test_q_15_which_counties_have_no_duty_records_or_data(ask: Asked, world: World) -> None:
    """Every county of the city is named, so that one without any record is seen at once."""
    await _a_quarter(ask, world)
    query, expected = question("q-15")
    days = {"from": date(2026, 1, 1).isoformat(), "to": date(2026, 3, 31).isoformat()}

    found = await ask(query, SIGNER, city=CITY, quarter=QUARTER, **days)

    assert ordered(found) == ordered(expected)
    silent = [one["code"] for one in found["counties"]["nodes"] if not one["duty"]["totalCount"]]
    assert len(silent) == len(found["counties"]["nodes"]) - 1
    assert COUNTY not in silent


async def test_q_04_which_cities_sent_their_annual_summary_by_the_end_of_december(ask: Asked, world: World) -> None:
    """The day is inclusive, and lateness was decided when it came."""
    assert await world.studio(CITY)
    for year, person in (("2025", SIGNER), ("2098", YULIN)):
        period = await done(ask, OPEN, OFFICE, definition="city-annual", period=year)
        owed = {one["body"]["code"]: one["id"] for one in period["obligations"]["nodes"]}
        summary = [text(person.body, "summary", "总结", "年度总结")]
        await sent(ask, owed[person.body], person, texts=summary, lines=[])
    query, expected = question("q-04")

    found = {year: await ask(query, OFFICE, year=year) for year in ("2025", "2098")}

    assert ordered(found) == ordered(expected)


async def test_q_16_which_studios_did_not_send_their_summary_by_the_end_of_november(ask: Asked, world: World) -> None:
    """Those that never came and those that came late; one that is exempt is not among them."""
    committee = await world.committee(CITY)
    names = ("测试甲室", "测试乙室", "测试丙室")
    studios = {name: await world.studio(CITY, name=name, committee_id=committee) for name in names}
    period = await done(ask, OPEN, OFFICE, definition="studio-annual", period="2025")
    assert period["obligations"]["totalCount"] == len(names), period
    listed = await ask(STUDIOS, SIGNER)
    owed = {one["studio"]["name"]: one["id"] for one in listed["obligations"]["nodes"]}
    person = Person(role=Role.CONVENER, body=CITY, studio=studios["测试甲室"], subject="convener")
    made = await done(ask, RECOMPUTE, person, id=owed["测试甲室"])
    assert made["status"] == "DRAFT", made
    await sent(ask, owed["测试甲室"], person, texts=[text(CITY, "summary", "总结", "年度总结")], lines=[])
    guide = Person(role=Role.SPECIAL_COMMITTEE, body=CITY, committee=committee, subject="committee")
    freed = await done(ask, EXEMPT, guide, id=owed["测试丙室"], reason="测试：年内新设")
    assert freed["status"] == "EXEMPT", freed
    query, expected = question("q-16")

    found = await ask(query, SIGNER, year="2025")

    assert ordered(found) == ordered(expected)


async def test_q_13_a_city_pushes_its_quarter_and_pushes_it_again(ask: Asked, owed: str) -> None:
    """The same key again gives the same answer; there is one version and one receipt."""
    query, expected = question("q-13")
    given = await whole(ask, owed, submit=True)

    first = await ask(query, SYSTEM, input=given, key="quarter-1")
    second = await ask(query, SYSTEM, input=given, key="quarter-1")

    units = first["pushRollup"]["version"].pop("units")
    assert second["pushRollup"]["version"].pop("units") == units
    assert {CITY, COUNTY} <= set(units)
    assert first == second == expected
