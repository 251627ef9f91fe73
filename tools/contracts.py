"""Two import contracts of the house: who alone may import a module, and which room stands on the standard library."""

from __future__ import annotations

import sys
from abc import abstractmethod
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

Breach = tuple[str, str]


def inside(module: str, packages: list[str]) -> bool:
    """Whether a module is one of the packages or lies within one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def foreign_importers(graph: ImportGraph, *, modules: list[str], importers: list[str]) -> list[Breach]:
    """Imports of the modules by anyone who is neither a named importer nor within them."""
    guarded = [name for name in graph.modules if inside(name, modules)]
    return sorted(
        (importer, name)
        for name in guarded
        for importer in graph.find_modules_that_directly_import(name)
        if not inside(importer, importers + modules)
    )


def beyond_standard_library(graph: ImportGraph, *, modules: list[str]) -> list[Breach]:
    """Imports of the modules that leave both themselves and the standard library."""
    return sorted(
        (name, imported)
        for name in graph.modules
        if inside(name, modules)
        for imported in graph.find_modules_directly_imported_by(name)
        if not inside(imported, modules) and imported.split(".")[0] not in sys.stdlib_module_names
    )


class _DirectImportContract(Contract):
    """A contract broken by single imports, each shown as one line."""

    modules: Any = fields.ListField(subfield=fields.StringField())

    @abstractmethod
    def breaches(self, graph: ImportGraph) -> list[Breach]:
        """The imports that break the contract."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Keep the contract only if no import breaks it; modules that do not exist yet break nothing."""
        found = self.breaches(graph)
        return ContractCheck(kept=not found, metadata={"breaches": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Show who imports what."""
        for importer, imported in check.metadata["breaches"]:
            output.print_error(f"{importer} must not import {imported}", bold=False)
        output.new_line()


class OnlyContract(_DirectImportContract):
    """Only the named importers (and what lies within them) import the modules."""

    type_name = "only"
    importers: Any = fields.ListField(subfield=fields.StringField())

    def breaches(self, graph: ImportGraph) -> list[Breach]:
        """Imports by anyone else."""
        return foreign_importers(graph, modules=self.modules, importers=self.importers)


class StandardLibraryContract(_DirectImportContract):
    """The modules import nothing but each other and the standard library."""

    type_name = "standard_library"

    def breaches(self, graph: ImportGraph) -> list[Breach]:
        """Imports that leave them."""
        return beyond_standard_library(graph, modules=self.modules)
