"""Reading a TOML table strictly: every key is asked for by name, and what is left over is an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeGuard, TypeVar
from zoneinfo import ZoneInfo

from hub.domain.term import Term
from hub.sync.paths import Json, Path, parse_path
from hub.sync.secrets import Secret, parse_secret

_T = TypeVar("_T", bound=Term)
_F = TypeVar("_F")


@dataclass(frozen=True, kw_only=True)
class ConfigProblem:
    """One thing to correct in a source's configuration."""

    file: str
    key: str
    zh: str
    en: str


class SourceConfigError(Exception):
    """A source's configuration cannot be used; carries everything that is wrong with it."""

    def __init__(self, problems: Iterable[ConfigProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{p.file}: {p.key}: {p.zh} · {p.en}" for p in self.problems))


class Complaints:
    """Collects what is wrong with one file, so that a person corrects it in one go."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[ConfigProblem] = []

    def add(self, key: str, *, zh: str, en: str) -> None:
        """Note one thing to correct."""
        self.problems.append(ConfigProblem(file=self.file, key=key, zh=zh, en=en))


class Table:
    """One table of the file; a wrong value is noted and answered with its default."""

    def __init__(self, values: Mapping[str, object], *, where: str, complaints: Complaints) -> None:
        self._values = dict(values)
        self._where = where
        self._asked: set[str] = set()
        self.complaints = complaints

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def at(self, key: str) -> str:
        """The key's full name in the file."""
        return f"{self._where}.{key}" if self._where else key

    def complain(self, key: str, *, zh: str, en: str) -> None:
        """Note something to correct at a key of this table."""
        self.complaints.add(self.at(key), zh=zh, en=en)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without default the key must be there and not empty."""
        value = self._take(key, default)
        if isinstance(value, str) and (value or default is not None):
            return value
        return self._wrong(key, value, zh="文字", en="a text", fallback=default or "")

    def number(self, key: str, default: float, *, least: float, most: float) -> float:
        """A number within its bounds."""
        value = self._take(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
            return value
        span = f"{least:g}–{most:g}"
        return self._wrong(key, value, zh=f"{span} 之间的数", en=f"a number in {span}", fallback=default)

    def integer(self, key: str, default: int, *, least: int = 0, most: int = 1_000_000_000) -> int:
        """A whole number within its bounds."""
        value = self.number(key, default, least=least, most=most)
        if value == int(value):
            return int(value)
        return self._wrong(key, value, zh="整数", en="a whole number", fallback=default)

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value = self._take(key, default)
        return (
            value
            if isinstance(value, bool)
            else self._wrong(key, value, zh="true/false", en="a flag", fallback=default)
        )

    def term(self, key: str, default: _T) -> _T:
        """A word of the default's closed set, as the file writes it."""
        words = {str(word.value): word for word in type(default)}
        value = self._take(key, default.value)
        if isinstance(value, str) and value in words:
            return words[value]
        listed = " | ".join(words)
        return self._wrong(key, value, zh=f"其中之一：{listed}", en=f"one of {listed}", fallback=default)

    def texts(self, key: str) -> tuple[str, ...]:
        """A text or a list of texts; numbers count as their text."""
        value = self._take(key, [])
        found = value if isinstance(value, list) else [value]
        if all(isinstance(item, str | int) and not isinstance(item, bool) for item in found):
            return tuple(str(item) for item in found)
        nothing: tuple[str, ...] = ()
        return self._wrong(key, value, zh="文字或文字列表", en="a text or a list of texts", fallback=nothing)

    def texts_by_name(self, key: str) -> dict[str, str]:
        """A table of texts; numbers and flags count as their text."""
        value = self._take(key, {})
        if isinstance(value, dict) and all(isinstance(item, str | int | float) for item in value.values()):
            return {str(name): _plain(item) for name, item in value.items()}
        nothing: dict[str, str] = {}
        return self._wrong(key, value, zh="由文字组成的表", en="a table of texts", fallback=nothing)

    def path(self, key: str, default: Path | None = None) -> Path | None:
        """A path into a document."""
        found = self.paths(key)
        return found[0] if found else default

    def paths(self, key: str) -> tuple[Path, ...]:
        """One path or a list of them."""
        found: list[Path] = []
        for text in self.texts(key):
            try:
                found.append(parse_path(text))
            except ValueError:
                self.complain(key, zh=f"“{text}”不是路径，应形如 a.b.0", en=f"{text!r} is not a path such as a.b.0")
        return tuple(found)

    def secret(self, key: str, *, needed: bool) -> Secret | None:
        """A reference to a secret; the secret itself is refused and not repeated in the message."""
        if key not in self._values and not needed:
            return None
        value = self._take(key, None)
        found = parse_secret(value) if isinstance(value, str) else None
        if found is None:
            self.complain(
                key,
                zh="密钥不写在文件里：请写 env:变量名 或 file:文件路径",
                en="a secret is not written here: use env:NAME or file:PATH",
            )
        return found

    def zone(self, default: str) -> str:
        """A time zone by its IANA name, under the key `zone`."""
        name = self.text("zone", default)
        try:
            return ZoneInfo(name).key
        except (KeyError, OSError, ValueError):
            self.complain("zone", zh="不认识的时区，例：Asia/Shanghai", en="unknown time zone, e.g. Asia/Shanghai")
            return default

    def json(self, key: str, default: Json = None) -> Json:
        """Any value that JSON knows."""
        value = self._take(key, default)
        if is_json(value):
            return value
        return self._wrong(key, value, zh="JSON 值", en="a JSON value", fallback=default)

    def table(self, key: str) -> Table | None:
        """A table inside this one, if it is there."""
        value = self._take(key, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            return self._wrong(key, value, zh="表", en="a table", fallback=None)
        return Table(value, where=self.at(key), complaints=self.complaints)

    def child(self, key: str) -> Table:
        """A table inside this one, empty when it is not there."""
        return self.table(key) or Table({}, where=self.at(key), complaints=self.complaints)

    def tables(self, key: str) -> list[Table]:
        """A list of tables, each named by its own `name` in messages where it has one."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            nothing: list[Table] = []
            return self._wrong(key, value, zh="表的列表", en="a list of tables", fallback=nothing)
        names = [str(item["name"] if isinstance(item.get("name"), str) else at) for at, item in enumerate(value)]
        return [
            Table(item, where=f"{self.at(key)}[{name}]", complaints=self.complaints)
            for name, item in zip(names, value, strict=True)
        ]

    def holds_table(self, key: str) -> bool:
        """Whether a table stands under the key."""
        return isinstance(self._values.get(key), dict)

    def holds_tables(self, key: str) -> bool:
        """Whether a list of tables stands under the key."""
        value = self._values.get(key)
        return isinstance(value, list) and any(isinstance(item, dict) for item in value)

    def names(self) -> list[str]:
        """The keys of a table whose names are the author's own."""
        return list(self._values)

    def close(self) -> None:
        """Refuse the keys that nothing asked for: a misspelt key must not be silently without effect."""
        known = ", ".join(sorted(self._asked))
        for key in self._values.keys() - self._asked:
            self.complain(key, zh=f"不认识的键，可用的有：{known}", en=f"unknown key; known here: {known}")

    def _take(self, key: str, default: object) -> object:
        self._asked.add(key)
        return self._values.get(key, default)

    def _wrong(self, key: str, value: object, *, zh: str, en: str, fallback: _F) -> _F:
        found = ("缺少", "missing") if value is None else ("写法不对", "not as it should be")
        self.complain(key, zh=f"{found[0]}，应为{zh}", en=f"{found[1]}, should be {en}")
        return fallback


def is_json(value: object) -> TypeGuard[Json]:
    """Whether a TOML value can travel as JSON; dates must be written as text."""
    if isinstance(value, dict):
        return all(is_json(item) for item in value.values())
    if isinstance(value, list):
        return all(is_json(item) for item in value)
    return value is None or isinstance(value, str | bool | int | float)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
