"""Venues, plaques and online presences in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import presence as models


@exposes(models.Venue)
class Venue(Node):
    """The room and what hangs on its wall (S3:131)."""

    id: auto
    address: auto
    kind: auto
    is_fixed: auto
    has_own_room: auto
    siting_principle: auto
    facilities: auto
    provided_by: auto
    shared_with: auto
    wall_items: auto
    studio: auto
    owner: auto
    provenance: auto


@exposes(models.Plaque)
class Plaque(Node):
    """The plate goes back to the body that granted it (S3:171)."""

    id: auto
    granted_on: auto
    removed_on: auto
    recovered_on: auto
    displayed_prominently: auto
    unified_signage: auto
    studio: auto
    granted_by: auto
    owner: auto
    provenance: auto


@exposes(models.OnlinePresence)
class OnlinePresence(Node):
    """A seat on 秦商量, on a cloud studio or on another platform (S3:151, S0:71)."""

    id: auto
    platform: auto
    room: auto
    onboarded_on: auto
    left_on: auto
    studio: auto
    owner: auto
    provenance: auto
