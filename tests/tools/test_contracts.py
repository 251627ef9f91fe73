"""The house's own import contracts, on graphs drawn by hand."""

from __future__ import annotations

import pytest
from grimp import ImportGraph

from tools.contracts import beyond_standard_library, foreign_importers


def _graph(*arrows: tuple[str, str]) -> ImportGraph:
    graph = ImportGraph()
    for importer, imported in arrows:
        graph.add_import(importer=importer, imported=imported)
    return graph


@pytest.mark.parametrize("importer", ["hub.store", "hub.store.models.studio"])
def test_a_named_importer_and_what_lies_within_it_may_import(importer: str) -> None:
    graph = _graph((importer, "sqlalchemy"))

    assert foreign_importers(graph, modules=["sqlalchemy"], importers=["hub.store"]) == []


@pytest.mark.parametrize("importer", ["hub.app", "hub.storehouse"])
def test_anyone_else_is_named_with_what_it_imports(importer: str) -> None:
    graph = _graph((importer, "sqlalchemy.orm"))

    found = foreign_importers(graph, modules=["sqlalchemy"], importers=["hub.store"])

    assert found == [(importer, "sqlalchemy.orm")]


def test_modules_that_do_not_exist_break_nothing() -> None:
    graph = _graph(("hub.app", "starlette"))

    assert foreign_importers(graph, modules=["hub.settings"], importers=["hub.commands"]) == []


def test_a_package_may_import_itself_and_the_standard_library_only() -> None:
    graph = _graph(
        ("hub.domain.ids", "secrets"), ("hub.domain.access", "hub.domain.term"), ("hub.domain.ids", "pydantic")
    )

    assert beyond_standard_library(graph, modules=["hub.domain"]) == [("hub.domain.ids", "pydantic")]
