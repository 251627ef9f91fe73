"""Texts one after the other as one expression, in the words that each database is quickest with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, String, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import concat_op

_MOST_ARGUMENTS = 90  # SQLite takes 127 arguments of a function


class Joined(FunctionElement[str]):
    """Fixed texts and expressions; joined into others, they lie beside those."""

    inherit_cache = False
    type = String()

    def __init__(self, texts: Sequence[str | ColumnElement[str]]) -> None:
        self.texts = tuple(_merged(texts))
        super().__init__(*(fixed(one) if isinstance(one, str) else one for one in self.texts))


def fixed(text: str) -> ColumnElement[str]:
    """A fixed text: JSON punctuation, keys and words of closed sets, none of which a caller chose freely."""
    quoted = text.replace("'", "''")
    return literal_column(f"'{quoted}'", String)


def _merged(texts: Sequence[str | ColumnElement[str]]) -> Iterator[str | ColumnElement[str]]:
    """The texts and those that were joined before, with neighbouring fixed ones in one."""
    said = ""
    for one in texts:
        for part in one.texts if isinstance(one, Joined) else (one,):
            if isinstance(part, str):
                said += part
                continue
            if said:
                yield said
            said = ""
            yield part
    if said:
        yield said


@compiles(Joined)
def _concatenated(element: Joined, compiler: SQLCompiler, **how: Any) -> str:
    # In halves, so that a long text is copied a few times only and nothing nests deeply.
    return _halves([compiler.process(one.self_group(against=concat_op), **how) for one in element.clauses])


def _halves(said: Sequence[str]) -> str:
    if len(said) <= 2:
        return said[0] if len(said) == 1 else f"({said[0]} || {said[1]})"
    middle = len(said) // 2
    return f"({_halves(said[:middle])} || {_halves(said[middle:])})"


@compiles(Joined, "sqlite")
def _printed(element: Joined, compiler: SQLCompiler, **how: Any) -> str:
    # By printf, which is several times quicker; subqueries stand between, since the parser bounds how deep they nest.
    said: list[str] = []
    arguments: list[str] = []
    form = ""
    for part, clause in zip(element.texts, element.clauses, strict=True):
        if isinstance(part, ScalarSelect) or len(arguments) == _MOST_ARGUMENTS:
            said += _form(form, arguments)
            form, arguments = "", []
        if isinstance(part, str):
            form += part.replace("%", "%%")
        elif isinstance(part, ScalarSelect):
            said.append(compiler.process(clause, **how))
        else:
            form += "%s"
            arguments.append(compiler.process(clause, **how))
    return " || ".join([*said, *_form(form, arguments)])


def _form(form: str, arguments: Sequence[str]) -> list[str]:
    if form == "%s":
        return list(arguments)
    if not form:
        return []
    quoted = form.replace("'", "''")
    return [f"printf('{quoted}', {', '.join(arguments)})" if arguments else f"'{quoted}'".replace("%%", "%")]
