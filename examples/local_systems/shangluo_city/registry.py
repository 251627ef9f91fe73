"""Shangluo's register: studios of the city and of its counties without a system of their own, members, places."""

from __future__ import annotations

from datetime import date, timedelta

from examples.local_systems.folder import Row, Streams
from examples.local_systems.invented import EXPERTISE, POSTS, person_name, phone, unit_of

CITY = "611000"
MEMBERS = range(1, 121)

# name, gzslx, body that owns it, division where it sits, area, sectors, industry, unit where it sits, brand
_STUDIOS = (
    ("医药卫生界委员工作室", "2", "611000", "611002", "", "医药卫生界", "", "商洛市中心医院", "健康商山行"),
    ("青联委员工作室", "2", "611000", "611002", "", "青联", "", "测试单位青年之家", "书香政协"),
    ("经济界工商联界委员工作室", "2", "611000", "611002", "", "经济界、工商联界", "", "测试单位商会大厦", "益企直通车"),
    ("文化艺术界委员工作室", "2", "611000", "611002", "", "文化艺术界", "", "测试单位群众艺术馆", "花鼓议事"),
    ("中药材产业委员工作室", "3", "611000", "611024", "", "", "中药材产业", "测试单位药业园区", "一株好药"),
    ("商州区城关街道委员工作室", "1", "611002", "611002", "城关街道", "", "", "城关街道办事处", "家门口商量"),
    ("商州区大赵峪街道委员工作室", "1", "611002", "611002", "大赵峪街道", "", "", "大赵峪街道办事处", "赵峪议事桌"),
    ("洛南县城关街道委员工作室", "1", "611021", "611021", "城关街道", "", "", "城关街道办事处", "洛水民声"),
    ("洛南核桃产业委员工作室", "3", "611021", "611021", "", "", "核桃产业", "测试单位核桃研究所", "一核到底"),
    ("丹凤县龙驹寨街道委员工作室", "1", "611022", "611022", "龙驹寨街道", "", "", "龙驹寨街道办事处", "古寨说事"),
    ("商南茶产业委员工作室", "3", "611023", "611023", "", "", "茶产业", "测试单位茶叶合作社", "一杯商南茶"),
    ("山阳县城关街道委员工作室", "1", "611024", "611024", "城关街道", "", "", "城关街道办事处", "丰阳议事"),
    ("镇安县永乐街道委员工作室", "1", "611025", "611025", "永乐街道", "", "", "永乐街道办事处", "永乐有商量"),
    (f"{person_name(1)}委员工作室", "9", "611000", "611002", "", "", "", "测试单位001", ""),
)
TYPE_LABELS = {"1": "区域委员工作室", "2": "界别委员工作室", "3": "行业委员工作室", "9": "个人委员工作室（保留）"}
SECTORS = ("医药卫生界", "青联", "经济界", "工商联界", "文化艺术界", "农业界", "民主党派", "民革")
COMMITTEES = ("委员工作委员会", "提案委员会", "经济委员会", "教科卫体委员会", "文化文史和学习委员会")


def studio_key(number: int) -> str:
    """The city's number of a studio, 1 to 14."""
    return f"SL-GZS-{number:03d}"


def member_key(number: int) -> str:
    """The city's number of a member, 1 to 120."""
    return f"SLW{number:04d}"


def studio_of(member: int) -> int:
    """The studio in which a member sits; each sits in one."""
    return (member - 1) % (len(_STUDIOS) - 1) + 1


def owner_of(studio: int) -> str:
    """The division code of the body that owns the studio."""
    return _STUDIOS[studio - 1][2]


def stamp(day: date, number: int) -> str:
    """A naive local time in the afternoon of that day, as the system writes them."""
    return f"{day.isoformat()} {14 + number % 5:02d}:{number * 7 % 60:02d}:00"


def registry() -> Streams:
    """All rows of the register, sound ones only."""
    return {
        "gzs": [_studio(number) for number in range(1, len(_STUDIOS) + 1)],
        "wy": [_member(number) for number in MEMBERS],
        "wyrz": [_seat(number) for number in MEMBERS],
        "zs": [_place(number) for number in MEMBERS] + [_liaison(number) for number in range(1, len(_STUDIOS))],
        "rz": [_presence(number) for number in range(1, len(_STUDIOS)) if number % 4],
        "bp": [_plaque(number) for number in range(1, len(_STUDIOS) + 1)],
    }


def _opened(number: int) -> date:
    return date(2024, 1, 15) + timedelta(days=23 * number)


def _studio(number: int) -> Row:
    name, kind, owner, division, area, sectors, industry, host, brand = _STUDIOS[number - 1]
    opened, ended = _opened(number), kind == "9"
    return {
        "gzsbh": studio_key(number),
        "gzsmc": name,
        "gzslx": kind,
        "lxmc": TYPE_LABELS[kind],
        "xsxx": "3" if number % 4 else "2",
        "zt": "40" if ended else "20",
        "ssqh": owner,
        "szqh": division,
        "szqy": area or None,
        "jb": sectors,
        "hy": industry or None,
        "yt": area or sectors or industry or None,
        "szdw": host,
        "dz": f"商洛市测试路{number}号",
        "zyzn": "学习交流；联系群众；协商监督；凝聚共识",
        "gndw": "学习交流的新阵地；联系群众的新纽带；反映民意的新渠道；协商议政的新路径；展示风采的新窗口",
        "pp": brand or None,
        "ts": brand or None,
        "sfsfd": "是" if number in (1, 6) else "否",
        "lxdh": f"0914-00000{number:02d}",
        "zbjh": f"每周{'一二三四五'[number % 5]}上午九时至十一时三十分",
        "sqsj": (opened - timedelta(days=60)).isoformat(),
        "tysj": (opened - timedelta(days=20)).isoformat(),
        "spsj": opened.isoformat(),
        "basj": (opened + timedelta(days=10)).isoformat(),
        "zzsj": "2025-06-30" if ended else None,
        "gxsj": stamp(date(2025, 7, 1) if ended else opened, number),
        "sfsc": 0,
    }


def _member(number: int) -> Row:
    post = POSTS[number % len(POSTS)]
    return {
        "wybh": member_key(number),
        "xm": person_name(number),
        "xb": str(1 + number % 2),
        "zw": post,
        "zc": "、".join(sorted({EXPERTISE[number % 10], EXPERTISE[number // 7 % 10]})),
        "sjh": phone(number),
        "gzdw": unit_of(number),
        "zpdz": f"/zp/{member_key(number)}.jpg",
        "sfdy": number % 3 % 2,
        "bq": ["民主党派"] if number % 9 == 0 else [],
        "djqh": owner_of(studio_of(number)),
        "gxsj": stamp(date(2025, 1, 6), number),
        "sfsc": 0,
    }


def _seat(number: int) -> Row:
    left = number in (60, 90)
    return {
        "rzbh": f"RZ{number:04d}",
        "wybh": member_key(number),
        "zxqh": owner_of(studio_of(number)),
        "jc": "本届",
        "jb": SECTORS[number % len(SECTORS)],
        "zwh": COMMITTEES[number % len(COMMITTEES)],
        "sfcw": "是" if number % 6 == 0 else "否",
        "rzzt": "3" if left else "1",
        "qssj": "2022-01-10",
        "jssj": "2026-03-31" if left else None,
        "gxsj": stamp(date(2026, 4, 1) if left else date(2025, 1, 6), number),
        "sfsc": 0,
    }


def _place(number: int) -> Row:
    studio = studio_of(number)
    convener = number <= len(_STUDIOS) - 1
    return {
        "zsbh": f"ZS{number:04d}",
        "gzsbh": studio_key(studio),
        "wybh": member_key(number),
        "xm": None,
        "js": "2" if convener else "1",
        "cw": "召集人" if convener else None,
        "lxfs": phone(number) if convener else None,
        "jrsj": _opened(studio).isoformat(),
        "tcsj": "2026-03-31" if number in (60, 90) else None,
        "gxsj": stamp(date(2025, 1, 8), number),
        "sfsc": 0,
    }


def _liaison(studio: int) -> Row:
    number = 520 + studio
    return {
        "zsbh": f"ZSL{studio:03d}",
        "gzsbh": studio_key(studio),
        "wybh": None,
        "xm": person_name(number),
        "js": "3",
        "cw": "联络员",
        "lxfs": phone(number),
        "jrsj": _opened(studio).isoformat(),
        "tcsj": None,
        "gxsj": stamp(date(2025, 1, 8), number),
        "sfsc": 0,
    }


def _presence(studio: int) -> Row:
    day = _opened(studio) + timedelta(days=90)
    return {
        "rzid": f"QSL{studio:03d}",
        "gzsbh": studio_key(studio),
        "ptmc": "秦商量",
        "fjh": f"qsl-{9000 + studio}",
        "rzrq": day.isoformat(),
        "gxsj": stamp(day, studio),
        "sfsc": 0,
    }


def _plaque(studio: int) -> Row:
    removed = studio == len(_STUDIOS)
    return {
        "bpbh": f"BP{studio:03d}",
        "gzsbh": studio_key(studio),
        "spqh": owner_of(studio),
        "sprq": _opened(studio).isoformat(),
        "zprq": "2025-06-30" if removed else None,
        "shrq": "2025-07-15" if removed else None,
        "gxsj": stamp(date(2025, 7, 15) if removed else _opened(studio), studio),
        "sfsc": 0,
    }
