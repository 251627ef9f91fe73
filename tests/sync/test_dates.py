"""The ways of writing dates, each read once and never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.sync.dates import DateStyle, read_date, read_instant, write_instant

HOME = ZoneInfo("Asia/Shanghai")
MARCH_5 = datetime(2024, 3, 5, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("style", "value"),
    [
        (DateStyle.ISO, "2024-03-05T10:30:00+08:00"),
        (DateStyle.ISO, "2024-03-05T02:30:00Z"),
        (DateStyle.ISO, "2024-03-05 10:30:00"),
        (DateStyle.ISO, " 2024-03-05 10:30 "),
        (DateStyle.ISO, "2024-03-05T02:30:00.000000+0000"),
        (DateStyle.SLASH, "2024/3/5 10:30"),
        (DateStyle.DOT, "2024.3.5 10:30:00"),
        (DateStyle.CHINESE, "2024年3月5日10时30分"),
        (DateStyle.CHINESE, "２０２４年３月５日 10:30"),
        (DateStyle.COMPACT, 20240305103000),
        (DateStyle.EPOCH_S, 1709605800),
        (DateStyle.EPOCH_MS, "1709605800000"),
        (DateStyle.EXCEL, 45356.4375),
    ],
)
def test_each_style_reads_the_same_moment(style: DateStyle, value: object) -> None:
    assert read_instant(value, (style,), zone=HOME) == MARCH_5


@pytest.mark.parametrize(
    ("style", "value"),
    [
        (DateStyle.ISO, "2024-02-30"),
        (DateStyle.ISO, "2024-03"),
        (DateStyle.SLASH, "5/3/2024"),
        (DateStyle.CHINESE, "2024年3月"),
        (DateStyle.CHINESE, "3月5日"),
        (DateStyle.COMPACT, 202403),
        (DateStyle.EPOCH_MS, 1709605800),
        (DateStyle.EPOCH_S, 1709605800000),
        (DateStyle.EXCEL, 30),
        (DateStyle.ISO, True),
        (DateStyle.ISO, None),
        (DateStyle.ISO, "0001-01-01"),
        (DateStyle.ISO, "2024-03-05T10:30:00+99:00"),
    ],
)
def test_what_is_not_written_in_the_style_is_not_guessed(style: DateStyle, value: object) -> None:
    assert read_instant(value, (style,), zone=HOME) is None


def test_a_day_is_the_day_in_the_declared_zone() -> None:
    late = "2024-03-05T16:30:00Z"

    assert read_date(late, (DateStyle.ISO,), zone=HOME) == date(2024, 3, 6)
    assert read_date(late, (DateStyle.ISO,), zone=HOME, trust_zone=False) == date(2024, 3, 5)


@given(
    st.datetimes(datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2090-01-01")),
    st.sampled_from(list(DateStyle)),
    st.booleans(),
)
def test_what_is_written_is_read_back_to_the_minute(moment: datetime, style: DateStyle, trust: bool) -> None:
    exact = moment.replace(second=0, microsecond=0, tzinfo=HOME).astimezone(UTC)

    written = write_instant(exact, style, zone=HOME, trust_zone=trust)

    assert read_instant(written, (style,), zone=HOME, trust_zone=trust) == exact
