"""The stand-ins of local systems serve what they say they hold, keep their bad rows, and end when they are told."""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote

import pytest

from examples.local_systems import folder as seed
from examples.local_systems.dingbian_county import bad_rows as dingbian_bad
from examples.local_systems.dingbian_county import database as dingbian
from examples.local_systems.panyu_cloud import app as panyu
from examples.local_systems.panyu_cloud import bad_rows as panyu_bad
from examples.local_systems.planted import Planted
from examples.local_systems.shangluo_city import app as shangluo
from examples.local_systems.shangluo_city import bad_rows as shangluo_bad
from examples.local_systems.start import Running, environment, start_all, stop_all
from examples.local_systems.zhashui_county import bad_rows as zhashui_bad
from examples.local_systems.zhashui_county.files import create_files

SYSTEMS = Path(__file__).parents[2] / "examples" / "local_systems"
READMES = {
    "shangluo_city": shangluo_bad.PLANTED,
    "panyu_cloud": panyu_bad.PLANTED,
    "dingbian_county": dingbian_bad.PLANTED,
    "zhashui_county": zhashui_bad.PLANTED,
}


@pytest.fixture(scope="module")
def systems(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Running]]:
    running = start_all(tmp_path_factory.mktemp("systems"))
    yield {system.code: system for system in running}
    stop_all(running)


def shangluo_page(system: Running, stream: str, **params: str | int) -> dict[str, Any]:
    asked = "&".join(f"{name}={quote(str(value))}" for name, value in params.items())
    key = system.environment["HUB_SOURCE_SHANGLUO_KEY"]
    request = urllib.request.Request(f"{system.place}/{stream}?{asked}", headers={"X-Api-Key": key})
    with urllib.request.urlopen(request, timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def panyu_answer(system: Running, query: str, **variables: str | int | None) -> dict[str, Any]:
    token = system.environment["HUB_SOURCE_PANYU_TOKEN"]
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(system.place, data=body, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def refusal(request: urllib.request.Request) -> tuple[int, dict[str, Any]]:
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    with refused.value as answer:
        return answer.code, json.load(answer)


def test_the_city_caps_a_page_at_fifty_without_saying_so(systems: dict[str, Running]) -> None:
    answer = shangluo_page(systems["shangluo-city"], "wy/list", pageNo=1, pageSize=500)

    assert answer["code"] == 0
    assert len(answer["data"]["list"]) == 50
    assert answer["data"]["total"] == 121


def test_the_city_repeats_its_last_page_past_the_end(systems: dict[str, Running]) -> None:
    third = shangluo_page(systems["shangluo-city"], "wy/list", pageNo=3, pageSize=50)

    beyond = shangluo_page(systems["shangluo-city"], "wy/list", pageNo=30, pageSize=50)

    assert beyond == third


def test_the_city_answers_a_wrong_key_with_401_in_json(systems: dict[str, Running]) -> None:
    request = urllib.request.Request(f"{systems['shangluo-city'].place}/gzs/list", headers={"X-Api-Key": "wrong"})

    status, answer = refusal(request)

    assert (status, answer["code"]) == (401, 40100)


def test_the_city_names_a_bad_page_number_under_status_200(systems: dict[str, Running]) -> None:
    answer = shangluo_page(systems["shangluo-city"], "gzs/list", pageNo="x")

    assert answer["code"] == 40001


def test_the_city_serves_only_what_changed_after_a_local_time(systems: dict[str, Running]) -> None:
    answer = shangluo_page(systems["shangluo-city"], "hd/list", updatedAfter="2026-09-30 00:00:00", pageSize=50)

    moments = {row["gxsj"][:10] for row in answer["data"]["list"]}
    assert 0 < answer["data"]["total"] < 50
    assert moments <= {"2026-09-30", "2099-01-01"}


def test_an_edited_file_shows_in_the_next_answer(systems: dict[str, Running]) -> None:
    city = systems["shangluo-city"]
    rows = seed.read(city.seed, "rz")

    seed.write(city.seed, "rz", [rows[0] | {"fjh": "qsl-renamed"}, *rows[1:]])

    assert shangluo_page(city, "rz/list")["data"]["list"][0]["fjh"] == "qsl-renamed"


def test_the_cloud_is_walked_by_cursor_without_loss_or_repetition(systems: dict[str, Running]) -> None:
    query = "query($after: String) { studios(first: 10, after: $after) {"
    query += " totalCount pageInfo { hasNextPage endCursor } edges { node { id } } } }"
    found: list[str] = []
    after: str | None = None
    more = True
    while more:
        page = panyu_answer(systems["panyu-cloud"], query, after=after)["data"]["studios"]
        found += [edge["node"]["id"] for edge in page["edges"]]
        more, after = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]

    assert len(found) == len(set(found)) == page["totalCount"] == 43


def test_the_cloud_compares_moments_and_not_their_texts(systems: dict[str, Running]) -> None:
    query = "query($since: String) { activities(updatedSince: $since) { totalCount } }"

    local = panyu_answer(systems["panyu-cloud"], query, since="2026-06-01T00:00:00+08:00")
    universal = panyu_answer(systems["panyu-cloud"], query, since="2026-05-31T16:00:00Z")

    assert local == universal
    assert 0 < local["data"]["activities"]["totalCount"] < 545


def test_the_cloud_refuses_a_wrong_token_and_too_large_a_page(systems: dict[str, Running]) -> None:
    address = systems["panyu-cloud"].place
    status, _ = refusal(urllib.request.Request(address, data=b"{}", headers={"Authorization": "Bearer wrong"}))

    answer = panyu_answer(systems["panyu-cloud"], "{ studios(first: 101) { totalCount } }")

    assert status == 401
    assert "between 1 and 100" in answer["errors"][0]["message"]


def test_two_starts_hold_the_same_rows(tmp_path: Path) -> None:
    first, second = create_files(tmp_path / "a"), create_files(tmp_path / "b")

    assert shangluo.streams() == shangluo.streams()
    assert panyu.streams() == panyu.streams()
    assert dingbian.streams() == dingbian.streams()
    assert [path.read_bytes() for path in sorted(first.iterdir())] == [
        path.read_bytes() for path in sorted(second.iterdir())
    ]


def test_starting_again_keeps_what_a_caller_changed(tmp_path: Path) -> None:
    ledger = create_files(tmp_path) / "社情民意信息台账.csv"
    ledger.write_bytes("编号,标题\r\n".encode("gbk"))

    create_files(tmp_path)

    assert ledger.read_bytes() == "编号,标题\r\n".encode("gbk")


@pytest.mark.parametrize("system", READMES)
def test_every_planted_row_is_told_in_the_systems_readme(system: str) -> None:
    told = (SYSTEMS / system / "README.md").read_text(encoding="utf-8")

    missing = [entry for entry in READMES[system] if _line(entry) not in told]

    assert missing == []


def _line(entry: Planted) -> str:
    return f"| `{entry.stream}` | `{entry.key}` | `{entry.field}` | {entry.reason.value} |"


def test_every_planted_row_is_really_there(tmp_path: Path) -> None:
    keys = {"gzs": "gzsbh", "wy": "wybh", "zs": "zsbh", "hd": "hdbh", "zb": "zbbh", "yj": "yjbh", "cg": "cgbh"}

    city = {(name, str(row.get(key) or "")) for name, key in keys.items() for row in shangluo.streams()[name]}
    cloud = {(name, str(row.get("id") or "")) for name, rows in panyu.streams().items() for row in rows}

    assert {(entry.stream, entry.key) for entry in shangluo_bad.PLANTED} <= city
    assert {(entry.stream, entry.key) for entry in panyu_bad.PLANTED} <= cloud


def test_stopping_ends_the_servers_and_stopping_twice_is_harmless(tmp_path: Path) -> None:
    running = start_all(tmp_path)
    processes = [system.process for system in running if system.process is not None]

    stop_all(running)
    stop_all(running)

    assert [process.returncode for process in processes] == [0, 0]


def test_the_variables_name_every_system_and_only_the_local_machine(systems: dict[str, Running]) -> None:
    told = environment(list(systems.values()))

    assert set(told) == {
        "HUB_SOURCE_SHANGLUO_URL",
        "HUB_SOURCE_SHANGLUO_KEY",
        "HUB_SOURCE_PANYU_URL",
        "HUB_SOURCE_PANYU_TOKEN",
        "HUB_SOURCE_DINGBIAN_URL",
        "HUB_SOURCE_ZHASHUI_FOLDER",
    }
    assert told["HUB_SOURCE_SHANGLUO_URL"].startswith("http://127.0.0.1:")
    assert told["HUB_SOURCE_PANYU_URL"].startswith("http://127.0.0.1:")
    assert os.path.isfile(told["HUB_SOURCE_DINGBIAN_URL"].removeprefix("sqlite:///"))
