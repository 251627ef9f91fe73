"""Invented people, telephones and days: every stand-in draws from here, so that nothing looks like a real person."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

_SURNAMES = "程张李王赵孙周吴郑冯陈褚卫蒋沈韩杨朱秦尤许何吕施孔曹严华金魏"
_NUMERALS = "一二三四五六七八九十"
_MARKS = "测试"

LAST_DAY = date(2026, 9, 30)

EXPERTISE = (
    "临床医学",
    "基础教育",
    "法律服务",
    "农业技术",
    "企业管理",
    "文化传播",
    "城市规划",
    "生态环保",
    "财税金融",
    "信息技术",
)
POSTS = ("主任", "副主任", "院长", "校长", "总经理", "高级教师", "主任医师", "律师", "工程师", "社区书记")

# Sitting at two levels: the same invented person in the city's system and in Zhashui county's files.
TWO_LEVEL = (5, 17, 29, 41)


def person_name(number: int) -> str:
    """A name that cannot be mistaken for a real one; unique for numbers from 0 to 599."""
    mark = _MARKS[number // 300 % 2]
    return f"{_SURNAMES[number % 30]}{mark}{_NUMERALS[number // 30 % 10]}"


def phone(number: int) -> str:
    """A telephone number that no network gives out."""
    return f"13900000{number % 1000:03d}"


def citizen(number: int) -> tuple[str, str]:
    """Name and telephone of an invented citizen, in the fields that the hub must never pull."""
    return f"群众{_MARKS[number % 2]}{_NUMERALS[number % 10]}{number % 97}", phone(600 + number % 400)


def unit_of(number: int) -> str:
    """Where the invented person works."""
    return f"测试单位{number:03d}"


def day_in(picker: Random, *, year: int, first_month: int = 1, last_month: int = 12) -> date:
    """A day of those months, never after the last day of the stand-ins."""
    start = date(year, first_month, 1)
    end = date(year, 12, 31) if last_month == 12 else date(year, last_month + 1, 1) - timedelta(days=1)
    end = min(end, LAST_DAY)
    return start + timedelta(days=picker.randrange((end - start).days + 1))


def quarters() -> list[tuple[int, int]]:
    """The quarters that the stand-ins cover, as (year, quarter)."""
    return [(year, quarter) for year in (2025, 2026) for quarter in (1, 2, 3, 4) if (year, quarter) <= (2026, 3)]


def split(total: int, *, into: int, picker: Random) -> list[int]:
    """Cut a documented figure into that many parts of at least one, so that the records add up to it."""
    parts = [1] * into
    for _ in range(total - into):
        parts[picker.randrange(into)] += 1
    return parts
