"""The reporting side of a period: how drafts are saved, computed, validated, submitted and withdrawn (A2 to A6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.domain import rollup_rules as rules
from hub.domain.access import Act
from hub.domain.command import Allowed, Command, Refusal, absent, wrong_state
from hub.domain.rollup import (
    OBLIGATION,
    VERSION,
    RecomputeRollup,
    SaveRollupDraft,
    SubmitRollup,
    ValidateRollup,
    WithdrawRollup,
)
from hub.domain.rollup_digest import Digest
from hub.domain.rollup_facts import EDITABLE, Version, own_unit
from hub.domain.rollup_findings import Validation
from hub.domain.rollup_review import auto_accepting
from hub.domain.rollup_words import ObligationStatus, VersionKind, VersionStatus
from hub.store.acting import SYSTEM, Acting, Actions, Do, Row
from hub.store.models.base import Base
from hub.store.models.rollup import Obligation, RollupVersion
from hub.store.rollup_drafts import begun, lines_of, texts_of
from hub.store.rollup_lines import recomputed, saved, write_recomputed, write_saved, write_validated
from hub.store.rollup_receipts import give_receipt
from hub.store.rollup_rows import ALGORITHM, HeldDuty, HeldVersion, held_duty, held_version, statuses, versions_of


@dataclass(frozen=True, kw_only=True)
class Work:
    """An obligation with its draft, if it has one, and all its versions."""

    held: HeldDuty
    versions: Sequence[Row]
    draft: HeldVersion | None


async def work_on(acting: Acting, obligation: str, act: Act = Act.SUBMIT) -> Work | Refusal:
    """The obligation that a caller acts on, and what there is of it."""
    row = await acting.within(Obligation, obligation, act)
    if row is None:
        return absent(OBLIGATION, at="input.obligationId")
    held = await held_duty(acting, row)
    versions = await versions_of(acting, row)
    draft = next((one for one in versions if one["status"] in EDITABLE), None)
    return Work(
        held=held,
        versions=versions,
        draft=None if draft is None else await held_version(acting, draft, held.definition),
    )


async def save(acting: Acting, command: SaveRollupDraft) -> str | Refusal:
    """Write lines of a draft (A2)."""
    work = await work_on(acting, command.obligation_id)
    if isinstance(work, Refusal):
        return work
    if work.draft is None:
        return no_draft(work)
    draft, lines = work.draft, lines_of(command.lines)
    if isinstance(lines, Refusal):
        return lines
    known = [one.code for one in work.held.definition.told]
    texts = None if command.narratives is None else texts_of(command.narratives, draft.units, known)
    if isinstance(texts, Refusal):
        return texts
    judged = rules.save(
        acting.actor,
        work.held.duty,
        draft.version,
        draft.terms,
        expected_revision=command.expected_revision,
        lines=lines,
        now=acting.now,
    )
    if isinstance(judged, Refusal):
        return judged
    whole = await saved(acting, work.held, draft, lines, adopt=command.adopt_computed)
    write_saved(acting, draft, whole, texts)
    edited(acting, work, draft, status=judged.status, revision=judged.revision)
    return str(draft.row["id"])


def edited(acting: Acting, work: Work, draft: HeldVersion, *, status: VersionStatus, revision: int) -> None:
    """A draft was changed: what was validated no longer is."""
    acting.change(
        RollupVersion,
        draft.row,
        status=status,
        revision=revision,
        digest=None,
        digest_algorithm=None,
        validated_at=None,
        last_edited_at=acting.now,
        last_edited_by=acting.caller.subject,
    )
    started = rules.started(work.held.duty)
    if started is not work.held.duty.status:
        acting.change(Obligation, work.held.row, status=started, revision=work.held.row["revision"] + 1)


async def recompute(acting: Acting, command: RecomputeRollup) -> str | Refusal:
    """Compute a draft from the records of this moment, or make the first one (A3)."""
    work = await work_on(acting, command.obligation_id)
    if isinstance(work, Refusal):
        return work
    if work.draft is None:
        return await _first(acting, work)
    draft = work.draft
    mark = acting.now.isoformat()
    judged = rules.recompute(acting.actor, work.held.duty, draft.version, draft.terms, watermark=mark)
    if isinstance(judged, Refusal):
        return judged
    found, whole = await recomputed(acting, work.held, draft)
    write_recomputed(acting, draft, whole)
    acting.change(
        RollupVersion,
        draft.row,
        status=judged.status,
        revision=draft.row["revision"] + 1,
        watermark=acting.now,
        facts_read=found.facts_read,
        mapping_digest=found.mapping_digest,
        digest=None,
        digest_algorithm=None,
        validated_at=None,
    )
    return str(draft.row["id"])


async def _first(acting: Acting, work: Work) -> str | Refusal:
    terms = work.held.definition.terms({})
    refusal = own_unit(acting.actor, work.held.duty, terms, "起草", "drafting") or rules.still_owed(
        work.held.duty, VersionKind.ORIGINAL
    )
    if refusal is not None:
        return refusal
    if work.versions:
        return no_draft(work)
    return await begun(acting, work.held, by=acting.caller.subject or "")


async def validate(acting: Acting, command: ValidateRollup) -> str | Refusal:
    """Look through a draft and leave findings, digest and state (A4)."""
    work = await work_on(acting, command.obligation_id)
    if isinstance(work, Refusal):
        return work
    if work.draft is None:
        return no_draft(work)
    draft = work.draft
    found = await write_validated(acting, work.held, draft)
    judged = rules.validated(acting.actor, work.held.duty, draft.version, draft.terms, validation=found)
    if isinstance(judged, Refusal):
        return judged
    acting.change(RollupVersion, draft.row, status=judged.status, **stamped(acting, found))
    return str(draft.row["id"])


async def submit(acting: Acting, command: SubmitRollup) -> str | Refusal:
    """Submit what was validated and give the receipt for it (A5, A6)."""
    work = await work_on(acting, command.obligation_id)
    if isinstance(work, Refusal):
        return work
    if work.draft is None:
        return no_draft(work)
    return await submitted(acting, work, work.draft, digest=command.digest)


async def submitted(acting: Acting, work: Work, draft: HeldVersion, *, digest: str) -> str | Refusal:
    """Submit a draft and give its receipt, in this transaction."""
    found = await write_validated(acting, work.held, draft)
    return received(acting, work, draft, found, digest=digest)


def received(acting: Acting, work: Work, draft: HeldVersion, found: Validation, *, digest: str) -> str | Refusal:
    """Submit a draft that was validated just now, and give its receipt."""
    others = statuses(work.versions, but=draft.row["id"])
    judged = rules.submit(
        acting.actor,
        work.held.duty,
        draft.version,
        draft.terms,
        validation=found,
        digest=Digest(algorithm=ALGORITHM, value=digest.strip().lower()),
        others=others,
        now=acting.now,
    )
    if isinstance(judged, Refusal):
        return judged
    came = rules.receipt(work.held.duty, judged, at=acting.now)
    if isinstance(came, Refusal):
        return came
    accepted = _by_itself(acting, work, draft, found, came.version)
    submission = {"submitted_at": acting.now, "submitted_by": acting.caller.subject, "received_at": acting.now}
    acting.change(RollupVersion, draft.row, **{"status": came.version.status, **submission, **accepted})
    timing = came.timing
    acting.change(
        Obligation,
        work.held.row,
        status=ObligationStatus.ACCEPTED if accepted else came.obligation,
        first_received_at=timing.first_received_at,
        on_time=timing.on_time,
        on_time_extended=timing.on_time_extended,
        revision=work.held.row["revision"] + 1,
    )
    give_receipt(acting, work.held, draft, found, timing)
    return str(draft.row["id"])


def _by_itself(
    acting: Acting, work: Work, draft: HeldVersion, found: Validation, version: Version
) -> Mapping[str, object]:
    """What accepting it at once writes, where its definition lets the hub accept what agrees in every line (A8')."""
    judged = auto_accepting(
        work.held.duty,
        version,
        draft.terms,
        lines=draft.lines.values(),
        evidence=draft.evidence,
        findings=found.findings,
    )
    if isinstance(judged, Refusal):
        return {}
    return {"status": judged.status, "accepted_at": acting.now, "accepted_by": SYSTEM}


async def withdraw(acting: Acting, command: WithdrawRollup) -> str | Refusal:
    """Withdraw what nobody has begun to review; the next draft begins with what it stated."""
    row = await acting.within(RollupVersion, command.version_id, Act.SUBMIT)
    if row is None:
        return absent(VERSION, at="input.versionId")
    work = await work_on(acting, row["obligation_id"])
    if isinstance(work, Refusal):
        return work
    held = await held_version(acting, row, work.held.definition)
    judged = rules.withdraw(acting.actor, work.held.duty, held.version, held.terms)
    if isinstance(judged, Refusal):
        return judged
    acting.change(RollupVersion, row, status=judged.status)
    if work.held.row["status"] is ObligationStatus.RECEIVED:
        again = {"status": ObligationStatus.IN_PROGRESS, "revision": work.held.row["revision"] + 1}
        acting.change(Obligation, work.held.row, **again)
    after = rules.following(held.version)
    await begun(acting, work.held, number=after.number, kind=after.kind, before=held)
    return str(row["id"])


def stamped(acting: Acting, found: Validation) -> dict[str, object]:
    """What a validation leaves on its version, as columns."""
    clean = found.status is VersionStatus.VALIDATED
    return {
        "digest": found.stamp.digest.value if clean else None,
        "digest_algorithm": found.stamp.digest.algorithm.value if clean else None,
        "validated_at": acting.now if clean else None,
        "rules_digest": found.stamp.rules_digest,
    }


def no_draft(work: Work) -> Refusal:
    """Why there is nothing to change."""
    standing = next((one for one in work.versions if one["status"] not in EDITABLE), None)
    if standing is None:
        return wrong_state(
            "尚无草稿，请先计算草稿（recomputeRollup）", "there is no draft yet; compute one first", rule="A3"
        )
    status = standing["status"]
    return wrong_state(
        f"没有可修改的草稿：第{standing['number']}版现为“{status.title_zh}”",
        f"there is no draft to change: version {standing['number']} is {status.value}",
        rule="I2",
    )


async def _on_obligation(acting: Acting, row: Row) -> Sequence[Allowed]:
    held = await held_duty(acting, row)
    versions = await versions_of(acting, row)
    draft = next((one for one in versions if one["status"] in EDITABLE), None)
    terms = held.definition.terms({})
    refusal = own_unit(acting.actor, held.duty, terms, "填报", "drafting")
    if refusal is None and draft is None and versions:
        refusal = no_draft(Work(held=held, versions=versions, draft=None))
    names = ("saveRollupDraft", "recomputeRollup", "validateRollup", "submitRollup")
    return [Allowed(action=name, refusal=refusal) for name in names]


DEEDS: Mapping[type[Command], Do] = {
    SaveRollupDraft: save,
    RecomputeRollup: recompute,
    ValidateRollup: validate,
    SubmitRollup: submit,
    WithdrawRollup: withdraw,
}
ACTIONS: Mapping[type[Base], Actions] = {Obligation: _on_obligation}
