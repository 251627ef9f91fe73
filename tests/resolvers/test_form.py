"""The size of a document is told without parsing it, never higher than it is."""

from __future__ import annotations

from contextlib import suppress

import pytest
from graphql import GraphQLSyntaxError, Lexer, Source, TokenKind
from hypothesis import example, given
from hypothesis import strategies as st

from hub.errors import TooMuch
from hub.resolvers.form import check_size

PIECES = st.sampled_from(
    (*'{ } a _b1 12 -3.5e+2 ... "" " $v ( ) [ ] : = ! @on | & , #e'.split(), " ", "\n", '"x y"', '"\\""', '"""')
)


def counted(text: str) -> int | None:
    """How many tokens the parser's own lexer finds; None where it finds no sense in the text."""
    lexer, number = Lexer(Source(text)), 0
    try:
        while (token := lexer.advance()).kind is not TokenKind.EOF:
            number += token.kind is not TokenKind.COMMENT
    except GraphQLSyntaxError:
        return None
    return number


@given(st.lists(PIECES, max_size=12).map("".join))
@example('query Q($n: Int = 10) { a(x: "b#c", y: """d "e" f""") ...F } # end')
def test_a_document_is_refused_exactly_when_the_parser_would_count_too_many(text: str) -> None:
    number = counted(text)

    if number is not None:
        check_size(text, tokens=number)
    if number:
        with pytest.raises(TooMuch):
            check_size(text, tokens=number - 1)


def test_a_document_of_too_many_tokens_is_refused_with_the_number() -> None:
    with pytest.raises(TooMuch) as refused:
        check_size("{ " + "a, #b\n" * 39 + "}", tokens=40)

    assert refused.value.code == "TOO_MUCH_TOKENS"
    assert "40" in refused.value.zh


@pytest.mark.parametrize(
    "text", ['"""' + '\n\\"""' * 200_000, '"' * 600_001, "\\u{" + "0" * 300_000, '"""a"""' * 60 + "?"]
)
def test_texts_without_an_end_are_looked_at_once(text: str) -> None:
    with suppress(TooMuch):
        check_size(text, tokens=4_000)
