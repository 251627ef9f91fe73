"""What the rules of the quarter must know: who owes, the version, its terms, and who may act on which side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hub.domain.access import Role
from hub.domain.command import Actor, Refusal, machines_never, wrong_role, wrong_state
from hub.domain.due import Timing
from hub.domain.level import Level
from hub.domain.rollup_digest import Digest, LineKey
from hub.domain.rollup_reconcile import Tolerance
from hub.domain.rollup_words import IndicatorSource, ObligationStatus, PeriodStatus, VersionKind, VersionStatus
from hub.domain.term import Title

UNDER_WAY = frozenset({VersionStatus.SUBMITTED, VersionStatus.RECEIPTED})
"""Versions that lie with the receiving side."""

IN_FORCE = frozenset({VersionStatus.ACCEPTED, VersionStatus.LOCKED})
"""Versions whose figures count."""

EDITABLE = frozenset({VersionStatus.DRAFT, VersionStatus.VALIDATED})
"""Versions that can still be changed; from SUBMITTED on nothing changes them (I2)."""

NEXT: Mapping[VersionStatus, frozenset[VersionStatus]] = {
    VersionStatus.DRAFT: frozenset({VersionStatus.VALIDATED}),
    VersionStatus.VALIDATED: frozenset({VersionStatus.DRAFT, VersionStatus.SUBMITTED}),
    VersionStatus.SUBMITTED: frozenset({VersionStatus.RECEIPTED}),
    VersionStatus.RECEIPTED: IN_FORCE | {VersionStatus.RETURNED, VersionStatus.WITHDRAWN},
    VersionStatus.RETURNED: frozenset(),
    VersionStatus.WITHDRAWN: frozenset(),
    VersionStatus.ACCEPTED: frozenset({VersionStatus.LOCKED, VersionStatus.SUPERSEDED}),
    VersionStatus.LOCKED: frozenset({VersionStatus.SUPERSEDED}),
    VersionStatus.SUPERSEDED: frozenset(),
}
"""Which state may follow which; only an amendment of a closed period goes from RECEIPTED to LOCKED at once."""

_OF_A_BODY = frozenset({Role.MANAGING_DEPARTMENT, Role.CITY_SYSTEM})
_KEEPERS = frozenset({Role.PROVINCE_OFFICE, Role.MANAGING_DEPARTMENT})
_OF_A_STUDIO = frozenset({Role.CONVENER, Role.LIAISON})


@dataclass(frozen=True, kw_only=True)
class Owing:
    """Who owes a report: a studio, a committee, or else the body itself."""

    body_id: str
    studio_id: str | None = None
    committee_id: str | None = None

    def acts(self, actor: Actor) -> bool:
        """Whether a caller acts for this unit."""
        if self.studio_id is not None:
            return bool(actor.roles & _OF_A_STUDIO) and self.studio_id in actor.studios
        if self.committee_id is not None:
            return Role.SPECIAL_COMMITTEE in actor.roles and self.committee_id in actor.committees
        return bool(actor.roles & _OF_A_BODY) and actor.body_id == self.body_id

    @property
    def role(self) -> Role:
        """Who does its work, for a message."""
        if self.studio_id is not None:
            return Role.CONVENER
        return Role.MANAGING_DEPARTMENT if self.committee_id is None else Role.SPECIAL_COMMITTEE


@dataclass(frozen=True, kw_only=True)
class Duty:
    """An obligation as it stands, with the status of its period."""

    id: str
    owing: Owing
    status: ObligationStatus = ObligationStatus.EXPECTED
    period: PeriodStatus = PeriodStatus.OPEN
    timing: Timing = field(default_factory=Timing)


@dataclass(frozen=True, kw_only=True)
class Grant:
    """The window in which an amendment may be made: which lines, until when, and why; it expires by itself."""

    scope: frozenset[LineKey]
    expires_at: datetime
    reason: str

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return now < self.expires_at


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What was validated: the content, under which rules, against which facts."""

    digest: Digest
    rules_digest: str
    watermark: str


@dataclass(frozen=True, kw_only=True)
class Version:
    """A version of a report as it stands; `stamp` is that of its last validation, None after any change."""

    number: int = 1
    kind: VersionKind = VersionKind.ORIGINAL
    status: VersionStatus = VersionStatus.DRAFT
    revision: int = 0
    watermark: str = ""
    stamp: Stamp | None = None
    last_edited_by: str | None = None
    submitted_by: str | None = None
    in_review: bool = False
    grant: Grant | None = None


@dataclass(frozen=True, kw_only=True)
class IndicatorTerms:
    """What the definition says of an indicator."""

    title: Title
    source: IndicatorSource = IndicatorSource.FACT
    tolerance: Tolerance | None = None
    """Beyond which more than the records support blocks; None where no document says."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the definition of a report asks: by whom it is received, what must be there, and which rules are on."""

    goes_to: Role
    rules_digest: str = ""
    two_person: bool = False
    auto_accept: bool = False
    units: Mapping[str, str] = field(default_factory=dict)
    """The sections and their names, as frozen with the version."""
    indicators: Mapping[str, IndicatorTerms] = field(default_factory=dict)
    required: frozenset[LineKey] = frozenset()
    narratives: frozenset[tuple[str, str]] = frozenset()
    """Unit and theme of what must be told in words."""

    def name(self, key: LineKey) -> Title:
        """A line in words."""
        unit = self.units.get(key.unit, key.unit)
        indicator = self.indicators.get(key.indicator)
        title = indicator.title if indicator else Title(key.indicator, key.indicator)
        split = "/".join(part for part in (key.mode, key.kind) if part)
        return Title(*(f"{unit} · {word}" + (f" · {split}" if split else "") for word in title))


def own_unit(actor: Actor, duty: Duty, terms: Terms, zh: str, en: str) -> Refusal | None:
    """Why a caller may not act for the unit that owes; a superior may return its lines, never write them (I8)."""
    if duty.owing.acts(actor):
        return None
    if terms.goes_to in actor.roles:
        return Refusal(
            code="SUPERIOR_NEVER_EDITS",
            zh=f"{zh}由填报单位办理；上级只能退回，不能代填代改",
            en=f"{en} is for the reporting unit; its superior returns a report and never writes in it",
            rule="I8",
        )
    return wrong_role(duty.owing.role, f"{zh}（本单位）", f"{en}, of the own unit", rule="A-47")


def reviewer(actor: Actor, terms: Terms, zh: str, en: str, *, submitted_by: str | None = None) -> Refusal | None:
    """Why a caller may not act for the receiving side: people of the role it goes to, and not who submitted (I8)."""
    if actor.is_machine:
        return machines_never(zh, en)
    wants_province = terms.goes_to is Role.PROVINCE_OFFICE
    if terms.goes_to not in actor.roles or (wants_province and actor.level is not Level.PROVINCE):
        return wrong_role(terms.goes_to, zh, en, rule="R-103" if wants_province else "R-104")
    if submitted_by is not None and actor.subject == submitted_by:
        return Refusal(
            code="OWN_SUBMISSION",
            zh=f"{zh}须由提交人以外的人员办理",
            en=f"{en} is done by somebody other than who submitted it",
            rule="I8",
        )
    return None


def keeper(actor: Actor, issuer: str, zh: str, en: str) -> Refusal | None:
    """Why a caller may not open or close a period: people of the body whose report it is."""
    if actor.is_machine:
        return machines_never(zh, en)
    if actor.body_id == issuer and actor.roles & _KEEPERS:
        return None
    return wrong_role(Role.PROVINCE_OFFICE, zh, en, rule="R-103")


def in_state(version: Version, wanted: frozenset[VersionStatus], zh: str, en: str, *, rule: str) -> Refusal | None:
    """Why a version is not in a state in which something can be done."""
    if version.status in wanted:
        return None
    now = version.status
    named = sorted(wanted, key=list(VersionStatus).index)
    return wrong_state(
        f"第{version.number}版现为“{now.title_zh}”，只有“{'”“'.join(one.title_zh for one in named)}”的版本可以{zh}",
        f"version {version.number} is {now.value}; {en} needs one of: {', '.join(one.value for one in named)}",
        rule=rule,
    )
