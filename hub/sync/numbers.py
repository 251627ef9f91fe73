"""Numbers as people type them: full-width digits, thousands separators and units, but nothing approximate."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,20})(?:\.\d{1,12})?")


def read_number(value: object, *, units: Mapping[str, str] | None = None) -> Decimal | None:
    """The exact number, or None: “约30人”, “30余”, “三十” and ranges are not numbers.

    `units` allows endings and says what one of them is worth, such as {"人": "1", "万元": "10000"}.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = unicodedata.normalize("NFKC", str(value)).strip()
    factor = Decimal(1)
    for unit in sorted(units or {}, key=len, reverse=True):
        if text.endswith(unit):
            text, factor = text.removesuffix(unit).strip(), Decimal((units or {})[unit])
            break
    if isinstance(value, float) and _NUMBER.fullmatch(text) is None:
        return None
    return Decimal(text.replace(",", "")) * factor if _NUMBER.fullmatch(text) else None
