"""The stand-ins' rows add up to what the documents say of these bodies."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from examples.local_systems.dingbian_county import database as dingbian
from examples.local_systems.panyu_cloud import app as panyu
from examples.local_systems.panyu_cloud import bad_rows as panyu_bad
from examples.local_systems.shangluo_city import app as shangluo
from examples.local_systems.zhashui_county import registry as zhashui
from examples.local_systems.zhashui_county import work
from examples.local_systems.zhashui_county.files import create_files


def test_panyu_has_16_town_24_personal_and_one_cloud_studio() -> None:
    kinds = [row["kind"] for row in panyu.streams()["studios"] if row["ownerCode"] == "440113"]

    assert [kinds.count(kind) for kind in ("TOWN_STREET", "PERSONAL_ROOM", "CLOUD")] == [16, 24, 1]


def test_panyus_town_records_of_2025_add_up_to_the_documents_figures() -> None:
    held = panyu.streams()

    def of_towns(stream: str, *, day: str) -> list[dict[str, Any]]:
        rows = [row for row in held[stream] if str(row.get("studioId")).startswith("town-")]
        planted = {entry.key for entry in panyu_bad.PLANTED if entry.stream == stream and entry.key != "act-7"}
        copies = {"漏填编号的活动", "同号另一场活动"}
        sound = [
            row
            for row in rows
            if str(row["id"] or "") not in planted and row["title" if stream != "voices" else "gist"]
        ]
        return [row for row in sound if str(row[day]).startswith("2025") and row.get("title") not in copies]

    activities, voices = of_towns("activities", day="startsAt"), of_towns("voices", day="receivedOn")

    assert sum(int(row["membersPresent"]) for row in activities if row["kind"] == "ENTER_COMMUNITY") == 514
    assert sum(int(row["publicPresent"]) for row in activities if row["kind"] == "MEET_PUBLIC") == 398
    assert (len(voices), sum(row["settled"] for row in voices)) == (271, 159)
    assert len(of_towns("results", day="sentOn")) == 50


def test_two_members_serve_in_the_cloud_every_week() -> None:
    weekly = [row["id"] for row in panyu.streams()["shifts"] if row["id"].startswith("cs-2")]

    weeks = {key.rpartition("-")[0] for key in weekly}
    assert len(weekly) == 2 * len(weeks)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    link = sqlite3.connect(dingbian.create_file(tmp_path))
    yield link
    link.close()


def test_dingbians_information_adds_up_to_the_documents_figures(county: sqlite3.Connection) -> None:
    counted = county.execute(
        "SELECT dx, COUNT(DISTINCT qc), COUNT(*) FROM v_sqmy WHERE dx IS NOT NULL GROUP BY dx ORDER BY dx"
    ).fetchall()

    assert counted == [(1, 30, 30), (2, 31, 51)]


def test_dingbian_received_twice_a_month_but_for_one_planted_gap(county: sqlite3.Connection) -> None:
    counted = county.execute("SELECT gzs_id, COUNT(*) FROM jd WHERE id < 9000 GROUP BY gzs_id").fetchall()
    consulted = county.execute("SELECT COUNT(*) FROM hd WHERE lx = 1 AND zt LIKE '%微协商'").fetchone()

    assert dict(counted) == {studio: 17 if studio == 4 else 18 for studio in range(1, 11)}
    assert consulted[0] >= 20


def test_dingbian_has_ten_studios_of_three_kinds(county: sqlite3.Connection) -> None:
    kinds = county.execute("SELECT lx, COUNT(*) FROM gzs WHERE id < 900 GROUP BY lx ORDER BY lx").fetchall()

    assert kinds == [(1, 5), (2, 3), (3, 2)]


def test_zhashuis_records_add_up_to_the_documents_figures() -> None:
    held = work.activities()

    def helped(topic: str) -> list[int]:
        return [int(row["受益人次"]) for row in held if row["活动主题"] == topic]

    clinics, children = helped("“问诊送药”义诊"), helped("暑期关爱留守儿童")
    assert len([row for row in held if row["活动类别"] in ("微议政", "微协商")]) == 27
    assert (len(clinics), sum(clinics)) == (7, 1697)
    assert (len(children), sum(children)) == (3, 139)
    assert len(work.information()) == 220


def test_zhashui_places_its_hundred_members_in_13_featured_studios(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(create_files(tmp_path) / "驻室委员安排表.xlsx")
    sheet = book["驻室委员"]

    rows = [row for row in sheet.iter_rows(min_row=3, values_only=True) if str(row[2]).startswith("ZR")]

    assert len({row[3] for row in rows} - {"柞委999"}) == 100
    assert len({row[0] for row in rows} - {None}) == 13
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A1:I1", "A3:A10", "B3:B10"}


def test_zhashuis_ledgers_are_gbk_with_a_title_a_header_and_a_total(tmp_path: Path) -> None:
    text = (create_files(tmp_path) / "履职活动台账2025年.csv").read_bytes().decode("gbk")

    rows = list(csv.reader(text.splitlines(), delimiter="\t"))

    assert (len(rows[0]), rows[1][0], rows[-1][0]) == (1, "台账编号", "合计")


def test_four_members_sit_in_the_city_and_in_zhashui_as_the_same_person() -> None:
    city = {(row["xm"], row["sjh"]) for row in shangluo.streams()["wy"]}
    names = [row[1] for row in zhashui.member_rows()[:4]]

    shared = {name for name, _ in city} & set(names)

    assert shared == set(names)
