"""Filings with the province office in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.actions import AllowedAction, actions_field
from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import filing as models


@exposes(models.Filing)
class Filing(Node):
    """A notification, not an approval: it is received, and returned only for defects of form (A-40)."""

    id: auto
    kind: auto
    status: auto
    number: auto
    receipt_number: auto
    attempt: auto
    submitted_on: auto
    submitted_at: auto
    submitted_by: auto
    received_at: auto
    received_by: auto
    defects: auto
    remarks: auto
    asks_answer: auto
    answer: auto
    answered_on: auto
    filed_on: auto
    due_on: auto
    before: auto
    after: auto
    revision: auto
    owner: auto
    studio: auto
    application: auto
    allowed_actions: list[AllowedAction] = actions_field(models.Filing)
