"""How reference files are read: strict records that name the file and the key when something is wrong."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TypeVar

from hub.domain.term import Term

Word = TypeVar("Word", bound=Term)

_SOURCE = re.compile(r"S[0-4]:\d+(-\d+)?")


class FaultyReference(ValueError):
    """A reference file that cannot be trusted; says in both languages which file, which key and what to correct."""

    def __init__(self, where: str, key: str, *, zh: str, en: str) -> None:
        super().__init__(f"{where} · {key}：{zh} / {en}")
        self.where = where
        self.key = key


class Record:
    """One row or table of a reference file; each key is asked for by its type, and none may be left over."""

    def __init__(self, values: Mapping[str, object], *, where: str) -> None:
        self.where = where
        # An empty cell of a table and a JSON null both mean "not said".
        self._values = {key: value for key, value in values.items() if value is not None and value != ""}
        self._asked: set[str] = set()

    def fault(self, key: str, *, zh: str, en: str) -> FaultyReference:
        """The error to raise about one key of this record."""
        return FaultyReference(self.where, key, zh=zh, en=en)

    def optional_text(self, key: str) -> str | None:
        """The text under the key, or nothing."""
        value = self._take(key)
        if value is not None and not isinstance(value, str):
            raise self.fault(key, zh="应为文本", en="must be text")
        return value

    def text(self, key: str) -> str:
        """The text under the key."""
        value = self.optional_text(key)
        if value is None:
            raise self.fault(key, zh="缺少此项，请补充", en="is missing, please add it")
        return value

    def source(self, key: str = "source") -> str:
        """A reference into the source documents, such as `S3:127-129`."""
        value = self.text(key)
        if not _SOURCE.fullmatch(value):
            raise self.fault(key, zh="应写作 S3:127 或 S3:127-129", en="must read like S3:127 or S3:127-129")
        return value

    def optional_integer(self, key: str) -> int | None:
        """The whole number under the key, or nothing."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.fault(key, zh="应为非负整数", en="must be a whole number, zero or more")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """A yes or no; tables write it as `true` and `false`."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        match value:
            case True | "true":
                return True
            case False | "false":
                return False
        raise self.fault(key, zh="应为 true 或 false", en="must be true or false")

    def optional_day(self, key: str) -> date | None:
        """The calendar day under the key, or nothing."""
        value = self._take(key)
        if value is None or type(value) is date:
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.fault(key, zh="应为日期，如 2023-12-05", en="must be a day such as 2023-12-05") from None

    def optional_word(self, key: str, words: type[Word]) -> Word | None:
        """The word of a closed set under the key, or nothing."""
        value = self.optional_text(key)
        return None if value is None else self._word(key, value, words)

    def word(self, key: str, words: type[Word]) -> Word:
        """The word of a closed set under the key."""
        return self._word(key, self.text(key), words)

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under the key; empty when the key is absent."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.fault(key, zh="应为文本列表", en="must be a list of texts")
        return tuple(value)

    def words(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        """The list of words of a closed set under the key."""
        return tuple(self._word(key, value, words) for value in self.texts(key))

    def records(self, key: str) -> tuple[Record, ...]:
        """The tables under the key, each with its own place in the file."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fault(key, zh="应为表的列表", en="must be a list of tables")
        return tuple(Record(item, where=f"{self.where} {key}[{index}]") for index, item in enumerate(value))

    def finish(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not pass in silence."""
        for key in self._values:
            if key not in self._asked:
                raise self.fault(key, zh="未知的键，请更正或删除", en="is not a known key, correct or remove it")

    def _take(self, key: str) -> object:
        self._asked.add(key)
        return self._values.get(key)

    def _word(self, key: str, value: str, words: type[Word]) -> Word:
        for word in words:
            if word.value == value:
                return word
        known = ", ".join(str(word.value) for word in words)
        raise self.fault(key, zh=f"“{value}”不在 {known} 之列", en=f"{value!r} is not one of {known}")


def read_table(path: Path | None, *, package: str, name: str, columns: Sequence[str]) -> Iterator[Record]:
    """The rows of a tab-separated file with exactly these columns."""
    rows = csv.reader(_text(path, package=package, name=name).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    shown = path.name if path else name
    if next(rows, None) != list(columns):
        raise FaultyReference(
            shown, "header", zh=f"表头应为 {' '.join(columns)}", en="the header line must be exactly so"
        )
    for line, row in enumerate(rows, start=2):
        where = f"{shown}:{line}"
        if len(row) != len(columns):
            raise FaultyReference(
                where, "columns", zh=f"应有 {len(columns)} 列", en=f"must have {len(columns)} columns"
            )
        yield Record(dict(zip(columns, row, strict=True)), where=where)


def read_toml(path: Path | None, *, package: str, name: str) -> Record:
    """The whole of one TOML file as a record."""
    shown = path.name if path else name
    try:
        values = tomllib.loads(_text(path, package=package, name=name))
    except tomllib.TOMLDecodeError as broken:
        raise FaultyReference(shown, "toml", zh="不是有效的 TOML 文件", en=f"is not valid TOML: {broken}") from broken
    return Record(values, where=shown)


def read_json_list(path: Path | None, *, package: str, name: str) -> tuple[Record, ...]:
    """The objects of a JSON file whose root is a list."""
    shown = path.name if path else name
    try:
        values = json.loads(_text(path, package=package, name=name))
    except json.JSONDecodeError as broken:
        raise FaultyReference(shown, "json", zh="不是有效的 JSON 文件", en=f"is not valid JSON: {broken}") from broken
    return Record({"figures": values}, where=shown).records("figures")


def _text(path: Path | None, *, package: str, name: str) -> str:
    if path is not None:
        return path.read_text(encoding="utf-8")
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")
