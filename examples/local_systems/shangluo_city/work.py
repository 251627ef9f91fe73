"""Shangluo's work records: activities, duty shifts, opinions and outputs from January 2025 to September 2026."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from examples.local_systems.folder import Row, Streams
from examples.local_systems.invented import LAST_DAY, citizen, day_in, person_name, quarters
from examples.local_systems.shangluo_city.registry import MEMBERS, member_key, stamp, studio_key, studio_of

STUDIOS = range(1, 14)
# hdlx, name, xsxx, how often in a year, topic
_PLAN = (
    ("01", "读书交流分享", "2", 2, "委员读书交流分享会"),
    ("01", "读书交流分享", "1", 2, "“秦商量”线上读书交流"),
    ("02", "政策宣讲", "2", 2, "政策宣讲进社区"),
    ("02", "政策宣讲", "1", 2, "线上政策宣讲"),
    ("03", "微协商", "2", 2, "停车难问题微协商"),
    ("04", "微监督", "2", 2, "校园周边食品安全微监督"),
    ("05", "便民服务和公益活动", "2", 2, "便民服务和公益活动"),
    ("06", "调研", "2", 1, "产业发展专题调研"),
    ("07", "接待群众", "2", 2, "接待群众来访"),
    ("10", "提案回访", "2", 1, "提案办理情况回访"),
)
_OPINIONS = (
    "路灯不亮",
    "公交线路优化",
    "校门口交通拥堵",
    "小区排水不畅",
    "养老服务点不足",
    "医保报销流程咨询",
    "农产品销路",
)
_PETITION, _INQUIRY, _NEED, _PROBLEM = "1", "3", "4", "5"
_STATUS_OF = {_PETITION: "3", _INQUIRY: "5", _NEED: "6", _PROBLEM: "4"}


def work() -> Streams:
    """All work records, sound ones only."""
    picker = Random(611000)
    return {"hd": _activities(picker), "zb": _shifts(picker), "yj": _opinions(picker), "cg": _outputs(picker)}


def _activities(picker: Random) -> list[Row]:
    rows: list[Row] = []
    for year in (2025, 2026):
        for studio in STUDIOS:
            for kind, name, mode, times, topic in _PLAN:
                # In 2026 only three quarters are over, and two studios lag behind the yearly minimum.
                done = times if year == 2025 else times - (studio in (7, 12) or times == 1)
                for _ in range(done):
                    day = day_in(picker, year=year)
                    rows.append(_activity(picker, studio=studio, day=day, kind=(kind, name, mode, topic)))
            rows.append(
                _activity(
                    picker, studio=studio, day=date(year, 9, 21), kind=("09", "委员活动日", "2", "“9·21”委员活动日")
                )
            )
    rows.sort(key=lambda row: str(row["hdrq"]))
    return [
        row | {"hdbh": f"HD{number:05d}", "sfsc": int(number % 90 == 0)} for number, row in enumerate(rows, start=1)
    ]


def _activity(picker: Random, *, studio: int, day: date, kind: tuple[str, str, str, str]) -> Row:
    code, name, mode, topic = kind
    hour = picker.choice((9, 10, 14, 15))
    written = min(day + timedelta(days=picker.randrange(4)), LAST_DAY)
    return {
        "hdbh": "",
        "gzsbh": studio_key(studio),
        "hdlx": code,
        "hdlxmc": name,
        "xsxx": mode,
        "hdzt": topic,
        "hdrq": day.isoformat(),
        "kssj": f"{day.isoformat()} {hour:02d}:30:00",
        "jssj": f"{day.isoformat()} {hour + 2:02d}:00:00",
        "dd": None if mode == "1" else f"测试路{studio}号会议室",
        "pt": "秦商量" if mode == "1" else None,
        "cjwys": str(picker.randrange(5, 13)),
        "cjqzs": str(picker.randrange(60)),
        "syrs": str(picker.randrange(20, 200)) if code == "05" else None,
        "nr": f"{name}如期开展，记录归入台账。",
        "xcqk": "市政协微信公众号" if picker.random() < 0.4 else None,
        "gxsj": stamp(written, picker.randrange(60)),
        "sfsc": 0,
    }


def _shifts(picker: Random) -> list[Row]:
    rows: list[Row] = []
    for year, quarter in quarters():
        for member in MEMBERS:
            if picker.random() < 0.06:
                continue  # some members miss a quarter
            day = day_in(picker, year=year, first_month=3 * quarter - 2, last_month=3 * quarter)
            online = picker.random() < 0.3
            rows.append(
                {
                    "zbbh": f"ZB{year}{quarter}{member:04d}",
                    "gzsbh": studio_key(studio_of(member)),
                    "wybh": member_key(member),
                    "zbrq": day.isoformat(),
                    "zbsj": "09:00-11:30",
                    "xsxx": "1" if online else "2",
                    "sfjh": "是",
                    "sfdg": "否" if picker.random() < 0.05 else "是",
                    "zbfs": "1" if member % 5 else "2",
                    "pt": "秦商量" if online else None,
                    "yys": str(picker.randrange(5)),
                    "gxsj": stamp(day, member),
                    "sfsc": 0,
                }
            )
    return rows


def _opinions(picker: Random) -> list[Row]:
    rows: list[Row] = []
    for number in range(1, 201):
        day = day_in(picker, year=2025 + number % 2)
        triage = picker.choice((_PETITION, _INQUIRY, _NEED, _NEED, _PROBLEM, _PROBLEM))
        name, telephone = citizen(number)
        topic = picker.choice(_OPINIONS)
        fed_back = min(day + timedelta(days=picker.randrange(5, 40)), LAST_DAY)
        closed = triage in (_NEED, _INQUIRY)
        rows.append(
            {
                "yjbh": f"YJ{number:05d}",
                "gzsbh": studio_key(picker.choice(STUDIOS)),
                "lyqd": f"{picker.randrange(1, 9):02d}",
                "yjlb": triage,
                "zynr": topic,
                "xxnr": f"{name}（{telephone}）反映：{topic}。",
                "qzxm": name,
                "qzdh": telephone,
                "qzdz": f"测试小区{number % 30}号楼",
                "sjrq": day.isoformat(),
                "blzt": _STATUS_OF[triage],
                "dfrq": fed_back.isoformat() if triage == _INQUIRY else None,
                "fkrq": fed_back.isoformat() if triage == _NEED else None,
                "sfjj": "是" if closed else "否",
                "gxsj": stamp(fed_back if closed else day, number),
                "sfsc": 0,
            }
        )
    return rows


def _outputs(picker: Random) -> list[Row]:
    rows: list[Row] = []
    for year, quarter in quarters():
        for studio in STUDIOS:
            if (year, quarter, studio) in {(2025, 3, 7), (2026, 2, 12)}:
                continue  # two studios miss the quarterly minimum once
            for kind in ("SQMY", "TA") if studio % 3 == quarter % 3 else ("SQMY",):
                day = day_in(picker, year=year, first_month=3 * quarter - 2, last_month=3 * quarter)
                rows.append(_output(studio, day=day, kind=kind, number=len(rows) + 1))
        day = day_in(picker, year=year, first_month=3 * quarter - 2, last_month=3 * quarter)
        rows.append(_output(1 + quarter, day=day, kind="DYBG", number=len(rows) + 1))
    return rows


def _output(studio: int, *, day: date, kind: str, number: int) -> Row:
    fates = {"TA": "2", "SQMY": "3" if number % 4 == 0 else "1", "DYBG": "4"}
    titles = {"TA": "关于完善基层治理的提案", "SQMY": "关于解决群众身边问题的建议", "DYBG": "产业发展调研报告"}
    return {
        "cgbh": f"CG{number:05d}",
        "gzsbh": studio_key(studio),
        "cglx": kind,
        "bt": f"{titles[kind]}（{number}）",
        "qh": f"{day.year}年第{number}期" if kind == "SQMY" else None,
        "tss": "1",
        "bsrq": day.isoformat(),
        "bsdx": "市委办公室、市政府办公室" if kind != "TA" else "市政协提案委员会",
        "jg": fates[kind],
        "jgdw": "市委" if fates[kind] in ("3", "4") else None,
        "zz": f"{person_name(studio)}、{person_name(studio + 13)}",
        "sfjt": "是" if kind == "TA" and number % 2 else "否",
        "sfzd": "否",
        "gxsj": stamp(day, number),
        "sfsc": 0,
    }
