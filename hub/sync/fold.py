"""The fold: landed rows in their order, over what is held, to what must be written; pure and repeatable."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hub.auth.predicate import admits
from hub.auth.scope import rows as rows_within
from hub.domain.access import Act
from hub.domain.ids import new_id
from hub.domain.joint_landed import Joint
from hub.domain.row_outcome import CURRENT, RowOutcome
from hub.domain.words import QuarantineStage
from hub.store.applying import Linking, Mark, Waiting, linking
from hub.store.effects import Effects, Good
from hub.store.identity import Link
from hub.store.models.facts import Activity
from hub.store.quarantine import Misread
from hub.store.shapes import MODELS
from hub.store.surroundings import Surroundings
from hub.store.write import Action, Change, Insert, Links, Update
from hub.sync.batch import Read, Setting
from hub.sync.dates import read_instant
from hub.sync.decide import Decision, Held, Landed, decide
from hub.sync.joint import held_joint, joined, party_rows
from hub.sync.mapping import Mapped, Problem, Unmapped
from hub.sync.outside import out_of_reach, outside
from hub.sync.paths import Missing, look, pointer
from hub.sync.resolve import Neighbours, resolve

_PROVENANCE = frozenset({"content_hash", "run_id", "mapping_version", "recorded_at"})


@dataclass(frozen=True, kw_only=True)
class _Placed:
    """What reach asks of a row that a source writes: whose it is."""

    owners: Collection[int]
    published: bool = False
    studio_ids: Collection[str] = ()
    committee_id: str | None = None
    member_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class _State:
    """Our row for a key as it stands at this point of the fold; `before` is how the batch found it."""

    id: str
    before: Mapping[str, Any] | None
    held: Held
    content_hash: str | None = None
    joint: Joint | None = None


def fold(rows: Sequence[Read], setting: Setting, around: Surroundings) -> Effects:
    """Take the rows one after the other and answer what they come to together."""
    folding = _Folding(setting, around)
    for each in rows:
        folding.take(each)
    return folding.effects()


class _Folding:
    """One pass over a batch."""

    def __init__(self, setting: Setting, around: Surroundings) -> None:
        self._setting = setting
        self._around = around
        self._near = Neighbours(
            rows=around.near,
            studio_owners=around.studio_owners,
            former=around.former_owners,
            expected=not setting.pushed,
        )
        self._model = MODELS[setting.stream.entity]
        self._access = self._model.access
        self._reach = rows_within(setting.caller, Act.RECORD, self._access.noun) if self._access is not None else None
        owner = self._access.owners[0] if self._access is not None else ""
        self._places = (owner, "studio_id", "member_id")
        self._allowed: dict[tuple[Any, ...], bool] = {}
        self._zone = ZoneInfo(setting.stream.zone)
        self._states: dict[str, _State] = {}
        self._marks: list[Mark] = []
        self._misread: list[Misread] = []
        self._good: dict[str, Good] = {}

    def take(self, each: Read) -> None:
        """Take one row."""
        row, mapped = each.row, each.mapped
        if isinstance(mapped, Unmapped):
            return self._aside(row, mapped.problems, retry=False)
        state = self._state(row.key)
        landed = self._landed(row, mapped, state)
        if isinstance(landed, tuple):
            return self._aside(row, landed, retry=True)
        decision = decide(landed, state.held if state is not None else None)
        if decision.problem is not None:
            # What came twice may stand when it comes alone; a time in the future stays one.
            return self._aside(row, (decision.problem,), retry=decision.problem.stage is QuarantineStage.DUPLICATE)
        self._move(row, state, decision, landed)
        self._marks.append(Mark(id=row.id, outcome=decision.outcome))
        if decision.outcome is not RowOutcome.STALE:
            self._good[row.key] = Good(content_hash=row.content_hash, seq=row.seq)

    def effects(self) -> Effects:
        """What all rows taken so far come to."""
        changes: list[Change] = []
        for key, state in self._states.items():
            changes += self._changes(key, state)
        # Once all activities are there: rows are inserted in the order in which their kinds come first.
        for state in self._states.values():
            if state.before is None and state.joint is not None:
                changes += party_rows(state.held.columns, state.joint, at=self._setting.now)
        links = [
            Link(key=key, row_id=state.id, changed_at=state.held.changed_at) for key, state in self._states.items()
        ]
        return Effects(changes=changes, links=links, marks=self._marks, misread=self._misread, good=self._good)

    def _state(self, key: str) -> _State | None:
        if key in self._states:
            return self._states[key]
        link = self._around.links.get(key)
        if link is None:
            return None
        columns = self._around.rows[link.row_id]
        far = {name: ends.get(link.row_id, ()) for name, ends in self._around.far.items()}
        held = Held(columns=columns, links=far, changed_at=link.changed_at, run_id=self._around.runs.get(key))
        return _State(id=link.row_id, before=columns, held=held, joint=held_joint(columns, self._around.places))

    def _landed(self, row: Waiting, mapped: Mapped, state: _State | None) -> Landed | tuple[Problem, ...]:
        stream = self._setting.stream
        columns: dict[str, Any] = {}
        links: Mapping[str, tuple[str, ...]] = {}
        if not mapped.deleted:
            resolved = resolve(
                mapped,
                stream=stream,
                shape=self._setting.shape,
                world=self._setting.world,
                near=self._near,
                held=state.held.columns if state is not None else {},
                landed_on=row.landed_at.astimezone(self._zone).date(),
            )
            if isinstance(resolved, tuple):
                return resolved
            columns, links = dict(resolved.columns), resolved.links
        joint = self._joint(mapped, columns, state) if self._model is Activity and columns else None
        if isinstance(joint, Problem):
            return (joint,)
        if not (mapped.deleted and state is None) and not self._may_write(columns, state):
            return (out_of_reach(stream) if self._setting.pushed else outside(stream),)
        return Landed(
            columns=columns if joint is None else {**columns, "joint_rule": joint.rule},
            joint=joint,
            links=links,
            deleted=mapped.deleted,
            changed_at=self._changed_at(row),
            landed_at=row.landed_at,
            run_id=row.seen_run_id,
            in_whole_list=self._setting.whole,
            pointers=(pointer(stream.id_paths[0]), pointer(stream.changed.path if stream.changed else ())),
        )

    def _joint(self, mapped: Mapped, columns: dict[str, Any], state: _State | None) -> Joint | Problem | None:
        """How a row is joint; `joint_rule` is taken out of the columns, since it goes with the parties."""
        columns.pop("joint_rule", None)
        before, joint = (None, None) if state is None else (state.held.columns, state.joint)
        return joined(mapped, columns, before, joint=joint, setting=self._setting, places=self._around.places)

    def _may_write(self, columns: Mapping[str, Any], state: _State | None) -> bool:
        """Whether the row is, and was, within the reach of who writes it."""
        said = tuple(columns.get(name) for name in self._places)
        if state is None:
            return self._within(said)
        held = tuple(state.held.columns.get(name) for name in self._places)
        now = tuple(before if new is None else new for before, new in zip(held, said, strict=True))
        return self._within(held) and (now == held or self._within(now))

    def _within(self, place: tuple[Any, ...]) -> bool:
        """Whether rows of this owner, studio and member are within reach."""
        if place not in self._allowed:
            owner, studio, member = place
            body = self._setting.world.lookup.bodies.get(str(owner))
            placed = _Placed(
                owners=() if body is None else (body.position,),
                studio_ids=() if studio is None else (studio,),
                member_id=member,
            )
            self._allowed[place] = self._reach is not None and admits(self._reach, placed)
        return self._allowed[place]

    def _changed_at(self, row: Waiting) -> datetime | None:
        changed = self._setting.stream.changed
        if changed is None or not changed.path:
            return None
        found = look(dict(row.content), changed.path)
        raw = None if isinstance(found, Missing) else found
        return read_instant(raw, (changed.style,), zone=self._zone, trust_zone=changed.trust_zone)

    def _move(self, row: Waiting, state: _State | None, decision: Decision, landed: Landed) -> None:
        """Let the row's effect on its key stand for the rows that follow."""
        if state is None:
            if decision.outcome is RowOutcome.NEW:
                seed = f"{self._setting.source}|{self._setting.stream.entity}|{row.key}".encode()
                id = new_id(self._model.prefix, row.landed_at, seed=seed)
                held = Held(
                    columns={"id": id, **decision.columns},
                    links=decision.links,
                    changed_at=landed.changed_at,
                    run_id=row.seen_run_id,
                )
                self._states[row.key] = _State(
                    id=id, before=None, held=held, content_hash=row.content_hash, joint=landed.joint
                )
            return
        if decision.outcome is RowOutcome.STALE:
            return
        times = [moment for moment in (state.held.changed_at, landed.changed_at) if moment is not None]
        held = Held(
            columns={**state.held.columns, **decision.columns},
            links={**state.held.links, **decision.links},
            changed_at=max(times, default=None),
            run_id=row.seen_run_id if decision.outcome in CURRENT else None,
        )
        wrote = bool(decision.columns or decision.links)
        self._states[row.key] = replace(
            state, held=held, content_hash=row.content_hash if wrote else state.content_hash
        )

    def _changes(self, key: str, state: _State) -> list[Change]:
        provenance = {
            "content_hash": state.content_hash,
            "run_id": self._setting.hold.run_id,
            "mapping_version": self._setting.version,
            "recorded_at": self._setting.now,
        }
        before = state.before
        if before is None:
            origin = {"source_id": self._setting.hold.source_id, "external_id": key}
            inserted: list[Change] = [Insert(model=self._model, values={**state.held.columns, **origin, **provenance})]
            return inserted + self._far(state, {})
        values = {name: value for name, value in state.held.columns.items() if before.get(name) != value}
        held_far = {name: ends.get(state.id, ()) for name, ends in self._around.far.items()}
        links = self._far(state, held_far)
        if not values and not links:
            return []
        update = Update(
            model=self._model,
            before=before,
            values={**values, **provenance},
            action=_action(values).value,
            unaudited=_PROVENANCE,
            beside=tuple(sorted(name for name, ends in state.held.links.items() if ends != held_far.get(name, ()))),
        )
        return [update, *links]

    def _far(self, state: _State, before: Mapping[str, tuple[str, ...]]) -> list[Change]:
        changes: list[Change] = []
        for name, ends in state.held.links.items():
            if ends != before.get(name, ()):
                link: Linking = linking(self._model, name)
                changes.append(Links(table=link.table, near=link.near, far=link.far, id=state.id, ids=ends))
        return changes

    def _aside(self, row: Waiting, problems: Sequence[Problem], *, retry: bool) -> None:
        self._marks.append(Mark(id=row.id, outcome=RowOutcome.QUARANTINED, retry=retry))
        for problem in problems:
            self._misread.append(
                Misread(
                    stream=self._setting.stream.name,
                    page=row.page,
                    row_index=row.row_index,
                    key=row.key if row.has_key else "",
                    content_hash=row.content_hash,
                    stage=problem.stage,
                    code=problem.code,
                    pointer=problem.pointer,
                    zh=problem.zh,
                    en=problem.en,
                    mapping_version=self._setting.version,
                )
            )


def _action(values: Mapping[str, Any]) -> Action:
    if "deleted_at" not in values:
        return Action.CHANGED
    return Action.RESTORED if values["deleted_at"] is None else Action.WITHDRAWN
