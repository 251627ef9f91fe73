"""Dingbian's rows that are wrong on purpose; README.md lists them."""

from __future__ import annotations

from examples.local_systems.folder import Row, Streams
from examples.local_systems.planted import Planted, Reason

PLANTED = (
    Planted(stream="gzs", key="901", field="ssqh", reason=Reason.OUTSIDE_BRANCH),
    Planted(stream="gzs", key="902", field="lx", reason=Reason.UNKNOWN_CODE),
    Planted(stream="wy", key="901", field="xm", reason=Reason.INCOMPLETE_ROW),
    Planted(stream="zsgx", key="9001", field="gzs_id", reason=Reason.UNKNOWN_REFERENCE),
    Planted(stream="hd", key="9001", field="rq", reason=Reason.BAD_DATE),
    Planted(stream="hd", key="9002", field="qzrs", reason=Reason.NOT_A_NUMBER),
    Planted(stream="hd", key="", field="id", reason=Reason.MISSING_ID),
    Planted(stream="hd", key="9004", field="lx", reason=Reason.UNKNOWN_CODE),
    Planted(stream="hd", key="9005", field="gzs_id", reason=Reason.UNKNOWN_REFERENCE),
    Planted(stream="hd", key="9006", field="zt", reason=Reason.INCOMPLETE_ROW),
    Planted(stream="hd", key="9007", field="gxsj", reason=Reason.FUTURE_TIME),
    Planted(stream="hd", key="7", field="id", reason=Reason.DUPLICATE_ID),
    Planted(stream="jd", key="9001", field="rq", reason=Reason.BAD_DATE),
    Planted(stream="yj", key="9001", field="lb", reason=Reason.UNKNOWN_CODE),
    Planted(stream="v_sqmy", key="9001", field="fbrq", reason=Reason.INCOMPLETE_ROW),
)


def with_bad_rows(streams: Streams) -> Streams:
    """The tables with the planted rows behind the sound ones."""
    studio = streams["gzs"][0]
    added: Streams = {
        "gzs": [
            studio | {"id": 901, "mc": "靖边县测试社区委员工作室", "ssqh": "610824"},
            studio | {"id": 902, "mc": "测试流动委员工作室", "lx": 7},
        ],
        "wy": [streams["wy"][0] | {"id": 901, "xm": None, "sj": None}],
        "zsgx": [streams["zsgx"][0] | {"id": 9001, "gzs_id": 99}],
        "hd": _activities(streams["hd"][-1]),
        "jd": [streams["jd"][0] | {"id": 9001, "rq": "2026年6月31日"}],
        "yj": [streams["yj"][0] | {"id": 9001, "lb": 9}],
        # An item whose issue is gone: the view gives it neither date nor recipient.
        "sq_tm": [streams["sq_tm"][0] | {"id": 9001, "qk_id": 999}],
    }
    return {name: rows + added.get(name, []) for name, rows in streams.items()}


def _activities(like: Row) -> list[Row]:
    empty = dict.fromkeys(like)
    return [
        like | {"id": 9001, "rq": "2025-02-30"},
        like | {"id": 9002, "qzrs": "约30人"},
        like | {"id": None, "zt": "漏填编号的活动"},
        like | {"id": 9004, "lx": 99},
        like | {"id": 9005, "gzs_id": 99},
        empty | {"id": 9006, "gzs_id": 1, "gxsj": "2026-02-02 15:00:00"},
        like | {"id": 9007, "gxsj": "2099-01-01 00:00:00"},
        like | {"id": 7, "zt": "同号另一场活动", "qzrs": "77"},
    ]
