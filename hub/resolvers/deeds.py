"""Which function carries out which command, and which actions an object allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType

from hub.domain.command import Command
from hub.resolvers import (
    application,
    arrangement,
    assessment,
    ending,
    filing,
    joint_activity,
    owner_change,
    people,
    rollup,
    rollup_office,
    rollup_periods,
    rollup_push,
)
from hub.store.acting import Actions, Do
from hub.store.models.base import Base

_REPORTS: tuple[ModuleType, ...] = (rollup, rollup_office, rollup_periods, rollup_push)
_ROOMS: tuple[ModuleType, ...] = (
    application,
    filing,
    arrangement,
    joint_activity,
    owner_change,
    people,
    ending,
    assessment,
    *_REPORTS,
)

DEEDS: Mapping[type[Command], Do] = {command: do for room in _ROOMS for command, do in room.DEEDS.items()}


def actions_on(model: type[Base]) -> Sequence[Actions]:
    """What says what may be done to a row of a model."""
    known = [getattr(room, "ACTIONS", {}) for room in _ROOMS]  # not every room has something to say of rows
    return [actions[model] for actions in known if model in actions]
