"""Panyu's rows that are wrong on purpose; README.md lists them."""

from __future__ import annotations

from examples.local_systems.folder import Row, Streams
from examples.local_systems.planted import Planted, Reason

PLANTED = (
    Planted(stream="studios", key="city-01", field="ownerCode", reason=Reason.OUTSIDE_BRANCH),
    Planted(stream="studios", key="person-91", field="kind", reason=Reason.UNKNOWN_CODE),
    Planted(stream="members", key="m-901", field="fullName", reason=Reason.INCOMPLETE_ROW),
    Planted(stream="posts", key="post-901", field="studioId", reason=Reason.UNKNOWN_REFERENCE),
    Planted(stream="activities", key="act-9001", field="startsAt", reason=Reason.BAD_DATE),
    Planted(stream="activities", key="act-9002", field="publicPresent", reason=Reason.NOT_A_NUMBER),
    Planted(stream="activities", key="", field="id", reason=Reason.MISSING_ID),
    Planted(stream="activities", key="act-9004", field="kind", reason=Reason.UNKNOWN_CODE),
    Planted(stream="activities", key="act-9005", field="studioId", reason=Reason.UNKNOWN_REFERENCE),
    Planted(stream="activities", key="act-9006", field="title", reason=Reason.INCOMPLETE_ROW),
    Planted(stream="activities", key="act-9007", field="updatedAt", reason=Reason.FUTURE_TIME),
    Planted(stream="activities", key="act-7", field="id", reason=Reason.DUPLICATE_ID),
    Planted(stream="shifts", key="cs-bad-1", field="onDay", reason=Reason.BAD_DATE),
    Planted(stream="voices", key="voice-9001", field="category", reason=Reason.UNKNOWN_CODE),
    Planted(stream="results", key="res-9001", field="sentOn", reason=Reason.INCOMPLETE_ROW),
)


def with_bad_rows(streams: Streams) -> Streams:
    """The streams with the planted rows behind the sound ones."""
    studio = streams["studios"][-1]
    added: Streams = {
        # A studio of the city that sits in the district (S0:71): real, but not the district's to report.
        "studios": [
            studio | {"id": "city-01", "name": "王骞能委员工作室", "ownerCode": "440100", "namedAfter": None},
            studio | {"id": "person-91", "name": "测试楼宇委员工作室", "kind": "TOWER", "namedAfter": None},
        ],
        "members": [streams["members"][0] | {"id": "m-901", "fullName": None, "mobile": None}],
        "posts": [streams["posts"][0] | {"id": "post-901", "studioId": "town-99"}],
        "activities": _activities(streams["activities"][0]),
        "shifts": [streams["shifts"][0] | {"id": "cs-bad-1", "onDay": "2026-06-31"}],
        "voices": [streams["voices"][0] | {"id": "voice-9001", "category": "SPAM"}],
        "results": [streams["results"][-1] | {"id": "res-9001", "sentOn": None, "title": None}],
    }
    return {name: rows + added.get(name, []) for name, rows in streams.items()}


def _activities(like: Row) -> list[Row]:
    return [
        like | {"id": "act-9001", "startsAt": "2025-02-30T09:30:00+08:00"},
        like | {"id": "act-9002", "publicPresent": "约30人"},
        like | {"id": None, "title": "漏填编号的活动"},
        like | {"id": "act-9004", "kind": "KARAOKE", "kindLabel": "未登记类别"},
        like | {"id": "act-9005", "studioId": "town-99"},
        {"id": "act-9006", "studioId": "town-01", "updatedAt": "2026-02-02T15:00:00+08:00"},
        like | {"id": "act-9007", "updatedAt": "2099-01-01T00:00:00+08:00"},
        like | {"id": "act-7", "title": "同号另一场活动", "publicPresent": "77"},
    ]
