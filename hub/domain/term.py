"""The base of every closed set of words: a stored name with its Chinese and its English title."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple, Self


class Title(NamedTuple):
    """What a person reads: Chinese first, English beside it."""

    zh: str
    en: str

    def both(self) -> str:
        """One line in both languages, as schema descriptions carry it."""
        return f"{self.en} · {self.zh}"


class Term(str, Enum):
    """A word of a closed set; its value is what the database and the graph store."""

    title_zh: str
    title_en: str

    def __new__(cls, value: str, zh: str, en: str) -> Self:
        term = str.__new__(cls, value)
        term._value_ = value
        term.title_zh = zh
        term.title_en = en
        return term

    @classmethod
    def of(cls, value: str) -> Self:
        """The word with this value, or ValueError when the set has none."""
        found = cls._value2member_map_.get(value)
        if not isinstance(found, cls):
            raise ValueError(f"{cls.__name__} has no such word")
        return found

    @property
    def titles(self) -> Title:
        """Both titles of the word."""
        return Title(self.title_zh, self.title_en)

    def __str__(self) -> str:
        return str(self.value)
