"""Which version of which standards a step in the life of a studio rests on: the nearest in force that has its rule."""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.dialect import table_of
from hub.store.models.body import Body
from hub.store.models.standard import ApprovalChain, QuotaRule, Rulebook, Standard, StructureRule

_BOOK, _BODY = table_of(Rulebook), table_of(Body)
_CLAUSES = tuple(table_of(model) for model in (StructureRule, ApprovalChain, QuotaRule, Standard))


async def version_with(connection: AsyncConnection, rule: str, *, owner: str, on: date) -> str | None:
    """The version of the owner's own standards, or of those of a body above it, that says this rule on this day.

    None where no version in force has it: a decision of the hub's own (A-…) rests on none, and none is assumed.
    """
    own, above = _BODY.alias("own"), _BODY.alias("above")
    said = or_(*(exists().where(one.c.rulebook_id == _BOOK.c.id, one.c.rule == rule) for one in _CLAUSES))
    chosen = (
        select(_BOOK.c.id)
        .join(above, above.c.id == _BOOK.c.body_id)
        .join(own, own.c.position.between(above.c.position, above.c.last))
        .where(own.c.id == owner, said)
        .where(or_(_BOOK.c.effective_from.is_(None), _BOOK.c.effective_from <= on))
        .where(or_(_BOOK.c.effective_to.is_(None), _BOOK.c.effective_to > on))
        .order_by(above.c.position.desc(), _BOOK.c.effective_from.desc().nulls_last(), _BOOK.c.version.desc())
        .limit(1)
    )
    return (await connection.execute(chosen)).scalar_one_or_none()
