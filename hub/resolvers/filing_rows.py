"""The rows that filing is about, as its rules see them."""

from __future__ import annotations

from hub.domain import filing_rules as rules
from hub.domain.access import Act
from hub.domain.command import Refusal
from hub.domain.filing import SubmitFiling
from hub.domain.filing_settings import NumberKind, filing_settings
from hub.domain.registry_words import ApplicationKind, FilingKind, FilingStatus
from hub.store.acting import Acting, Row
from hub.store.dialect import table_of
from hub.store.filings import latest_application, latest_filing
from hub.store.models.filing import Filing
from hub.store.models.studio import Studio
from hub.store.numbering import next_number

_APPLIED = {
    FilingKind.NEW_STUDIO: ApplicationKind.NEW_STUDIO,
    FilingKind.GO_ONLINE: ApplicationKind.GO_ONLINE,
    FilingKind.CONVERSION: ApplicationKind.CONVERT_TYPE,
}
_NUMBERED = {NumberKind.FILING: (Studio, "filing_number"), NumberKind.RECEIPT: (Filing, "receipt_number")}


def facts_of(studio: Row) -> rules.StudioFacts:
    """What the rules must know of a studio."""
    return rules.StudioFacts(
        owner=studio["owner_body_id"],
        name=studio["name"],
        status=studio["status"],
        legacy=studio["legacy"],
        approved_on=studio["approved_on"],
        plaqued_on=studio["plaqued_on"],
        ended_on=studio["ended_on"],
        filed_on=studio["filed_on"],
        filing_number=studio["filing_number"],
    )


def standing_of(filing: Row) -> rules.Standing:
    """A filing as it stands."""
    return rules.Standing(
        kind=filing["kind"],
        status=filing["status"],
        attempt=filing["attempt"],
        submitted_by=filing["submitted_by"],
        awaits_answer=filing["asks_answer"] and filing["answered_on"] is None,
    )


async def for_the_office(acting: Acting, identifier: str) -> tuple[Row, Row] | None:
    """A filing and its studio; the studio is locked first, as whoever submits locks it."""
    known = await acting.one(Filing, table_of(Filing).c.id == identifier, locked=False)
    if known is None:
        return None
    studio = await acting.one(Studio, table_of(Studio).c.id == known["studio_id"])
    filing = await acting.within(Filing, identifier, Act.RECEIVE)
    return None if studio is None or filing is None else (filing, studio)


async def latest(acting: Acting, studio: Row, kind: FilingKind) -> Row | None:
    """The latest filing of a kind; the lock of the studio keeps others from adding one."""
    found = await acting.all(latest_filing(studio["id"], kind))
    return found[0] if found else None


def wish_of(command: SubmitFiling, held: Row | None) -> rules.Wish:
    """What is asked; a filing that was returned keeps what is not said anew."""
    known = held if held is not None and held["status"] is FilingStatus.RETURNED else {"before": None, "after": None}
    return rules.Wish(
        kind=command.kind,
        before=known["before"] if command.before is None else command.before,
        after=known["after"] if command.after is None else command.after,
    )


def judged(acting: Acting, wish: rules.Wish, studio: Row, held: Row | None) -> int | Refusal:
    """Which attempt a submission would be, or why it cannot be submitted now."""
    return rules.submission(
        wish,
        studio=facts_of(studio),
        held=None if held is None else standing_of(held),
        needs=filing_settings().needs[wish.kind],
        today=acting.today,
    )


async def application_of(acting: Acting, studio: Row, kind: FilingKind) -> str | None:
    """The application that what is filed came of, where it came of one."""
    if kind not in _APPLIED:
        return None
    found = await acting.all(latest_application(studio["id"], _APPLIED[kind]))
    return str(found[0]["id"]) if found else None


async def take_number(acting: Acting, kind: NumberKind) -> str:
    """The next number of the office's own body; one that came in by another way is passed over."""
    office = acting.caller.place
    if office is None:
        raise TypeError("the province office stands in the reporting tree")
    model, column = _NUMBERED[kind]
    year = acting.today.year
    while True:
        number = await next_number(
            acting.connection, body_id=office.body_id, series=f"{kind.value}-{year}", at=acting.now
        )
        text = filing_settings().numbers[kind].text(office=office.code, year=year, number=number)
        if await acting.one(model, table_of(model).c[column] == text, locked=False) is None:
            return text
