"""Zhashui's lists: 13 featured studios that cover 100 members (S1:99), one regional studio per town, people, plates."""

from __future__ import annotations

from datetime import date, timedelta

from examples.local_systems.invented import EXPERTISE, POSTS, TWO_LEVEL, person_name, phone, unit_of
from examples.local_systems.zhashui_county.xlsx import Cell, serial

COUNTY = "611026"
MEDICAL, CULTURE, XINGNONG, COMMERCE = "ZS-T01", "ZS-T02", "ZS-T03", "ZS-T04"
# The four who also sit in the city; the others only here.
MEMBERS = (*TWO_LEVEL, *range(120, 216))
TOWNS = ("乾佑街道", "营盘镇", "下梁镇", "小岭镇", "凤凰镇", "红岩寺镇", "曹坪镇", "杏坪镇", "瓦房口镇")

# The first four are named by the documents (S1:108); the others stand in for 「景区、医院、书店等地」 (S1:99).
_FEATURED = (
    ("医药卫生界委员工作室", "医药卫生界", "测试单位县医院", "问诊送药"),
    ("文化艺术界委员工作室", "文化艺术界", "测试单位文化馆", "非遗保护传承"),
    ("世纪兴农委员工作室", "农业界", "测试单位农业公司", "关爱留守儿童"),
    ("工商联界委员工作室", "工商联界", "测试单位商会", "捐资助困"),
    ("牛背梁景区委员工作室", None, "测试单位景区一", "景区里的协商"),
    ("柞水溶洞景区委员工作室", None, "测试单位景区二", "景区里的协商"),
    ("县医院委员工作室", "医药卫生界", "测试单位县医院住院部", "健康讲座"),
    ("新华书店委员工作室", None, "测试单位书店", "书香政协"),
    ("青联委员工作室", "青联", "测试单位中学", "支教助学"),
    ("木耳产业委员工作室", None, "测试单位木耳小镇", "小木耳大产业"),
    ("民革委员工作室", "民革", "测试单位科技馆", "科普宣传"),
    ("法律服务委员工作室", None, "测试单位律师事务所", "法律援助"),
    ("民主党派委员工作室", "民主党派", "测试单位敬老院", "爱老助残"),
)
_SECTORS = ("医药卫生界", "文化艺术界", "农业界", "工商联界", "青联", "民革")

STUDIO_HEADER: list[Cell] = [
    "序号",
    "编号",
    "工作室名称",
    "类型",
    "形式",
    "状态",
    "区划代码",
    "所在镇办",
    "界别",
    "所在单位",
    "地址",
    "主要职能",
    "功能定位",
    "特色",
    "示范点",
    "包抓责任人",
    "联系电话",
    "值班计划",
    "批准时间",
    "授牌时间",
]
MEMBER_HEADER = [
    "委员证号",
    "姓　名",
    "性别",
    "职务",
    "专长",
    "联系电话",
    "工作单位",
    "照片",
    "中共党员",
    "界别",
    "专委会",
    "常委",
    "届次",
    "任职状态",
    "任职日期",
]
PLACE_HEADER: list[Cell] = [
    "工作室编号",
    "工作室名称",
    "驻室编号",
    "委员证号",
    "姓名",
    "角色",
    "称谓",
    "联系方式",
    "进室时间",
]


def studio_code(number: int) -> str:
    """Number of a featured studio, 1 to 13."""
    return f"ZS-T{number:02d}"


def studio_name(number: int) -> str:
    """Name of a featured studio."""
    return _FEATURED[number - 1][0]


def card(member: int) -> str:
    """Number on a member's card."""
    return f"柞委{MEMBERS.index(member) + 1:03d}"


def studio_of(member: int) -> int:
    """The featured studio in which a member sits."""
    return MEMBERS.index(member) % len(_FEATURED) + 1


def wide(text: str) -> str:
    """The text with full-width digits, as some clerks type them."""
    return text.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})


def featured_rows() -> list[list[Cell]]:
    """The 13 featured studios; the kind stands once, in a merged cell."""
    rows: list[list[Cell]] = []
    for number, (name, sector, host, feature) in enumerate(_FEATURED, start=1):
        granted = date(2022, 9, 1) + timedelta(days=13 * number)
        rows.append(
            [
                number,
                studio_code(number),
                name,
                "特色委员工作室" if number == 1 else None,
                "线下" if number % 2 else "线上线下",
                "运行",
                COUNTY,
                "乾佑街道",
                sector,
                host,
                f"柞水县测试街{number}号",
                "联系群众、协商议政、服务民生",
                "学习交流园地、联系群众桥梁、社情民意窗口、协商议政平台、凝聚共识载体",
                feature,
                "是" if number in (1, 3) else "否",
                person_name(580 + number % 10),
                wide(f"0914-10000{number:02d}"),
                "每周三上午",
                serial(granted - timedelta(days=15)),
                granted if number % 3 == 0 else serial(granted),
            ]
        )
    return rows


def regional_rows() -> list[list[Cell]]:
    """One regional studio for each town and street."""
    rows: list[list[Cell]] = []
    for number, town in enumerate(TOWNS, start=1):
        granted = date(2023, 3, 1) + timedelta(days=11 * number)
        rows.append(
            [
                number,
                f"ZS-Q{number:02d}",
                f"{town}委员工作室",
                "区域委员工作室" if number == 1 else None,
                "线下",
                "运行",
                COUNTY,
                town,
                None,
                f"{town}人民政府",
                f"{town}测试路1号",
                "联系群众、服务民生",
                None,
                None,
                "否",
                person_name(590 + number % 10),
                wide(f"0914-20000{number:02d}"),
                "每月十五日",
                serial(granted - timedelta(days=20)),
                serial(granted),
            ]
        )
    return rows


def member_rows() -> list[list[str]]:
    """The register of members with their seats."""
    return [
        [
            card(number),
            person_name(number),
            "女" if number % 2 else "男",
            POSTS[number % 10],
            EXPERTISE[number % 10],
            wide(phone(number)) if place % 3 == 0 else phone(number),
            unit_of(number),
            f"{card(number)}.jpg",
            "是" if number % 2 else "否",
            _SECTORS[place % 6],
            "",
            "是" if place % 6 == 0 else "否",
            "本届",
            "辞去" if place == 77 else "在任",
            "2021.12.10",
        ]
        for place, number in enumerate(MEMBERS)
    ]


def place_groups() -> list[list[list[Cell]]]:
    """Who sits where, one group of rows per studio; its number and name stand once, in merged cells."""
    groups: list[list[list[Cell]]] = []
    for studio in range(1, len(_FEATURED) + 1):
        seated = [member for member in MEMBERS if studio_of(member) == studio]
        groups.append(
            [
                [
                    studio_code(studio) if turn == 0 else None,
                    studio_name(studio) if turn == 0 else None,
                    f"ZR{MEMBERS.index(member) + 1:03d}",
                    card(member),
                    person_name(member),
                    "召集人" if turn == 0 else "驻室委员",
                    "召集人" if turn == 0 else None,
                    phone(member) if turn == 0 else None,
                    serial(date(2022, 10, 8)),
                ]
                for turn, member in enumerate(seated)
            ]
        )
    return groups


def plate_rows() -> list[list[Cell]]:
    """Plates handed out."""
    return [
        [
            f"BP{number:02d}",
            studio_code(number),
            "柞水县政协",
            serial(date(2022, 9, 1) + timedelta(days=13 * number)),
            None,
        ]
        for number in range(1, len(_FEATURED) + 1)
    ]


def online_rows() -> list[list[Cell]]:
    """Studios that moved in on the consultation platform."""
    return [
        [f"QS{number:02d}", studio_code(number), "秦商量", wide(f"{7000 + number}"), f"2024年{number % 12 + 1}月8日"]
        for number in range(2, len(_FEATURED) + 1, 2)
    ]
