"""Rows that are wrong on purpose: where each stands and why a reader must set it aside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Reason(Enum):
    """What is wrong with a planted row."""

    BAD_DATE = "BAD_DATE"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    MISSING_ID = "MISSING_ID"
    INCOMPLETE_ROW = "INCOMPLETE_ROW"
    UNKNOWN_CODE = "UNKNOWN_CODE"
    FUTURE_TIME = "FUTURE_TIME"
    UNKNOWN_REFERENCE = "UNKNOWN_REFERENCE"
    OUTSIDE_BRANCH = "OUTSIDE_BRANCH"
    DUPLICATE_ID = "DUPLICATE_ID"


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One planted row; `key` is its identifier in the system, empty when that is what is missing."""

    stream: str
    key: str
    field: str
    reason: Reason
