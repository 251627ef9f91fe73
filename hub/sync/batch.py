"""A batch of landed rows as the mapping reads it, and which other rows it speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from hub.auth.caller import Caller
from hub.domain.joint_activity import NamedParty
from hub.domain.shape import EntityShape, FieldKind
from hub.store.applying import Waiting
from hub.store.landing import Hold
from hub.sync.mapping import Mapped, Unmapped, map_row
from hub.sync.resolve import World
from hub.sync.rows import RawRow
from hub.sync.source import Stream


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is the same for every row of a stream in a run; `caller` is the source itself as it writes."""

    hold: Hold
    source: str
    stream: Stream
    shape: EntityShape
    world: World = field(repr=False)
    caller: Caller
    now: datetime
    whole: bool = False
    """Whether the run reads everything that the stream has."""
    pushed: bool = False
    """Whether `caller` pushes the rows itself: what they name is there already or is not waited for."""

    @property
    def version(self) -> str:
        """The mapping's version as it is stored."""
        return str(self.stream.mapping_version)


@dataclass(frozen=True, kw_only=True)
class Read:
    """A landed row with what the mapping made of it."""

    row: Waiting
    mapped: Mapped | Unmapped


def read(rows: Iterable[Waiting], setting: Setting) -> list[Read]:
    """Map every row."""
    found = []
    for row in rows:
        raw = RawRow(
            external_id=row.key if row.has_key else None,
            content=dict(row.content),
            content_hash=row.content_hash,
            page=row.page,
            index=row.row_index,
            pointer=row.pointer,
        )
        found.append(Read(row=row, mapped=map_row(raw, stream=setting.stream, shape=setting.shape)))
    return found


def keys_of(rows: Iterable[Read]) -> set[str]:
    """The source's keys of the rows that have one."""
    return {read.row.key for read in rows if read.row.has_key}


def pointed_to(rows: Iterable[Read], shape: EntityShape) -> dict[str, set[str]]:
    """The keys of other rows of the source to which rows point, by entity."""
    found: dict[str, set[str]] = {}
    pointing = [shaped for shaped in shape.fields if shaped.kind is FieldKind.REFERENCE]
    for each in rows:
        if isinstance(each.mapped, Mapped):
            for shaped in pointing:
                value = each.mapped.values.get(shaped.name)
                if value is not None:
                    found.setdefault(shaped.refers_to or "", set()).add(str(value))
    return found


def parties_in(rows: Iterable[Read]) -> list[NamedParty]:
    """Whom the rows name as parties of joint activities."""
    mapped = (each.mapped for each in rows if isinstance(each.mapped, Mapped))
    return [party for one in mapped for party in said_parties(one) or ()]


def said_parties(mapped: Mapped) -> tuple[NamedParty, ...] | None:
    """The parties that a row names; None where it does not speak of any."""
    said = mapped.values.get("parties")
    return tuple(one for one in said if isinstance(one, NamedParty)) if isinstance(said, tuple) else None
