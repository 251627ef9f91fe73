"""Values as they stand in an operation: written out, or through variables with and without a default."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from tests.agreement.drawing import Drawing


class Word(str):
    """A word of an enum, which stands without quotes."""


@dataclass(kw_only=True)
class Words:
    """The names and variables of one operation."""

    drawing: Drawing
    variables: dict[str, Any] = field(default_factory=dict)
    _declared: dict[str, str] = field(default_factory=dict)
    _names: int = 0

    def name(self) -> str:
        """A name that nothing else has."""
        self._names += 1
        return f"n{self._names}"

    def given(self, value: Any, kind: str) -> str:
        """A value of a type: written out, through a variable, as a variable's default, or not at all."""
        way = self.drawing.below(20)
        if way < 11:
            return literal(value)
        name = self.name()
        self._declared[name] = kind
        if way < 18 or (way == 19 and kind.endswith("!")):
            self.variables[name] = value
        elif way == 18:
            self._declared[name] = f"{kind.rstrip('!')} = {literal(value)}"
        elif self.drawing.happens(50):
            self.variables[name] = None
        return f"${name}"

    def head(self, text: str) -> tuple[str, dict[str, Any]]:
        """What stands before a text in which some of the variables occur, and the values of those."""
        used = {name: kind for name, kind in self._declared.items() if re.search(rf"\${name}\b", text)}
        declared = ", ".join(f"${name}: {kind}" for name, kind in used.items())
        values = {name: value for name, value in self.variables.items() if name in used}
        return (f"query Q({declared}) " if declared else ""), values


def literal(value: Any) -> str:
    """A JSON value with words of enums as GraphQL writes it."""
    if isinstance(value, Word):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {literal(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(literal(one) for one in value) + "]"
    return json.dumps(value)
