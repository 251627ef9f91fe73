"""Zhashui's rows that are wrong on purpose; README.md lists them."""

from __future__ import annotations

from datetime import date

from examples.local_systems.planted import Planted, Reason
from examples.local_systems.zhashui_county.xlsx import Cell, serial

PLANTED = (
    Planted(
        stream="柞水县委员工作室名单.xlsx/特色委员工作室", key="ZS-T91", field="区划代码", reason=Reason.OUTSIDE_BRANCH
    ),
    Planted(stream="柞水县委员工作室名单.xlsx/特色委员工作室", key="ZS-T92", field="类型", reason=Reason.UNKNOWN_CODE),
    Planted(stream="委员名册.csv", key="柞委901", field="姓　名", reason=Reason.INCOMPLETE_ROW),
    Planted(stream="驻室委员安排表.xlsx/驻室委员", key="ZR901", field="委员证号", reason=Reason.UNKNOWN_REFERENCE),
    Planted(stream="履职活动台账2025年.csv", key="HD-2025-901", field="活动日期", reason=Reason.BAD_DATE),
    Planted(stream="履职活动台账2025年.csv", key="HD-2025-902", field="参加群众人数", reason=Reason.NOT_A_NUMBER),
    Planted(stream="履职活动台账2025年.csv", key="", field="台账编号", reason=Reason.MISSING_ID),
    Planted(stream="履职活动台账2026年.csv", key="HD-2026-904", field="活动类别", reason=Reason.UNKNOWN_CODE),
    Planted(stream="履职活动台账2026年.csv", key="HD-2026-905", field="工作室编号", reason=Reason.UNKNOWN_REFERENCE),
    Planted(stream="履职活动台账2026年.csv", key="HD-2026-906", field="活动主题", reason=Reason.INCOMPLETE_ROW),
    Planted(stream="履职活动台账2026年.csv", key="HD-2026-907", field="活动日期", reason=Reason.FUTURE_TIME),
    Planted(stream="履职活动台账2026年.csv", key="HD-2025-007", field="台账编号", reason=Reason.DUPLICATE_ID),
    Planted(stream="值班安排表.xlsx/2026年三季度", key="ZB90001", field="值班日期", reason=Reason.BAD_DATE),
    Planted(stream="群众意见登记簿.xlsx/登记", key="YJ901", field="类别", reason=Reason.UNKNOWN_CODE),
    Planted(stream="社情民意信息台账.csv", key="SQ901", field="标题", reason=Reason.INCOMPLETE_ROW),
)


def bad_studios(like: list[Cell]) -> list[list[Cell]]:
    """One of the neighbouring county, one of an unknown kind."""
    outside = [14, "ZS-T91", "镇安县测试委员工作室", "特色委员工作室", *like[4:6], "611025", *like[7:]]
    unknown = [15, "ZS-T92", "测试流动委员工作室", "流动委员工作室", *like[4:]]
    return [outside, unknown]


def bad_activities(like: dict[str, str], *, year: int) -> list[dict[str, str]]:
    """Ledger rows of that year that no reader can take."""
    if year == 2025:
        return [
            like | {"台账编号": "HD-2025-901", "活动日期": "2025-02-30"},
            like | {"台账编号": "HD-2025-902", "参加群众人数": "约30人"},
            like | {"台账编号": "", "活动主题": "漏填编号的活动"},
        ]
    return [
        like | {"台账编号": "HD-2026-904", "活动类别": "未登记类别"},
        like | {"台账编号": "HD-2026-905", "工作室编号": "ZS-T99"},
        dict.fromkeys(like, "") | {"台账编号": "HD-2026-906", "工作室编号": "ZS-T01"},
        like | {"台账编号": "HD-2026-907", "活动日期": "2099-01-01"},
        like | {"台账编号": "HD-2025-007", "活动主题": "同号另一场活动", "参加群众人数": "77"},
    ]


def bad_member(like: list[str]) -> list[str]:
    """A member without a name."""
    return ["柞委901", "", *like[2:5], "", *like[6:]]


def bad_place() -> list[Cell]:
    """A place for a card that was never given out."""
    return [
        "ZS-T01",
        "医药卫生界委员工作室",
        "ZR901",
        "柞委999",
        "某测",
        "驻室委员",
        None,
        None,
        serial(date(2025, 1, 8)),
    ]


def bad_shift(like: list[Cell]) -> list[Cell]:
    """A shift on the 31st of June."""
    return ["ZB90001", *like[1:4], "2026年6月31日", *like[5:]]


def bad_opinion(like: list[Cell]) -> list[Cell]:
    """An opinion of a class that nobody knows."""
    return ["YJ901", *like[1:6], "吐槽", *like[7:]]


def bad_information() -> list[str]:
    """An item that was begun and left."""
    return ["SQ901", "ZS-T03", "", "", "", "", "", ""]
