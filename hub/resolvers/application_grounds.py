"""On what grounds an application may go on: its chain, its papers, and the rules of structure."""

from __future__ import annotations

from hub.domain.application import StudioPlan
from hub.domain.application_founding import (
    AT_CONVERSION,
    AT_FOUNDING,
    Chain,
    chain_for,
    conversion_refusal,
    founding_refusal,
    missing_paper,
    online_refusal,
)
from hub.domain.application_notes import Notes, notes_on
from hub.domain.application_rules import OF_COMMITTEE
from hub.domain.command import Refusal, needed
from hub.domain.registry_words import ApplicationKind
from hub.store.acting import Acting, Row
from hub.store.application_facts import at_work, wanted
from hub.store.application_standards import books_over, chains_of, rules_of
from hub.store.dialect import table_of
from hub.store.models.body import Body
from hub.store.models.studio import Studio


async def body_of(acting: Acting, row: Row, *, locked: bool = False) -> Row:
    """The body that an application is addressed to; locked where two decisions of it must not cross."""
    body = await acting.one(Body, table_of(Body).c.id == row["body_id"], locked=locked)
    assert body is not None  # the application refers to it
    return body


async def chain_of(acting: Acting, row: Row, body: Row) -> Chain | Refusal:
    """The chain of the standards in force today for what is applied for."""
    books = await books_over(acting, body, on=acting.today)
    chain = chain_for(
        await chains_of(acting, books),
        kind=row["kind"],
        type=row["type"],
        mode=row["mode"],
        applicant=row["applicant_kind"],
    )
    if isinstance(chain, Refusal) or row["committee_id"] is not None or not OF_COMMITTEE & set(chain.steps):
        return chain
    return needed("所联系的专门委员会", "the committee it is linked with", at="input.committeeId", rule=chain.rule)


async def papers_refusal(acting: Acting, row: Row, plan: StudioPlan, body: Row) -> Refusal | None:
    """Whether a paper is missing that a new studio needs (R-71)."""
    if row["kind"] is not ApplicationKind.NEW_STUDIO:
        return None
    books = await books_over(acting, body, on=acting.today)
    return missing_paper(await rules_of(acting, books), plan)


async def notes(acting: Acting, row: Row, plan: StudioPlan, body: Row) -> Notes:
    """What an application that nothing hinders is told all the same; going online founds nothing anew."""
    if row["kind"] is ApplicationKind.GO_ONLINE:
        return Notes()
    studio = None
    if row["studio_id"] is not None:
        studio = await acting.one(Studio, table_of(Studio).c.id == row["studio_id"])
    rules = await rules_of(acting, await books_over(acting, body, on=acting.today))
    wish = await wanted(acting, row, plan, body=body, studio=studio)
    kinds = AT_FOUNDING if row["kind"] is ApplicationKind.NEW_STUDIO else AT_CONVERSION
    return notes_on(rules, wish.facts, reason=plan.exception_reason, kinds=kinds)


async def grounds(acting: Acting, row: Row, plan: StudioPlan, body: Row) -> Refusal | None:
    """Why what is applied for may not be: judged when it is submitted, and again when it is decided."""
    studio = None
    kinds = AT_FOUNDING
    if row["kind"] is not ApplicationKind.NEW_STUDIO:
        studio = await acting.one(Studio, table_of(Studio).c.id == row["studio_id"])
        assert studio is not None  # the application refers to it
        facts = await at_work(acting, studio)
        if row["kind"] is ApplicationKind.GO_ONLINE:
            return online_refusal(facts, platform=plan.platform)
        kinds = AT_CONVERSION
        if (refusal := conversion_refusal(facts, type=plan.type)) is not None:
            return refusal
    books = await books_over(acting, body, on=acting.today)
    wish = await wanted(acting, row, plan, body=body, studio=studio)
    return founding_refusal(
        await rules_of(acting, books),
        wish.facts,
        reason=plan.exception_reason,
        all_members_excused=wish.all_members_excused,
        kinds=kinds,
    )
