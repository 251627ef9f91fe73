"""From the values of a mapped row to columns: names, codes and external ids become rows of ours; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hub.domain.body_setting import BodySetting, Settled, counts_as_studio
from hub.domain.divisions import Ambiguous, Found, Gazetteer, Unknown
from hub.domain.shape import EntityShape, FieldKind, FieldShape, Scalar, Value
from hub.domain.words import PlatformKind, QuarantineStage
from hub.store.lookup import BodyRow, Lookup
from hub.store.shapes import column_names, never_null
from hub.sync.mapping import Mapped, Problem
from hub.sync.paths import pointer
from hub.sync.source import Stream

_BIGGEST = 2**31 - 1
_DAYS = ("held_on", "received_on", "submitted_on", "opened_on", "starts_on", "granted_on")
_DONE_ON = ("held_on", "received_on", "submitted_on")  # the days of what a studio did
_OWNERS = ("owner", "home_body", "body")
_MEANT = {
    FieldKind.BODY: "政协组织",
    FieldKind.DIVISION: "行政区划",
    FieldKind.SECTOR: "界别",
    FieldKind.TEXT: "活动类别",
}


@dataclass(frozen=True, kw_only=True)
class World:
    """What names and codes are looked up in, the same for all rows of a run; `home` is the source's own body."""

    lookup: Lookup = field(repr=False)
    gazetteer: Gazetteer = field(repr=False)
    settings: tuple[BodySetting, ...] = field(repr=False)
    home: BodyRow


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """Rows of the same source that a row may point to: our identifiers by entity and key, and owners of studios."""

    rows: Mapping[tuple[str, str], str] = field(repr=False)
    studio_owners: Mapping[str, str] = field(repr=False)
    former: Mapping[str, Sequence[tuple[date, str]]] = field(default_factory=dict, repr=False)
    """Of studios that passed to another body: until which day which body owned them, in order."""
    expected: bool = True
    """Whether a row that is not there may still come."""

    def owner_of(self, studio: str | None, row: Mapping[str, Any], home: str) -> str:
        """Who counts a row: what a studio did is its owner's of that day (A-41), what stands in it its owner's now."""
        if not studio:
            return home
        day = next((row[name] for name in _DONE_ON if row.get(name) is not None), None)
        earlier = (owner for until, owner in self.former.get(studio, ()) if day is not None and day < until)
        return next(earlier, self.studio_owners.get(studio, home))


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """Columns of the row and far ends of its linking tables."""

    columns: Mapping[str, Any]
    links: Mapping[str, tuple[str, ...]]


class _Unresolved(Exception):
    """A name, a code or a key stands for nothing, or for several things."""

    def __init__(self, code: str, *, zh: str, en: str, stage: QuarantineStage = QuarantineStage.REFERENCE) -> None:
        super().__init__(code)
        self.code, self.zh, self.en, self.stage = code, zh, en, stage


def resolve(
    mapped: Mapped,
    *,
    stream: Stream,
    shape: EntityShape,
    world: World,
    near: Neighbours,
    held: Mapping[str, Any],
    landed_on: date,
) -> Resolved | tuple[Problem, ...]:
    """Resolve every value of a row, or say everything that stands for nothing; names are read as of the row's day.

    `held` are the columns of our row for the same key, empty when there is none: what the row does not speak of
    stays as it is.
    """
    day = next((value for name in _DAYS if isinstance(value := mapped.values.get(name), date)), landed_on)
    names = column_names(mapped.entity)
    columns: dict[str, Any] = {}
    links: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    fields = shape.by_name
    for name, value in mapped.values.items():
        if fields[name].parts:
            continue  # parties are found by themselves, with what they must be to each other
        try:
            found = _resolved(value, fields[name], world=world, near=near, day=day)
        except _Unresolved as wrong:
            problems.append(_problem(wrong, stream, name))
            continue
        if name not in names:
            links[name] = tuple(sorted(found))
        elif found is not None or names[name] not in never_null(mapped.entity):
            columns[names[name]] = found
    if problems:
        return tuple(problems)
    follows = _following(columns, mapped.entity, stream=stream, world=world, near=near, held=held)
    return Resolved(columns=columns | follows, links=links)


def _resolved(value: Value, shaped: FieldShape, *, world: World, near: Neighbours, day: date) -> Any:
    if isinstance(value, tuple):
        return [_one(item, shaped, world=world, near=near, day=day) for item in value]
    return None if value is None else _one(value, shaped, world=world, near=near, day=day)


def _one(value: Scalar, shaped: FieldShape, *, world: World, near: Neighbours, day: date) -> Any:
    match shaped.kind:
        case FieldKind.BODY:
            return _body(str(value), world, day=day).id
        case FieldKind.DIVISION:
            return _division(str(value), world, day=day)
        case FieldKind.SECTOR:
            return _listed(world.lookup.sectors, str(value), FieldKind.SECTOR)
        case FieldKind.TEXT if shaped.name == "kind" and shaped.required:
            return _listed(world.lookup.kinds, str(value), FieldKind.TEXT)
        case FieldKind.REFERENCE:
            return _neighbour(str(value), shaped, near)
        case FieldKind.INTEGER if isinstance(value, int) and abs(value) > _BIGGEST:
            raise _Unresolved(
                "NUMBER_TOO_LARGE",
                zh="数值过大",
                en="the number is too large",
                stage=QuarantineStage.NORM,
            )
        case _:
            return value


def _body(text: str, world: World, *, day: date) -> BodyRow:
    """By code, by official or short name, or by the name that the division bore on the day."""
    lookup = world.lookup
    if text in lookup.bodies:
        return lookup.bodies[text]
    codes = lookup.body_names.get(text, ())
    if not codes:
        place = text.removeprefix("政协").removesuffix("委员会").removesuffix("政协") or text
        found = _found(place, world, day=day, kind=FieldKind.BODY)
        codes = (found.division.code,) if found.division.code in lookup.bodies else ()
    if not codes:
        raise _unknown(FieldKind.BODY, text)
    inside = [code for code in codes if world.home.position <= lookup.bodies[code].position <= world.home.last]
    chosen = inside or list(codes)
    if len(chosen) > 1:
        raise _ambiguous(FieldKind.BODY, text)
    return lookup.bodies[chosen[0]]


def _division(text: str, world: World, *, day: date) -> str:
    found = _found(text, world, day=day, kind=FieldKind.DIVISION).division
    id = world.lookup.divisions.get((found.code, found.name))
    if id is None:
        raise _unknown(FieldKind.DIVISION, text)
    return id


def _found(text: str, world: World, *, day: date, kind: FieldKind) -> Found:
    """The division meant: first within the source's own, then anywhere; never a guess."""
    home = world.home.code if world.home.code.isdigit() else None
    answers = [world.gazetteer.resolve(text, on=day, within=home)] if home is not None else []
    for answer in (*answers, world.gazetteer.resolve(text, on=day)):
        match answer:
            case Found():
                return answer
            case Ambiguous():
                raise _ambiguous(kind, text)
            case Unknown():
                continue
    raise _unknown(kind, text)


def _listed(known: Mapping[str, str], text: str, kind: FieldKind) -> str:
    if text not in known:
        raise _unknown(kind, text)
    return known[text]


def _neighbour(key: str, shaped: FieldShape, near: Neighbours) -> str:
    found = near.rows.get((shaped.refers_to or "", key))
    if found is None and not near.expected:
        raise _Unresolved(
            "REFERENCE_UNKNOWN",
            zh="没有可由您填报的该记录，请核对编号",
            en="there is no such row for which you may record; check its key",
        )
    if found is None:
        raise _Unresolved(
            "REFERENCE_UNKNOWN",
            zh="指向的记录尚未收到，收到后自动重试",
            en="the row it points to has not come yet; it is tried again when it has",
        )
    return found


def _following(
    columns: Mapping[str, Any],
    entity: str,
    *,
    stream: Stream,
    world: World,
    near: Neighbours,
    held: Mapping[str, Any],
) -> dict[str, Any]:
    """What follows from the studio, from the source's body or from a body's settings (A-04, A-60)."""
    follows: dict[str, Any] = {}
    name, owner = next(pair for pair in column_names(entity).items() if pair[0] in _OWNERS)
    spoken_of = any(mapping.name == name for mapping in stream.fields)
    if columns.get(owner) is None and not (spoken_of and held):
        studio = columns.get("studio_id", held.get("studio_id"))
        follows[owner] = near.owner_of(studio, {**held, **columns}, world.home.id)
    now = {**held, **columns, **follows}
    if entity == "member":
        follows["phone_published"] = world.lookup.bodies[now[owner]].publishes_member_phone
    if entity == "studio":
        follows["counts_as_studio"] = _counts(now["platform_kind"], world.lookup.bodies[now[owner]].code, world)
    return follows


def _counts(kind: PlatformKind, body: str, world: World) -> bool:
    settled = counts_as_studio(world.settings, body=body, platform_kind=kind)
    return settled is Settled.YES or (settled is Settled.UNKNOWN and kind is PlatformKind.STUDIO)


def _unknown(kind: FieldKind, text: str) -> _Unresolved:
    return _Unresolved(
        f"{_word(kind)}_UNKNOWN",
        zh=f"查无此{_MEANT[kind]}“{text[:20]}”，请改用代码或正式名称",
        en=f"no such {_word(kind).lower()}: {text[:20]!r}; use its code or its official name",
    )


def _ambiguous(kind: FieldKind, text: str) -> _Unresolved:
    return _Unresolved(
        f"{_word(kind)}_AMBIGUOUS",
        zh=f"“{text[:20]}”可指多个{_MEANT[kind]}，请改用代码",
        en=f"{text[:20]!r} may mean several; use the code",
    )


def _word(kind: FieldKind) -> str:
    return "KIND" if kind is FieldKind.TEXT else kind.value


def _problem(wrong: _Unresolved, stream: Stream, name: str) -> Problem:
    paths = next((mapping.paths for mapping in stream.fields if mapping.name == name), ())
    return Problem(
        stage=wrong.stage,
        code=wrong.code,
        pointer=pointer(paths[0]) if paths else "",
        zh=f"{name}：{wrong.zh}",
        en=f"{name}: {wrong.en}",
    )
