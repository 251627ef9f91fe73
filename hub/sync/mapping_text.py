"""What happens to a text before it is taken: spaces, full-width letters, telephone and identity numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

YES_WORDS = frozenset({"是", "有", "已", "对", "√", "✓", "true", "yes", "y", "1"})
NO_WORDS = frozenset({"否", "无", "未", "不", "×", "✗", "false", "no", "n", "0"})
# What a spreadsheet shows where a formula failed.
CELL_ERRORS = frozenset({"#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"})

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0\d{2,3})(\d{7,8})(?:转(\d{1,6}))?")
_SERVICE = re.compile(r"(?:400|800)\d{7}|1\d{2,4}|9\d{4,5}|\d{7,8}")
_IDENTITY = re.compile(r"\d{17}[\dX]")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_NUMBERS_OF_PERSONS = re.compile(
    r"(?<![0-9A-Za-z])"
    r"(?:\d{17}[\dXx]|\d{15}|(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8})"
    r"(?![0-9A-Za-z])"
)
_FULL_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}


class NotSuchText(ValueError):
    """A text is not what its field needs; `code` names the check."""

    def __init__(self, code: str, *, zh: str, en: str) -> None:
        super().__init__(code)
        self.code, self.zh, self.en = code, zh, en


def folded(text: str) -> str:
    """One form for comparing words: NFKC, no spaces at the ends, lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def phone(text: str) -> str:
    """A telephone number: mobile as 11 digits, landline as 0914-2312345, short numbers as they are."""
    digits = re.sub(r"[\s\-—–()]", "", unicodedata.normalize("NFKC", text)).replace("ext", "转")
    digits = re.sub(r"^(?:\+86|0086|86(?=1[3-9]\d{9}$))", "", digits)
    landline = _LANDLINE.fullmatch(digits)
    if landline is not None:
        area, number, extension = landline.groups()
        return f"{area}-{number}" + (f"-{extension}" if extension else "")
    if _MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return digits
    raise NotSuchText("PHONE_INVALID", zh="不是电话号码", en="not a telephone number")


def identity(text: str) -> str:
    """An identity number of 18 characters whose last one proves the others (GB 11643)."""
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if _IDENTITY.fullmatch(number):
        total = sum(int(digit) * weight for digit, weight in zip(number[:17], _IDENTITY_WEIGHTS, strict=True))
        if _IDENTITY_CHECKS[total % 11] == number[17]:
            return number
    raise NotSuchText("IDENTITY_INVALID", zh="身份证号码校验不通过", en="the identity number does not prove itself")


def scrub(text: str) -> str:
    """Mask telephone and identity numbers inside a free text."""
    masked = list(text)
    for found in _NUMBERS_OF_PERSONS.finditer(text.translate(_FULL_WIDTH)):
        masked[found.start() : found.end()] = "*" * (found.end() - found.start())
    return "".join(masked)


def _strip(text: str) -> str:
    return text.strip().strip("\ufeff\u200b").strip()


def _collapse(text: str) -> str:
    return " ".join(text.split())


def _no_spaces(text: str) -> str:
    return "".join(text.split())


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


STEPS: dict[str, Callable[[str], str]] = {
    "strip": _strip,
    "nfkc": _nfkc,
    "collapse": _collapse,
    "no_spaces": _no_spaces,
    "upper": str.upper,
    "lower": str.lower,
    "phone": phone,
    "identity": identity,
    "scrub": scrub,
}
