"""A quarterly report of an invented city with one county, and the people around it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hub.domain import rollup_rules
from hub.domain.access import Role
from hub.domain.calendar import CalendarDay, WorkingCalendar, calendar_of
from hub.domain.command import Actor, Refusal
from hub.domain.due import Timing
from hub.domain.level import Level
from hub.domain.receipt import DigestAlgorithm
from hub.domain.rollup_digest import Content, Line, LineKey, Narrative, digest
from hub.domain.rollup_facts import Duty, Grant, IndicatorTerms, Owing, Terms, Version
from hub.domain.rollup_findings import Validation, validate
from hub.domain.rollup_reconcile import Evidence, Tolerance
from hub.domain.rollup_words import IndicatorSource, ObligationStatus, PeriodStatus, VersionStatus
from hub.domain.term import Title

CITY, COUNTY, PROVINCE = "bod_city", "bod_county", "bod_province"
DUE = date(2026, 10, 20)
NOW = datetime(2026, 10, 15, 2, 0, tzinfo=UTC)
ACTIVITIES = LineKey(unit=CITY, indicator="activities", mode="ONLINE")
SHIFTS = LineKey(unit=COUNTY, indicator="shifts")
VISITORS = LineKey(unit=CITY, indicator="visitors")
KEYS = (ACTIVITIES, SHIFTS, VISITORS)

TERMS = Terms(
    goes_to=Role.PROVINCE_OFFICE,
    rules_digest="rules-1",
    units={CITY: "测试市", COUNTY: "测试县"},
    indicators={
        "activities": IndicatorTerms(title=Title("履职活动", "activities"), tolerance=Tolerance(count=2)),
        "shifts": IndicatorTerms(title=Title("值班", "duty shifts")),
        "visitors": IndicatorTerms(title=Title("来访人次", "visitors"), source=IndicatorSource.MANUAL),
    },
    required=frozenset(KEYS),
    narratives=frozenset({(CITY, "good practice")}),
)
DUTY = Duty(id="obl_city", owing=Owing(body_id=CITY), timing=Timing(due_original=DUE, due_effective=DUE))
EVIDENCE = {ACTIVITIES: Evidence(computed=10, pending=2, late=1), SHIFTS: Evidence(computed=4)}
LINES = (
    Line(key=ACTIVITIES, claimed=10),
    Line(key=SHIFTS, claimed=4),
    Line(key=VISITORS, claimed=70),
)
STORY = Narrative(unit=CITY, theme="good practice", title="测试做法", text="一条测试做法")
CONTENT = Content(obligation="obl_city", definition="rdf_quarter", lines=LINES, narratives=(STORY,))


def person(role: Role, body: str, level: Level, *, subject: str, is_machine: bool = False) -> Actor:
    return Actor(subject=subject, roles=frozenset({role}), is_machine=is_machine, body_id=body, level=level)


EDITOR = person(Role.MANAGING_DEPARTMENT, CITY, Level.CITY, subject="editor")
SIGNER = person(Role.MANAGING_DEPARTMENT, CITY, Level.CITY, subject="signer")
SYSTEM = person(Role.CITY_SYSTEM, CITY, Level.CITY, subject="system", is_machine=True)
OTHER_CITY = person(Role.MANAGING_DEPARTMENT, "bod_other", Level.CITY, subject="other")
COUNTY_OFFICE = person(Role.MANAGING_DEPARTMENT, COUNTY, Level.COUNTY, subject="county")
OFFICE = person(Role.PROVINCE_OFFICE, PROVINCE, Level.PROVINCE, subject="office")
OFFICE_MACHINE = replace(OFFICE, subject="office-machine", is_machine=True)
BOTH = replace(SIGNER, subject="both", roles=SIGNER.roles | OFFICE.roles, level=Level.PROVINCE)
EVERYBODY = (EDITOR, SIGNER, SYSTEM, OTHER_CITY, COUNTY_OFFICE, OFFICE, OFFICE_MACHINE, BOTH)


def looked_at(
    content: Content = CONTENT,
    evidence: dict[LineKey, Evidence] | None = None,
    terms: Terms = TERMS,
    watermark: str = "",
) -> Validation:
    known = EVIDENCE if evidence is None else evidence
    return validate(content, known, terms, watermark=watermark, algorithm=DigestAlgorithm.SHA256)


GRANT = Grant(scope=frozenset({ACTIVITIES}), expires_at=NOW + timedelta(days=3), reason="漏报")
VALIDATED = Version(
    status=VersionStatus.VALIDATED,
    revision=3,
    stamp=looked_at().stamp,
    last_edited_by=EDITOR.subject,
)
DRAFT = replace(VALIDATED, status=VersionStatus.DRAFT, stamp=None)
RECEIPTED = replace(VALIDATED, status=VersionStatus.RECEIPTED, submitted_by=SIGNER.subject)

CLOSED = replace(DUTY, period=PeriodStatus.CLOSED, status=ObligationStatus.CLOSED)
EXEMPT = replace(DUTY, status=ObligationStatus.EXEMPT)


def refused(found: object) -> tuple[str, str | None]:
    """Code and rule of a refusal, which speaks Chinese and English."""
    assert isinstance(found, Refusal), found
    assert any("\u4e00" <= letter <= "\u9fff" for letter in found.zh)
    assert found.en
    return found.code, found.rule


def number(key: LineKey, claimed: int | None = 1) -> Line:
    """A line with this number."""
    return Line(key=key, claimed=claimed)


def submitted(
    who: Actor = SIGNER,
    duty: Duty = DUTY,
    version: Version = VALIDATED,
    terms: Terms = TERMS,
    validation: Validation | None = None,
    others: Collection[VersionStatus] = (),
    now: datetime = NOW,
) -> Version | Refusal:
    """What submitting the report of this page comes to."""
    return rollup_rules.submit(
        who,
        duty,
        version,
        terms,
        validation=validation or looked_at(),
        digest=digest(CONTENT, DigestAlgorithm.SHA256),
        others=others,
        now=now,
    )


# Invented holidays with the shape of a real year: a long one in October with a shifted Saturday, and New Year.
ROWS = (
    CalendarDay(year=2026, day=date(2026, 1, 1), works=False),
    CalendarDay(year=2026, day=date(2026, 1, 2), works=False),
    CalendarDay(year=2026, day=date(2026, 1, 4), works=True),
    *(CalendarDay(year=2026, day=date(2026, 10, number), works=False) for number in range(1, 8)),
    CalendarDay(year=2026, day=date(2026, 10, 10), works=True),
)


def working_calendar() -> WorkingCalendar:
    found = calendar_of(ROWS)
    assert isinstance(found, WorkingCalendar)
    return found
