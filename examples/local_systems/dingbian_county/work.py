"""Dingbian's work records; those of 2026 add up to the documented figures of “this year” (S1:46-51)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from examples.local_systems.dingbian_county.registry import (
    LAW,
    MALIAN,
    MEDICAL,
    MEMBERS,
    STUDIOS,
    mixed,
    stamp,
    studio_of,
)
from examples.local_systems.folder import Row, Streams
from examples.local_systems.invented import LAST_DAY, citizen, day_in, person_name, quarters

MICRO_CONSULTATIONS = 20  # S1:46 「共开展微协商20次」
TO_CITY = (30, 30)  # S1:48 「向市政协编报社情民意信息30期30条」
TO_COUNTY = (31, 51)  # S1:48 「向县委、县政府编报31期51条」
SOLVED = 10  # S1:48 「解决民生问题10件」
IDLE = (4, 2026, 5)  # one studio received only once in May 2026, against R-203
_TOPICS = ("食品安全", "道路维修", "产业发展", "老旧小区改造", "校门口交通", "冬季供暖", "灌溉用水")


def work() -> Streams:
    """All work records, sound ones only."""
    picker = Random(610825)
    return {
        "hd": _activities(picker),
        "jd": _receptions(picker),
        "zb": _shifts(picker),
        "yj": _opinions(picker),
        "ta": _proposals(picker),
        **_information(picker),
    }


def _activities(picker: Random) -> list[Row]:
    rows = [
        _activity(1, MEDICAL, date(2026, 4, 18), topic="“人民政协为人民，心系人民走基层”义诊活动", kind=3, helped="34"),
        _activity(2, LAW, date(2026, 3, 12), topic="联合县公安局走进定边二中送法进校暨“防暴恐”演练", kind=4),
        _activity(3, MALIAN, date(2026, 7, 22), topic="防汛抢险转移受灾群众", kind=5, helped="56"),
        _activity(4, MALIAN, date(2026, 7, 25), topic="化解矛盾纠纷", kind=8, helped="2"),
    ]
    for turn in range(MICRO_CONSULTATIONS):
        day = day_in(picker, year=2026)
        rows.append(_activity(len(rows) + 1, turn % 10 + 1, day, topic=f"{picker.choice(_TOPICS)}微协商", kind=1))
    for year, quarter in quarters():
        for studio in STUDIOS:
            for kind, topic in ((2, "政策宣讲"), (picker.choice((6, 7)), "专题学习调研")):
                day = day_in(picker, year=year, first_month=3 * quarter - 2, last_month=3 * quarter)
                rows.append(_activity(len(rows) + 1, studio, day, topic=topic, kind=kind))
    return rows


def _activity(number: int, studio: int, day: date, *, topic: str, kind: int, helped: str | None = None) -> Row:
    online = number % 6 == 0 and kind in (1, 2, 7)
    return {
        "id": number,
        "gzs_id": studio,
        "lx": kind,
        "xs": 1 if online else 2,
        "zt": topic,
        "rq": mixed(day, number),
        "dd": None if online else "工作室会议室",
        "wyrs": str(4 + number % 6),
        "qzrs": str(number * 7 % 40),
        "syrs": helped,
        "pt": "秦商量" if online else None,
        "qk": f"{topic}已完成。",
        "gxsj": stamp(min(day + timedelta(days=3), LAST_DAY), number),
    }


def _receptions(picker: Random) -> list[Row]:
    rows: list[Row] = []
    for month in range(1, 10):
        for studio in STUDIOS:
            for turn in (1, 2):
                if (studio, 2026, month) == IDLE and turn == 2:
                    continue
                number = len(rows) + 1
                day = date(2026, month, 5 + 10 * (turn - 1))
                rows.append(
                    {
                        "id": number,
                        "gzs_id": studio,
                        "wy_id": _someone(picker, studio),
                        "rq": mixed(day, number),
                        "xs": 2,
                        "qzrs": str((0, 1, 0, 1, 2)[number % 5]),
                        "wts": number % 2,
                        "jjs": int(number % 17 == 0 and number // 17 <= SOLVED),
                        "dd": "工作室接待室",
                        "gxsj": stamp(day, number),
                    }
                )
    return rows


def _someone(picker: Random, studio: int) -> int:
    return picker.choice([member for member in MEMBERS if studio_of(member) == studio])


def _shifts(picker: Random) -> list[Row]:
    rows: list[Row] = []
    for year, quarter in quarters():
        for member in MEMBERS:
            if picker.random() < 0.35:
                continue
            number = len(rows) + 1
            day = day_in(picker, year=year, first_month=3 * quarter - 2, last_month=3 * quarter)
            rows.append(
                {
                    "id": number,
                    "gzs_id": studio_of(member),
                    "wy_id": member,
                    "rq": mixed(day, number),
                    "xs": 1 + (number % 4 > 0),
                    "fs": 1 + (number % 7 == 0),
                    "jh": 1,
                    "dg": int(number % 19 > 0),
                    "gxsj": stamp(day, number),
                }
            )
    return rows


def _opinions(picker: Random) -> list[Row]:
    rows: list[Row] = []
    for number in range(1, 121):
        day = day_in(picker, year=2025 + number % 2)
        name, telephone = citizen(number + 50)
        topic, triage = picker.choice(_TOPICS), picker.choice((1, 3, 4, 4, 5, 5))
        rows.append(
            {
                "id": number,
                "gzs_id": picker.choice(STUDIOS),
                "qd": picker.randrange(1, 6),
                "lb": triage,
                "zy": topic,
                "yw": f"{name}（电话{telephone}）：{topic}问题请协调。",
                "qz_xm": name,
                "qz_dh": telephone,
                "sjrq": mixed(day, number),
                "zt": 4 if triage == 1 else 3 if number % 3 else 2,
                "jj": int(number % 2 == 0),
                "fkrq": mixed(min(day + timedelta(days=20), LAST_DAY), number) if triage != 1 and number % 3 else None,
                "gxsj": stamp(min(day + timedelta(days=20), LAST_DAY), number),
            }
        )
    return rows


def _proposals(picker: Random) -> list[Row]:
    rows: list[Row] = []
    for number in range(1, 61):
        day = day_in(picker, year=2025 + number % 2, first_month=1, last_month=3)
        rows.append(
            {
                "id": number,
                "gzs_id": number % 10 + 1,
                "bt": f"关于{_TOPICS[number % 7]}的提案（{number}）",
                "zz": person_name(370 + number),
                "jt": int(number % 6 == 0),
                "zd": int(number % 20 == 0),
                "tjrq": mixed(day, number),
                "bsdx": "定边县政协提案委员会",
                "jg": 3 if number % 5 else 4,
                "gxsj": stamp(day, number),
            }
        )
    return rows


def _information(picker: Random) -> Streams:
    issues: list[Row] = []
    items: list[Row] = []
    for recipient, (count, total) in ((1, TO_CITY), (2, TO_COUNTY)):
        for turn in range(1, count + 1):
            day = date(2026, 1, 4) + timedelta(days=turn * 8)
            issue = len(issues) + 1
            issues.append(
                {
                    "id": issue,
                    "nd": 2026,
                    "qh": turn,
                    "dx": recipient,
                    "fbrq": mixed(day, issue),
                    "gxsj": stamp(day, issue),
                }
            )
            # 51 items in 31 issues: the first 20 issues to the county carry two.
            for _ in range(2 if turn <= total - count else 1):
                items.append(_item(picker, len(items) + 1, issue=issue, day=day))
    return {"sq_qk": issues, "sq_tm": items}


def _item(picker: Random, number: int, *, issue: int, day: date) -> Row:
    return {
        "id": number,
        "qk_id": issue,
        "gzs_id": number % 10 + 1,
        "bt": f"关于{picker.choice(_TOPICS)}的社情民意（{number}）",
        "zz": person_name(370 + number),
        "jg": (0, 1, 0, 2)[number % 4],
        "gxsj": stamp(day, number),
    }
