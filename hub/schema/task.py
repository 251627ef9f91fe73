"""Tasks in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.actions import AllowedAction, actions_field
from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import task as models


@exposes(models.Task)
class Task(Node):
    """One thing to be done, by whom, about which studio, and under which rule."""

    id: auto
    kind: auto
    status: auto
    rule: auto
    why: auto
    raised_on: auto
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
