"""What the rules of a studio's ending have to know, and what they come to for this caller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hub.auth.scope import may
from hub.domain.access import Act, Noun, Role
from hub.domain.assessment_rules import first_failed
from hub.domain.command import Allowed, Command, Refusal, absent
from hub.domain.dossier_holds import removal_held_up
from hub.domain.ending_left import Standing, deciders
from hub.domain.ending_rules import may_correct
from hub.domain.registry_words import MeasureKind, StudioEventKind, TaskKind, TaskStatus
from hub.domain.standard_words import StructureKind
from hub.domain.words import StudioStatus
from hub.store.acting import Acting, Row
from hub.store.demands import chains_of, demands_on
from hub.store.dialect import table_of
from hub.store.endings import AFTER_END, plates_of, standing
from hub.store.evidence import assessments_of
from hub.store.evidence_holds import open_holds
from hub.store.models.assessment import Measure
from hub.store.models.body import Body
from hub.store.models.history import StudioEvent
from hub.store.models.studio import Studio
from hub.store.models.task import Task

_ENDINGS = (
    StudioEventKind.TERMINATED,
    StudioEventKind.PLAQUE_REMOVED,
    StudioEventKind.ARCHIVED,
    StudioEventKind.RESTORED,
)


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a correction gives back, and the tasks that it makes needless."""

    status: StudioStatus
    tasks: Sequence[Row]


async def standing_of(acting: Acting, studio: Row) -> Standing:
    """A studio as the rules of its ending see it."""
    return await standing(acting.connection, studio, on=acting.today)


async def granted(acting: Acting, identifier: str, act: Act, noun: Noun) -> Row | None:
    """A studio within the caller's rights, or one whose plaque the caller's own body granted (R-119, A-53)."""
    studio = await acting.within(Studio, identifier, act, noun=noun)
    if studio is not None or acting.actor.body_id is None or not may(acting.caller, act, noun):
        return studio
    plates = await plates_of(acting.connection, identifier)
    if not any(one["granted_by_id"] == acting.actor.body_id for one in plates):
        return None
    return await acting.one(Studio, table_of(Studio).c.id == identifier)


async def deciders_on(acting: Acting, studio: Row) -> frozenset[Role]:
    """Who takes the last decision on a studio by the approval chains of its body."""
    chains = await chains_of(acting.connection, studio["owner_body_id"], studio["type"], on=acting.today)
    return deciders(chains)


async def undecided(acting: Acting, studio: str) -> dict[MeasureKind, Row]:
    """The measures that call for a decision on the plaque and have not had one, the latest of each kind."""
    tasks, measures = table_of(Task), table_of(Measure)
    decided = await acting.all(
        select(tasks.c.rule, tasks.c.recorded_at).where(
            tasks.c.studio_id == studio, tasks.c.kind == TaskKind.DECIDE_REMOVAL, tasks.c.status == TaskStatus.DONE
        )
    )
    kinds = [MeasureKind.VIOLATION, MeasureKind.REMOVAL_DUE]
    chosen = select(measures).where(measures.c.studio_id == studio, measures.c.kind.in_(kinds))
    found = await acting.all(chosen.order_by(measures.c.recorded_at, measures.c.id))
    return {
        one["kind"]: one
        for one in found
        if not any(it["rule"] == one["rule"] and it["recorded_at"] >= one["recorded_at"] for it in decided)
    }


async def held_against(acting: Acting, studio: Row, evidence: Row | None) -> Refusal | None:
    """Why a plaque cannot be removed for failures now: data of their years are held up (behaviour.md §3)."""
    if evidence is None or evidence["kind"] is not MeasureKind.REMOVAL_DUE:
        return None
    past = await assessments_of(acting.connection, studio["id"])
    since = first_failed(past, year=evidence["year"] or acting.today.year)
    return removal_held_up(await open_holds(acting.connection, studio["owner_body_id"], year=since))


async def weak_rule(acting: Acting, studio: Row) -> bool:
    """Whether the standards that bind a studio speak of weak person-named ones (R-121)."""
    owner = await acting.one(Body, table_of(Body).c.id == studio["owner_body_id"], locked=False)
    kind = StructureKind.PERSONAL_CONVERSION
    demands = await demands_on(acting.connection, studio["owner_body_id"], {kind}, on=acting.today)
    return owner is not None and bool(demands.of(kind, studio["type"], owner["level"]))


async def correction(acting: Acting, studio: Row, *, reason: str) -> Restored | Refusal:
    """What correcting the ending of a studio would restore, or why it cannot be corrected."""
    events = table_of(StudioEvent)
    chosen = select(events).where(events.c.studio_id == studio["id"], events.c.kind.in_(_ENDINGS))
    found = await acting.all(chosen.order_by(events.c.position.desc()).limit(1))
    last = found[0] if found else None
    by_itself = last is not None and last["kind"] is StudioEventKind.TERMINATED and last["role"] is None
    refusal = may_correct(acting.actor, await standing_of(acting, studio), by_itself=by_itself, reason=reason)
    if refusal is not None:
        return refusal
    before = None if last is None else last["status_before"]
    return Restored(status=before or StudioStatus.ACTIVE, tasks=await open_tasks(acting, studio["id"], *AFTER_END))


async def open_tasks(acting: Acting, studio: str, *kinds: TaskKind) -> Sequence[Row]:
    """The open tasks of a studio of these kinds."""
    table = table_of(Task)
    chosen = select(table).where(
        table.c.studio_id == studio, table.c.kind.in_(kinds), table.c.status == TaskStatus.OPEN
    )
    return await acting.all(chosen.order_by(table.c.id))


async def action(acting: Acting, command: type[Command], studio: Row, refusal: Refusal | None) -> Sequence[Allowed]:
    """An action on a studio, for those who follow its life; in whose rights it does not lie, it is told why not."""
    if await granted(acting, studio["id"], command.act, command.noun) is None:
        if not may(acting.caller, Act.READ, Noun.HISTORY):
            return []
        refusal = refusal or absent(Studio.title, at="input.studioId")
    name = command.__name__
    return [Allowed(action=name[0].lower() + name[1:], refusal=refusal)]
