"""What a rule of structure says and what is known of a studio, as plain facts."""

from __future__ import annotations

from dataclasses import dataclass

from hub.domain.level import Level
from hub.domain.standard_words import Strength, StructureKind
from hub.domain.words import Mode, PartyUnitKind, StudioType


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule about the make-up of a studio, as a body's standards hold it."""

    kind: StructureKind
    strength: Strength
    minimum: int | None = None
    maximum: int | None = None
    items: tuple[str, ...] = ()
    items_open: bool = False
    types: tuple[StudioType, ...] = ()
    """Studio types it speaks of, all when empty."""
    levels: tuple[Level, ...] = ()
    """Levels it speaks of, all when empty."""
    number: str | None = None
    """Its number (R-…)."""
    id: str | None = None


@dataclass(frozen=True, kw_only=True)
class StudioFacts:
    """What is known of a studio or of a wish for one: None is unknown, an empty text or list is known to be none."""

    type: StudioType
    name: str
    level: Level | None = None
    """Level of the body that owns it."""
    mode: Mode | None = None
    legacy: bool = False
    """Older than the guidance in force: rules about its founding do not reach back (A-33)."""
    name_bases: tuple[str, ...] | None = None
    """Names that its own name may begin with: full names and abbreviations of its area, sectors or industry."""
    brand_element: str | None = None
    division_code: str | None = None
    area: str | None = None
    based_on: str | None = None
    sectors: tuple[str, ...] | None = None
    named_after_member: bool | None = None
    residents: int | None = None
    """Persons on the roster; fixed contacts and the invited are not among them (A-67)."""
    lower_level_residents: int | None = None
    conveners: int | None = None
    conveners_on_roster: bool | None = None
    """Every convener is a resident; who only convenes and is a member counts as one."""
    convener_posts: tuple[str, ...] | None = None
    convened_by_local_chair: bool | None = None
    """One of them chairs the CPPCC of the place, where it is known which one that is (R-30)."""
    liaisons: int | None = None
    most_studios_of_a_member: int | None = None
    """Greatest number of living studios of this level of one of its residents, this one included (A-21)."""
    regional_in_area: int | None = None
    """Living regional studios of this level in its area, this one included (R-75)."""
    founded_offline: bool | None = None
    """It works or worked offline before it went online (R-76)."""
    has_venue: bool | None = None
    has_own_room: bool | None = None
    """A room of its own that the applicant offers (R-188)."""
    has_plaque: bool | None = None
    wall_items: tuple[str, ...] | None = None
    party_units: tuple[PartyUnitKind, ...] | None = None
    brand: str | None = None
    managing_department: str | None = None
    has_guiding_committee: bool | None = None
    guided_by_conveners_committee: bool | None = None
    """The committee that guides it is the one to which its convener belongs (R-40)."""
    work_systems: tuple[str, ...] | None = None
    ledger_items: tuple[str, ...] | None = None
    has_annual_plan: bool | None = None
    published_fields: tuple[str, ...] | None = None
    publication_channels: tuple[str, ...] | None = None
    platforms: tuple[str, ...] | None = None
    """Platforms on which it has a seat."""
