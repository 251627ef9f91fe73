"""Compliance as it is asked for: how the studios of bodies stand, and how studios would stand by any version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, select, true
from sqlalchemy.orm import aliased

from hub.auth.caller import Caller
from hub.auth.scope import rows
from hub.domain.access import Act, Noun
from hub.domain.compliance import STANDINGS, Standing, by_any, standing
from hub.domain.compliance_facts import Judgement, Version
from hub.domain.level import Level
from hub.domain.registry_words import JudgedBy
from hub.domain.term import Term
from hub.errors import TooMuch
from hub.store.dialect import table_of
from hub.store.findings_facts import LIVES, judgeable
from hub.store.findings_versions import version_by_id
from hub.store.models.body import Body
from hub.store.models.history import Finding
from hub.store.models.standard import Rulebook
from hub.store.models.studio import Studio
from hub.store.plan import Inside
from hub.store.session import Reader
from hub.store.where import Rows, matches, visible, within_reach

MOST_GROUPS = 1_000
"""The most groups of one answer."""
MOST_STUDIOS = 200
"""The most studios that are judged while somebody waits."""

_WORST_LAST = tuple(STANDINGS.items())[::-1]


class ComplianceBy(Term):
    """Whose studios are told together."""

    BODY = "BODY", "归属政协", "body that owns them"
    CITY = "CITY", "市", "city at or above the owner; where there is none, the owner"


@dataclass(frozen=True, kw_only=True)
class ComplianceRead:
    """How studios stand by their own bodies' standards, or by those above, told together by body or city."""

    by: ComplianceBy
    judged_by: JudgedBy
    within: str | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Studios told together: whose they are, by whose standard they are judged, and how many stand how."""

    body_id: str
    standard_of_id: str
    studios: Mapping[Standing, int]

    @property
    def judged(self) -> int:
        """How many studios there are in all."""
        return sum(self.studios.values())


async def read_compliance(reader: Reader, caller: Caller, read: ComplianceRead) -> Sequence[Group]:
    """The groups in the order of the reporting tree; TooMuch where they are more than an answer holds."""
    found: dict[tuple[str, str], dict[Standing, int]] = {}
    for row in await reader.all(_statement(caller, read)):
        word = _WORST_LAST[row["worst"] - 1][1]
        found.setdefault((row["body_id"], row["standard_of_id"]), {})[word] = int(row["studios"])
    if len(found) > MOST_GROUPS:
        raise _too_much(MOST_GROUPS)
    return [
        Group(body_id=body, standard_of_id=standard, studios=studios) for (body, standard), studios in found.items()
    ]


def _statement(caller: Caller, read: ComplianceRead) -> Select[Any]:
    finding: Rows = aliased(Finding)
    owner: Rows = aliased(Body)
    worst = func.max(case(*((finding.result == one, rank) for rank, (one, _) in enumerate(_WORST_LAST, 1)), else_=0))
    book = table_of(Rulebook)
    each = (
        select(owner.id.label("owner_id"), owner.position, book.c.body_id.label("standard_of_id"), worst.label("worst"))
        .join_from(finding, owner, owner.id == finding.owner_body_id)
        .join(book, book.c.id == finding.rulebook_id)
        .where(
            finding.judged_by == read.judged_by,
            visible(caller, finding, Finding),
            _inside(caller, read.within, owner),
        )
        .group_by(owner.id, owner.position, book.c.body_id, finding.studio_id)
        .subquery()
    )
    told = _city(each) if read.by is ComplianceBy.CITY else each.c.owner_id
    groups = select(told.label("body_id"), each.c.standard_of_id, each.c.worst).where(each.c.worst > 0).subquery()
    body: Rows = aliased(Body)
    standard_of: Rows = aliased(Body)
    return (
        select(groups, func.count().label("studios"))
        .join(body, body.id == groups.c.body_id)
        .join(standard_of, standard_of.id == groups.c.standard_of_id)
        .group_by(groups.c.body_id, body.position, groups.c.standard_of_id, standard_of.position, groups.c.worst)
        .order_by(body.position, standard_of.position, groups.c.worst)
        .limit(literal_column(str(MOST_GROUPS * len(STANDINGS) + 1)))
    )


def _city(each: Any) -> ColumnElement[str]:  # a subquery with the owners and their positions
    city = table_of(Body).alias()
    nearest = (
        select(city.c.id)
        .where(city.c.position <= each.c.position, city.c.last >= each.c.position, city.c.level == Level.CITY)
        .order_by(city.c.position.desc())
        .limit(literal_column("1"))
    )
    return func.coalesce(nearest.correlate_except(city).scalar_subquery(), each.c.owner_id)


def _inside(caller: Caller, code: str | None, body: Rows) -> ColumnElement[bool]:
    return true() if code is None else matches(Inside(code=code), body, Body, caller=caller)


@dataclass(frozen=True, kw_only=True)
class Trial:
    """How one studio would stand by a version, and what judging by each of its rules comes to."""

    studio_id: str
    standing: Standing | None
    judgements: tuple[Judgement, ...]


async def try_version(
    reader: Reader, caller: Caller, *, rulebook: str, within: str, on: date
) -> tuple[Version, list[Trial]] | None:
    """How the studios of a branch would stand by any one version, whose body's they are (D-02); nothing is kept.

    None where there is no such version; TooMuch where there are more studios than are judged while somebody waits.
    """
    version = await version_by_id(reader.all, rulebook)
    if version is None:
        return None
    ids = [str(row["id"]) for row in await reader.all(_studios(caller, within))]
    if len(ids) > MOST_STUDIOS:
        raise _too_much(MOST_STUDIOS)
    trials = []
    for one in await judgeable(reader.all, ids, on=on):
        found = by_any(one.subject, version)
        stands = standing(judgement.result for judgement in found)
        trials.append(Trial(studio_id=one.row["id"], standing=stands, judgements=found))
    return version, trials


def _studios(caller: Caller, within: str) -> Select[Any]:
    """The living studios of a branch that the caller may read, and findings on them."""
    studio: Rows = aliased(Studio)
    owner: Rows = aliased(Body)
    lives = select(table_of(Studio).c.id).where(LIVES)
    return (
        select(studio.id)
        .join(owner, owner.id == studio.owner_body_id)
        .where(
            visible(caller, studio, Studio),
            within_reach(rows(caller, Act.READ, Noun.FINDING), studio, Studio),
            and_(_inside(caller, within, owner), studio.id.in_(lives)),
        )
        .order_by(owner.position, studio.id)
        .limit(literal_column(str(MOST_STUDIOS + 1)))
    )


def _too_much(most: int) -> TooMuch:
    return TooMuch(
        "TOO_MUCH_TO_JUDGE",
        f"结果超过 {most} 项，请用 within 缩小范围",
        f"there are more than {most}; narrow them by within",
        at="within",
        numbers={"most": most},
    )
