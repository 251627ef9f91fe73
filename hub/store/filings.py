"""What filing has to look up: the latest filing of a kind, what is open about it, and whose rules hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from hub.domain.registry_words import ApplicationKind, FilingKind, TaskKind, TaskStatus
from hub.store.dialect import table_of
from hub.store.models.application import StudioApplication
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.filing import Filing
from hub.store.models.task import Task

_FILING, _APPLICATION, _TASK, _BODY = (table_of(model) for model in (Filing, StudioApplication, Task, Body))


def latest_filing(studio: str, kind: FilingKind) -> Select[Any]:
    """The latest filing of a studio of a kind."""
    mine = select(_FILING).where(_FILING.c.studio_id == studio, _FILING.c.kind == kind)
    return mine.order_by(_FILING.c.submitted_at.desc(), _FILING.c.id.desc()).limit(1)


def latest_application(studio: str, kind: ApplicationKind) -> Select[Any]:
    """The identifier of the latest application about a studio of a kind."""
    mine = select(_APPLICATION.c.id).where(_APPLICATION.c.studio_id == studio, _APPLICATION.c.kind == kind)
    return mine.order_by(_APPLICATION.c.id.desc()).limit(1)


def open_tasks_of(studio: str, kind: TaskKind) -> Select[Any]:
    """The open tasks of a kind about a studio, the oldest first."""
    mine = _TASK.c.studio_id == studio, _TASK.c.kind == kind, _TASK.c.status == TaskStatus.OPEN
    return select(_TASK).where(*mine).order_by(_TASK.c.id)


def kinds_of(model: type[Base], ids: Sequence[str]) -> Select[Any]:
    """The kinds of those rows of a model that are among some identifiers."""
    table = table_of(model)
    return select(table.c.id, table.c.kind).where(table.c.id.in_(ids))


def codes_above(body: str) -> Select[Any]:
    """The codes of a body and of all bodies that it reports to."""
    below = select(_BODY.c.position).where(_BODY.c.id == body).scalar_subquery()
    return select(_BODY.c.code).where(_BODY.c.position <= below, _BODY.c.last >= below)
