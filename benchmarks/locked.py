"""A locked quarter in a database: opened, told, submitted, accepted and closed by the hub's own steps.

The units of the one province owe it, and their drafts are computed from the generated facts. Of some lines, each of a
unit of its own, the figure is then made wide: every activity of the quarter in the province stands behind it. At
national size the other provinces' quarter is made from this one, as their facts are. A database that was kept without
it, or with one half made, is given it anew.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.facts_push import answering_over
from benchmarks.load import by_two, indexes_asleep, loading, table_named
from benchmarks.multiply import QUARTER, multiply_beside, stage, unstage
from benchmarks.steps import OFFICE, OPEN, PATIENCE, REPORT, Steps, person, places_of
from benchmarks.world import Size
from hub.auth.receipt_keys import ReceiptKeys
from hub.domain.access import Role
from hub.store.session import Database

LOCKED = "2025-Q3"
WIDE = 4  # figures that are made wide
_MADE = f"locked quarter {LOCKED}, {WIDE} wide figures"

_REFUSED = "... on Refused { code message }"
_VERSION = "... on RollupVersion { id status revision digest }"
_DRAFT = """query ($id: ID!) { node(id: $id) { ... on Obligation {
  versions(first: 1, orderBy: [{ number: DESC }]) { nodes { revision } } } } }"""
_TELL = (
    f"mutation ($input: SaveRollupDraftInput!) {{ done: saveRollupDraft(input: $input) {{ {_VERSION} {_REFUSED} }} }}"
)
_VALIDATE = f"""mutation ($id: ID!) {{ done: validateRollup(input: {{ obligationId: $id }}) {{
  {_VERSION} {_REFUSED} }} }}"""
_SUBMIT = f"""mutation ($id: ID!, $digest: String!) {{
  done: submitRollup(input: {{ obligationId: $id, digest: $digest }}) {{ {_VERSION} {_REFUSED} }} }}"""
_ACCEPT = f"""mutation ($id: ID!) {{ done: acceptRollup(input: {{ versionId: $id }}) {{ {_VERSION} {_REFUSED} }} }}"""
_CLOSE = f"""mutation ($id: ID!) {{ done: closePeriod(input: {{ periodId: $id }}) {{
  ... on ReportPeriod {{ id status }} {_REFUSED} }} }}"""

# What was done stands beside the name of the database; a copy of the database does not take it along.
_NOTED = "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"
# A section's largest figure of activities in each of some units, the rows that are to stand behind it, and its value.
_WIDEST = """
select l.id from (
    select distinct on (l.body_id) l.id, l.computed from rollup_line l
    join rollup_version v on v.id = l.version_id and v.status = 'LOCKED'
    where l.indicator = 'activities' and l.computed::numeric > 0 order by l.body_id, l.computed::numeric desc, l.id
) l order by l.computed::numeric desc, l.id limit %s
"""
_WIDEN = """
insert into contribution (id, line_id, version_id, fact_kind, fact_id, studio_id, owner_body_id, weight, whole, owned,
    shared_with)
select 'ctb_' || substr(a.id, 5, 10) || left(md5(l.id || a.id), 12) || right(a.id, 4),
    l.id, l.version_id, 'ACTIVITY', a.id, a.studio_id, a.owner_body_id, alike.weight, alike.weight, true,
    alike.shared_with
from rollup_line l
join rollup_version v on v.id = l.version_id
join obligation o on o.id = v.obligation_id
join report_period p on p.id = o.period_id
join body top on top.id = p.body_id
join body b on b.position between top.position and top.last
join activity a on a.owner_body_id = b.id and a.held_on between p.starts_on and p.ends_on
cross join lateral (select weight, shared_with from contribution where line_id = l.id limit 1) alike
where l.id = any(%(lines)s) and not exists (select from contribution c where c.line_id = l.id and c.fact_id = a.id)
"""
_COUNTED = """
update rollup_line l set (claimed, computed, net, gross) = (select n, n, n, n from (
    select count(*)::text as n from contribution c where c.line_id = l.id) counted)
where l.id = any(%(lines)s)
"""


def lock_quarter(conninfo: str, url: str, size: Size) -> bool:
    """Give a filled database its locked quarter unless it has it; whether anything was done."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        if _value(connection, _NOTED) == _MADE:
            return False
        names = sql.SQL(", ").join(map(sql.Identifier, QUARTER))
        connection.execute(sql.SQL("truncate {} cascade").format(names))
    asyncio.run(_locked(url))
    with loading(conninfo) as connection:
        lines = [row[0] for row in connection.execute(_WIDEST, [WIDE])]
        for statement in (_WIDEN, _COUNTED):
            connection.execute(statement, {"lines": lines})
    if size.provinces > 1:
        _multiply(conninfo, size.provinces)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        here = sql.Identifier(str(_value(connection, "select current_database()")))
        connection.execute(sql.SQL("comment on database {} is {}").format(here, sql.Literal(_MADE)))
    return True


async def _locked(url: str) -> None:
    """The steps of a whole quarter, as the people of the units and of the office take them."""
    database = Database(url)
    try:
        with tempfile.TemporaryDirectory() as folder:
            keys = ReceiptKeys(Path(folder) / "keys")
            steps = Steps(answering_over(database, sign=keys.signed, seconds=PATIENCE))
            office = person(Role.PROVINCE_OFFICE, (await places_of(database, [OFFICE]))[OFFICE])
            opened = await steps.do(office, OPEN, definition=REPORT, period=LOCKED)
            owed = {one["body"]["code"]: one["id"] for one in opened["obligations"]["nodes"]}
            places = await places_of(database, list(owed))
            for code, duty in owed.items():
                signer = person(Role.MANAGING_DEPARTMENT, places[code])
                found = await steps.read(signer, _DRAFT, id=duty)
                (draft,) = found["node"]["versions"]["nodes"]
                told = {"expectedRevision": draft["revision"], "narratives": _told(code)}
                await steps.do(signer, _TELL, input={"obligationId": duty, **told})
                valid = await steps.do(signer, _VALIDATE, id=duty)
                sent = await steps.do(signer, _SUBMIT, id=duty, digest=valid["digest"])
                await steps.do(office, _ACCEPT, id=sent["id"])
            await steps.do(office, _CLOSE, id=opened["id"])
    finally:
        await database.close()


def _told(unit: str) -> Sequence[dict[str, str]]:
    parts = ("good-experience", "good-practice")
    return [{"unit": unit, "indicator": one, "theme": "测试", "heading": "测试", "text": "测试"} for one in parts]


def _multiply(conninfo: str, provinces: int) -> None:
    with loading(conninfo) as connection:
        connection.execute("drop schema if exists bench cascade")
        stage(connection, [], provinces=provinces)

    def fill(table: str) -> None:
        with loading(conninfo) as connection, indexes_asleep(connection, table):
            multiply_beside(connection, table_named(table))

    by_two(fill, sorted(QUARTER, key=lambda name: name != "contribution"))
    with loading(conninfo) as connection:
        unstage(connection)


def _value(connection: psycopg.Connection[Any], statement: str) -> Any:  # whatever the statement gives
    row = connection.execute(statement.encode()).fetchone()
    return row[0] if row else None
