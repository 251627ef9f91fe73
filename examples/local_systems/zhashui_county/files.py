"""Writes Zhashui's folder: GBK ledgers and workbooks with titles, merged cells and totals."""

from __future__ import annotations

import csv
import io
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from examples.local_systems.invented import quarters
from examples.local_systems.zhashui_county import bad_rows, registry, work
from examples.local_systems.zhashui_county.xlsx import Cell, Formula, Sheet, write

_SAVED_AT = datetime(2026, 9, 30, 17, 0, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
_QUARTERS = "一二三四"


def create_files(folder: Path) -> Path:
    """Write the files that are not there yet; what was edited before stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows, delimiter in _ledgers():
        _save(folder / name, _csv_bytes(rows, delimiter=delimiter))
    for name, sheets in _workbooks():
        _save(folder / name, sheets)
    return folder


def _save(path: Path, content: bytes | list[Sheet]) -> None:
    if path.exists():
        return
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        write(path, content)
    os.utime(path, (_SAVED_AT, _SAVED_AT))


def _csv_bytes(rows: list[list[str]], *, delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("gbk")


def _ledgers() -> list[tuple[str, list[list[str]], str]]:
    members = registry.member_rows()
    title = ["柞水县政协委员名册（截至２０２６年９月）"]
    people = [title, registry.MEMBER_HEADER, *members, bad_rows.bad_member(members[0]), ["合计", str(len(members))]]
    news = [
        work.INFORMATION_HEADER,
        *work.information(),
        bad_rows.bad_information(),
        ["合计", "", f"{work.INFORMATION}条"],
    ]
    return [
        ("委员名册.csv", people, ","),
        ("社情民意信息台账.csv", news, ","),
        ("履职活动台账2025年.csv", _ledger(2025, header=work.ACTIVITY_HEADER), "\t"),
        ("履职活动台账2026年.csv", _ledger(2026, header=work.ACTIVITY_HEADER_2026), "\t"),
    ]


def _ledger(year: int, *, header: list[str]) -> list[list[str]]:
    rows = [row for row in work.activities() if row["台账编号"].startswith(f"HD-{year}")]
    wrong = bad_rows.bad_activities(rows[0], year=year)
    return [
        [f"柞水县政协委员工作室履职活动台账（{year}年）"],
        header,
        *([row[name] for name in header] for row in rows + wrong),
        ["合计", f"{len(rows)}次"],
    ]


def _workbooks() -> list[tuple[str, list[Sheet]]]:
    featured = registry.featured_rows()
    kinds = [
        _studio_sheet("特色委员工作室", featured, wrong=bad_rows.bad_studios(featured[1])),
        _studio_sheet("区域委员工作室", registry.regional_rows(), wrong=[]),
    ]
    shifts = [_shift_sheet(year, quarter) for year, quarter in quarters()]
    opinions = work.opinions()
    visitors: list[list[Cell]] = [work.OPINION_HEADER, *opinions, bad_rows.bad_opinion(opinions[0])]
    plates: list[list[Cell]] = [["标牌编号", "工作室编号", "授牌单位", "授牌日期", "收回日期"], *registry.plate_rows()]
    online: list[list[Cell]] = [["入驻编号", "工作室编号", "平台", "房间号", "入驻日期"], *registry.online_rows()]
    return [
        ("柞水县委员工作室名单.xlsx", kinds),
        ("驻室委员安排表.xlsx", [_place_sheet()]),
        ("值班安排表.xlsx", shifts),
        ("群众意见登记簿.xlsx", [Sheet(name="登记", rows=visitors)]),
        ("标牌与入驻登记.xlsx", [Sheet(name="标牌", rows=plates), Sheet(name="线上入驻", rows=online)]),
    ]


def _studio_sheet(name: str, rows: list[list[Cell]], *, wrong: list[list[Cell]]) -> Sheet:
    first, last = 4, 3 + len(rows)
    total: list[Cell] = ["合计", None, Formula(text=f"COUNTA(C{first}:C{last})", cached=len(rows))]
    heading: list[list[Cell]] = [[f"柞水县政协{name}名单"], ["填报单位：柞水县政协办公室"], registry.STUDIO_HEADER]
    return Sheet(name=name, rows=[*heading, *rows, *wrong, total], merged=["A1:T1", "A2:T2", f"D{first}:D{last}"])


def _place_sheet() -> Sheet:
    rows: list[list[Cell]] = [["柞水县政协驻室委员安排表"], registry.PLACE_HEADER]
    merged = ["A1:I1"]
    for group in registry.place_groups():
        first, last = len(rows) + 1, len(rows) + len(group)
        merged += [f"A{first}:A{last}", f"B{first}:B{last}"]
        rows += group
    rows.append(bad_rows.bad_place())
    rows.append(["合计", None, None, Formula(text=f"COUNTA(D3:D{len(rows)})-1", cached=len(registry.MEMBERS))])
    return Sheet(name="驻室委员", rows=rows, merged=merged)


def _shift_sheet(year: int, quarter: int) -> Sheet:
    rows = work.shifts(year, quarter)
    wrong = [bad_rows.bad_shift(rows[0])] if (year, quarter) == (2026, 3) else []
    name = f"{year}年{_QUARTERS[quarter - 1]}季度"
    return Sheet(
        name=name, rows=[[f"{name}值班安排"], work.SHIFT_HEADER, *rows, *wrong, ["合计", len(rows)]], merged=["A1:H1"]
    )
