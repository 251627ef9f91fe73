"""Bounds on a document, checked before any work is done: depth, aliases, and what it may read and answer at worst."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    BooleanValueNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
)

from hub.errors import BadRequest, TooMuch
from hub.resolvers.form import DEEPEST, too_deep
from hub.schema.paging import LARGEST_PAGE, page_size_refused
from hub.schema.sizes import REPRESENTATIONS, Size, size_of
from hub.schema.viewer import Limits

LOOK_FIELDS = 100
"""Fields that a look at the schema (`__schema`, `__type`) costs, whatever it answers: it reads no database."""

_INTROSPECTION = frozenset({"__schema", "__type"})
_WITHIN_INTROSPECTION = -1_000  # a depth that reaches no bound
_LOOK_ALIASES = 20  # aliases that one more look at the whole schema counts for: it takes as long


@dataclass(frozen=True, kw_only=True)
class Worst:
    """What an operation comes to at worst; `fields` is its estimated cost, `looks` whether it looks at the schema."""

    rows: int
    fields: int
    looks: bool


@dataclass(kw_only=True)
class _Tally:
    aliases: int = 0
    visited: int = 0
    looks: bool = False


@dataclass(frozen=True, kw_only=True)
class _Sum:
    """Rows and fields below one row above them."""

    rows: int = 0
    fields: int = 0

    def __add__(self, other: _Sum) -> _Sum:
        return _Sum(rows=self.rows + other.rows, fields=self.fields + other.fields)


_NOTHING = _Sum()


def check_document(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    *,
    limits: Limits,
    variables: Mapping[str, Any],
) -> Worst:
    """What a valid document may ask for at worst, or TooMuch naming the bound and the number."""
    walk = _Walk(
        schema=schema,
        fragments={one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)},
        variables=_with_defaults(operation, variables),
        limits=limits,
        tally=_Tally(),
    )
    total = walk.below(operation.selection_set, schema.get_root_type(operation.operation), depth=1, sized={})
    tally = walk.tally
    if tally.aliases > limits.aliases:
        raise _too_much("ALIASES", "别名", "aliases", tally.aliases, limits.aliases)
    if total.rows > limits.rows:
        raise _too_much("ROWS", "最坏情况下的行数", "rows at worst", total.rows, limits.rows)
    return Worst(rows=total.rows, fields=total.fields, looks=tally.looks)


@dataclass(frozen=True, kw_only=True)
class _Walk:
    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    limits: Limits
    tally: _Tally

    def below(
        self,
        selections: SelectionSetNode | None,
        kind: GraphQLNamedType | None,
        *,
        depth: int,
        sized: Mapping[str, int],
    ) -> _Sum:
        """What a selection of a type comes to; `sized` are its fields that hold several, with how many."""
        total = _NOTHING
        for one in selections.selections if selections else ():
            if not self._is_on(one):
                continue
            if isinstance(one, FieldNode):
                total += self._field(one, kind, depth, sized)
            elif isinstance(one, InlineFragmentNode):
                condition = one.type_condition
                inner = kind if condition is None else self.schema.get_type(condition.name.value)
                total += self.below(one.selection_set, inner, depth=depth, sized=sized)
            elif isinstance(one, FragmentSpreadNode):
                self._spend()
                fragment = self.fragments[one.name.value]
                inner = self.schema.get_type(fragment.type_condition.name.value)
                total += self.below(fragment.selection_set, inner, depth=depth, sized=sized)
        return total

    def _field(self, field: FieldNode, kind: GraphQLNamedType | None, depth: int, sized: Mapping[str, int]) -> _Sum:
        if depth > self.limits.depth:
            raise _too_much("DEPTH", "嵌套深度", "depth", depth, self.limits.depth)
        self._spend()
        name = field.name.value
        if field.alias is not None:
            self.tally.aliases += _LOOK_ALIASES if depth < 0 or name == "__schema" else 1
        if name in _INTROSPECTION or depth < 0:
            return self._look(field, depth)
        declared = kind.fields.get(name) if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) else None
        if field.selection_set is None or declared is None:
            return _Sum(fields=1)
        return self._composite(field, declared, depth, times=sized.get(name, 1))

    def _composite(self, field: FieldNode, declared: GraphQLField, depth: int, *, times: int) -> _Sum:
        rule = size_of(declared)
        size = None if rule is None else self._size(field, rule)
        sized = {} if rule is None or size is None else dict.fromkeys(rule.sized, size)
        below = self.below(field.selection_set, get_named_type(declared.type), depth=depth + 1, sized=sized)
        rows = below.rows
        if rule is not None and size is not None and sized:
            # A connection reads its page whichever of its fields show it; totals read no rows for their cells.
            rows = size * (below.rows + bool(rule.slicing))
        elif size is not None:
            times = size
        elif field.name.value == "_entities":
            times = self._entities(field)
            rows = times * (1 + below.rows)
        return _Sum(rows=rows, fields=1 + times * below.fields)

    def _look(self, field: FieldNode, depth: int) -> _Sum:
        """A look at the schema reads no rows, and a validation rule bounds its depth; its aliases count."""
        self.tally.looks = True
        self.below(field.selection_set, None, depth=_WITHIN_INTROSPECTION, sized={})
        return _Sum(fields=LOOK_FIELDS) if depth > 0 else _NOTHING

    def _spend(self) -> None:
        # Fragments that spread fragments multiply; the document stays small while the work does not.
        self.tally.visited += 1
        bound = 20 * self.limits.tokens
        if self.tally.visited > bound:
            raise _too_much("FIELDS", "展开后的字段数", "fields once fragments are spread", self.tally.visited, bound)

    def _entities(self, field: FieldNode) -> int:
        """How many entities are asked for; a single one may stand without its list."""
        for argument in field.arguments or ():
            if argument.name.value == REPRESENTATIONS:
                if isinstance(argument.value, ListValueNode):
                    return max(1, len(argument.value.values))
                given = self._value(argument.value)
                return max(1, len(given)) if isinstance(given, list) else 1
        return 1

    def _size(self, field: FieldNode, rule: Size) -> int:
        """The largest piece a list may answer; one larger than a page is refused before anything is read."""
        for argument in field.arguments or ():
            if argument.name.value in rule.slicing:
                given = self._value(argument.value)
                if isinstance(given, (int, float)):  # JSON's 100.0 is a whole number to GraphQL
                    if given > LARGEST_PAGE:
                        raise page_size_refused(argument.name.value)
                    return int(max(given, 1))
        return rule.assumed

    def _is_on(self, one: SelectionNode) -> bool:
        for directive in one.directives or ():
            if directive.name.value in ("skip", "include"):
                off = directive.name.value == "skip"
                if any(self._value(argument.value) is off for argument in directive.arguments or ()):
                    return False
        return True

    def _value(self, node: ValueNode) -> Any:  # a number, a switch, a list of a variable; None for what counts not
        if isinstance(node, VariableNode):
            return self.variables.get(node.name.value)
        return _constant(node)


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


def _constant(node: ValueNode | None) -> int | bool | None:
    if isinstance(node, IntValueNode):
        return int(node.value)
    return node.value if isinstance(node, BooleanValueNode) else None


def _with_defaults(operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    defaults = {one.variable.name.value: _constant(one.default_value) for one in operation.variable_definitions or ()}
    return defaults | dict(variables)


def _too_much(name: str, zh: str, en: str, found: int, bound: int) -> TooMuch:
    return TooMuch(
        f"TOO_MUCH_{name}",
        f"{zh}为 {found}，上限 {bound}；请缩小 first、拆分查询或减少嵌套",
        f"{en}: {found}, at most {bound}; ask for smaller pages, split the query or nest less",
    )
