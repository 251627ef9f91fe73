"""Decimal numbers in the graph: digit by digit as a text, since a JSON number may lose some on its way."""

from __future__ import annotations

import re
from decimal import Decimal

import strawberry
from graphql import GraphQLError

_WRITTEN = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,9})?")


def _shown(value: Decimal) -> str:
    return format(value, "f")


def _taken(given: object) -> Decimal:
    whole = isinstance(given, int) and not isinstance(given, bool)
    if not (whole or isinstance(given, str)) or not _WRITTEN.fullmatch(str(given)):
        raise GraphQLError(
            '应为十进制数文本，如 "12.5" / must be a decimal number as a text such as "12.5", or a whole number'
        )
    return Decimal(str(given))


HUB_DECIMAL = strawberry.scalar(
    name="HubDecimal",
    description="A decimal number as a text such as 12.50, exact digit by digit · 十进制数，以文本表示，逐位精确",
    serialize=_shown,
    parse_value=_taken,
)
"""What a Decimal is in the graph."""
