"""Panyu's work records; those of the town and street studios of 2025 add up to the documented figures (S4:99)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from examples.local_systems.folder import Row, Streams
from examples.local_systems.invented import LAST_DAY, citizen, day_in, person_name, quarters, split
from examples.local_systems.panyu_cloud.registry import (
    CLOUD,
    MEMBERS,
    PERSONAL,
    TOWNS,
    home_of,
    member_id,
    personal_id,
    stamp,
    town_id,
)

# S4:99 「开展进社区514人次、接待来访群众398人、收集问题271个、协商解决民生实事159件、提交建言成果50件」
VISITS, RECEIVED, PROBLEMS, SOLVED, OUTPUTS = 514, 398, 271, 159, 50
_ISSUES = (
    "学校路段交通拥堵",
    "“僵尸车”乱停乱放",
    "婴幼儿门诊挂号难",
    "人行道低洼积水",
    "地铁上盖区域围蔽",
    "产业园周边配套不足",
)
# Titles that the documents print (S4:97, S4:101, S0:53).
_REAL = (
    ("CITIZEN_PROPOSAL", "关于加快推进番禺国家级沿海渔港经济区建议", 13, "广州市政协"),
    ("PROPOSAL", "建设番禺粤港澳优质生活圈示范区的提案", 9, "番禺区政协"),
    ("CITIZEN_PROPOSAL", "关于全面清理整治“僵尸车”提升城市文明形象的提案", 12, "广州市政协"),
)


def work() -> Streams:
    """All work records, sound ones only."""
    picker = Random(440113)
    return {
        "activities": _activities(picker),
        "shifts": _cloud_shifts(picker) + _town_shifts(picker),
        "voices": _town_voices(picker) + _cloud_voices(picker),
        "results": _results(picker),
    }


def _activities(picker: Random) -> list[Row]:
    rows = [
        _activity(picker, "ENTER_COMMUNITY", year=2025, members=count)
        for count in split(VISITS, into=110, picker=picker)
    ]
    rows += [
        _activity(picker, "MEET_PUBLIC", year=2025, people=count) for count in split(RECEIVED, into=120, picker=picker)
    ]
    for kind in ("ENTER_COMMUNITY", "MEET_PUBLIC", "RESEARCH", "CONSULT"):
        rows += [_activity(picker, kind, year=2026, members=4, people=picker.randrange(1, 9)) for _ in range(35)]
    for number in PERSONAL:
        for year, quarter in quarters():
            if (year, quarter, number) == (2026, 2, PERSONAL.start + 5):
                continue  # one personal studio is idle for a quarter
            rows.append(_personal_activity(picker, number, year=year, quarter=quarter))
    return [row | {"id": f"act-{number}"} | _together(number) for number, row in enumerate(rows, start=1)]


TOGETHER = 343
"""The consultation of April 2026 that a town's studio held with others, by agreed shares."""
_PARTNERS: list[Row] = [
    {"part": "CHAIR", "studioId": "town-13", "permille": 500},
    {"part": "PARTNER", "studioId": "person-02", "permille": 200},
    {"part": "PARTNER", "bodyCode": "440100", "permille": 300},
    {"part": "SUPPORT", "title": "测试街道商会"},
]


def _together(number: int) -> Row:
    return {"partners": _PARTNERS, "credit": "SHARES"} if number == TOGETHER else {}


_TITLES = {
    "ENTER_COMMUNITY": "委员在身边：进社区",
    "MEET_PUBLIC": "接待来访群众",
    "RESEARCH": "委员谈短板：专题调研",
    "CONSULT": "“禺”快协商",
}
_LABELS = {
    "ENTER_COMMUNITY": "进社区",
    "MEET_PUBLIC": "接待群众",
    "RESEARCH": "调研",
    "CONSULT": "协商",
    "CHARITY": "公益活动",
}


def _activity(picker: Random, kind: str, *, year: int, members: int = 3, people: int = 0) -> Row:
    day = day_in(picker, year=year)
    number = picker.randrange(1, len(TOWNS) + 1)
    return _row(town_id(number), kind=kind, day=day, title=_TITLES[kind], place=f"{TOWNS[number - 1]}政务晓屋") | {
        "membersPresent": str(members),
        "publicPresent": str(people),
    }


def _personal_activity(picker: Random, member: int, *, year: int, quarter: int) -> Row:
    day = day_in(picker, year=year, first_month=3 * quarter - 2, last_month=3 * quarter)
    kind = picker.choice(("RESEARCH", "CONSULT", "CHARITY"))
    row = _row(personal_id(member), kind=kind, day=day, title=f"委员在行动：{_LABELS[kind]}", place="工作室")
    return row | {"membersPresent": "2", "publicPresent": str(picker.randrange(5, 40))}


def _row(studio: str, *, kind: str, day: date, title: str, place: str) -> Row:
    return {
        "id": "",
        "studioId": studio,
        "kind": kind,
        "kindLabel": _LABELS[kind],
        "title": title,
        "onWeb": False,
        "startsAt": f"{day.isoformat()}T09:30:00+08:00",
        "endsAt": f"{day.isoformat()}T11:30:00+08:00",
        "place": place,
        "platform": None,
        "membersPresent": "0",
        "publicPresent": "0",
        "helped": None,
        "report": f"{title}顺利开展。",
        "partners": None,
        "credit": None,
        "updatedAt": stamp(min(day + timedelta(days=2), LAST_DAY), len(title)),
    }


def _cloud_shifts(picker: Random) -> list[Row]:
    rows: list[Row] = []
    monday, turn = date(2025, 1, 6), 0
    while monday <= LAST_DAY:
        for seat in (1, 2):  # S0:69 「每周都有2名政协委员」
            member = MEMBERS[turn % len(MEMBERS)]
            day = min(monday + timedelta(days=2 * seat), LAST_DAY)
            booked = picker.randrange(0, 6)
            rows.append(
                _shift(f"cs-{monday:%Y%m%d}-{seat}", CLOUD, member=member, day=day)
                | {
                    "onWeb": True,
                    "rota": "WEEKLY_TURN",
                    "platform": "番禺云工作室",
                    "booked": booked,
                    "raised": booked,
                    "settled": booked // 2,
                    "present": turn % 23 != 0,
                }
            )
            turn += 1
        monday += timedelta(days=7)
    return rows


def _town_shifts(picker: Random) -> list[Row]:
    rows: list[Row] = []
    for year, quarter in quarters():
        for member in range(PERSONAL.stop, MEMBERS.stop):
            if picker.random() < 0.4:
                day = day_in(picker, year=year, first_month=3 * quarter - 2, last_month=3 * quarter)
                rows.append(_shift(f"ts-{year}{quarter}-{member}", home_of(member), member=member, day=day))
    return rows


def _shift(key: str, studio: str, *, member: int, day: date) -> Row:
    return {
        "id": key,
        "studioId": studio,
        "memberId": member_id(member),
        "onDay": day.isoformat(),
        "onWeb": False,
        "rota": "FIXED_DAY",
        "platform": None,
        "planned": True,
        "present": True,
        "booked": 0,
        "raised": 0,
        "settled": 0,
        "updatedAt": stamp(day, member),
    }


def _town_voices(picker: Random) -> list[Row]:
    rows: list[Row] = []
    for number in range(1, PROBLEMS + 1):
        row = _voice(picker, number, studio=town_id(number % 16 + 1), year=2025, via="BOOTH")
        rows.append(row | {"category": "PROBLEM", "settled": number <= SOLVED})
    return rows


def _cloud_voices(picker: Random) -> list[Row]:
    ways = ("VIDEO", "ACCOUNT", "MINI_PROGRAM", "QR")
    return [
        _voice(picker, number, studio=CLOUD, year=2025 + number % 2, via=ways[number % 4])
        | {"category": "WISH" if number % 3 else "QUESTION", "settled": number % 2 == 0}
        for number in range(PROBLEMS + 1, PROBLEMS + 91)
    ]


def _voice(picker: Random, number: int, *, studio: str, year: int, via: str) -> Row:
    name, mobile = citizen(number)
    day = day_in(picker, year=year)
    return {
        "id": f"voice-{number}",
        "studioId": studio,
        "via": via,
        "category": "PROBLEM",
        "gist": _ISSUES[number % 6],
        "words": f"我是{name}，电话{mobile}，请关注：{_ISSUES[number % 6]}",
        "callerName": name,
        "callerMobile": mobile,
        "receivedOn": day.isoformat(),
        "stage": "REPLIED" if number % 5 else "WORKING",
        "settled": False,
        "repliedOn": min(day + timedelta(days=14), LAST_DAY).isoformat() if number % 5 else None,
        "happy": True if number % 4 == 0 else None,
        "updatedAt": stamp(day, number),
    }


def _results(picker: Random) -> list[Row]:
    rows = [
        _result(picker, kind, studio=town_id(town), year=2025, to=to) | {"title": title}
        for kind, title, town, to in _REAL
    ]
    kinds = ("SOCIAL_INFO", "PROPOSAL", "CITIZEN_PROPOSAL")
    rows += [
        _result(picker, kinds[number % 3], studio=town_id(number % 16 + 1), year=2025)
        for number in range(OUTPUTS - len(_REAL))
    ]
    for number in range(40):
        rows.append(_result(picker, kinds[number % 3], studio=town_id(number % 16 + 1), year=2026))
    for member in PERSONAL:
        for year in (2025, 2026):
            for kind in ("PROPOSAL", "SOCIAL_INFO"):
                rows.append(_result(picker, kind, studio=personal_id(member), year=year))
    return [row | {"id": f"res-{number}"} for number, row in enumerate(rows, start=1)]


def _result(picker: Random, kind: str, *, studio: str, year: int, to: str = "番禺区政协") -> Row:
    day = day_in(picker, year=year)
    names = {"PROPOSAL": "提案", "SOCIAL_INFO": "社情民意信息", "CITIZEN_PROPOSAL": "百姓提案"}
    outcome = picker.choice(("SENT", "SENT", "TAKEN_UP", "PRAISED", "CASE_OPENED"))
    return {
        "id": "",
        "studioId": studio,
        "kind": kind,
        "title": f"关于{picker.choice(_ISSUES)}的{names[kind]}",
        "sentOn": day.isoformat(),
        "sentTo": [to],
        "authors": [person_name(picker.choice(MEMBERS))],
        "outcome": outcome,
        "outcomeBy": "区政府" if outcome in ("TAKEN_UP", "PRAISED") else None,
        "originator": citizen(day.day)[0],
        "joint": False,
        "key": False,
        "updatedAt": stamp(day, day.day),
    }
