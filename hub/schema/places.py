"""Divisions and sectors in the graph."""

from __future__ import annotations

from strawberry import auto

from hub.schema.expose import exposes
from hub.schema.node import Node
from hub.store.models import places as models


@exposes(models.Division, keys=("id",))
class Division(Node):
    """A division is open to everyone; bodies and studios hang on it by place, not by ownership (A-05)."""

    id: auto
    code: auto
    name: auto
    level: auto
    valid_from: auto
    valid_to: auto
    successor_code: auto
    note: auto
    parent: auto
    children: auto
    aliases: auto
    bodies: auto
    studios: auto


@exposes(models.DivisionAlias)
class DivisionAlias(Node):
    """Names change while codes stay, and codes change while names stay; both are dated."""

    id: auto
    name: auto
    kind: auto
    valid_from: auto
    valid_to: auto
    division: auto


@exposes(models.Sector)
class Sector(Node):
    """A sector as the documents print it."""

    id: auto
    name: auto
    cite: auto
    memberships: auto
    studios: auto
