"""Dingbian's register: ten studios of three kinds (S1:43), members, seats, places; and its code tables."""

from __future__ import annotations

from datetime import date, timedelta

from examples.local_systems.folder import Row, Streams
from examples.local_systems.invented import EXPERTISE, POSTS, person_name, phone, unit_of

COUNTY = "610825"
MEMBERS = range(370, 480)
STUDIOS = range(1, 11)
MALIAN, MEDICAL, LAW = 1, 6, 9

# name, kind (1 area, 2 sector, 3 featured), town-centre area, sector, unit where it sits, special line
_STUDIOS = (
    ("马莲社区委员工作室", 1, "东", None, "马莲社区", "防汛与邻里互助"),
    ("西区测试社区委员工作室", 1, "西", None, "西区测试社区", None),
    ("南区测试社区委员工作室", 1, "南", None, "南区测试社区", None),
    ("北区测试社区委员工作室", 1, "北", None, "北区测试社区", None),
    ("中心区测试社区委员工作室", 1, "中", None, "中心区测试社区", None),
    ("医药卫生界委员工作室", 2, None, "医药卫生界", "测试单位县医院", "义诊"),
    ("经济界委员工作室", 2, None, "经济界", "测试单位商会", None),
    ("农业界委员工作室", 2, None, "农业界", "测试单位农技站", None),
    ("法律服务委员工作室", 3, None, None, "测试单位律师事务所", "送法进校"),
    ("非遗文化委员工作室", 3, None, None, "测试单位文化馆", "非遗传承"),
)
_SECTORS = ("医药卫生界", "青联", "农业界", "经济界", "工商联界", "文化艺术界", "民主党派")

CODES = {
    "gzs.lx": {1: "区域", 2: "界别", 3: "特色"},
    "xs": {1: "线上", 2: "线下", 3: "线上线下"},
    "gzs.zt": {0: "筹备", 1: "运行", 2: "暂停", 9: "终止"},
    "js": {1: "驻室委员", 2: "召集人", 3: "联络员"},
    "wyzg.zt": {1: "在任", 2: "任期届满", 3: "辞去", 4: "撤销资格"},
    "hd.lx": {1: "微协商", 2: "政策宣讲", 3: "义诊", 4: "送法进校", 5: "防汛救灾", 6: "调研", 7: "读书", 8: "调解"},
    "zb.fs": {1: "定期轮值", 2: "灵活报到"},
    "yj.qd": {1: "线下值班", 2: "线上值班", 3: "走访", 4: "调研", 5: "热线电话"},
    "yj.lb": {1: "信访", 2: "投诉", 3: "咨询", 4: "微需求微建议", 5: "群众反映的问题"},
    "yj.zt": {1: "已登记", 2: "办理中", 3: "已反馈", 4: "已引导信访"},
    "jg": {0: "已报送", 1: "被采纳", 2: "获批示", 3: "已立案", 4: "未采纳"},
    "sq.dx": {1: "市政协", 2: "县委、县政府"},
}


def studio_of(member: int) -> int:
    """The studio in which a member sits."""
    return (member - MEMBERS.start) % len(_STUDIOS) + 1


def mixed(day: date, number: int) -> str:
    """The day in one of the ways that the clerks write it."""
    match number % 5:
        case 0:
            return day.isoformat()
        case 1:
            return f"{day.year}/{day.month}/{day.day}"
        case 2:
            return f"{day.year}年{day.month}月{day.day}日"
        case 3:
            return f"{day.year}.{day.month}.{day.day}"
        case _:
            return f"{day:%Y%m%d}"


def stamp(day: date, number: int) -> str:
    """The one column that is always written the same way: local time to the second."""
    return f"{day.isoformat()} {8 + number % 10:02d}:{number * 13 % 60:02d}:00"


def registry() -> Streams:
    """All rows of the register, sound ones only."""
    return {
        "bm_zd": [
            {"lb": kind, "dm": code, "mc": name} for kind, names in CODES.items() for code, name in names.items()
        ],
        "gzs": [_studio(number) for number in STUDIOS],
        "wy": [_member(number) for number in MEMBERS],
        "wyzg": [_seat(number) for number in MEMBERS],
        "zsgx": [_place(number) for number in MEMBERS] + [_liaison(number) for number in STUDIOS],
    }


def _studio(number: int) -> Row:
    name, kind, area, sector, host, line = _STUDIOS[number - 1]
    opened = date(2022, 5, 10) + timedelta(days=19 * number)
    return {
        "id": number,
        "mc": name,
        "lx": kind,
        "xs": 2 if number % 3 else 3,
        "zt": 1,
        "ssqh": COUNTY,
        "qy": area,
        "jb": sector,
        "yt": host,
        "szdw": host,
        "dz": f"定边县测试街{number}号",
        "zn": "宣传政策,协商议事,服务群众",
        "dw": "百姓家门口的协商平台",
        "ts": line,
        "sfsf": int(number == LAW),
        "lxdh": f"0912-00000{number:02d}",
        "zbap": "每月逢五、逢十五接待群众",
        "sqrq": mixed(opened - timedelta(days=40), number),
        "pzrq": mixed(opened - timedelta(days=10), number + 1),
        "gprq": mixed(opened, number + 2),
        "barq": None,
        "zzrq": None,
        "gxsj": stamp(date(2025, 1, 2), number),
    }


def _member(number: int) -> Row:
    return {
        "id": number,
        "xm": person_name(number),
        "xb": 1 + number % 2,
        "zw": POSTS[number % 10],
        "tc": f"{EXPERTISE[number % 10]},{EXPERTISE[(number + 4) % 10]}",
        "sj": phone(number),
        "dw": unit_of(number),
        "zp": f"wy/{number}.png",
        "sfdy": number % 2,
        "bz": None,
        "gxsj": stamp(date(2025, 1, 2), number),
    }


def _seat(number: int) -> Row:
    return {
        "id": number,
        "wy_id": number,
        "zxqh": COUNTY,
        "jc": "本届",
        "jb": _SECTORS[number % 7],
        "zwh": None,
        "cw": int(number % 8 == 0),
        "zt": 3 if number == 444 else 1,
        "ksrq": "2021.12.1",
        "jsrq": "2026/2/28" if number == 444 else None,
        "gxsj": stamp(date(2026, 3, 1) if number == 444 else date(2025, 1, 2), number),
    }


def _place(number: int) -> Row:
    convener = number < MEMBERS.start + len(_STUDIOS)
    return {
        "id": number,
        "gzs_id": studio_of(number),
        "wy_id": number,
        "xm": None,
        "js": 2 if convener else 1,
        "cwmc": "召集人" if convener else None,
        "lxfs": phone(number) if convener else None,
        "ksrq": mixed(date(2022, 7, 1), number),
        "jsrq": "2026/2/28" if number == 444 else None,
        "gxsj": stamp(date(2025, 1, 3), number),
    }


def _liaison(studio: int) -> Row:
    number = 560 + studio
    return {
        "id": 1000 + studio,
        "gzs_id": studio,
        "wy_id": None,
        "xm": None,
        "js": 3,
        "cwmc": "联络员",
        "lxfs": phone(number),
        "ksrq": mixed(date(2022, 7, 1), studio),
        "jsrq": None,
        "gxsj": stamp(date(2025, 1, 3), studio),
    }
