"""The “十” of one studio in the graph: its partners above, below, at home and elsewhere, as far as the caller reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from hub.domain.access import Noun
from hub.domain.arrangement_rules import PartyFacts
from hub.domain.cross_linkage import IN_THE_CROSS, Arm, arm_of
from hub.domain.registry_words import PartyKind
from hub.schema.asking import Asking
from hub.schema.relations import asking
from hub.schema.sizes import at_most
from hub.store.models.arrangement import ArrangementParty as PartyModel
from hub.store.models.body import Body
from hub.store.models.studio import Studio
from hub.store.plan import AllOf, AnyOf, Compare, Condition, ListRead, Operator, Piece, Record, Related

if TYPE_CHECKING:
    from hub.schema.arrangement import ArrangementParty

PartyRef = Annotated["ArrangementParty", strawberry.lazy("hub.schema.arrangement")]
MOST = 100
"""Partners that one arm names; `complete` tells whether those were all."""
_PARTIES = 1_000


@dataclass(frozen=True, kw_only=True)
class Cross:
    """The partners of a studio by where they stand."""

    arms: Mapping[Arm, Sequence[Record]]
    complete: bool


def _arm(arm: Arm) -> Callable[[Any], Any]:
    def resolve(root: Any) -> Any:  # records stand for the lazy type
        return root.arms.get(arm, ())

    resolve.__annotations__ = {"root": Any, "return": list[PartyRef]}
    return resolve


def _list(arm: Arm, en: str, zh: str) -> Any:  # a strawberry field
    return strawberry.field(resolver=_arm(arm), description=f"{en} · {zh}", directives=[at_most(MOST)])


@strawberry.type(
    description=(
        "The “十” of one studio: who works with it or with its owner, of what all parties agreed to, ended or not, and "
        "as far as this caller reads the linkages. The documents name the mode (S0:67) and not its arms: up and down "
        "are read as partners of a higher and of a lower level than the studio's owner; left and right as those of "
        "the same level, left of its own body, right of other bodies · 工作室的“十”字联动：各方均已同意的联动中的"
        "合作方；上、下为级别高于、低于归属政协的各方，左为本政协的其他工作室、专委会和小组，右为同级其他政协的各方"
    )
)
class CrossLinkage:
    """A party stands in one arm for each linkage; which linkage, it says itself."""

    up = _list(Arm.UP, "partners of a higher level", "上：级别更高的各方")
    down = _list(Arm.DOWN, "partners of a lower level", "下：级别更低的各方")
    left = _list(Arm.LEFT, "other studios, committees and groups of its own body", "左：本政协的各方")
    right = _list(Arm.RIGHT, "peers: partners of other bodies of the same level", "右：同级其他政协的各方")
    departments = _list(Arm.DEPARTMENTS, "government departments", "职能部门")
    outside = _list(
        Arm.OUTSIDE, "whoever has no login here: associations, parties, other bodies", "协会、党派和外地单位"
    )
    complete: bool = strawberry.field(
        description=f"whether these are all; one arm names {MOST} partners at most · 是否完整，每个方向最多列 {MOST} 个"
    )


def cross_linkage_field() -> Any:  # a strawberry field
    """The root field; null for a studio that the caller does not see."""
    _resolve.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "studio": Annotated[strawberry.ID, strawberry.argument(description="identifier of the studio · 工作室标识")],
        "return": CrossLinkage | None,
    }
    return strawberry.field(
        resolver=_resolve,
        description="the “十” view of one studio: up, down, left, right · 工作室的“十”字联动",
        metadata={"noun": Noun.ARRANGEMENT},
    )


async def _resolve(root: Any, info: strawberry.Info, studio: Any) -> Any:  # a Cross stands for the type
    ask = asking(info)
    found = await ask.one(Studio, str(studio))
    owner = None if found is None else await ask.one(Body, found.owner_body_id)
    return None if found is None or owner is None else await _cross(ask, found, owner)


async def _cross(ask: Asking, studio: Record, owner: Record) -> Cross:
    own = await ask.listed(_read(_taking_part(studio), limit=_PARTIES))
    links = sorted({one.arrangement_id for one in own.rows})
    every = await ask.listed(_read(Compare(column="arrangement_id", operator=Operator.IN, value=links), limit=_PARTIES))
    arms: dict[Arm, list[Record]] = {}
    for one in every.rows:
        arm = arm_of(_facts(one), studio_id=studio.id, owner_id=owner.id, level=owner.level)
        if arm is not None:
            arms.setdefault(arm, []).append(one)
    longest = max((len(rows) for rows in arms.values()), default=0)
    return Cross(
        arms={arm: rows[:MOST] for arm, rows in arms.items()},
        complete=not own.has_next and not every.has_next and longest <= MOST,
    )


def _read(condition: Condition, *, limit: int) -> ListRead:
    return ListRead(model=PartyModel, condition=condition, piece=Piece(limit=limit))


def _taking_part(studio: Record) -> Condition:
    """The parties that are the studio or its owner, and those of the linkages by which it is built jointly."""
    agreed = Compare(column="status", operator=Operator.IN, value=sorted(IN_THE_CROSS))
    owner = (_is("kind", PartyKind.BODY), _is("body_id", studio.owner_body_id))
    joint = Related(relationship="arrangement", condition=_is("studio_id", studio.id))
    here = AnyOf(parts=(_is("studio_id", studio.id), AllOf(parts=owner), joint))
    return AllOf(parts=(Related(relationship="arrangement", condition=agreed), here))


def _is(column: str, value: str) -> Compare:
    return Compare(column=column, operator=Operator.EQ, value=value)


def _facts(row: Record) -> PartyFacts:
    return PartyFacts(
        kind=row.kind,
        role=row.role,
        level=row.level,
        body_id=row.body_id,
        studio_id=row.studio_id,
        name=row.name,
        consent=row.consent,
    )
