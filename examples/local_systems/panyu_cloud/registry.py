"""Panyu's register: the cloud studio, 16 town and street studios, 24 personal ones, members, seats and posts."""

from __future__ import annotations

from datetime import date, timedelta

from examples.local_systems.folder import Row, Streams
from examples.local_systems.invented import EXPERTISE, POSTS, person_name, phone, unit_of

DISTRICT = "440113"
CLOUD = "cloud-01"
TOWNS = (
    "市桥街",
    "沙头街",
    "东环街",
    "桥南街",
    "小谷围街",
    "大石街",
    "洛浦街",
    "石壁街",
    "钟村街",
    "大龙街",
    "沙湾街",
    "南村镇",
    "石楼镇",
    "石碁镇",
    "化龙镇",
    "新造镇",
)
MEMBERS = range(220, 370)
PERSONAL = range(220, 244)
SECTORS = ("经济界", "青联", "医药卫生界", "工商联界", "文化艺术界", "民主党派", "民革", "台盟")


def town_id(number: int) -> str:
    """Identifier of a town or street studio, 1 to 16."""
    return f"town-{number:02d}"


def personal_id(member: int) -> str:
    """Identifier of the studio named after a member."""
    return f"person-{member - PERSONAL.start + 1:02d}"


def member_id(number: int) -> str:
    """Identifier of a member."""
    return f"m-{number}"


def home_of(number: int) -> str:
    """The studio in which a member serves."""
    return personal_id(number) if number in PERSONAL else town_id((number - PERSONAL.stop) % len(TOWNS) + 1)


def stamp(day: date, number: int) -> str:
    """A moment of that day with its offset, as the system writes them."""
    return f"{day.isoformat()}T{9 + number % 9:02d}:{number * 11 % 60:02d}:00+08:00"


def registry() -> Streams:
    """All rows of the register, sound ones only."""
    towns = [_town(number, name) for number, name in enumerate(TOWNS, start=1)]
    return {
        "studios": [_cloud(), *towns, *(_personal(number) for number in PERSONAL)],
        "members": [_member(number) for number in MEMBERS],
        "seats": [_seat(number) for number in MEMBERS],
        "posts": [_post(number) for number in MEMBERS] + [_clerk(number) for number in range(1, len(TOWNS) + 1)],
        "rooms": [_room(number) for number in PERSONAL[:8]] + [_town_room(number) for number in range(1, 17)],
    }


def _studio(key: str, *, name: str, kind: str, label: str, opened: date) -> Row:
    return {
        "id": key,
        "name": name,
        "kind": kind,
        "kindLabel": label,
        "reach": "MIXED",
        "state": "OPEN",
        "ownerCode": DISTRICT,
        "locatedIn": DISTRICT,
        "servesArea": None,
        "basedOn": None,
        "host": None,
        "address": None,
        "tasks": ["学习交流", "联系群众", "协商议事"],
        "aim": ["传声筒", "连心桥", "充电站"],
        "brand": "“禺”快协商",
        "specialty": None,
        "showcase": False,
        "hotline": None,
        "rota": None,
        "namedAfter": None,
        "openedOn": opened.isoformat(),
        "plaqueOn": opened.isoformat(),
        "plaqueBy": DISTRICT,
        "closedOn": None,
        "updatedAt": stamp(opened, len(name)),
    }


def _cloud() -> Row:
    base = _studio(CLOUD, name="番禺区政协委员云工作室", kind="CLOUD", label="云工作室", opened=date(2023, 6, 1))
    return base | {"reach": "WEB", "showcase": True, "rota": "每周2名委员轮流坐值", "specialty": "视频连线"}


def _town(number: int, name: str) -> Row:
    opened = date(2023, 3, 1) + timedelta(days=9 * number)
    base = _studio(town_id(number), name=f"{name}委员工作室", kind="TOWN_STREET", label="镇街工作室", opened=opened)
    return base | {
        "servesArea": name,
        "basedOn": name,
        "host": f"{name}政务晓屋",
        "address": f"番禺区{name}测试路{number}号",
        "hotline": f"020-000000{number:02d}",
        "rota": "每月逢五接待群众",
        "showcase": name == "钟村街",
        "state": "PAUSED" if number == 16 else "OPEN",
    }


def _personal(number: int) -> Row:
    opened = date(2023, 8, 1) + timedelta(days=17 * (number - PERSONAL.start))
    name = f"{person_name(number)}委员工作室"
    base = _studio(personal_id(number), name=name, kind="PERSONAL_ROOM", label="委员个人工作室", opened=opened)
    return base | {
        "namedAfter": member_id(number),
        "host": unit_of(number),
        "specialty": EXPERTISE[number % 10],
        "address": f"番禺区测试大道{number}号",
        "rota": "每季度首周周五",
    }


def _member(number: int) -> Row:
    return {
        "id": member_id(number),
        "fullName": person_name(number),
        "gender": "MALE" if number % 2 else "FEMALE",
        "jobTitle": POSTS[number % 10],
        "skills": [EXPERTISE[number % 10], EXPERTISE[(number + 3) % 10]],
        "mobile": phone(number),
        "employer": unit_of(number),
        "portrait": f"portraits/{number}.webp",
        "labels": ["港澳台侨"] if number % 25 == 0 else [],
        "partyMember": number % 3 == 0,
        "updatedAt": stamp(date(2025, 1, 10), number),
    }


def _seat(number: int) -> Row:
    left = number == 300
    return {
        "id": f"seat-{number}",
        "memberId": member_id(number),
        "bodyCode": DISTRICT,
        "term": "本届",
        "sector": SECTORS[number % 8],
        "committee": "委员联络工作委员会" if number % 5 == 0 else None,
        "standing": number % 7 == 0,
        "state": "RESIGNED" if left else "SITTING",
        "since": "2022-01-01",
        "until": "2025-11-30" if left else None,
        "updatedAt": stamp(date(2025, 12, 1 if left else 5), number),
    }


def _post(number: int) -> Row:
    head = number in PERSONAL or (number - PERSONAL.stop) < len(TOWNS)
    title = "发起人" if number in PERSONAL else "召集人" if head else None
    return {
        "id": f"post-{number}",
        "memberId": member_id(number),
        "studioId": home_of(number),
        "personName": None,
        "duty": "FOUNDER" if number in PERSONAL else "CONVENER" if head else "RESIDENT",
        "title": title,
        "since": "2024-01-01",
        "until": "2025-11-30" if number == 300 else None,
        "updatedAt": stamp(date(2025, 1, 12), number),
    }


def _clerk(number: int) -> Row:
    return {
        "id": f"post-clerk-{number}",
        "memberId": None,
        "studioId": town_id(number),
        "duty": "CLERK",
        "personName": person_name(540 + number),
        "title": "联络员",
        "since": "2024-01-01",
        "until": None,
        "updatedAt": stamp(date(2025, 1, 12), number),
    }


def _room(number: int) -> Row:
    return {
        "id": f"room-{personal_id(number)}",
        "studioId": personal_id(number),
        "platform": "番禺云工作室",
        "roomNo": f"PY{number}",
        "joinedOn": "2024-03-01",
        "updatedAt": stamp(date(2024, 3, 1), number),
    }


def _town_room(number: int) -> Row:
    return {
        "id": f"room-{town_id(number)}",
        "studioId": town_id(number),
        "platform": "政务晓屋",
        "roomNo": f"XW{number:03d}",
        "joinedOn": "2023-09-01",
        "updatedAt": stamp(date(2023, 9, 1), number),
    }
