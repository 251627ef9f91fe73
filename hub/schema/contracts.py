"""The subsets of the schema, one for each audience; what a contract shows follows from the page of rights."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from strawberry import federation
from strawberry.schema.config import StrawberryConfig
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from hub.auth.caller import Caller, CallerKind
from hub.auth.scope import fields, may, nouns_of, sensitivities_of
from hub.auth.tree import Place
from hub.domain.access import Act, Contract, Noun, Role, Sensitivity
from hub.domain.level import Level
from hub.schema.entities import entity_fields
from hub.schema.expose import exposed
from hub.schema.mutation import ACTED_ON, mutation_type
from hub.schema.query import query_type
from hub.schema.subgraph import subgraph_sdl
from hub.schema.totals_kinds import SCALARS
from hub.store.models.base import Meaning

VERSION: Literal["2.9"] = "2.9"  # the newest that both composers know


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a schema shows: nouns to read, acts on nouns, and how private a field may be."""

    reads: frozenset[Noun]
    acts: frozenset[tuple[Act, Noun]]
    sees: frozenset[Sensitivity]


DOINGS = frozenset(Act) - {Act.READ}
WHOLE = Shape(
    reads=frozenset(Noun),
    acts=frozenset((act, noun) for act in DOINGS for noun in Noun),
    sees=frozenset(Sensitivity),
)


def shape_of_contract(contract: Contract) -> Shape:
    """What some role of an audience may reach."""
    return Shape(
        reads=nouns_of(contract, Act.READ),
        acts=frozenset((act, noun) for act in DOINGS for noun in nouns_of(contract, act)),
        sees=sensitivities_of(contract),
    )


@lru_cache(maxsize=2_048)
def shape_of(caller: Caller) -> Shape:
    """What this caller may reach, so that introspection says no more than its rights do.

    A genuine token whose claims are odd reaches nothing; it is shown what the public is shown.
    """
    if not caller.roles:
        return shape_of_contract(Contract.PUBLIC)
    return Shape(
        reads=frozenset(noun for noun in Noun if may(caller, Act.READ, noun)),
        acts=frozenset((act, noun) for act in DOINGS for noun in Noun if may(caller, act, noun)),
        sees=frozenset(one for one in Sensitivity if fields(caller, one).any_of),
    )


class ContractSchema(federation.Schema):
    """A schema that shows only what its shape allows."""

    def __init__(self, shape: Shape) -> None:
        self._reads = shape.reads
        self._acts = shape.acts
        self._open = shape.sees | {Sensitivity.OPEN}
        self._sdl: str | None = None
        super().__init__(
            query=_query(),
            mutation=_mutation() if shape.acts & ACTED_ON else None,
            types=[one.cls for one in exposed().values() if one.keys],
            federation_version=VERSION,
            config=StrawberryConfig(scalar_map=SCALARS),
        )

    def get_fields(self, type_definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        """The fields of a type that belong to this contract."""
        return [field for field in type_definition.fields if self._shows(field)]

    def _shows(self, field: StrawberryField) -> bool:
        tags = dict(field.metadata or {})  # ours: meaning, noun, act
        noun, act, meaning = tags.get("noun"), tags.get("act", Act.READ), tags.get("meaning")
        if noun is not None and not (noun in self._reads if act is Act.READ else (act, noun) in self._acts):
            return False
        if isinstance(meaning, Meaning) and meaning.sensitivity not in self._open:
            return meaning.unless is not None
        return True

    def subgraph(self) -> str:
        """The SDL for composition with other graphs; printed once, since anybody may ask for it."""
        if self._sdl is None:
            self._sdl = subgraph_sdl(self.as_str())
        return self._sdl


@cache
def schema_of(shape: Shape) -> ContractSchema:
    """The schema of a shape; built once."""
    return ContractSchema(shape)


def printed() -> dict[str, str]:
    """Every printed schema by its path in the repository."""
    pages = {"schema.graphql": schema_of(WHOLE).as_str()}
    for contract in Contract:
        pages[f"contracts/{contract.value.lower()}.graphql"] = schema_of(shape_of_contract(contract)).as_str()
    pages["contracts/county_frontend.graphql"] = schema_of(_front_end()).as_str()
    pages["contracts/federation.graphql"] = schema_of(WHOLE).subgraph()
    return {path: text.rstrip("\n") + "\n" for path, text in pages.items()}


def _front_end() -> Shape:
    place = Place(body_id="", code="", level=Level.COUNTY, position=0, last=0, rollup_unit=False)
    return shape_of(Caller(kind=CallerKind.SERVICE, roles=frozenset({Role.COUNTY_FRONTEND}), place=place))


@cache
def _query() -> type:
    return query_type(entity_fields())


@cache
def _mutation() -> type:
    return mutation_type()
