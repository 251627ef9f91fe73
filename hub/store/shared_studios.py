"""Studios of a branch, gross and net: those built jointly are claimed by each co-owner and counted by their owner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from hub.auth.caller import Caller
from hub.domain.access import Noun
from hub.domain.registry_words import Consent, LinkForm, LinkStatus
from hub.domain.shared import COUNT, Number, Part, Work
from hub.domain.words import LIVING
from hub.store.dialect import table_of
from hub.store.models.arrangement import Arrangement, ArrangementParty
from hub.store.models.studio import Studio
from hub.store.session import Reader
from hub.store.shared import Branch, Shared, SharedRead, branch_of, told
from hub.store.where import Rows, visible

_STUDIO, _LINK, _PARTY = table_of(Studio), table_of(Arrangement), table_of(ArrangementParty)


async def read_studios(reader: Reader, caller: Caller, read: SharedRead) -> Shared | None:
    """The answer, or None for a caller who does not read all studios and linkages of the body that is asked about."""
    branch = await branch_of(reader, caller, read, (Noun.STUDIO, Noun.ARRANGEMENT))
    if branch is None:
        return None
    joint = await reader.all(_joint(branch, read))
    seen = await reader.all(_seen(caller, branch, read))
    works = {work.id: work for work in _works(joint)}
    owned = await reader.all(
        select(_STUDIO.c.id).where(_STUDIO.c.owner_body_id.in_(branch.bodies), _counts(read)).order_by(_STUDIO.c.id)
    )
    count = sum(row["id"] not in works for row in owned)
    return told(
        {COUNT: Number(gross=count, net=count, known=count)},
        works.values(),
        branch=branch,
        rows={row["studio_id"]: row for row in joint},
        seen={row["studio_id"] for row in seen},
    )


def _counts(read: SharedRead) -> ColumnElement[bool]:
    """Studios that are counted as such (A-04) and live on the last day, as far as is known now."""
    studio = _STUDIO.c
    begun = func.coalesce(studio.approved_on, studio.plaqued_on, studio.opened_on)
    return and_(
        studio.counts_as_studio.is_(True),
        studio.deleted_at.is_(None),
        or_(studio.status.in_(sorted(LIVING)), studio.ended_on > read.last),
        or_(studio.ended_on.is_(None), studio.ended_on > read.last),
        or_(begun.is_(None), begun <= read.last),
    )


def _in_force(link: Any, read: SharedRead) -> ColumnElement[bool]:  # the columns of a table or an alias of its model
    return and_(
        link.form == LinkForm.CO_BUILDING,
        link.status.in_((LinkStatus.ACTIVE, LinkStatus.ENDED)),
        link.studio_id.is_not(None),
        or_(link.agreed_on.is_(None), link.agreed_on <= read.last),
        or_(link.ended_on.is_(None), link.ended_on > read.last),
    )


def _ids(branch: Branch, read: SharedRead) -> Select[tuple[str]]:
    """The linkages of joint studios to which a body of the branch is a party."""
    joined = _LINK.join(_PARTY, _PARTY.c.arrangement_id == _LINK.c.id)
    return select(_LINK.c.id).select_from(joined).where(_PARTY.c.body_id.in_(branch.bodies), _in_force(_LINK.c, read))


def _joint(branch: Branch, read: SharedRead) -> Select[Any]:
    """The joint studios with their owner first and each body that co-owns them, one row for each of these."""
    link, party, studio = _LINK.c, _PARTY.c, _STUDIO.c
    joined = _PARTY.join(_LINK, link.id == party.arrangement_id).join(_STUDIO, studio.id == link.studio_id)
    return (
        select(link.studio_id, link.id.label("arrangement_id"), studio.owner_body_id, studio.division_id, party.body_id)
        .select_from(joined)
        .where(
            link.id.in_(_ids(branch, read)),
            party.body_id.is_not(None),
            party.consent == Consent.AGREED,
            _counts(read),
        )
        .order_by(link.studio_id, link.id.desc(), party.name, party.id)
    )


def _seen(caller: Caller, branch: Branch, read: SharedRead) -> Select[tuple[str]]:
    """The joint studios of which the caller reads a linkage."""
    rows_of: Rows = aliased(Arrangement)
    seen = visible(caller, rows_of, Arrangement)
    return select(rows_of.studio_id).where(rows_of.id.in_(_ids(branch, read)), seen).distinct()


def _works(joint: Iterable[RowMapping]) -> Iterable[Work]:
    bodies: dict[str, dict[str, None]] = {}
    for row in joint:
        known = bodies.setdefault(row["studio_id"], {row["owner_body_id"]: None})
        known[row["body_id"]] = None
    return [Work(id=studio, parts=tuple(Part(body=one) for one in found)) for studio, found in bodies.items()]
