"""Reports pushed by a city's system: whole sections, saved, validated and submitted in one step (behaviour.md §2a)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from hub.store.dialect import table_of
from hub.store.models.facts import Activity, DutyShift, Opinion, Output
from hub.store.models.report import ReportDefinition
from hub.store.models.studio import Studio
from hub.store.session import Database
from tests.asking import Asked
from tests.quarter.pushes import (
    CITY,
    COUNTY,
    attempts,
    claims_of,
    found,
    line,
    push_of,
    pushed,
    receipts,
    stated,
    texts,
    whole,
)
from tests.quarter.steps import OFFICE, RETURN, SIGNER, SUBMIT, SYSTEM, done, draft_of


async def test_a_push_is_saved_validated_submitted_and_received_in_one_step(ask: Asked, owed: str) -> None:
    came = await pushed(ask, await whole(ask, owed), "q1")

    assert (came["outcome"], came["findings"]) == ("ACCEPTED", [])
    assert (came["version"]["number"], came["version"]["status"]) == (1, "RECEIPTED")
    assert len(receipts(came)) == 1
    assert [(one["outcome"], one["key"]["value"]) for one in await attempts(ask, owed)] == [("ACCEPTED", "q1")]


async def test_a_difference_without_a_reason_is_refused_and_what_was_pushed_stays_in_the_draft(
    ask: Asked, owed: str
) -> None:
    given = await whole(ask, owed)
    found(given, "activities")["value"] = 5

    refused, again = await pushed(ask, given, "q1"), await pushed(ask, given, "q1")

    assert refused == again and refused["code"] == "UNEXPLAINED"
    draft = await draft_of(ask, owed)
    (attempt,) = await attempts(ask, owed)
    assert (draft["status"], draft["number"], draft["revision"]) == ("DRAFT", 1, 2)
    assert "5" in {
        one for (_, indicator, _, _), one in (await claims_of(ask, owed)).items() if indicator == "activities"
    }
    assert (attempt["outcome"], attempt["version"]["id"]) == ("REFUSED", draft["id"])
    assert "EXPLAIN" in attempt["findings"][0] and "履职活动次数" in attempt["findings"][0]

    found(given, "activities").update(reasonCode="PAPER_ONLY", explanation="两场活动只有纸质记录")
    assert (await pushed(ask, given, "q2"))["version"]["status"] == "RECEIPTED"


async def test_a_required_line_that_is_not_stated_blocks_and_is_never_unchanged(ask: Asked, owed: str) -> None:
    """I3, for a line that the records fill and for an indicator of which nothing is stated at all."""
    given = await whole(ask, owed)
    given["lines"].remove(found(given, "activities"))
    given["lines"].remove(found(given, "social-info"))

    refused = await pushed(ask, given, "q1")

    claims = await claims_of(ask, owed)
    (attempt,) = await attempts(ask, owed)
    assert refused["code"] == "BLOCKED" and refused["message"].startswith("有2项")
    assert claims[CITY, "social-info", "", ""] is None
    assert [value for key, value in claims.items() if key[:2] == (CITY, "activities")].count(None) == 1
    assert sorted(one.split(":")[0] for one in attempt["findings"]) == ["BLOCK LINE_EMPTY"] * 2


async def test_a_line_that_may_be_left_out_is_gone_and_so_is_a_place_without_records(ask: Asked, owed: str) -> None:
    given = await whole(ask, owed)
    given["lines"] = [one for one in given["lines"] if one["indicator"] != "activity-attendance"]
    given["lines"].remove(found(given, "opinions"))
    given["lines"].append(line(CITY, "opinions", 0, firstKey="PROBLEM", secondKey="REGISTERED"))

    came = await pushed(ask, given, "q1")

    claims = await claims_of(ask, owed)
    assert came["version"]["status"] == "RECEIPTED", came
    assert not [key for key in claims if key[1] == "activity-attendance"]
    assert [key[2:] for key in claims if key[:2] == (CITY, "opinions")] == [("PROBLEM", "REGISTERED")]


@pytest.mark.parametrize(
    ("change", "code", "at"),
    [
        ({"lines": [line(CITY, "proposals", 1), line(CITY, "no-such", 1)]}, "LINE_FOREIGN", "input.lines.1"),
        ({"lines": [line("610800", "proposals", 1)]}, "LINE_FOREIGN", "input.lines.0"),
        ({"lines": [line(COUNTY, "proposals", 1)]}, "UNIT_NOT_PUSHED", "input.lines.0"),
        ({"lines": [line(CITY, "proposals", 1)] * 2}, "LINE_TWICE", "input.lines.1"),
        ({"lines": [line(CITY, "proposals", -1)]}, "VALUE_WRONG", "input.lines.0"),
        ({"lines": [line(CITY, "proposals", 1, unknown="尚未统计")]}, "VALUE_WRONG", "input.lines.0"),
        ({"units": [CITY, "610800"]}, "UNIT_FOREIGN", "input.units.1"),
        ({"units": []}, "MISSING_FIELD", "input.units"),
        ({"narratives": texts(COUNTY)}, "UNIT_NOT_PUSHED", "input.narratives.0"),
        ({"narratives": texts("610800")}, "TEXT_FOREIGN", "input.narratives.0"),
    ],
)
async def test_what_does_not_belong_is_refused_by_its_row_and_changes_no_draft(
    ask: Asked, owed: str, change: dict[str, Any], code: str, at: str
) -> None:
    refused = await pushed(ask, push_of([CITY], []) | change, "q1")

    draft = await draft_of(ask, owed)
    (attempt,) = await attempts(ask, owed)
    assert (refused["code"], refused["at"]) == (code, at)
    assert (draft["status"], draft["revision"]) == ("DRAFT", 1)
    assert attempt["outcome"] == "REFUSED" and attempt["findings"][0].startswith(code)


async def test_county_by_county_and_the_last_one_submits(ask: Asked, owed: str) -> None:
    units = sorted({one["unit"] for one in await stated(ask, owed)})
    assert units[0] == CITY  # whose texts are asked for
    for unit in units[:-1]:
        part = push_of([unit], await stated(ask, owed, units={unit}), narratives=texts() if unit == CITY else [])
        saved = await pushed(ask, {**part, "submit": False}, f"q-{unit}")
        assert (saved["outcome"], saved["version"]["number"]) == ("ACCEPTED", 1)

    last = await pushed(ask, push_of(units[-1:], await stated(ask, owed, units=set(units[-1:]))), "q-last")

    assert (last["version"]["status"], last["version"]["number"], len(receipts(last))) == ("RECEIPTED", 1, 1)
    assert last["version"]["revision"] == len(units) + 1


async def returned(ask: Asked, version: str) -> dict[str, Any]:
    items = [{"code": "CHECK", "text": "请核对社情民意信息"}]
    return await done(ask, RETURN, OFFICE, input={"versionId": version, "items": items})


async def test_zeroing_a_line_in_the_second_version_removes_the_old_value(ask: Asked, owed: str) -> None:
    """Conformance list 5: by a nought, and by leaving out a place of which no record tells."""
    given = await whole(ask, owed)
    told = {"reasonCode": "PAPER_ONLY", "explanation": "纸质材料"}
    found(given, "social-info").update(value=5, **told)
    extra = line(CITY, "other-outputs", 7, firstKey="WHITE_PAPER", **told)
    given["lines"].append(extra)
    first = await pushed(ask, given, "v1")
    assert first["version"]["status"] == "RECEIPTED", first
    await returned(ask, first["version"]["id"])
    assert (await claims_of(ask, owed))[
        CITY, "social-info", "", ""
    ] == "5"  # the correction begins with what was stated

    given["lines"].remove(extra)
    found(given, "social-info").update(value=0, reasonCode=None, explanation=None)
    second = await pushed(ask, given, "v2")

    claims = await claims_of(ask, owed)
    assert (second["version"]["number"], second["version"]["status"]) == (2, "RECEIPTED")
    assert claims[CITY, "social-info", "", ""] == "0"
    assert (CITY, "other-outputs", "WHITE_PAPER", "") not in claims
    assert second["version"]["digest"] != first["version"]["digest"]


async def test_where_two_people_are_asked_for_a_push_waits_for_a_signer(
    ask: Asked, owed: str, database: Database
) -> None:
    async with database.write() as connection:
        await connection.execute(update(table_of(ReportDefinition)).values(two_person=True))

    came = await pushed(ask, await whole(ask, owed), "q1")
    version = came["version"]
    own = await done(ask, SUBMIT, SYSTEM, id=owed, digest=version["digest"])
    signed = await done(ask, SUBMIT, SIGNER, id=owed, digest=version["digest"])

    assert (came["outcome"], version["status"], receipts(came)) == ("AWAITS_SIGNER", "VALIDATED", [])
    assert "submitRollup" in came["findings"][0] and "主管部门" in came["findings"][0]
    assert own["code"] == "SECOND_PERSON"
    assert signed["status"] == "RECEIPTED"


async def test_a_push_is_a_claim_and_writes_nothing_to_the_records(ask: Asked, owed: str, database: Database) -> None:
    async def records() -> list[Any]:
        async with database.read() as connection:
            models = (Activity, DutyShift, Opinion, Output, Studio)
            return [
                (await connection.execute(select(table_of(model)).order_by(table_of(model).c.id))).all()
                for model in models
            ]

    before = await records()
    given = await whole(ask, owed)
    found(given, "activities", COUNTY).update(value=9, reasonCode="PAPER_ONLY", explanation="县级纸质记录")

    assert (await pushed(ask, given, "q1"))["version"]["status"] == "RECEIPTED"
    assert await records() == before
