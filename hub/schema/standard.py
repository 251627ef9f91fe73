"""Standards and rules in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import standard as models


@exposes(models.Rulebook)
class Rulebook(Node):
    """Standards are data per body, with version and first day (W13)."""

    id: auto
    version: auto
    name: auto
    effective_from: auto
    effective_to: auto
    quotas_from: auto
    interpretation: auto
    note: auto
    body: auto
    document: auto
    standards: auto
    quotas: auto
    structures: auto
    chains: auto
    local_types: auto
    head_titles: auto


@exposes(models.Standard)
class Standard(Node):
    """The same label means different things in different places (A-30)."""

    id: auto
    label: auto
    purpose: auto
    items_known: auto
    declared_item_count: auto
    items: auto
    cite: auto
    source_sentence: auto
    note: auto
    clause: auto
    rule: auto
    interpretation: auto
    rulebook: auto
    body: auto


@exposes(models.QuotaRule)
class QuotaRule(Node):
    """Subjects, modes, periods and combinators differ from body to body (§3.2.2)."""

    id: auto
    key: auto
    subject: auto
    metric: auto
    mode: auto
    period: auto
    minimum: auto
    combination: auto
    combinator: auto
    strength: auto
    includes_citizen_proposals: auto
    applies_to: auto
    effective_from: auto
    cite: auto
    source_sentence: auto
    note: auto
    clause: auto
    rule: auto
    interpretation: auto
    rulebook: auto


@exposes(models.StructureRule)
class StructureRule(Node):
    """Strength decides what a breach does: refuse, ask for a reason, warn or inform (§3.0)."""

    id: auto
    key: auto
    kind: auto
    strength: auto
    minimum: auto
    maximum: auto
    items: auto
    items_open: auto
    due: auto
    types: auto
    levels: auto
    cite: auto
    source_sentence: auto
    note: auto
    clause: auto
    rule: auto
    interpretation: auto
    rulebook: auto


@exposes(models.ApprovalChain)
class ApprovalChain(Node):
    """Who approves answers for it (R-77)."""

    id: auto
    key: auto
    types: auto
    mode: auto
    applicants: auto
    steps: auto
    cite: auto
    source_sentence: auto
    note: auto
    clause: auto
    rule: auto
    interpretation: auto
    rulebook: auto


@exposes(models.LocalType)
class LocalType(Node):
    """Local labels stay verbatim beside the canonical type (A-34)."""

    id: auto
    name: auto
    canonical: auto
    platform_kind: auto
    open_to_new: auto
    cite: auto
    source_sentence: auto
    note: auto
    rulebook: auto


@exposes(models.LocalHead)
class LocalHead(Node):
    """Who runs a studio under which title (§3.2.4)."""

    id: auto
    head_title: auto
    name: auto
    holder: auto
    minimum: auto
    maximum: auto
    cite: auto
    source_sentence: auto
    note: auto
    rulebook: auto
