"""The ways local systems write dates and times, read in the zone that the source declares."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from hub.domain.term import Term


class DateStyle(Term):
    """One way of writing a date or a time."""

    ISO = "iso", "ISO 8601，如 2024-03-05T10:30:00+08:00", "ISO 8601, with or without time and zone"
    SLASH = "slash", "斜线分隔，如 2024/3/5 10:30", "slashes"
    DOT = "dot", "点号分隔，如 2024.3.5", "dots"
    CHINESE = "chinese", "2024年3月5日10时30分", "Chinese"
    COMPACT = "compact", "20240305 或 20240305103000", "digits only"
    EPOCH_S = "epoch_s", "自 1970 年起的秒数，如 1709605800", "seconds since 1970"
    EPOCH_MS = "epoch_ms", "自 1970 年起的毫秒数，如 1709605800000", "milliseconds since 1970"
    EXCEL = "excel", "Excel 日期序号，如 45356.4375", "Excel day number"


_CLOCK = r"(?:[T\s]*(?P<h>\d{1,2})[:时点](?P<mi>\d{1,2})分?(?::?(?P<s>\d{1,2})秒?(?:[.,](?P<f>\d{1,9}))?)?)?"
_ZONE = r"\s*(?P<z>Z|z|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
_WRITTEN = {
    DateStyle.ISO: re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})" + _CLOCK + _ZONE),
    DateStyle.SLASH: re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})" + _CLOCK + _ZONE),
    DateStyle.DOT: re.compile(r"(?P<y>\d{4})\.(?P<m>\d{1,2})\.(?P<d>\d{1,2})" + _CLOCK + _ZONE),
    DateStyle.CHINESE: re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?" + _CLOCK + _ZONE),
    DateStyle.COMPACT: re.compile(
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:(?P<h>\d{2})(?P<mi>\d{2})(?:(?P<s>\d{2}))?)?(?P<f>)(?P<z>)"
    ),
}
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,12})?")
_EXCEL_DAY_ZERO = datetime(1899, 12, 30, tzinfo=UTC)
_EXCEL_RANGE = (18_264.0, 109_575.0)  # 1950 to 2199: smaller numbers are counts, not dates
_MS_RANGE = (1e11, 1e13)
_S_RANGE = (1e8, 1e10)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_instant(
    value: object, styles: Sequence[DateStyle], *, zone: ZoneInfo, trust_zone: bool = True
) -> datetime | None:
    """The moment in UTC that the value writes in one of the styles; None when it writes none.

    A time without zone is read in `zone`. With `trust_zone=False` so is one that carries a zone:
    some systems store naive times and print an invented `Z`.
    """
    for style in styles:
        moment = _read(value, style)
        if moment is not None:
            naive = moment.tzinfo is None or (not trust_zone and style in _WRITTEN)
            try:
                return (moment.replace(tzinfo=zone) if naive else moment).astimezone(UTC)
            except OverflowError:
                return None
    return None


def read_date(value: object, styles: Sequence[DateStyle], *, zone: ZoneInfo, trust_zone: bool = True) -> date | None:
    """The day in `zone` that the value writes in one of the styles; None when it writes none."""
    for style in styles:
        moment = _read(value, style)
        if moment is not None:
            aware = moment.tzinfo is not None and (trust_zone or style not in _WRITTEN)
            return moment.astimezone(zone).date() if aware else moment.date()
    return None


def write_instant(moment: datetime, style: DateStyle, *, zone: ZoneInfo, trust_zone: bool = True) -> str:
    """The moment as a source of that style reads it; local time where the source's times carry no zone."""
    local = moment.astimezone(zone)
    elapsed = moment - _EPOCH
    match style:
        case DateStyle.ISO:
            return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if trust_zone else local.strftime(_LOCAL_ISO)
        case DateStyle.SLASH:
            return local.strftime("%Y/%m/%d %H:%M:%S")
        case DateStyle.DOT:
            return local.strftime("%Y.%m.%d %H:%M:%S")
        case DateStyle.CHINESE:
            return f"{local.year}年{local.month}月{local.day}日{local.hour:02}时{local.minute:02}分"
        case DateStyle.COMPACT:
            return local.strftime("%Y%m%d%H%M%S")
        case DateStyle.EPOCH_S:
            return str(elapsed // timedelta(seconds=1))
        case DateStyle.EPOCH_MS:
            return str(elapsed // timedelta(milliseconds=1))
        case DateStyle.EXCEL:
            days = (local.replace(tzinfo=UTC) - _EXCEL_DAY_ZERO) / timedelta(days=1)
            return f"{days:.6f}"


_LOCAL_ISO = "%Y-%m-%d %H:%M:%S"


def _read(value: object, style: DateStyle) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if style in _WRITTEN:
        return _written(text.removesuffix(".0"), style)
    return _NUMERIC[style](float(text)) if _NUMBER.fullmatch(text) else None


@lru_cache(maxsize=4_096)  # the rows of a page speak of the same few days
def _written(text: str, style: DateStyle) -> datetime | None:
    found = _WRITTEN[style].fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(found[name] or 0) for name in ("y", "m", "d", "h", "mi", "s"))
    fraction = int((found["f"] or "").ljust(6, "0")[:6])
    try:
        return datetime(year, month, day, hour, minute, second, fraction, tzinfo=_offset(found["z"]))
    except ValueError:
        return None


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-span if text[0] == "-" else span)


def _excel(number: float) -> datetime | None:
    if not _EXCEL_RANGE[0] <= number <= _EXCEL_RANGE[1]:
        return None
    return (_EXCEL_DAY_ZERO + timedelta(seconds=round(number * 86_400))).replace(tzinfo=None)


def _epoch_s(number: float) -> datetime | None:
    return _EPOCH + timedelta(seconds=number) if _S_RANGE[0] <= number < _S_RANGE[1] else None


def _epoch_ms(number: float) -> datetime | None:
    return _EPOCH + timedelta(milliseconds=number) if _MS_RANGE[0] <= number < _MS_RANGE[1] else None


_NUMERIC: dict[DateStyle, Callable[[float], datetime | None]] = {
    DateStyle.EXCEL: _excel,
    DateStyle.EPOCH_S: _epoch_s,
    DateStyle.EPOCH_MS: _epoch_ms,
}
