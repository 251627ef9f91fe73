"""After acceptance: leave to amend, what an amendment restates, and facts that come too late (A10, A11, I10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hub.domain.command import Actor, Refusal, needed, wrong_state
from hub.domain.rollup_digest import Change, Line, LineKey, changes
from hub.domain.rollup_facts import EDITABLE, IN_FORCE, UNDER_WAY, Duty, Grant, Terms, Version, in_state, reviewer
from hub.domain.rollup_reconcile import Evidence, Tolerance
from hub.domain.rollup_review import accepting, no_such_line
from hub.domain.rollup_words import VersionKind, VersionStatus


@dataclass(frozen=True, kw_only=True)
class Restatement:
    """A figure that an amendment changes; None where there is no number on that side."""

    key: LineKey
    before: int | None
    after: int | None
    is_material: bool | None
    """None where the definition sets no threshold."""

    @property
    def difference(self) -> int | None:
        """By how much, where both are numbers."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, kw_only=True)
class Amended:
    """What accepting an amendment comes to: the new version, the old one, and each figure that changed."""

    version: Version
    superseded: Version
    restatements: tuple[Restatement, ...]


@dataclass(frozen=True, kw_only=True)
class Drift:
    """A line of a version in force that would be computed otherwise today; it is listed and changes nothing (I10)."""

    key: LineKey
    sealed: int | None
    computed: int | None


def granting(
    actor: Actor,
    version: Version,
    terms: Terms,
    *,
    reason: str,
    expires_at: datetime,
    scope: Collection[LineKey],
    lines: Collection[LineKey],
    others: Collection[Version],
    newest: int,
    now: datetime,
) -> Version | Refusal:
    """The prefilled draft of an amendment, within its grant (A10); `newest` is the obligation's last number."""
    refusal = (
        reviewer(actor, terms, "批准修订", "granting an amendment")
        or in_state(version, IN_FORCE, "批准修订", "granting an amendment", rule="A10")
        or _granted_already(others, now)
        or _window_wrong(reason, expires_at, now)
        or _scope_wrong(scope, lines, terms)
    )
    if refusal is not None:
        return refusal
    return Version(
        number=newest + 1,
        kind=VersionKind.AMENDMENT,
        watermark=version.watermark,
        grant=Grant(scope=frozenset(scope), expires_at=expires_at, reason=reason.strip()),
    )


def accepting_amendment(
    actor: Actor,
    duty: Duty,
    version: Version,
    old: Version,
    terms: Terms,
    *,
    before: Sequence[Line],
    after: Sequence[Line],
    evidence: Mapping[LineKey, Evidence],
    explanations: Collection[LineKey] = (),
    waivers: Mapping[LineKey, str],
    materiality: Tolerance | None,
) -> Amended | Refusal:
    """What accepting an amendment comes to (A11): as for any version, and nothing outside its grant changed."""
    if version.kind is not VersionKind.AMENDMENT or version.grant is None or old.status not in IN_FORCE:
        return wrong_state("该版本不是获准的修订版", "this version is no amendment of one in force", rule="A11")
    changed = changes(before, after)
    outside = [one.key for one in changed if one.key not in version.grant.scope]
    if outside:
        name = terms.name(outside[0])
        return Refusal(
            code="OUT_OF_SCOPE",
            zh=f"{name.zh}：不在获准修订的范围内，请退回",
            en=f"{name.en}: it lies outside what may be amended; return the version",
            rule="A10",
        )
    found = accepting(
        actor, duty, version, terms, lines=after, evidence=evidence, explanations=explanations, waivers=waivers
    )
    if isinstance(found, Refusal):
        return found
    return Amended(
        version=found,
        superseded=replace(old, status=VersionStatus.SUPERSEDED),
        restatements=restatements(changed, materiality),
    )


def restatements(changed: Iterable[Change], materiality: Tolerance | None) -> tuple[Restatement, ...]:
    """Each figure that changed; one is material beyond the threshold, and where a number came or went."""
    found: list[Restatement] = []
    for one in changed:
        before, after = _number(one.before), _number(one.after)
        if before != after:
            material = _is_material(before, after, materiality)
            found.append(Restatement(key=one.key, before=before, after=after, is_material=material))
    return tuple(found)


def drifts(sealed: Mapping[LineKey, int | None], now: Mapping[LineKey, int | None]) -> tuple[Drift, ...]:
    """Every line of a version in force whose computed figure would be another today, sorted by key."""
    return tuple(
        Drift(key=key, sealed=sealed.get(key), computed=now.get(key))
        for key in sorted(sealed.keys() | now.keys())
        if sealed.get(key) != now.get(key)
    )


def _granted_already(others: Collection[Version], now: datetime) -> Refusal | None:
    for one in others:
        usable = one.status in EDITABLE and one.grant is not None and one.grant.is_open(now)
        if one.kind is VersionKind.AMENDMENT and (usable or one.status in UNDER_WAY):
            return Refusal(
                code="GRANT_STANDS",
                zh=f"已批准修订（第{one.number}版），请等待其办结",
                en=f"leave to amend was given already (version {one.number}); wait until it is settled",
                rule="A10",
            )
    return None


def _window_wrong(reason: str, expires_at: datetime, now: datetime) -> Refusal | None:
    if not reason.strip():
        return needed("修订理由", "the reason of the amendment", at="input.reason", rule="A10")
    if expires_at > now:
        return None
    return Refusal(
        code="DAY_PAST",
        zh="修订期限须晚于现在，请重新填写",
        en="the window must end later than now",
        at="input.expiresOn",
        rule="A10",
    )


def _scope_wrong(scope: Collection[LineKey], lines: Collection[LineKey], terms: Terms) -> Refusal | None:
    if not scope:
        return needed("修订范围：至少一项", "which lines may be amended", at="input.lines", rule="A10")
    foreign = sorted(set(scope) - set(lines) - terms.required)
    return no_such_line(terms, foreign[0], at="input.lines") if foreign else None


def _is_material(before: int | None, after: int | None, materiality: Tolerance | None) -> bool | None:
    if materiality is None:
        return None
    if before is None or after is None:
        return True
    return not materiality.allows(after - before, of=before)


def _number(line: Line | None) -> int | None:
    return None if line is None else line.claimed
