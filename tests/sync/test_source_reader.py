"""The configuration of a source: read strictly, explained fully, secrets never inside."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from hub.sync.faults import FaultCode, SourceFault
from hub.sync.secrets import Secret, Secrets
from hub.sync.source import AuthKind
from hub.sync.source_reader import read_source
from hub.sync.source_table import SourceConfigError
from tests.sync.worlds import SHAPES, source, toml


def complaints(text: str, *, checked: bool = False) -> dict[str, str]:
    with pytest.raises(SourceConfigError) as raised:
        read_source(text, file="c.toml", environment={}, folder=Path("/srv"), shapes=SHAPES if checked else None)
    assert all(problem.file == "c.toml" and problem.zh and problem.en for problem in raised.value.problems)
    return {problem.key: problem.zh for problem in raised.value.problems}


@pytest.mark.parametrize("kind", ["rest", "graphql", "sql", "files"])
def test_the_shortest_source_of_each_kind_is_read(kind: str) -> None:
    found = source(toml(kind=kind))

    assert found.kind.value == kind.upper() and found.zone == "Asia/Shanghai" and found.stream("rows").entity


def test_everything_wrong_is_told_at_once_with_its_key() -> None:
    text = toml(
        top='[limits]\npage_size = 0\ntimeouts = 3\n[auth]\nkind = "bearer"\nsecret = "abc123"',
        tables='[streams.paging]\nstyle = "pages"\n[streams.fields]\nname = { path = "a..b", date = "iso" }',
    ).replace('code = "test-city"', 'code = "Test City"\nzone = "Asia/Shangluo"\nschedule = "hourly"')

    found = complaints(text)

    assert set(found) == {
        "code",
        "zone",
        "schedule",
        "limits.page_size",
        "limits.timeouts",
        "auth.secret",
        "streams[rows].paging.style",
        "streams[rows].fields.name.path",
    }
    assert "abc123" not in "".join(found.values())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (toml(top='[connection]\nbase_url = "https://me:pw@city.example"'), "connection.base_url"),
        (toml(top='[connection]\nbase_url = "ftp://city.example"'), "connection.base_url"),
        (toml(top='[connection]\nbase_url = "${CITY_URL}"'), "connection.base_url"),
        (toml(kind="sql", top='[connection]\ndatabase = "postgresql://a:b@c/d"'), "connection.database"),
        (toml(kind="sql", top='[connection]\ndatabase = "mysql://a@c/d"'), "connection.database"),
        (toml(kind="sql", request='sql = "SELECT 1"'), "streams[rows].request.key"),
        (toml(kind="files", request='pattern = "../*.csv"'), "streams[rows].request.pattern"),
        (toml(kind="files", tables='[streams.paging]\nstyle = "page"'), "streams[rows].paging.style"),
        (toml(tables='[streams.paging]\nstyle = "token"\nparam = "t"'), "streams[rows].paging.next"),
        (toml(tables='[streams.changed]\npath = "u"'), "streams[rows].changed.param"),
        (toml(tables='[streams.deletes]\nstyle = "tombstone"'), "streams[rows].deletes.path"),
        (toml(tables='[streams.fields]\nname = { path = "a", constant = "b" }'), "streams[rows].fields.name.path"),
        (toml(tables='[streams.fields]\nname = { path = "a", otherwise = "b" }'), "streams[rows].fields.name.values"),
        (toml(tables='[streams.fields]\nname = { path = "a", text = "trim" }'), "streams[rows].fields.name.text"),
        ("code = ", "-"),
    ],
)
def test_a_mistake_is_named_by_its_key(text: str, key: str) -> None:
    assert key in complaints(text)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ('nam = "a"', "streams[rows].fields.nam"),
        ('phone = "a"', "streams[rows].fields.name"),
        ('name = "a"\nkind = { path = "k", values = { "x" = "REGIONAL", "y" = "NEW" } }', "streams[rows].fields.kind"),
    ],
)
def test_a_mapping_is_held_against_the_hub_s_entity(fields: str, key: str) -> None:
    assert key in complaints(toml(tables=f"[streams.fields]\n{fields}"), checked=True)


def test_an_unknown_entity_is_named() -> None:
    assert "streams[rows].entity" in complaints(toml(entity="studios"), checked=True)


def test_addresses_come_from_the_environment_and_folders_from_beside_the_file() -> None:
    web = source(
        toml(top='[connection]\nbase_url = "${CITY_URL}/api/"'), environment={"CITY_URL": "http://10.0.0.1:8080"}
    )
    files = source(toml(kind="files"), folder=Path("/srv/city"))

    assert web.connection.base_url == "http://10.0.0.1:8080/api"
    assert files.connection.folder == Path("/srv/city/inbox")


def test_opinions_are_copied_by_an_allow_list_whatever_the_file_says() -> None:
    found = source(toml(entity="opinion", keys="keep_only_mapped = false"))

    assert found.streams[0].keep_only_mapped


def test_a_secret_is_opened_late_and_shown_never(tmp_path: Path) -> None:
    (tmp_path / "key.txt").write_text("s3cret\n")
    text = toml(top='[auth]\nkind = "api_key"\nname = "X-Key"\nsecret = "file:key.txt"')
    secrets = Secrets(environment={"A": "t0ken"}, folder=tmp_path)

    found = source(text)

    assert found.auth.kind is AuthKind.API_KEY and found.auth.secret is not None
    assert secrets.reveal(found.auth.secret) == "s3cret"
    assert "s3cret" not in repr(found) and "t0ken" not in repr(secrets)
    with pytest.raises(SourceFault) as raised:
        secrets.reveal(Secret(origin="env", name="B"))
    assert raised.value.code is FaultCode.SECRET_MISSING and "env:B" in raised.value.zh


def test_a_fault_survives_storing() -> None:
    told = SourceFault(FaultCode.THROTTLED, "x", status=429, retry_after=7.0)

    again = pickle.loads(pickle.dumps(told))

    assert (again.code, again.status, again.retry_after, again.zh) == (told.code, 429, 7.0, told.zh)
