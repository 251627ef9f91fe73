"""The receiving side of a period: how reports are reviewed, returned and accepted, and when they are amended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.domain import rollup_review as rules
from hub.domain.access import Act
from hub.domain.command import Allowed, Command, Refusal, absent
from hub.domain.due import closes_at
from hub.domain.rollup import VERSION
from hub.domain.rollup_amend import granting
from hub.domain.rollup_digest import LineKey
from hub.domain.rollup_office import AcceptRollup, BeginReview, GrantAmendment, ReturnRollup
from hub.domain.rollup_rules import following, withdraw
from hub.domain.rollup_words import ObligationStatus
from hub.store.acting import Acting, Actions, Do, Row
from hub.store.dialect import table_of
from hub.store.models.base import Base
from hub.store.models.rollup import Obligation, RollupVersion
from hub.store.models.rollup_more import AmendmentGrant, ReturnItem
from hub.store.rollup_accepting import accept_amendment, settle_lines
from hub.store.rollup_drafts import begun
from hub.store.rollup_rows import HeldDuty, HeldVersion, held_duty, held_version, version_of, versions_of

_OBLIGATION = table_of(Obligation)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A version with its obligation, as the receiving side holds it."""

    held: HeldDuty
    version: HeldVersion


async def case_of(acting: Acting, version: str) -> Case | Refusal:
    """The version that a caller receives; its obligation is locked first, so that nobody acts beside."""
    row = await acting.within(RollupVersion, version, Act.RECEIVE)
    if row is None:
        return absent(VERSION, at="input.versionId")
    duty = await acting.one(Obligation, _OBLIGATION.c.id == row["obligation_id"])
    if duty is None:
        return absent(VERSION, at="input.versionId")
    held = await held_duty(acting, duty)
    return Case(held=held, version=await held_version(acting, row, held.definition))


async def begin_review(acting: Acting, command: BeginReview) -> str | Refusal:
    """Begin a review."""
    case = await case_of(acting, command.version_id)
    if isinstance(case, Refusal):
        return case
    judged = rules.begin_review(acting.actor, case.version.version, case.version.terms)
    if isinstance(judged, Refusal):
        return judged
    if case.version.row["review_began_at"] is None:
        acting.change(RollupVersion, case.version.row, review_began_at=acting.now)
    return str(case.version.row["id"])


async def give_back(acting: Acting, command: ReturnRollup) -> str | Refusal:
    """Return a version; the next one begins with what it states (A7)."""
    case = await case_of(acting, command.version_id)
    if isinstance(case, Refusal):
        return case
    held, version = case.held, case.version
    items = [_item(version, one.line_id, one.code, one.text) for one in command.items]
    judged = rules.returning(
        acting.actor,
        held.duty,
        version.version,
        version.terms,
        items=items,
        lines=version.lines.keys(),
        correct_by=command.correct_by,
        today=acting.today,
    )
    if isinstance(judged, Refusal):
        return judged
    acting.change(
        RollupVersion,
        version.row,
        status=judged.status,
        returned_at=acting.now,
        returned_by=acting.caller.subject,
        correction_due=command.correct_by,
    )
    _add_items(acting, version.row, command)
    after = following(version.version)
    await begun(acting, held, number=after.number, kind=after.kind, before=version)
    if held.row["status"] is ObligationStatus.RECEIVED:
        acting.change(Obligation, held.row, status=ObligationStatus.IN_PROGRESS, revision=held.row["revision"] + 1)
    return str(version.row["id"])


async def accept(acting: Acting, command: AcceptRollup) -> str | Refusal:
    """Accept a version, or an amendment in the place of the version in force (A8, A11)."""
    case = await case_of(acting, command.version_id)
    if isinstance(case, Refusal):
        return case
    held, version = case.held, case.version
    explained, waived = _keys(version, command.explanations), _waived(version, command)
    if isinstance(explained, Refusal):
        return explained
    if isinstance(waived, Refusal):
        return waived
    if version.version.grant is not None:
        found = await accept_amendment(acting, held, version, explanations=explained, waivers=waived)
    else:
        found = rules.accepting(
            acting.actor,
            held.duty,
            version.version,
            version.terms,
            lines=version.lines.values(),
            evidence=version.evidence,
            explanations=explained,
            waivers=waived,
        )
    if isinstance(found, Refusal):
        return found
    acting.change(
        RollupVersion,
        version.row,
        status=found.status,
        accepted_at=acting.now,
        accepted_by=acting.caller.subject,
        review_began_at=version.row["review_began_at"] or acting.now,
    )
    if held.row["status"] is not ObligationStatus.CLOSED:
        acting.change(Obligation, held.row, status=ObligationStatus.ACCEPTED, revision=held.row["revision"] + 1)
    settle_lines(acting, version, explained, waived)
    return str(version.row["id"])


async def grant(acting: Acting, command: GrantAmendment) -> str | Refusal:
    """Give leave to amend; the draft of the amendment begins with what stands (A10)."""
    case = await case_of(acting, command.version_id)
    if isinstance(case, Refusal):
        return case
    held, version = case.held, case.version
    scope = _keys(version, command.lines)
    if isinstance(scope, Refusal):
        return scope
    versions = await versions_of(acting, held.row)
    expires = closes_at(command.expires_on)
    rest = [one for one in versions if one["id"] != version.row["id"]]
    others = [(await held_version(acting, one, held.definition)).version for one in rest]
    judged = granting(
        acting.actor,
        version.version,
        version.terms,
        reason=command.reason,
        expires_at=expires,
        scope=scope,
        lines=version.lines.keys(),
        others=others,
        newest=versions[0]["number"],
        now=acting.now,
    )
    if isinstance(judged, Refusal):
        return judged
    acting.add(
        AmendmentGrant,
        obligation_id=held.row["id"],
        version_id=version.row["id"],
        body_id=held.row["body_id"],
        reason=command.reason.strip(),
        line_ids=list(command.lines),
        granted_at=acting.now,
        granted_by=acting.caller.subject,
        expires_at=expires,
    )
    return await begun(acting, held, number=judged.number, kind=judged.kind, before=version)


def _add_items(acting: Acting, version: Row, command: ReturnRollup) -> None:
    for one in command.items:
        acting.add(
            ReturnItem,
            version_id=version["id"],
            line_id=one.line_id,
            body_id=version["body_id"],
            code=one.code.strip(),
            reason=one.text.strip(),
        )


def _item(version: HeldVersion, line: str | None, code: str, text: str) -> rules.ReturnItem:
    """An item as rules see it; a line that is not there is told by a key that no version has."""
    key = None if line is None else version.key_of(line) or LineKey(unit=line, indicator="?")
    return rules.ReturnItem(code=code, text=text, key=key)


def _keys(version: HeldVersion, lines: Sequence[str]) -> frozenset[LineKey] | Refusal:
    """The keys of lines that a command names."""
    found = {one: version.key_of(one) for one in lines}
    strange = [one for one, key in found.items() if key is None]
    if strange:
        return rules.no_such_line(version.terms, LineKey(unit=strange[0], indicator="?"), at="input")
    return frozenset(key for key in found.values() if key is not None)


def _waived(version: HeldVersion, command: AcceptRollup) -> Mapping[LineKey, str] | Refusal:
    keys = _keys(version, [one.line_id for one in command.waivers])
    if isinstance(keys, Refusal):
        return keys
    return {key: one.reason for one in command.waivers if (key := version.key_of(one.line_id)) is not None}


async def _on_version(acting: Acting, row: Row) -> Sequence[Allowed]:
    duty = await acting.one(Obligation, _OBLIGATION.c.id == row["obligation_id"], locked=False)
    if duty is None:
        return []
    held = await held_duty(acting, duty)
    terms, version = held.definition.terms({}), version_of(row)
    receiving = rules.begin_review(acting.actor, version, terms)
    refusal = receiving if isinstance(receiving, Refusal) else None
    withdrawn = withdraw(acting.actor, held.duty, version, terms)
    names = ("beginReview", "returnRollup", "acceptRollup")
    return [
        *(Allowed(action=name, refusal=refusal) for name in names),
        Allowed(action="withdrawRollup", refusal=withdrawn if isinstance(withdrawn, Refusal) else None),
    ]


DEEDS: Mapping[type[Command], Do] = {
    BeginReview: begin_review,
    ReturnRollup: give_back,
    AcceptRollup: accept,
    GrantAmendment: grant,
}
ACTIONS: Mapping[type[Base], Actions] = {RollupVersion: _on_version}
