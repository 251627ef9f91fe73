"""Bounds on a document, checked before any work is done: depth, aliases and the rows it may ask for at worst."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

from hub.errors import BadRequest, TooMuch
from hub.resolvers.form import DEEPEST, too_deep
from hub.schema.paging import DEFAULT_PAGE, LARGEST_PAGE
from hub.schema.viewer import Limits

_INTROSPECTION = frozenset({"__schema", "__type"})
_WITHIN_INTROSPECTION = -1_000  # a depth that reaches no bound
_LOOK = 20  # aliases that one more look at the whole schema counts for: it takes as long
_LISTED = frozenset({"nodes", "edges", "totalCount", "pageInfo"})


@dataclass(kw_only=True)
class _Tally:
    aliases: int = 0
    fields: int = 0


def check_document(
    document: DocumentNode, operation: OperationDefinitionNode, *, limits: Limits, variables: Mapping[str, Any]
) -> int:
    """The rows a valid document may ask for at worst, or TooMuch naming the bound and the number."""
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    tally = _Tally()
    walk = _Walk(fragments=fragments, variables=_with_defaults(operation, variables), limits=limits, tally=tally)
    rows = walk.rows(operation.selection_set, depth=1)
    if tally.aliases > limits.aliases:
        raise _too_much("ALIASES", "别名", "aliases", tally.aliases, limits.aliases)
    if rows > limits.rows:
        raise _too_much("ROWS", "最坏情况下的行数", "rows at worst", rows, limits.rows)
    return rows


@dataclass(frozen=True, kw_only=True)
class _Walk:
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    limits: Limits
    tally: _Tally

    def rows(self, selections: SelectionSetNode | None, *, depth: int) -> int:
        """Rows below a selection for one row above it."""
        total = 0
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                total += self._field(selection, depth)
            elif isinstance(selection, InlineFragmentNode):
                total += self.rows(selection.selection_set, depth=depth)
            elif isinstance(selection, FragmentSpreadNode):
                self._spend()
                fragment = self.fragments.get(selection.name.value)
                total += self.rows(fragment.selection_set if fragment else None, depth=depth)
        return total

    def _field(self, field: FieldNode, depth: int) -> int:
        if depth > self.limits.depth:
            raise _too_much("DEPTH", "嵌套深度", "depth", depth, self.limits.depth)
        self._spend()
        if field.alias is not None:
            self.tally.aliases += _LOOK if depth < 0 or field.name.value == "__schema" else 1
        if field.name.value in _INTROSPECTION:
            # It reads no rows, and a validation rule bounds its depth.
            self.rows(field.selection_set, depth=_WITHIN_INTROSPECTION)
            return 0
        below = self.rows(field.selection_set, depth=depth + 1)
        if field.name.value == "_entities":
            return self._entities(field) * (1 + below)
        if not self._is_list(field):
            return below
        return self._size(field) * (1 + below)

    def _spend(self) -> None:
        # Fragments that spread fragments multiply; the document stays small while the work does not.
        self.tally.fields += 1
        bound = 20 * self.limits.tokens
        if self.tally.fields > bound:
            raise _too_much("FIELDS", "展开后的字段数", "fields once fragments are spread", self.tally.fields, bound)

    def _entities(self, field: FieldNode) -> int:
        """How many entities are asked for; a single one may stand without its list."""
        for argument in field.arguments or ():
            value = argument.value
            if isinstance(value, ListValueNode):
                return max(1, len(value.values))
            if isinstance(value, VariableNode):
                given = self.variables.get(value.name.value)
                return max(1, len(given)) if isinstance(given, list) else 1
        return 1

    def _is_list(self, field: FieldNode) -> bool:
        selections = field.selection_set.selections if field.selection_set else ()
        return any(self._lists(selection) for selection in selections)

    def _lists(self, selection: object) -> bool:
        if isinstance(selection, FieldNode):
            return selection.name.value in _LISTED
        if isinstance(selection, InlineFragmentNode):
            return any(self._lists(one) for one in selection.selection_set.selections)
        if isinstance(selection, FragmentSpreadNode) and (fragment := self.fragments.get(selection.name.value)):
            return any(self._lists(one) for one in fragment.selection_set.selections)
        return False

    def _size(self, field: FieldNode) -> int:
        """The largest piece a connection may answer; a size out of bounds is refused where it is read."""
        for argument in field.arguments or ():
            if argument.name.value in ("first", "last"):
                value = argument.value
                if isinstance(value, IntValueNode):
                    return _bounded(int(value.value))
                if isinstance(value, VariableNode):
                    given = self.variables.get(value.name.value)
                    if isinstance(given, (int, float)):  # JSON's 100.0 is a whole number to GraphQL
                        return _bounded(given)
        return DEFAULT_PAGE


def check_text(value: Any, *, at: str = "variables", depth: int = 0) -> None:
    """Refuse characters that no database keeps, and nesting that nothing needs, anywhere in the variables."""
    if depth > DEEPEST:
        raise too_deep("variables")
    if isinstance(value, str):
        if "\x00" in value:
            raise BadRequest("BAD_TEXT", f"{at} 含有空字符，请去除", f"{at} holds a NUL character; remove it", at=at)
    elif isinstance(value, dict):
        for key, one in value.items():
            check_text(one, at=f"{at}.{key}", depth=depth + 1)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            check_text(one, at=f"{at}[{index}]", depth=depth + 1)


def _bounded(size: float) -> int:
    return int(min(max(size, 1), LARGEST_PAGE))


def _with_defaults(operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for definition in operation.variable_definitions or ():
        default = definition.default_value
        if isinstance(default, IntValueNode):
            found[definition.variable.name.value] = int(default.value)
    return found | dict(variables)


def _too_much(name: str, zh: str, en: str, found: int, bound: int) -> TooMuch:
    return TooMuch(
        f"TOO_MUCH_{name}",
        f"{zh}为 {found}，上限 {bound}；请缩小 first、拆分查询或减少嵌套",
        f"{en}: {found}, at most {bound}; ask for smaller pages, split the query or nest less",
    )
