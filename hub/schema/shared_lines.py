"""A shared thing in the graph: with whom, whose it is, and what it adds to the numbers of a branch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from hub.domain.access import Noun
from hub.domain.arrangement_proposal import MOST_PARTIES as MOST_LINKED
from hub.domain.joint_activity import MOST_PARTIES
from hub.domain.shared import COUNT, Line
from hub.domain.words import JointRule
from hub.schema.kinds import described
from hub.schema.relations import asking
from hub.schema.shared_kinds import SharedNumber, SharedNumbers, shown, shown_all
from hub.schema.sizes import at_most
from hub.store.fetch import Link
from hub.store.models.activity_party import ActivityParty as PartyModel
from hub.store.models.arrangement import Arrangement as ArrangementModel
from hub.store.models.base import Base
from hub.store.models.body import Body as BodyModel
from hub.store.models.facts import Activity as ActivityModel
from hub.store.models.places import Division as DivisionModel
from hub.store.models.studio import Studio as StudioModel
from hub.store.plan import ListRead, Order, Piece, Record
from hub.store.shared import Row

if TYPE_CHECKING:
    from hub.schema.arrangement import Arrangement
    from hub.schema.body import Body
    from hub.schema.facts import Activity, ActivityParty
    from hub.schema.places import Division
    from hub.schema.studio import Studio

ActivityRef = Annotated["Activity", strawberry.lazy("hub.schema.facts")]
PartyRef = Annotated["ActivityParty", strawberry.lazy("hub.schema.facts")]
BodyRef = Annotated["Body", strawberry.lazy("hub.schema.body")]
StudioRef = Annotated["Studio", strawberry.lazy("hub.schema.studio")]
ArrangementRef = Annotated["Arrangement", strawberry.lazy("hub.schema.arrangement")]
DivisionRef = Annotated["Division", strawberry.lazy("hub.schema.places")]

described(JointRule)
_PARTIES = ListRead(model=PartyModel, order=(Order(column="name"),), piece=Piece(limit=MOST_PARTIES))


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A line of an answer with what is shown of it."""

    line: Line
    row: Row


def _end(model: type[Base], column: str, kind: Any, en: str, zh: str, *, noun: Noun) -> Any:  # a strawberry field
    """The row that a column names, or null where it is not within reach."""

    async def resolve(root: Any, info: strawberry.Info) -> Any:  # records stand for the lazy type
        return await asking(info).one(model, root.row[column])

    resolve.__annotations__ = {"root": Any, "info": strawberry.Info, "return": kind | None}
    return strawberry.field(resolver=resolve, description=f"{en} · {zh}", metadata={"noun": noun})


async def _credited(root: Any, info: strawberry.Info) -> Any:
    return await _bodies(info, root.line.credited)


async def _bodies(info: strawberry.Info, ids: Iterable[str]) -> list[Record]:
    found = await asyncio.gather(*(asking(info).one(BodyModel, one) for one in ids))
    return [one for one in found if one is not None]


async def _parties(root: Any, info: strawberry.Info) -> Any:
    link = Link(parent=ActivityModel, relationship="parties")
    return list((await asking(info).under(link, root.line.id, _PARTIES)).rows)


def _list(resolve: Callable[..., Any], kind: Any, en: str, zh: str, *, most: int = MOST_PARTIES) -> Any:
    resolve.__annotations__ = {"root": Any, "info": strawberry.Info, "return": list.__class_getitem__(kind)}
    return strawberry.field(resolver=resolve, description=f"{en} · {zh}", directives=[at_most(most)])


def _told(column: str, kind: Any, en: str, zh: str) -> Any:  # a strawberry field
    def resolve(root: Any) -> Any:
        return root.row[column]

    resolve.__annotations__ = {"root": Any, "return": kind}
    return strawberry.field(resolver=resolve, description=f"{en} · {zh}")


def _id(root: Any) -> strawberry.ID:
    return strawberry.ID(root.line.id)


def _line_numbers(root: Any) -> SharedNumbers:
    return shown_all(root.line.numbers)


def _line_number(root: Any) -> SharedNumber:
    return shown(root.line.numbers[COUNT])


_CREDITED = ("bodies, or reporting units, of the branch that are credited with it", "计入的组织（限所问范围）")


@strawberry.type(description="A joint activity that is counted once · 只计一次的共同活动")
class SharedActivity:
    """With whom it was held, and what it adds to each number."""

    id: strawberry.ID = strawberry.field(resolver=_id, description="identifier of the activity · 活动标识")
    topic: str = _told("topic", str, "topic", "主题")
    held_on: date = _told("held_on", date, "business day", "活动日期")
    joint_rule: JointRule = _told("joint_rule", JointRule, "how persons are credited", "共同活动计法")
    activity = _end(
        ActivityModel, "id", ActivityRef, "the lead's own record, where it is within reach", "牵头方的活动记录",
        noun=Noun.ACTIVITY,
    )  # fmt: skip
    owner = _end(BodyModel, "owner_body_id", BodyRef, "body that counts it", "归属政协", noun=Noun.BODY)
    credited = _list(_credited, BodyRef, *_CREDITED)
    parties = _list(_parties, PartyRef, "all who held it together", "各参与方")
    numbers: SharedNumbers = strawberry.field(
        resolver=_line_numbers, description="what it adds to the numbers of the branch · 对各数字的影响"
    )


@strawberry.type(description="A jointly built studio that is counted once · 只计一次的共建工作室")
class SharedStudio:
    """Counted by its owner; listed with its co-owners and where it is located (A-05)."""

    id: strawberry.ID = strawberry.field(resolver=_id, description="identifier of the studio · 工作室标识")
    studio = _end(StudioModel, "studio_id", StudioRef, "the studio", "工作室", noun=Noun.STUDIO)
    arrangement = _end(
        ArrangementModel, "arrangement_id", ArrangementRef, "linkage by which it is built", "共建联动",
        noun=Noun.ARRANGEMENT,
    )  # fmt: skip
    owner = _end(BodyModel, "owner_body_id", BodyRef, "body that counts it", "归属政协", noun=Noun.BODY)
    division = _end(DivisionModel, "division_id", DivisionRef, "where it is located", "所在区划", noun=Noun.DIVISION)
    credited = _list(_credited, BodyRef, *_CREDITED, most=MOST_LINKED + 1)
    studios: SharedNumber = strawberry.field(
        resolver=_line_number, description="what it adds to the number of studios · 对工作室数的影响"
    )
