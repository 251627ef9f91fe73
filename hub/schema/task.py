"""Tasks in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.actions import AllowedAction, actions_field
from hub.schema.ages import age_field
from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import task as models

_OPEN = "days for which it has been waiting to be done; null once it is done or no longer needed · 待办天数，办结后为空"


@exposes(models.Task)
class Task(Node):
    """One thing to be done, by whom, about which studio, and under which rule."""

    id: auto
    kind: auto
    status: auto
    rule: auto
    why: auto
    raised_on: auto
    open_days: int | None = age_field(models.Task, "open_days", _OPEN)
    due_on: auto
    done_on: auto
    done_by: auto
    outcome: auto
    recorded_at: auto
    body: auto
    committee: auto
    studio: auto
    member: auto
    subject_id: auto
    allowed_actions: list[AllowedAction] = actions_field(models.Task)
