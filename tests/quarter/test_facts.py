"""Facts that a city's system pushes: once however often they come, each row with what became of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.access import Role
from hub.store import audit, totals_check
from tests.asking import PROVINCE, SHANGLUO, ZHASHUI, Asked, Person
from tests.factories import World
from tests.quarter.pushing import HELD, TOTAL, activity, opinion, outcomes, output, pushed, shift

OTHER_PROGRAM = "held-by-another"
QUARANTINE = """query ($id: ID!) { node(id: $id) { ... on SyncRun { quarantine(first: 50) {
  nodes { code pointer externalId stream reason reasonEn status rowIndex } } } } }"""


async def held(ask: Asked, person: Person = SHANGLUO) -> dict[str, dict[str, Any]]:
    """The activities that a caller sees, by their external id."""
    nodes = (await ask(HELD, person))["activities"]["nodes"]
    return {one["provenance"]["externalId"]: one for one in nodes}


async def test_what_comes_again_counts_once(ask: Asked, world: World) -> None:
    studio = await world.studio("611000")
    member = await world.member("611000")
    rows: dict[str, Any] = {
        "activities": [activity(studio, "a1"), activity(studio, "a2")],
        "dutyShifts": [shift(studio, "s1", member=member)],
        "opinions": [opinion(studio, "o1")],
        "outputs": [output(studio, "p1"), output(None, "p2")],
    }
    first = await pushed(ask, **rows)
    assert outcomes(first) == ["NEW"] * 6, first
    again = await pushed(ask, **rows)
    assert outcomes(again) == ["UNCHANGED"] * 6
    assert [row["nodeId"] for row in again["rows"]] == [row["nodeId"] for row in first["rows"]]
    assert (again["new"], again["unchanged"]) == (0, 6)
    counted = await ask(TOTAL, SHANGLUO)
    assert [one["totalCount"] for one in counted.values()] == [2, 1, 1, 2]
    async with world.database.read() as connection:
        assert await audit.verify(connection, stream="611000") is None


async def test_a_changed_row_changes_the_fact_and_opens_to_its_push(ask: Asked, world: World) -> None:
    studio, other = await world.studio("611000"), await world.studio("611026")
    first = await pushed(ask, activities=[activity(studio, "a1", membersCount=3), activity(studio, "a2")])
    second = await pushed(ask, activities=[activity(other, "a1", membersCount=4)])
    assert outcomes(second) == ["CHANGED"]
    assert second["rows"][0]["nodeId"] == first["rows"][0]["nodeId"]
    facts = await held(ask)
    assert (facts["a1"]["membersCount"], facts["a1"]["studio"]["id"]) == (4, other)
    assert facts["a1"]["provenance"]["run"]["id"] == second["runId"]
    assert facts["a2"]["provenance"]["run"]["id"] == first["runId"]
    source = facts["a1"]["provenance"]["source"]
    assert (source["kind"], source["code"]) == ("PUSH", "push-611000-hub-development")


async def test_a_row_that_no_longer_speaks_of_a_field_clears_nothing(ask: Asked, world: World) -> None:
    studio = await world.studio("611000")
    await pushed(ask, activities=[activity(studio, "a1", membersCount=3, place="测试地点")])
    await pushed(ask, activities=[activity(studio, "a1", place=None)])
    assert (await held(ask))["a1"]["membersCount"] == 3


async def test_a_withdrawn_row_is_gone_and_comes_back(ask: Asked, world: World) -> None:
    studio = await world.studio("611000")
    await pushed(ask, activities=[activity(studio, "a1")])
    gone = await pushed(ask, activities=[activity(studio, "a1", withdrawn=True)])
    assert (outcomes(gone), gone["tombstoned"]) == (["TOMBSTONED"], 1)
    assert await held(ask) == {}
    back = await pushed(ask, activities=[activity(studio, "a1", withdrawn=False)])
    assert outcomes(back) == ["CHANGED"]
    assert list(await held(ask)) == ["a1"]


async def bad_rows(world: World) -> list[dict[str, Any]]:
    """Good rows and one for each way to be bad."""
    mine, elsewhere = await world.studio("611000"), await world.studio("610825")
    return [
        activity(mine, "good"),
        activity(mine, " "),
        activity(mine, "no-topic", topic=" "),
        activity(mine, "kind", kind="没有的类别"),
        activity("stu_nowhere", "studio"),
        activity(elsewhere, "out-of-reach"),
        activity(mine, "twice"),
        activity(mine, "twice", topic="另一内容"),
        activity(mine, "good"),
    ]


CODES = ["NEW", "ID_MISSING", "FIELD_EMPTY", "KIND_UNKNOWN", "REFERENCE_UNKNOWN", "REFERENCE_UNKNOWN", "NEW",
         "DUPLICATE_ID", "UNCHANGED"]  # fmt: skip


async def test_row_by_row_the_good_ones_are_taken_and_the_others_say_why(ask: Asked, world: World) -> None:
    rows = await bad_rows(world)
    answer = await pushed(ask, activities=rows)
    assert outcomes(answer) == CODES
    run = answer["run"]
    ends = ("new", "changed", "unchanged", "stale", "quarantined", "tombstoned")
    assert run["fetched"] == len(rows) == sum(run[end] for end in ends)
    assert (run["status"], run["new"], run["quarantined"]) == ("SUCCEEDED_WITH_QUARANTINE", 2, 6)
    assert [row["refusal"]["at"] for row in answer["refused"]] == [
        "input.activities.1.externalId",
        "input.activities.2.topic",
        "input.activities.3.kind",
        "input.activities.4.studio",
        "input.activities.5.studio",
        "input.activities.7.externalId",
    ]
    nodes = (await ask(QUARANTINE, SHANGLUO, id=answer["runId"]))["node"]["quarantine"]["nodes"]
    assert {(one["externalId"], one["code"], one["pointer"]) for one in nodes} == {
        ("", "ID_MISSING", "/externalId"),
        ("no-topic", "FIELD_EMPTY", "/topic"),
        ("kind", "KIND_UNKNOWN", "/kind"),
        ("studio", "REFERENCE_UNKNOWN", "/studio"),
        ("out-of-reach", "REFERENCE_UNKNOWN", "/studio"),
        ("twice", "DUPLICATE_ID", "/externalId"),
    }
    assert set(await held(ask)) == {"good", "twice"}


async def test_a_bad_row_says_the_same_until_it_is_mended(ask: Asked, world: World) -> None:
    studio = await world.studio("611000")
    bad, good = activity(studio, "a1", kind="没有的类别"), activity(studio, "a1")
    answers = [await pushed(ask, activities=[one]) for one in (bad, bad, good, bad)]
    assert [outcomes(one) for one in answers] == [["KIND_UNKNOWN"], ["KIND_UNKNOWN"], ["NEW"], ["KIND_UNKNOWN"]]
    nodes = (await ask(QUARANTINE, SHANGLUO, id=answers[-1]["runId"]))["node"]["quarantine"]["nodes"]
    assert [one["status"] for one in nodes] == ["OPEN"]
    assert set(await held(ask)) == {"a1"}


async def test_all_or_nothing_keeps_nothing_and_names_the_rows(ask: Asked, world: World) -> None:
    rows = await bad_rows(world)
    answer = await pushed(ask, mode="ALL_OR_NOTHING", key="k1", activities=rows, outputs=[output(None, "p1")])
    assert (answer["kept"], answer["runId"], answer["run"]) == (False, None, None)
    assert outcomes(answer) == [*CODES, "NEW"]
    assert [row["nodeId"] for row in answer["rows"]] == [None] * 10
    assert [one["totalCount"] for one in (await ask(TOTAL, SHANGLUO)).values()] == [0, 0, 0, 0]
    assert (await ask("{ sources { totalCount } syncRuns { totalCount } }", SHANGLUO)) == {
        "sources": {"totalCount": 0},
        "syncRuns": {"totalCount": 0},
    }
    assert await pushed(ask, mode="ALL_OR_NOTHING", key="k1", activities=rows, outputs=[output(None, "p1")]) == answer
    good = await pushed(ask, mode="ALL_OR_NOTHING", activities=[rows[0], rows[6]])
    assert (good["kept"], outcomes(good)) == (True, ["NEW", "NEW"])


async def test_a_key_has_one_answer(ask: Asked, world: World) -> None:
    studio = await world.studio("611000")
    first = await pushed(ask, key="k1", activities=[activity(studio, "a1")])
    assert await pushed(ask, key="k1", activities=[activity(studio, "a1")]) == first
    other = await pushed(ask, key="k1", activities=[activity(studio, "a2")])
    assert other["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert set(await held(ask)) == {"a1"}


async def test_whoever_records_for_a_branch_a_body_or_a_studio_pushes_just_there(ask: Asked, world: World) -> None:
    own, other = await world.studio("611026"), await world.studio("611026")
    city, yulin = await world.studio("611000"), await world.studio("610825")
    rows = [activity(one, f"a{at}") for at, one in enumerate((own, other, city, yulin))]
    liaison = Person(role=Role.LIAISON, body="611026", studio=own)
    unknown = "REFERENCE_UNKNOWN"
    wanted = {
        SHANGLUO: ["NEW", "NEW", "NEW", unknown],
        ZHASHUI: ["NEW", "NEW", unknown, unknown],
        liaison: ["NEW", unknown, unknown, unknown],
    }
    for at, (person, ends) in enumerate(wanted.items()):
        mine = [row | {"externalId": f"{at}-{row['externalId']}"} for row in rows]
        answer = await pushed(ask, person, activities=mine)
        assert outcomes(answer) == ends, person
        missing = activity("stu_nowhere", mine[3]["externalId"])
        absent = (await pushed(ask, person, activities=[missing]))["refused"][0]
        assert absent["refusal"] | {"at": ""} == answer["refused"][-1]["refusal"] | {"at": ""}
    raw = await ask.raw("mutation { pushFacts(input: { mode: ROW_BY_ROW }) { __typename } }", PROVINCE)
    assert "pushFacts" in raw["errors"][0]["message"]


async def test_a_row_cannot_be_moved_or_withdrawn_by_one_whom_it_does_not_concern(ask: Asked, world: World) -> None:
    own, other = await world.studio("611026"), await world.studio("611026")
    await pushed(ask, ZHASHUI, activities=[activity(other, "a1")])
    liaison = Person(role=Role.LIAISON, body="611026", studio=own)
    for row in (activity(own, "a1"), activity(own, "a1", withdrawn=True)):
        assert outcomes(await pushed(ask, liaison, activities=[row])) == ["OUT_OF_REACH"]
    assert (await held(ask, ZHASHUI))["a1"]["studio"]["id"] == other


async def test_rows_of_another_source_stay_that_sources_own(ask: Asked, world: World) -> None:
    studio = await world.studio("611000")
    linked = await world.source("611000", "qinshangliang")
    fact = await world.activity(studio, "611000", source_id=linked, external_id="a1")
    await world.link(linked, "activity", "a1", fact)
    await world.link(linked, "studio", "their-studio", studio)
    answer = await pushed(ask, activities=[activity(studio, "a1"), activity("their-studio", "a2")])
    assert outcomes(answer) == ["HELD_BY_OTHER_SOURCE", "NEW"]
    assert (await ask(TOTAL, SHANGLUO))["activities"] == {"totalCount": 2}
    facts = await held(ask)
    assert (facts["a1"]["topic"], facts["a2"]["studio"]["id"]) == ("测试活动", studio)


async def test_no_identity_of_a_citizen_comes_in(ask: Asked, world: World) -> None:
    studio = await world.studio("611000")
    named = opinion(studio, "o1", citizenName="张某")
    variables = {"input": {"mode": "ROW_BY_ROW", "opinions": [named]}}
    query = "mutation ($input: PushFactsInput!) { pushFacts(input: $input) { __typename } }"
    assert "citizenName" in (await ask.raw(query, SHANGLUO, variables=variables))["errors"][0]["message"]
    await pushed(ask, opinions=[opinion(studio, "o1", topic="请回电13900000000")])
    topics = await ask("{ opinions { nodes { topic } } }", SHANGLUO)
    assert "13900000000" not in topics["opinions"]["nodes"][0]["topic"]


async def test_a_thousand_rows_and_not_one_more(ask: Asked, world: World) -> None:
    studios = [await world.studio("611000") for _ in range(3)]
    rows = [activity(studios[at % 3], f"a{at}") for at in range(1001)]
    many = await pushed(ask, activities=rows)
    assert (many["code"], many["at"]) == ("TOO_MANY_ROWS", "input")
    assert "1000" in many["message"]
    none = await pushed(ask)
    assert none["code"] == "MISSING_FIELD"
    all_of_them = await pushed(ask, mode="ALL_OR_NOTHING", activities=rows[:1000])
    assert (all_of_them["new"], all_of_them["refused"]) == (1000, [])
    half = [row | {"topic": "更新"} if at % 2 else row for at, row in enumerate(rows[:1000])]
    again = await pushed(ask, activities=half)
    assert (again["changed"], again["unchanged"]) == (500, 500)
    assert (await ask(TOTAL, SHANGLUO))["activities"] == {"totalCount": 1000}
    async with world.database.read() as connection:
        assert await totals_check.differences(connection) == []


async def test_a_source_that_pushes_is_not_asked_and_can_be_paused(ask: Asked, world: World) -> None:
    studio = await world.studio("611000")
    first = await pushed(ask, activities=[activity(studio, "a1")])
    code = (await held(ask))["a1"]["provenance"]["source"]["code"]
    assert first["run"]["trigger"] == "PUSH"
    asked = """mutation ($code: String!) { runSync(source: $code) { ... on Refused { code } } }"""
    runner = Person(role=Role.MANAGING_DEPARTMENT, body="611000")
    assert (await ask(asked, runner, code=code))["runSync"] == {"code": "SOURCE_PUSHES"}
    await world.pause(code)
    assert (await pushed(ask, activities=[activity(studio, "a2")]))["code"] == "SOURCE_CLOSED"
    assert set(await held(ask)) == {"a1"}


pieces = st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=6), min_size=1, max_size=5)


@pytest.mark.parametrize("mode", ["ROW_BY_ROW", "ALL_OR_NOTHING"])
async def test_however_rows_are_split_and_repeated_the_facts_are_the_same(ask: Asked, world: World, mode: str) -> None:
    studios = [await world.studio("611000"), await world.studio("611026")]
    rows = [activity(studios[at % 2], f"a{at}", membersCount=at) for at in range(8)]
    wanted = {f"a{at}": (studios[at % 2], at) for at in range(8)}
    found: list[Any] = []

    @given(pieces)
    @settings(max_examples=10)
    def split(parts: list[list[int]]) -> None:
        found.append(parts)

    split()
    for number, parts in enumerate(found):
        prefix = f"{number}-"
        for part in [*parts, list(range(8))]:
            mine = [rows[at] | {"externalId": prefix + rows[at]["externalId"]} for at in part]
            answer = await pushed(ask, mode=mode, activities=mine)
            assert answer["refused"] == []
        facts = {key: one for key, one in (await held(ask)).items() if key.startswith(prefix)}
        assert {
            key.removeprefix(prefix): (one["studio"]["id"], one["membersCount"]) for key, one in facts.items()
        } == wanted
    assert (await ask(TOTAL, SHANGLUO))["activities"] == {"totalCount": 8 * len(found)}
