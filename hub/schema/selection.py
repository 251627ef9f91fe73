"""What an operation selects below a field, so that nothing is counted or read that nobody asked for."""

from __future__ import annotations

from typing import Any

from graphql import FieldNode, FragmentSpreadNode, GraphQLResolveInfo, InlineFragmentNode, SelectionSetNode


def selected_names(info: GraphQLResolveInfo[Any]) -> set[str]:
    """The names of the fields selected directly below this one, through all fragments."""
    names: set[str] = set()
    spread: set[str] = set()  # each fragment once: fragments that spread fragments multiply
    for node in info.field_nodes:
        _gather(node.selection_set, info, names, spread)
    return names


def _gather(
    selections: SelectionSetNode | None, info: GraphQLResolveInfo[Any], names: set[str], spread: set[str]
) -> None:
    for selection in selections.selections if selections else ():
        if isinstance(selection, FieldNode):
            names.add(selection.name.value)
        elif isinstance(selection, InlineFragmentNode):
            _gather(selection.selection_set, info, names, spread)
        elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in spread:
            spread.add(selection.name.value)
            fragment = info.fragments.get(selection.name.value)
            _gather(fragment.selection_set if fragment else None, info, names, spread)
