"""Shangluo's rows that are wrong on purpose; README.md lists them."""

from __future__ import annotations

from examples.local_systems.folder import Row, Streams
from examples.local_systems.planted import Planted, Reason

PLANTED = (
    Planted(stream="gzs", key="SL-GZS-901", field="ssqh", reason=Reason.OUTSIDE_BRANCH),
    Planted(stream="gzs", key="SL-GZS-902", field="gzslx", reason=Reason.UNKNOWN_CODE),
    Planted(stream="wy", key="SLW0901", field="xm", reason=Reason.INCOMPLETE_ROW),
    Planted(stream="zs", key="ZS0901", field="wybh", reason=Reason.UNKNOWN_REFERENCE),
    Planted(stream="hd", key="HD90001", field="hdrq", reason=Reason.BAD_DATE),
    Planted(stream="hd", key="HD90002", field="cjqzs", reason=Reason.NOT_A_NUMBER),
    Planted(stream="hd", key="", field="hdbh", reason=Reason.MISSING_ID),
    Planted(stream="hd", key="HD90004", field="hdlx", reason=Reason.UNKNOWN_CODE),
    Planted(stream="hd", key="HD90005", field="gzsbh", reason=Reason.UNKNOWN_REFERENCE),
    Planted(stream="hd", key="HD90006", field="hdzt", reason=Reason.INCOMPLETE_ROW),
    Planted(stream="hd", key="HD90007", field="gxsj", reason=Reason.FUTURE_TIME),
    Planted(stream="hd", key="HD00007", field="hdbh", reason=Reason.DUPLICATE_ID),
    Planted(stream="zb", key="ZB90001", field="zbrq", reason=Reason.BAD_DATE),
    Planted(stream="yj", key="YJ90001", field="yjlb", reason=Reason.UNKNOWN_CODE),
    Planted(stream="cg", key="CG90001", field="cglx", reason=Reason.UNKNOWN_CODE),
)


def with_bad_rows(streams: Streams) -> Streams:
    """The streams with the planted rows behind the sound ones."""
    added: Streams = {
        "gzs": _studios(streams["gzs"][0]),
        "wy": [streams["wy"][0] | {"wybh": "SLW0901", "xm": None, "sjh": None}],
        "zs": [streams["zs"][0] | {"zsbh": "ZS0901", "wybh": "SLW0999", "js": "1"}],
        "hd": _activities(streams["hd"]),
        "zb": [streams["zb"][0] | {"zbbh": "ZB90001", "zbrq": "2026-04-31"}],
        "yj": [streams["yj"][0] | {"yjbh": "YJ90001", "yjlb": "7"}],
        "cg": [streams["cg"][0] | {"cgbh": "CG90001", "cglx": "QT9"}],
    }
    return {name: rows + added.get(name, []) for name, rows in streams.items()} | {"deleted": deleted()}


def deleted() -> list[Row]:
    """The log of rows that were removed outright."""
    return [
        {"bm": "hd", "zj": "HD80001", "scsj": "2026-03-02 10:00:00"},
        {"bm": "zb", "zj": "ZB80001", "scsj": "2026-05-11 09:12:00"},
    ]


def _studios(like: Row) -> list[Row]:
    return [
        like | {"gzsbh": "SL-GZS-901", "gzsmc": "西安市测试街道委员工作室", "ssqh": "610100", "szqh": "610100"},
        like | {"gzsbh": "SL-GZS-902", "gzsmc": "测试联合委员工作室", "gzslx": "8", "lxmc": "联合"},
    ]


def _activities(sound: list[Row]) -> list[Row]:
    like = next(row for row in sound if row["sfsc"] == 0)
    return [
        like | {"hdbh": "HD90001", "hdrq": "2025-02-30"},
        like | {"hdbh": "HD90002", "cjqzs": "约30人"},
        like | {"hdbh": None, "hdzt": "漏填编号的活动"},
        like | {"hdbh": "HD90004", "hdlx": "99", "hdlxmc": "未登记类别"},
        like | {"hdbh": "HD90005", "gzsbh": "SL-GZS-999"},
        {"hdbh": "HD90006", "gzsbh": "SL-GZS-001", "gxsj": "2026-02-02 15:00:00", "sfsc": 0},
        like | {"hdbh": "HD90007", "gxsj": "2099-01-01 00:00:00"},
        like | {"hdbh": "HD00007", "hdzt": "同号另一场活动", "cjqzs": "77"},
    ]
