"""Two versions of a report side by side: what was added, removed and changed, with both sides."""

from __future__ import annotations

from typing import Any

from tests.asking import Asked
from tests.factories import World
from tests.quarter.opening import CITY, OTHER, Quarter
from tests.quarter.steps import COUNTY, OFFICE, RETURN, SAVE, SIGNER, SYSTEM, YULIN, done, draft_of, submitted

DIFF = """query ($a: ID!, $b: ID!, $first: Int, $after: String) { diffVersions(a: $a, b: $b) {
  before { number } after { number } added removed changed
  lines(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { kind
    before { indicator firstKey secondKey claimed unit { code } }
    after { indicator firstKey secondKey claimed unit { code } } } }
  texts { kind before { heading bodyText } after { heading bodyText } } } }"""


async def corrected(here: Quarter) -> tuple[str, str]:
    """A version that was returned, and the draft after it with a line and two texts changed and a line added."""
    ask, duty = here.ask, here.owed[CITY]
    first = await submitted(ask, duty, editor=SYSTEM, signer=SIGNER, code=CITY)
    items = [{"code": "CHECK", "text": "请核对"}]
    returned = {"versionId": first["id"], "items": items, "correctBy": "2099-01-29"}
    assert "id" in (again := await done(ask, RETURN, OFFICE, input=returned)), again
    draft = await draft_of(ask, duty)
    assert draft["number"] == 2
    line = next(
        one for one in await here.lines(CITY, SIGNER) if (one["indicator"], one["computed"]) == ("activities", "1")
    )
    place = {"unit": CITY, "indicator": "activities"}
    changed = {**place, "firstKey": line["firstKey"], "secondKey": line["secondKey"], "value": 3, "reasonCode": "OTHER",
               "explanation": "纸质记录两次"}  # fmt: skip
    added = {**place, "firstKey": "reading", "secondKey": "ONLINE", "value": 1}
    texts = [
        {"unit": CITY, "indicator": "good-experience", "theme": "联动", "heading": "无", "text": "改写的内容"},
        {"unit": CITY, "indicator": "good-practice", "theme": "联动", "heading": "新的", "text": "另一内容"},
    ]
    given = {
        "obligationId": duty,
        "expectedRevision": draft["revision"],
        "lines": [changed, added],
        "narratives": texts,
    }
    assert "id" in (saved := await done(ask, SAVE, SYSTEM, input=given)), saved
    return str(first["id"]), str(draft["id"])


async def test_a_correction_shows_each_line_and_text_that_it_changes(ask: Asked, world: World) -> None:
    here = Quarter(ask, world)
    await world.activity(await world.studio(CITY), CITY)
    await here.open()
    first, draft = await corrected(here)

    found = (await ask(DIFF, SIGNER, a=first, b=draft))["diffVersions"]
    assert (found["before"], found["after"]) == ({"number": 1}, {"number": 2})
    assert (found["added"], found["removed"], found["changed"]) == (1, 0, 1)
    claims = [(one["kind"], _claim(one["before"]), _claim(one["after"])) for one in found["lines"]["nodes"]]
    assert sorted(claims) == [("ADDED", None, "1"), ("CHANGED", "1", "3")]
    told = {(one["kind"], _heading(one)) for one in found["texts"]}
    assert told == {("CHANGED", "无"), ("REMOVED", "无"), ("ADDED", "新的")}

    turned = (await ask(DIFF, SIGNER, a=draft, b=first))["diffVersions"]
    assert (turned["added"], turned["removed"], turned["changed"]) == (0, 1, 1)
    same = (await ask(DIFF, SIGNER, a=draft, b=draft))["diffVersions"]
    assert (same["added"], same["removed"], same["changed"], same["texts"]) == (0, 0, 0, [])
    await _in_pieces(ask, first, draft)
    await _refused(here, first, draft)


async def _in_pieces(ask: Asked, a: str, b: str) -> None:
    head = (await ask(DIFF, SIGNER, a=a, b=b, first=1))["diffVersions"]["lines"]
    assert head["totalCount"] == 2 and head["pageInfo"]["hasNextPage"]
    rest = (await ask(DIFF, SIGNER, a=a, b=b, first=1, after=head["pageInfo"]["endCursor"]))["diffVersions"]["lines"]
    assert not rest["pageInfo"]["hasNextPage"]
    assert sorted(one["kind"] for one in head["nodes"] + rest["nodes"]) == ["ADDED", "CHANGED"]
    wrong = await ask.raw(DIFF, SIGNER, variables={"a": a, "b": b, "after": "none"})
    assert wrong["errors"][0]["extensions"]["code"] == "BAD_CURSOR"


async def _refused(here: Quarter, a: str, b: str) -> None:
    """Out of reach, absent, and of another obligation are the same answer."""
    other = await draft_of(here.ask, here.owed[OTHER], OFFICE)
    for person, left, right in (
        (YULIN, a, b),
        (COUNTY, a, b),
        (SIGNER, a, other["id"]),
        (OFFICE, a, other["id"]),
        (OFFICE, a, "rlv_" + "0" * 26),
    ):
        assert await here.ask(DIFF, person, a=left, b=right) == {"diffVersions": None}, person


def _claim(line: dict[str, Any] | None) -> str | None:
    return None if line is None else str(line["claimed"])


def _heading(one: dict[str, Any]) -> str:
    return str((one["after"] or one["before"])["heading"])
