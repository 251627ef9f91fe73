"""Joint activities that a source tells: found and judged as those that people record, set aside when they are wrong."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from hub.store.digest import digest
from hub.store.models.studio import Studio
from hub.store.session import Database
from hub.sync.source import Source
from tests.asking import PROVINCE, Asked
from tests.factories import World
from tests.registry.joining import Joining
from tests.sync.county import County, activity, registered, rows, synced

_RULE = 'joint_rule = { path = "jf", values = { 1 = "FULL_EACH", 2 = "SPLIT", 3 = "LEAD_ONLY" } }'
_PARTIES = """
[[streams.fields.parties]]
role = { constant = "LEAD" }
studio_id = "gzs"
share = { path = "fe", units = { "%" = 10 } }
[[streams.fields.parties]]
path = "lb"
split = "；"
parts = "："
empty = ["无"]
role = { path = "0"WORDS }
studio_id = "1"
body_code = "2"
name = "3"
share = { path = "4", units = { "%" = 10 } }
"""
PARTIES = "SELECT p.role, coalesce(s.external_id, s.name, b.code, p.name), p.share, p.topic FROM activity_party p" \
    " JOIN activity a ON a.id = p.activity_id LEFT JOIN studio s ON s.id = p.studio_id" \
    " LEFT JOIN body b ON b.id = p.body_id ORDER BY p.role, p.name"  # fmt: skip
ASIDE = "SELECT external_id, code, pointer, status FROM quarantined_row ORDER BY external_id, code, status"
GOOD = "联合：G2；协助：：610000；协助：：：县图书馆"


@pytest.fixture
def county(county: County) -> County:
    """A county whose ledger has columns for what was done together."""
    for name in ("lb", "jf", "fe"):
        county.execute(f"ALTER TABLE hd ADD COLUMN {name} TEXT")
    return county


def source_of(county: County, *, words: str = "", rule: str = _RULE, version: int = 1) -> Source:
    """Its configuration; `words` are words of roles."""
    return county.source(version=version, more="\n" + rule + _PARTIES.replace("WORDS", words))


async def test_an_activity_comes_with_its_parties_and_counts_once(
    ask: Asked, world: World, database: Database, county: County
) -> None:
    county.add("hd", **activity(50, zt="联合调研", lb=GOOD, jf="1"))
    await registered(database, source_of(county))

    report = await synced(database, source_of(county))

    assert (report.new, report.quarantined) == (13, 0)
    assert sorted(await rows(database, PARTIES)) == [
        ("ASSIST", "610000", None, "联合调研"),
        ("ASSIST", "县图书馆", None, "联合调研"),
        ("CO", "G2", None, "联合调研"),
        ("LEAD", "G1", None, "联合调研"),
    ]
    assert await rows(database, "SELECT external_id FROM activity WHERE joint_rule IS NOT NULL") == [("H50",)]
    shared = (await Joining(ask=ask, world=world, lead="", second="", third="").shared(PROVINCE, "610000"))[
        "activities"
    ]
    assert shared["numbers"]["activities"] == {"gross": 9, "net": 8, "difference": 1}
    assert [one["code"] for one in shared["shared"][0]["credited"]] == ["611026", "610000"]


async def test_shares_are_read_as_the_ledger_writes_them(database: Database, county: County) -> None:
    county.add("hd", **activity(50, lb="联合：：610000：：40%", jf="2", fe="60%"))
    await registered(database, source_of(county))
    await synced(database, source_of(county))

    assert [row[2] for row in await rows(database, PARTIES)] == [400, 600]


async def test_what_is_wrong_waits_with_its_reason_until_it_is_mended(database: Database, county: County) -> None:
    wrong: dict[str, tuple[dict[str, str | None], str, str]] = {
        "H50": ({"lb": "联合：：999999"}, "NOT_FOUND", "/lb"),
        "H51": ({"lb": "联合：G2：610000"}, "NAME_ONE_WAY", "/lb"),
        "H52": ({"lb": "牵头：G2"}, "ONE_LEAD", "/lb"),
        "H53": ({"lb": "联合：：：柞水县政协"}, "HAS_A_BODY_HERE", "/lb"),
        "H54": ({"lb": GOOD, "jf": "2", "fe": "50%"}, "WRONG_SHARE", "/lb"),
        "H55": ({"lb": GOOD, "jf": None}, "MISSING_FIELD", "/jf"),
        "H56": ({"lb": "无", "jf": "1"}, "MISSING_FIELD", "/lb"),
        "H57": ({"lb": "参加：G2"}, "TERM_UNKNOWN", "/lb"),
        "H58": ({"lb": "：G2"}, "FIELD_EMPTY", "/lb"),
    }
    for key, (given, _, _) in wrong.items():
        county.add("hd", **activity(int(key[1:])), **{"jf": "1", **given})
    await registered(database, source_of(county))

    report = await synced(database, source_of(county))

    assert (report.new, report.quarantined) == (12, len(wrong))
    assert await rows(database, ASIDE) == [(key, code, at, "OPEN") for key, (_, code, at) in wrong.items()]
    told = await rows(database, "SELECT reason, reason_en FROM quarantined_row")
    assert all(any("一" <= letter <= "鿿" for letter in zh) and zh != en for zh, en in told)
    assert await rows(database, PARTIES) == []
    for key in wrong:
        county.change("hd", key, lb=GOOD, jf="1", fe=None)
    mended = await synced(database, source_of(county))
    assert (mended.new, mended.quarantined) == (len(wrong), 0)
    assert {status for *_, status in await rows(database, ASIDE)} == {"FIXED_AT_SOURCE"}


async def test_a_mended_mapping_takes_up_what_waited(database: Database, county: County) -> None:
    county.add("hd", **activity(50, lb="参加：G2", jf="1"))
    await registered(database, source_of(county))
    await synced(database, source_of(county))
    mended = source_of(county, version=2, words=', values = { "参加" = "CO" }')

    report = await synced(database, mended)

    assert (report.new, report.quarantined) == (1, 0)
    assert [row[:2] for row in await rows(database, PARTIES)] == [("CO", "G2"), ("LEAD", "G1")]
    assert {status for *_, status in await rows(database, ASIDE)} == {"REPLAYED"}


async def test_a_party_that_has_not_come_yet_is_waited_for(database: Database, county: County) -> None:
    county.add("hd", **activity(50, lb="联合：G3", jf="1"))
    await registered(database, source_of(county))
    await synced(database, source_of(county))
    assert await rows(database, ASIDE) == [("H50", "NOT_FOUND", "/lb", "OPEN")]
    county.add("gzs", id="G3", mc="测试委员工作室3", ssqh="611026", jb="经济界")

    await synced(database, source_of(county))

    assert [row[:2] for row in await rows(database, PARTIES)] == [("CO", "G3"), ("LEAD", "G1")]


async def test_studios_of_others_are_named_as_far_as_they_are_published(
    database: Database, world: World, county: County
) -> None:
    for number, published in ((1, True), (2, False)):
        studio = await world.studio("610800", name=f"榆林室{number}", published=published)
        async with database.write() as connection:
            await connection.execute(update(Studio).where(Studio.id == studio).values(filing_number=f"备-{number}"))
        county.add("hd", **activity(50 + number, lb=f"联合：备-{number}", jf="3"))
    await registered(database, source_of(county))

    await synced(database, source_of(county))

    assert [row[:2] for row in await rows(database, PARTIES)] == [("CO", "榆林室1"), ("LEAD", "G1")]
    assert await rows(database, ASIDE) == [("H52", "NOT_FOUND", "/lb", "OPEN")]


async def test_parties_stay_and_all_else_may_be_corrected(database: Database, county: County) -> None:
    county.add("hd", **activity(50, zt="原主题", lb=GOOD, jf="1"))
    await registered(database, source_of(county))
    await synced(database, source_of(county))
    before = await digest(database)

    again = await synced(database, source_of(county))
    assert (again.changed, again.quarantined, await digest(database)) == (0, 0, before)
    for given, code in (({"lb": "联合：G2"}, "PARTIES_FIXED"), ({"jf": "3"}, "JOINT_RULE_FIXED")):
        county.change("hd", "H50", zt="不予写入", **{"lb": GOOD, "jf": "1"} | given)
        report = await synced(database, source_of(county))
        assert report.quarantined == 1
        assert ("H50", code, "/lb" if "lb" in given else "/jf", "OPEN") in await rows(database, ASIDE)
        assert {row[3] for row in await rows(database, PARTIES)} == {"原主题"}
    county.change("hd", "H50", zt="新主题", lb=GOOD, jf="1")
    assert (await synced(database, source_of(county))).changed == 1
    assert {row[3] for row in await rows(database, PARTIES)} == {"新主题"}
    assert "OPEN" not in {row[3] for row in await rows(database, ASIDE)}


async def test_what_two_complete_lists_lack_is_withdrawn_with_its_parties(database: Database, county: County) -> None:
    county.add("hd", xh=50, **activity(50, lb=GOOD, jf="1"))
    await registered(database, source_of(county))
    await synced(database, source_of(county))
    standing = "SELECT count(*) FROM activity_party WHERE deleted_at IS NULL"
    counted = []
    county.remove("hd", ["H50"])
    for _ in range(2):
        await synced(database, source_of(county))
        counted += await rows(database, standing)
    county.add("hd", xh=50, **activity(50, lb=GOOD, jf="1"))
    await synced(database, source_of(county))

    assert [*counted, *await rows(database, standing)] == [(4,), (0,), (4,)]


async def test_a_rule_agreed_for_all_says_nothing_of_what_is_not_joint(database: Database, county: County) -> None:
    county.add("hd", **activity(50, lb="联合：G2"))
    source = source_of(county, rule='joint_rule = { constant = "LEAD_ONLY" }')
    await registered(database, source)

    report = await synced(database, source)

    assert (report.new, report.quarantined) == (13, 0)
    joint = "SELECT external_id, joint_rule FROM activity WHERE joint_rule IS NOT NULL"
    assert await rows(database, joint) == [("H50", "LEAD_ONLY")]
