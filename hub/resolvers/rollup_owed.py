"""What a caller owes, to whom, by when, how far it is and what does it next; and what waits for the caller's review."""

from __future__ import annotations

from hub.domain.access import Role
from hub.domain.calendar import WorkingCalendar
from hub.domain.command import Allowed, Refusal
from hub.domain.due import Timing
from hub.domain.rollup_digest import LineKey
from hub.domain.rollup_facts import Duty, Grant, Owing, Terms
from hub.domain.rollup_next import Newest, next_for_receiver, next_for_unit
from hub.domain.rollup_owed import Obligations, Owed, days_left
from hub.domain.rollup_words import Owes, VersionStatus
from hub.store.acting import Acting
from hub.store.rollup_owed import Found, owed_by, waiting_for
from hub.store.rollup_rows import calendar, version_of

_ANY: frozenset[LineKey] = frozenset()
"""The next step does not depend on which lines may be amended."""


async def obligations(acting: Acting, *, first: int) -> Obligations:
    """What the caller owes and what waits for it, at most so many of each."""
    days = await calendar(acting.connection)
    mine = [one for one in await owed_by(acting, most=first + 1) if _duty(one).owing.acts(acting.actor)]
    waiting = list(await waiting_for(acting, most=first + 1))
    return Obligations(
        owed=[_owed(acting, one, days) for one in mine[:first]],
        more_owed=len(mine) > first,
        waiting=[_waiting(acting, one, days) for one in waiting[:first]],
        more_waiting=len(waiting) > first,
    )


def _owed(acting: Acting, found: Found, days: WorkingCalendar | Refusal) -> Owed:
    duty, newest = _duty(found), _newest(found)
    step = next_for_unit(acting.actor, duty, newest, _terms(found), now=acting.now)
    return _told(acting, found, days, step)


def _waiting(acting: Acting, found: Found, days: WorkingCalendar | Refusal) -> Owed:
    received = next((one for one in found.versions if one["status"] is VersionStatus.RECEIPTED), None)
    step = None if received is None else next_for_receiver(acting.actor, version_of(received), _terms(found))
    row = found.obligation
    if step is None and row["extension_asked_at"] is not None and row["extension_granted"] is None:
        step = Allowed(action="decideExtension")
    return _told(acting, found, days, step, version=None if received is None else received["id"])


def _told(
    acting: Acting, found: Found, days: WorkingCalendar | Refusal, step: Allowed | None, *, version: str | None = None
) -> Owed:
    row = found.obligation
    newest = found.versions[0]["id"] if found.versions else None
    return Owed(
        obligation=row["id"],
        version=version or newest,
        definition=found.definition["code"],
        name=found.definition["name"],
        name_en=found.definition["name_en"],
        period=found.period["label"],
        goes_to=Role.of(str(found.definition["goes_to"])),
        due_on=row["due_effective"],
        left=days_left(row["due_effective"], days, today=acting.today),
        status=row["status"],
        step=step,
    )


def _duty(found: Found) -> Duty:
    row, owes = found.obligation, found.definition["owes"]
    return Duty(
        id=row["id"],
        owing=Owing(
            body_id=row["body_id"],
            studio_id=row["studio_id"] if owes is Owes.STUDIO else None,
            committee_id=row["committee_id"] if owes is Owes.COMMITTEE else None,
        ),
        status=row["status"],
        period=found.period["status"],
        timing=Timing(due_original=row["due_original"], due_effective=row["due_effective"]),
    )


def _newest(found: Found) -> Newest | None:
    if not found.versions:
        return None
    newest, *others = found.versions
    leave = found.leave
    grant = None if leave is None else Grant(scope=_ANY, expires_at=leave["expires_at"], reason=leave["reason"])
    return Newest(version=version_of(newest, grant), others=[one["status"] for one in others])


def _terms(found: Found) -> Terms:
    definition = found.definition
    goes_to = Role.of(str(definition["goes_to"]))
    return Terms(goes_to=goes_to, two_person=definition["two_person"], auto_accept=definition["auto_accept"])
