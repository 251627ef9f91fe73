"""What belongs to versions of reports in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import rollup_more as models


@exposes(models.NarrativeItem)
class NarrativeItem(Node):
    """Good experience and good practice, gathered by theme (R-103)."""

    id: auto
    indicator: auto
    theme: auto
    heading: auto
    body_text: auto
    ordinal: auto
    version: auto
    body: auto
    unit: auto


@exposes(models.RollupFinding)
class RollupFinding(Node):
    """What a rule found, where, and what to do."""

    id: auto
    rule: auto
    severity: auto
    place: auto
    message: auto
    message_en: auto
    version: auto
    line: auto


@exposes(models.ReturnItem)
class ReturnItem(Node):
    """What is to be corrected, by line where it is about one."""

    id: auto
    code: auto
    reason: auto
    version: auto
    line: auto


@exposes(models.RollupReceipt)
class RollupReceipt(Node):
    """Signed and chained to the audit trail; it can be verified without the hub."""

    id: auto
    number: auto
    digest: auto
    digest_algorithm: auto
    received_at: auto
    on_time: auto
    findings: auto
    seal: auto
    audit_root: auto
    key_id: auto
    signature: auto
    obligation: auto
    version: auto
    body: auto


@exposes(models.AmendmentGrant)
class AmendmentGrant(Node):
    """Leave for some lines and some time; it expires by itself (A10)."""

    id: auto
    reason: auto
    line_ids: auto
    granted_at: auto
    granted_by: auto
    expires_at: auto
    used_at: auto
    obligation: auto
    version: auto


@exposes(models.Restatement)
class Restatement(Node):
    """What an accepted amendment changed; the figure published before is kept beside it (A11)."""

    id: auto
    indicator: auto
    before: auto
    after: auto
    is_material: auto
    restated_at: auto
    version: auto
    before_line: auto
    line: auto


@exposes(models.DriftItem)
class DriftItem(Node):
    """What late records would change in an accepted figure; listed, never applied (I10). Which, the figure tells."""

    id: auto
    computed: auto
    recomputed: auto
    found_on: auto
    version: auto
    line: auto


@exposes(models.PushAttempt)
class PushAttempt(Node):
    """Every push is kept, refused ones too, so that none is lost."""

    id: auto
    client: auto
    operation: auto
    key: auto
    fingerprint: auto
    outcome: auto
    findings: auto
    received_at: auto
    body: auto
    obligation: auto
    version: auto
