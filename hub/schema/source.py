"""Linked systems, their runs and their quarantine in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import source as models


@exposes(models.Source)
class Source(Node):
    """Addresses and secrets stay in configuration and are not part of the graph."""

    id: auto
    code: auto
    name: auto
    name_en: auto
    kind: auto
    status: auto
    schedule: auto
    zone: auto
    mapping_version: auto
    last_success_at: auto
    last_changed_at: auto
    body: auto
    runs: auto
    quarantine: auto


@exposes(models.SyncRun)
class SyncRun(Node):
    """fetched = new + changed + unchanged + stale + quarantined + tombstoned, or the run has failed."""

    id: auto
    status: auto
    trigger: auto
    requested_by: auto
    attempt: auto
    queued_at: auto
    started_at: auto
    finished_at: auto
    pages: auto
    fetched: auto
    new: auto
    changed: auto
    unchanged: auto
    stale: auto
    quarantined: auto
    tombstoned: auto
    reason_code: auto
    reason: auto
    reason_en: auto
    notes: auto
    source: auto
    body: auto
    quarantine: auto


@exposes(models.QuarantinedRow)
class QuarantinedRow(Node):
    """A row that was landed but not understood: nothing is lost, and it says what to do."""

    id: auto
    stream: auto
    entity: auto
    page: auto
    row_index: auto
    external_id: auto
    content_hash: auto
    stage: auto
    code: auto
    pointer: auto
    reason: auto
    reason_en: auto
    mapping_version: auto
    status: auto
    seen: auto
    first_seen_at: auto
    last_seen_at: auto
    source: auto
    run: auto
