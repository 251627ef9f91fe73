"""Which rules of structure bind a studio: those of its own body first, then of the nearest body above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.domain.level import Level
from hub.domain.standard_words import StructureKind
from hub.domain.structure_facts import Rule
from hub.domain.words import StudioType


@dataclass(frozen=True, kw_only=True)
class Demands:
    """The rules in force of a body and of those above it, the nearest body first."""

    tiers: tuple[tuple[Rule, ...], ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    """The version to which a rule belongs, both by identifier."""

    def of(self, kind: StructureKind, type: StudioType, level: Level) -> tuple[Rule, ...]:
        """The rules of a kind that speak of studios of this type and level; none where no document says anything."""
        for tier in self.tiers:
            found = tuple(
                rule
                for rule in tier
                if rule.kind is kind
                and (not rule.types or type in rule.types)
                and (not rule.levels or level in rule.levels)
            )
            if found:
                return found
        return ()

    def version_of(self, rule: Rule) -> str | None:
        """The version that holds a rule."""
        return None if rule.id is None else self.versions.get(rule.id)
