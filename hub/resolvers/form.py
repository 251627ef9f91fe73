"""What a document may look like before it is validated: nesting, lengths of numbers and repeated fields.

Validating compares fields of one name in pairs, and so do values nest in values: both must be bounded first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    TokenKind,
)

from hub.errors import BadRequest, TooMuch

DEEPEST = 60  # brackets of all kinds inside each other
MOST_REPEATS = 20  # fields with one name in the answer, in one selection
_LONGEST_NUMBER = 40

_NUL = re.compile(r"\\u(?:0000|\{0+\})|\x00")
# Nothing of it is tried twice: no text takes longer than its length. Groups are repeated in (?>), since what Python
# before 3.11.5 makes of ()*+ forgets alternatives.
_ONE_TOKEN = r"""(?x:(?>
    (?> (?: [\s,\ufeff] | \#[^\n\r]*+ )* )
    (?: "{3} (?> (?: [^"\\] | \\. | "(?!"") )* ) "{3} | " (?> (?: [^"\\\n\r] | \\. )* ) "
      | \.{3} | [A-Za-z_][A-Za-z_0-9]*+ | -?[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)? | [!$&()\[\]{}:=@|] )
))"""

_OPENING = frozenset({TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L})
_CLOSING = frozenset({TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R})
_NUMBERS = frozenset({TokenKind.INT, TokenKind.FLOAT})


def check_size(text: str, *, tokens: int) -> None:
    """Raise TooMuch or BadRequest where a text holds too many tokens, or a character that no database keeps.

    Counting is a hundred times as fast as parsing, so that what is refused for its size costs next to nothing.
    """
    if _NUL.search(text):
        raise BadRequest(
            "BAD_TEXT", "查询中含有空字符，请去除", "the query holds a NUL character; remove it", at="query"
        )
    if _more_than(tokens).match(text):
        raise TooMuch(
            "TOO_MUCH_TOKENS",
            f"查询超过 {tokens} 个词元，请拆分查询",
            f"the query holds more than {tokens} tokens; split it",
            at="query",
        )


@cache
def _more_than(tokens: int) -> re.Pattern[str]:
    return re.compile(f"(?:{_ONE_TOKEN}){{{tokens + 1}}}", re.DOTALL)


def check_form(document: DocumentNode) -> None:
    """Raise TooMuch or BadRequest where a document is nested, repeated or numbered beyond reason."""
    _check_tokens(document)
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    for selections in _selection_sets(document):
        _check_repeats(selections, fragments)


def too_deep(at: str) -> TooMuch:
    """The refusal of values or selections that nest beyond reason."""
    return TooMuch(
        "TOO_MUCH_DEPTH",
        f"嵌套过深，上限 {DEEPEST} 层，请减少嵌套",
        f"nested too deeply, at most {DEEPEST} levels; nest less",
        at=at,
    )


def _check_tokens(document: DocumentNode) -> None:
    token = document.loc.start_token if document.loc is not None else None
    depth = 0
    while token is not None:
        if token.kind in _OPENING:
            depth += 1
            if depth > DEEPEST:
                raise too_deep("query")
        elif token.kind in _CLOSING:
            depth -= 1
        elif token.kind in _NUMBERS and len(token.value or "") > _LONGEST_NUMBER:
            raise BadRequest("BAD_NUMBER", "查询中的数字过长", "a number in the query is too long", at="query")
        token = token.next


def _selection_sets(document: DocumentNode) -> Iterator[SelectionSetNode]:
    waiting: list[SelectionSetNode] = []
    for definition in document.definitions:
        if isinstance(definition, (OperationDefinitionNode, FragmentDefinitionNode)):
            waiting.append(definition.selection_set)
    while waiting:
        selections = waiting.pop()
        yield selections
        for one in selections.selections:
            if isinstance(one, (FieldNode, InlineFragmentNode)) and one.selection_set is not None:
                waiting.append(one.selection_set)


def _check_repeats(selections: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
    found: Counter[str] = Counter()
    spread: set[str] = set()
    waiting: list[SelectionNode] = list(selections.selections)
    while waiting:
        one = waiting.pop()
        if isinstance(one, FieldNode):
            name = (one.alias or one.name).value
            found[name] += 1
            if found[name] > MOST_REPEATS:
                raise TooMuch(
                    "TOO_MUCH_REPEATS",
                    f"字段 {name} 在同一处重复超过 {MOST_REPEATS} 次，请合并",
                    f"the field {name} is repeated more than {MOST_REPEATS} times in one place; merge them",
                    at="query",
                )
        elif isinstance(one, InlineFragmentNode):
            waiting.extend(one.selection_set.selections)
        elif isinstance(one, FragmentSpreadNode) and one.name.value not in spread:
            spread.add(one.name.value)
            if fragment := fragments.get(one.name.value):
                waiting.extend(fragment.selection_set.selections)
