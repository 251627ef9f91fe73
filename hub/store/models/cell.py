"""What a cell of totals is: how many facts are alike in all its keys, and their sums.

A cell follows from the facts alone and is kept in the transaction that changes one of them (`store.totals`). A key
column has the name, the kind and the meaning it has on the fact, so that conditions and reach hold on cells as they
do on facts; a day is the first of its month or quarter. A cell has no column for an anchor of the fact (its studio,
its committee, its member), so that a reach through it admits no cell. A cell of no facts is no row.

A cell is of a body, or of a reporting unit: then it totals the facts of all bodies that are counted under the unit
(`store.units`), which a caller may see as a whole or not at all.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Boolean, Index
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship
from sqlalchemy.orm import Relationship as SqlRelationship

from hub.domain.span import Span
from hub.domain.term import Title
from hub.store.models.base import Access, Base, Meaning, column, meaning_of
from hub.store.models.body import Body
from hub.store.models.facts import ActivityKind
from hub.store.models.places import Sector

OWNER = "owner_body_id"
"""The column of a fact from which its reporting unit follows."""
UNIT = "unit_id"
"""The key column of cells of reporting units; facts have no such column."""
UNIT_MEANING = Meaning(title=Title("季度汇总单位标识", "reporting unit it is counted under (A-03)"))

_ENDS: dict[str, tuple[str, type[Base]]] = {
    "owner_body_id": ("owner", Body),
    "body_id": ("body", Body),
    "home_body_id": ("home_body", Body),
    "kind_id": ("kind", ActivityKind),
    "sector_id": ("sector", Sector),
}
"""Which relationship a key column stands for, as the fact names it."""


class Cell(Base):
    """A total of facts that are alike in all keys; its columns are those of the fact.

    Under the name of a summed column stands the sum of the values that are known, or how many are true where the
    column holds yes or no; `<name>_known` says how many facts state it, since unknown is not zero.
    """

    __abstract__ = True

    facts: ClassVar[type[Base]]
    dated: ClassVar[str | None] = None
    """The key column that holds the first day of the span, null where the fact has no day."""
    span: ClassVar[Span | None] = None
    keys: ClassVar[tuple[str, ...]]
    sums: ClassVar[tuple[str, ...]] = ()

    id: Mapped[str] = column("标识", "the values of its keys, joined", primary_key=True)
    rows: Mapped[int] = column("条数", "how many facts", kind=BigInteger())

    def __init_subclass__(cls, **given: Any) -> None:  # passed on to SQLAlchemy as they are
        if "__tablename__" in cls.__dict__:
            _declare(cls)
        super().__init_subclass__(**given)


def by_unit(cell: type[Base]) -> bool:
    """Whether cells of a kind are of reporting units, not of bodies."""
    return issubclass(cell, Cell) and UNIT in cell.keys


def known(name: str) -> str:
    """The column that says how many facts state a summed column."""
    return f"{name}_known"


def _declare(cell: type[Cell]) -> None:
    """Give a cell what follows from its facts, its keys and its sums."""
    columns = cell.facts.__mapper__.columns
    for name in cell.keys:
        if name == UNIT:
            setattr(cell, name, mapped_column(columns[OWNER].type, nullable=False, info={"meaning": UNIT_MEANING}))
            continue
        fact = columns[name]
        key = mapped_column(fact.type, nullable=fact.nullable, info=fact.info)
        setattr(cell, name, key)
        if name in _ENDS:
            relation_name, end = _ENDS[name]
            setattr(cell, relation_name, _relation(cell, name, end))
    for name in cell.sums:
        meaning = _meaning(columns[name])
        counted = isinstance(columns[name].type, Boolean)
        setattr(cell, name, _sum(meaning, Title("{}（条）", "{}, facts") if counted else Title("{}", "{}")))
        setattr(cell, known(name), _sum(meaning, Title("填写了{}的条数", "how many state: {}")))
    cell.title = cell.facts.title
    cell.access = _access(cell)
    cell.__table_args__ = _indexes(cell)


def _relation(cell: type[Cell], name: str, end: type[Base]) -> SqlRelationship[Any]:
    # Without a foreign key in the database: the fact has it, and a cell is written with every fact.
    def joined() -> Any:  # the join as SQLAlchemy takes it, once both ends are mapped
        return foreign(getattr(cell, name)) == end.__mapper__.columns["id"]

    return relationship(
        end, primaryjoin=joined, lazy="raise", viewonly=True, info=cell.facts.__mapper__.columns[name].info
    )


def _meaning(fact: Any) -> Meaning:  # a column of the fact
    found = meaning_of(fact)
    if found is None:
        raise TypeError(f"{fact} has no meaning")
    return found


def _sum(meaning: Meaning, form: Title) -> Any:  # SQLAlchemy's own MappedColumn of a number
    zh, en = form.zh.format(meaning.title.zh), form.en.format(meaning.title.en)
    return column(zh, en, kind=BigInteger(), sensitivity=meaning.sensitivity, nullable=False)


def _access(cell: type[Cell]) -> Access | None:
    fact = cell.facts.access
    if fact is None:
        return None
    return Access(
        noun=fact.noun,
        owners=(UNIT,) if by_unit(cell) else tuple(path for path in fact.owners if path in cell.keys),
        published=fact.published if fact.published in cell.keys else None,
    )


def _indexes(cell: type[Cell]) -> tuple[Index, ...]:
    """Cells are asked for by whose they are and from when to when."""
    whose = cell.keys[0]
    return (Index(f"ix_{cell.__tablename__}_{whose}", whose, *((cell.dated,) if cell.dated else ())),)
