"""A report pushed by a system: whole sections in one step, under a key, with one answer however often it comes.

What is decided here:

- What a push says is saved in the draft even where its submission is refused: the lines are the city's claim, people go
  on from there, and only the submission waits. The refusal is kept with the push and answered again under its key; the
  corrected report is another push, under another key.
- A push whose sections are none of the report's, or whose lines are wrong in themselves, changes no draft; it is kept
  all the same. Only a push for which there is no obligation within reach is not: there is nobody whose it would be.
- Where the definition asks for two people, the system that pushes is who edited last, and it does not submit what it
  pushed: the version waits, validated, and the answer says for whom (A5).
- The same content as that of the version that stands comes to that version and its receipt. After a return or a
  withdrawal nothing stands, and the same content is submitted again.
- The draft is not computed anew: the push is measured by the records of the draft that the system has read, and by
  those that came late; `recomputeRollup` is there for it (A3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hub.domain import rollup_rules as rules
from hub.domain.command import Command, Refusal, absent
from hub.domain.rollup import OBLIGATION, PushRollup
from hub.domain.rollup_digest import Content, Narrative, digest
from hub.domain.rollup_facts import IN_FORCE, UNDER_WAY, Terms
from hub.domain.rollup_findings import Validation, misplaced
from hub.domain.rollup_push import (
    Pushed,
    altered,
    awaits,
    findings_told,
    keyed,
    out_of_grant,
    out_of_sections,
    refused_told,
    replaced,
    reused,
    same_sections,
    stands,
)
from hub.domain.rollup_words import PushOutcome, VersionStatus
from hub.resolvers.rollup import Work, edited, no_draft, received, stamped, work_on
from hub.store.acting import Acting, Do, Row
from hub.store.models.rollup import RollupVersion
from hub.store.push_attempts import Came, Held, is_kept, kept, obligation_of, patient, print_of, recalled
from hub.store.rollup_drafts import line_stated, lines_of, texts_of
from hub.store.rollup_lines import write_validated
from hub.store.rollup_replaced import with_sections
from hub.store.rollup_rows import ALGORITHM, HeldVersion, held_version
from hub.store.rollup_sections import named


async def push(acting: Acting, command: PushRollup) -> str | Refusal:
    """Save, validate and, if wished, submit whole sections; the push is kept with what it comes to."""
    refusal = keyed(acting.key)
    if refusal is not None:
        return refusal
    await patient(acting.connection)
    obligation = await obligation_of(
        acting.connection, definition=command.definition, period=command.period, body=command.body
    )
    work = None if obligation is None else await work_on(acting, obligation)
    if work is None or isinstance(work, Refusal):
        return absent(OBLIGATION, at="input.body")
    pushed = _pushed(work, command)
    mark = print_of(pushed)
    before = await recalled(acting)
    if before is not None and before.fingerprint == mark:
        return before.again
    came = await (
        _carried_out(acting, work, command, pushed) if before is None else _key_reused(acting, work, before, pushed)
    )
    if came.refusal is not None and not came.saved:
        acting.undo()
    if before is not None and await is_kept(acting, mark):
        return came.refusal or before.again
    attempt = kept(acting, pushed, came, mark=mark, body=work.held.row["body_id"])
    acting.keep()
    return came.refusal or attempt


def _pushed(work: Work, command: PushRollup) -> Pushed:
    texts = (
        Narrative(
            unit=one.unit,
            theme=one.indicator,
            title=f"{one.theme.strip()}\n{one.heading.strip()}",
            text=one.text.strip(),
        )
        for one in command.narratives
    )
    content = Content(
        obligation=work.held.row["id"],
        definition=work.held.definition.id,
        lines=tuple(line_stated(one) for one in command.lines),
        narratives=tuple(texts),
    )
    return Pushed(units=command.units, submit=command.submit, content=content)


async def _key_reused(acting: Acting, work: Work, before: Held, pushed: Pushed) -> Came:
    units = await named(acting.connection, [unit for one in work.versions[:1] for unit in one["units"]])
    names = {one.code: one.name for one in units}
    refusal = reused(before.pushed, pushed, work.held.definition.terms(names))
    return Came(outcome=PushOutcome.KEY_REUSED, findings=refused_told(refusal), refusal=refusal)


async def _carried_out(acting: Acting, work: Work, command: PushRollup, pushed: Pushed) -> Came:
    standing = next((one for one in work.versions if one["status"] in UNDER_WAY | IN_FORCE), None)
    if work.draft is None:
        if standing is not None and same_sections((await _held(acting, work, standing)).content, pushed):
            return Came(outcome=PushOutcome.DUPLICATE, version=standing["id"])
        return _refused(no_draft(work) if standing is None else stands(standing["number"], standing["status"]))
    after = await _saved(acting, work, work.draft, command, pushed)
    if isinstance(after, Refusal):
        return _refused(after)
    if pushed.submit and standing is not None and standing["digest"] == digest(after.content, ALGORITHM).value:
        acting.undo()
        return Came(outcome=PushOutcome.DUPLICATE, version=standing["id"])
    return await _judged(acting, work, after, submit=pushed.submit)


async def _held(acting: Acting, work: Work, row: Row) -> HeldVersion:
    return await held_version(acting, row, work.held.definition)


async def _saved(
    acting: Acting, work: Work, draft: HeldVersion, command: PushRollup, pushed: Pushed
) -> HeldVersion | Refusal:
    """The draft with the pushed sections in it."""
    definition = work.held.definition
    judged = rules.save(
        acting.actor,
        work.held.duty,
        draft.version,
        draft.terms,
        expected_revision=draft.version.revision,
        lines=(),
        now=acting.now,
    )
    if isinstance(judged, Refusal):
        return judged
    refusal = _wrong(command, pushed, draft.terms)
    if refusal is not None:
        return refusal
    texts = texts_of(command.narratives, draft.units, [one.code for one in definition.told])
    if isinstance(texts, Refusal):
        return texts
    lines = replaced(
        draft.lines,
        {key: known.computed for key, known in draft.evidence.items()},
        units=pushed.units,
        stated=pushed.content.lines,
        required=[one.code for one in definition.stated if one.required],
    )
    grant = draft.version.grant
    refusal = None if grant is None else out_of_grant(altered(draft.lines, lines), grant.scope, draft.terms)
    if refusal is not None:
        return refusal
    inside = {one.id for one in draft.units if one.code in pushed.units}
    whole = [*(one for one in draft.told if one["unit_body_id"] not in inside), *texts]
    edited(acting, work, draft, status=judged.status, revision=judged.revision)
    return await with_sections(acting, work.held, draft, judged, lines, whole)


def _wrong(command: PushRollup, pushed: Pushed, terms: Terms) -> Refusal | None:
    """Why what is pushed cannot be written at all; names the row."""
    lines = lines_of(command.lines)
    if isinstance(lines, Refusal):
        return lines
    return out_of_sections(pushed, terms) or misplaced(lines, terms, None)


async def _judged(acting: Acting, work: Work, after: HeldVersion, *, submit: bool) -> Came:
    """Validate what was pushed and submit it if nothing hinders."""
    found = await write_validated(acting, work.held, after)
    judged = rules.validated(acting.actor, work.held.duty, after.version, after.terms, validation=found)
    if isinstance(judged, Refusal):
        return _refused(judged)
    acting.change(RollupVersion, after.row, status=judged.status, **stamped(acting, found))
    version = str(after.row["id"])
    if not submit:
        return Came(outcome=PushOutcome.ACCEPTED, version=version, findings=findings_told(found))
    if after.terms.two_person and judged.status is VersionStatus.VALIDATED:
        told = awaits(found, work.held.duty.owing.role.titles)
        return Came(outcome=PushOutcome.AWAITS_SIGNER, version=version, findings=told)
    return _submitted(acting, work, replace(after, version=judged), found)


def _submitted(acting: Acting, work: Work, after: HeldVersion, found: Validation) -> Came:
    version = str(after.row["id"])
    answer = received(acting, work, after, found, digest=found.stamp.digest.value)
    if isinstance(answer, Refusal):
        told = findings_told(found) or refused_told(answer)
        return Came(outcome=PushOutcome.REFUSED, version=version, findings=told, refusal=answer, saved=True)
    return Came(outcome=PushOutcome.ACCEPTED, version=version, findings=findings_told(found))


def _refused(refusal: Refusal) -> Came:
    return Came(outcome=PushOutcome.REFUSED, findings=refused_told(refusal), refusal=refusal)


DEEDS: Mapping[type[Command], Do] = {PushRollup: push}
