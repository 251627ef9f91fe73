"""Two stand-ins tell of one activity each that was held together: a graph by objects, a ledger by its columns."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from examples.local_systems import folder as seed
from examples.local_systems.panyu_cloud import app as panyu
from examples.local_systems.panyu_cloud.graph import schema
from examples.local_systems.panyu_cloud.work import TOGETHER
from examples.local_systems.zhashui_county.bad_rows import PLANTED
from examples.local_systems.zhashui_county.files import create_files
from examples.local_systems.zhashui_county.work import TOGETHER_KEY
from hub.domain.joint_activity import NamedParty
from hub.domain.registry_words import PartyRole
from hub.domain.words import JointRule, RunStatus
from hub.store.session import Database
from hub.store.shapes import shapes
from hub.sync.mapping import Mapped, map_row
from hub.sync.rows import make_row
from hub.sync.source import Source
from hub.sync.source_reader import read_source
from tests.asking import PROVINCE, Asked
from tests.factories import World
from tests.registry.joining import Joining
from tests.sync.county import registered, synced

SOURCES = Path(__file__).parents[2] / "examples" / "local_systems" / "sources"
AT = datetime(2026, 10, 8, 4, 0, tzinfo=UTC)
PARTIES = """SELECT a.external_id, a.joint_rule, p.role, coalesce(s.external_id, b.code, p.name)
  FROM activity_party p JOIN activity a ON a.id = p.activity_id
  LEFT JOIN studio s ON s.id = p.studio_id LEFT JOIN body b ON b.id = p.body_id"""
ASIDE = "SELECT external_id FROM quarantined_row WHERE entity = 'activity'"
LEAD, CO, ASSIST = PartyRole.LEAD, PartyRole.CO, PartyRole.ASSIST


def source(code: str, **places: str) -> Source:
    path = SOURCES / f"{code}.toml"
    return read_source(path.read_text("utf-8"), file=path.name, environment=places, folder=SOURCES, shapes=shapes())


async def test_the_cloud_tells_of_a_consultation_by_agreed_shares(tmp_path: Path) -> None:
    seed.write(tmp_path, "activities", panyu.streams()["activities"])
    stream = source("panyu-cloud", HUB_SOURCE_PANYU_URL="http://127.0.0.1:2/graphql").stream("activities")
    found: list[Mapped] = []
    variables: dict[str, Any] | None = {"first": 100}
    while variables is not None:
        answer = await schema.execute(stream.ask.query, variable_values=variables, context_value={"folder": tmp_path})
        assert answer.data is not None, answer.errors
        page = answer.data["activities"]
        for edge in page["edges"]:
            row = make_row(edge["node"], id_paths=stream.id_paths, page=0, index=0, pointer="0/0")
            read = map_row(row, stream=stream, shape=shapes()["activity"])
            found += [read] if isinstance(read, Mapped) else []
        ahead = page["pageInfo"]
        variables = {"first": 100, "after": ahead["endCursor"]} if ahead["hasNextPage"] else None

    joint = [one for one in found if one.values["parties"]]

    assert len(found) > 500
    assert [(one.external_id, one.values["joint_rule"]) for one in joint] == [(f"act-{TOGETHER}", JointRule.SPLIT)]
    assert joint[0].values["parties"] == (
        NamedParty(role=LEAD, studio_id="town-13", share=500),
        NamedParty(role=CO, studio_id="person-02", share=200),
        NamedParty(role=CO, body_code="440100", share=300),
        NamedParty(role=ASSIST, name="测试街道商会"),
    )
    assert joint[0].values["studio"] == "town-13"


async def test_the_ledger_of_zhashui_comes_in_with_its_joint_activity(
    ask: Asked, world: World, database: Database, tmp_path: Path
) -> None:
    files = create_files(tmp_path / "files").resolve()
    county = source("zhashui-county", HUB_SOURCE_ZHASHUI_FOLDER=str(files))
    await registered(database, county)

    report = await synced(database, county, at=AT)

    assert report.status is RunStatus.SUCCEEDED_WITH_QUARANTINE
    async with database.read() as connection:
        parties = [tuple(row) for row in await connection.execute(text(PARTIES))]
        aside = set((await connection.execute(text(ASIDE))).scalars())
    assert {(key, rule) for key, rule, *_ in parties} == {(TOGETHER_KEY, "FULL_EACH")}
    assert sorted(row[2:] for row in parties) == [
        ("ASSIST", "611000"),
        ("ASSIST", "ZS-T02"),
        ("ASSIST", "县图书馆（测试）"),
        ("CO", "ZS-T12"),
        ("LEAD", "ZS-T08"),
    ]
    assert aside and aside <= {planted.key for planted in PLANTED}
    joining = Joining(ask=ask, world=world, lead="", second="", third="")
    shared = (await joining.shared(PROVINCE, "610000"))["activities"]
    assert shared["numbers"]["activities"]["difference"] == shared["count"] == 1
    assert [one["code"] for one in shared["shared"][0]["credited"]] == ["611026", "611000"]
