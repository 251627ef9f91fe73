"""Zhashui's ledgers: activities, shifts, social information and opinions, with the documented figures (S1:108)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from examples.local_systems.invented import LAST_DAY, citizen, day_in, person_name, quarters, split
from examples.local_systems.zhashui_county.registry import (
    COMMERCE,
    CULTURE,
    MEDICAL,
    MEMBERS,
    XINGNONG,
    card,
    studio_code,
    studio_name,
    studio_of,
    wide,
)
from examples.local_systems.zhashui_county.xlsx import Cell, serial

# S1:108 「“微议政”“微协商”27次」「义诊“问诊送药”7期，服务困难群众1697人次」「3期，受益儿童139名」「反映社情民意220条」
MICRO, CLINICS, CLINIC_PEOPLE, CHILD_CARE, CHILDREN, INFORMATION, DONORS = 27, 7, 1697, 3, 139, 220, 38
VISITED = 2612  # 「走访慰问群众2600余人」
ACTIVITY_HEADER = [
    "台账编号",
    "活动日期",
    "工作室编号",
    "工作室名称",
    "活动类别",
    "活动形式",
    "活动主题",
    "地点",
    "参加委员人数",
    "参加群众人数",
    "受益人次",
    "宣传情况",
]
# The ledger of 2026 has the same columns in another order, and some more.
ACTIVITY_HEADER_2026 = [
    "台账编号",
    "工作室编号",
    "工作室名称",
    "活动类别",
    "活动主题",
    "活动日期",
    "活动形式",
    "参加委员人数",
    "参加群众人数",
    "受益人次",
    "地点",
    "宣传情况",
    "联办工作室",
    "协办政协",
    "协办单位",
    "计数方式",
    "备注",
]
# What one activity of 2026 was done with: two studios of the county, the city's body, and somebody without a login.
TOGETHER_KEY = "HD-2026-165"
TOGETHER = {
    "联办工作室": "联合：ZS-T12；协办：ZS-T02",
    "协办政协": "商洛市政协",
    "协办单位": "县图书馆（测试）",
    "计数方式": "各方全计",
}
SHIFT_HEADER: list[Cell] = ["值班编号", "工作室编号", "委员证号", "姓名", "值班日期", "形式", "方式", "是否到岗"]
INFORMATION_HEADER = ["编号", "工作室编号", "标题", "作者", "报送日期", "报送单位", "采用情况", "批示单位"]
OPINION_HEADER: list[Cell] = [
    "登记号",
    "工作室编号",
    "来访人姓名",
    "联系电话",
    "收到日期",
    "渠道",
    "类别",
    "主要内容",
    "办理情况",
    "反馈日期",
]
_TOPICS = ("城区学校周边道路通行安全", "高铁建设移民安置", "高速出口拥堵", "木耳产业用水", "景区停车", "老街路灯")


def activities() -> list[dict[str, str]]:
    """About 200 ledger rows in order of their dates, by column name."""
    picker = Random(611026)
    rows = [
        _activity(picker, MEDICAL, "义诊", "“问诊送药”义诊", helped=count)
        for count in split(CLINIC_PEOPLE, into=CLINICS, picker=picker)
    ]
    rows += [
        _activity(picker, XINGNONG, "关爱服务", "暑期关爱留守儿童", helped=count)
        for count in split(CHILDREN, into=CHILD_CARE, picker=picker)
    ]
    rows.append(_activity(picker, COMMERCE, "捐赠", "委员捐赠物资", members=DONORS))
    for turn in range(MICRO):
        kind = "微议政" if turn % 2 else "微协商"
        rows.append(_activity(picker, studio_code(turn % 13 + 1), kind, f"{_TOPICS[turn % 6]}{kind}"))
    rows += [
        _activity(picker, studio_code(turn % 13 + 1), "走访慰问", "基层大走访", helped=count)
        for turn, count in enumerate(split(VISITED, into=26, picker=picker))
    ]
    for year, quarter in quarters():
        for studio in range(1, 14):
            kind = ("政治学习", "政策宣讲", "调研", "读书活动")[(studio + quarter) % 4]
            rows.append(_activity(picker, studio_code(studio), kind, f"{kind}活动", within=(year, quarter)))
    rows.append(_activity(picker, "ZS-Q01", "政策宣讲", "乾佑街道政策宣讲"))
    while len(rows) < 200:
        town = len(rows) % 9 + 1
        rows.append(_activity(picker, f"ZS-Q{town:02d}", "走访", "联系群众走访", members=2))
    rows.sort(key=lambda row: row["活动日期"])
    return [
        row | _together(number) | {"台账编号": number, "活动日期": _as_typed(row["活动日期"], place)}
        for place, row in enumerate(rows, start=1)
        for number in (_ledger_number(row, place),)
    ]


def _together(number: str) -> dict[str, str]:
    return TOGETHER if number == TOGETHER_KEY else {}


def _activity(
    picker: Random,
    studio: str,
    kind: str,
    topic: str,
    *,
    members: int = 0,
    helped: int = 0,
    within: tuple[int, int] | None = None,
) -> dict[str, str]:
    year, quarter = within or picker.choice(quarters())
    day = day_in(picker, year=year, first_month=3 * quarter - 2, last_month=3 * quarter)
    online = kind == "读书活动" and picker.random() < 0.5
    present, public = members or picker.randrange(4, 12), picker.randrange(50)
    name = studio_name(int(studio[-2:])) if studio.startswith("ZS-T") else ""
    return {
        "台账编号": "",
        "活动日期": day.isoformat(),
        "工作室编号": studio,
        "工作室名称": name,
        "活动类别": kind,
        "活动形式": "线上" if online else "线下",
        "活动主题": topic,
        "地点": "秦商量" if online else "工作室",
        "参加委员人数": wide(str(present)) if present % 4 == 0 else str(present),
        "参加群众人数": str(public),
        "受益人次": str(helped) if helped else "",
        "宣传情况": "县政协公众号",
        **dict.fromkeys(TOGETHER, ""),
        "备注": "",
    }


def _ledger_number(row: dict[str, str], place: int) -> str:
    return f"HD-{row['活动日期'][:4]}-{place:03d}"


def _as_typed(text: str, place: int) -> str:
    day = date.fromisoformat(text)
    return (f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日", text)[place % 3]


def shifts(year: int, quarter: int) -> list[list[Cell]]:
    """The sheet of one quarter: every member once, some not."""
    picker = Random(year * 10 + quarter)
    rows: list[list[Cell]] = []
    for place, member in enumerate(MEMBERS, start=1):
        if picker.random() < 0.15:
            continue
        day = day_in(picker, year=year, first_month=3 * quarter - 2, last_month=3 * quarter)
        rows.append(
            [
                f"ZB{year}{quarter}{place:03d}",
                studio_code(studio_of(member)),
                card(member),
                person_name(member),
                day if place % 4 == 0 else serial(day),
                "线上" if place % 5 == 0 else "线下",
                "固定接待日" if place % 2 else "定期轮值",
                "否" if place % 21 == 0 else "是",
            ]
        )
    return rows


def information() -> list[list[str]]:
    """The 220 items of social information."""
    picker = Random(108)
    rows = [
        [
            "SQ001",
            CULTURE,
            "关于非物质文化遗产保护传承利用的建议",
            person_name(130),
            "2025.5.20",
            "商洛市政协",
            "获批示",
            "商洛市委主要领导",
        ]
    ]
    for number in range(2, INFORMATION + 1):
        day = day_in(picker, year=2025 + number % 2)
        rows.append(
            [
                f"SQ{number:03d}",
                studio_code(number % 13 + 1),
                f"关于{picker.choice(_TOPICS)}的建议（{wide(str(number))}）",
                person_name(MEMBERS[number % 100]),
                f"{day.year}.{day.month}.{day.day}",
                "柞水县委、县政府" if number % 3 else "商洛市政协",
                "被采用" if number % 4 == 0 else "",
                "",
            ]
        )
    return rows


def opinions() -> list[list[Cell]]:
    """The register of visitors; the hub must never take their names and telephones."""
    picker = Random(126)
    rows: list[list[Cell]] = []
    for number in range(1, 91):
        day = day_in(picker, year=2025 + number % 2)
        name, telephone = citizen(number + 120)
        back = min(day + timedelta(days=18), LAST_DAY)
        rows.append(
            [
                f"YJ{number:03d}",
                studio_code(number % 13 + 1),
                name,
                telephone,
                serial(day),
                ("来访", "走访", "值班", "电话")[number % 4],
                ("咨询", "微建议", "问题", "信访")[number % 4],
                picker.choice(_TOPICS),
                ("已答复", "已反馈", "办理中", "已引导")[number % 4],
                serial(back) if number % 4 == 1 else None,
            ]
        )
    return rows
