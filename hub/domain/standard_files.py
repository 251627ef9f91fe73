"""How the files of standards are read: strictly, one per body and version, each rule with clause and source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from hub.domain.level import Level
from hub.domain.reading import FaultyReference, Record, read_toml
from hub.domain.standard import (
    ApprovalChain,
    Evidence,
    HeadEntry,
    QuotaRule,
    Rulebook,
    Standard,
    StandardItem,
    StructureRule,
    TypeEntry,
)
from hub.domain.standard_words import (
    ApprovalStep,
    Combinator,
    HeadTitle,
    QuotaMetric,
    QuotaMode,
    QuotaPeriod,
    QuotaSubject,
    Strength,
    StructureKind,
)
from hub.domain.words import Mode, PlatformKind, StudioType

_PACKAGE = "hub.domain.standards"
_RULE = re.compile(r"R-\d{2,3}")
_DECISION = re.compile(r"A-\d{2}")
_DUE = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def read_standards(folder: Path | None = None) -> tuple[Rulebook, ...]:
    """Every version of every body's standards, ordered by file name; no version of a body twice."""
    if folder is not None:
        books = tuple(read_rulebook(path) for path in sorted(folder.glob("*.toml")))
    else:
        names = sorted(file.name for file in resources.files(_PACKAGE).iterdir() if file.name.endswith(".toml"))
        books = tuple(_rulebook(read_toml(None, package=_PACKAGE, name=name)) for name in names)
    seen: set[tuple[str, str]] = set()
    for book in books:
        if (book.body, book.version) in seen:
            zh, en = f"{book.body} 的版本 {book.version} 重复", f"{book.body} has version {book.version} twice"
            raise FaultyReference("standards", "version", zh=zh, en=en)
        seen.add((book.body, book.version))
    return books


def read_rulebook(path: Path) -> Rulebook:
    """One file of standards."""
    return _rulebook(read_toml(path, package=_PACKAGE, name=path.name))


def _rulebook(book: Record) -> Rulebook:
    read = Rulebook(
        body=book.text("body"),
        version=book.text("version"),
        title=book.text("title"),
        document=book.optional_text("document"),
        effective_from=book.optional_day("effective_from"),
        effective_to=book.optional_day("effective_to"),
        quotas_from=book.optional_day("quotas_from"),
        interpretation=_decisions(book),
        note=book.optional_text("note"),
        standards=tuple(_standard(row) for row in book.records("standards")),
        quotas=tuple(_quota(row) for row in book.records("quotas")),
        structures=tuple(_structure(row) for row in book.records("structures")),
        types=tuple(_type(row) for row in book.records("types")),
        heads=tuple(_head(row) for row in book.records("heads")),
        chains=tuple(_chain(row) for row in book.records("chains")),
    )
    book.finish()
    _once(book, "standards.label", (rule.label for rule in read.standards))
    keys = [quota.key for quota in read.quotas]
    keys += [rule.key for rule in read.structures] + [chain.key for chain in read.chains]
    _once(book, "key", keys)
    _check_groups(book, read.quotas)
    return read


def _standard(row: Record) -> Standard:
    names = row.texts("items")
    standard = Standard(
        label=row.text("label"),
        purpose=row.text("purpose"),
        items_known=row.flag("items_known"),
        declared_item_count=row.optional_integer("declared_item_count"),
        items=tuple(StandardItem(position=position, name=name) for position, name in enumerate(names, start=1)),
        evidence=evidence_of(row),
    )
    row.finish()
    if standard.items_known is not bool(names):
        zh, en = (
            "items_known 为 true 时须列出，为 false 时不得列出",
            "must be listed when items_known is true, and only then",
        )
        raise row.fault("items", zh=zh, en=en)
    if names and standard.declared_item_count not in (None, len(names)):
        zh, en = f"与列出的 {len(names)} 项不符", f"differs from the {len(names)} items listed"
        raise row.fault("declared_item_count", zh=zh, en=en)
    return standard


def _quota(row: Record) -> QuotaRule:
    quota = QuotaRule(
        key=row.text("key"),
        subject=row.word("subject", QuotaSubject),
        metric=row.word("metric", QuotaMetric),
        mode=row.word("mode", QuotaMode),
        period=row.optional_word("period", QuotaPeriod),
        minimum=row.optional_integer("minimum") or 0,
        group=row.optional_text("group"),
        combinator=row.optional_word("combinator", Combinator) or Combinator.AND,
        strength=row.word("strength", Strength),
        includes_citizen_proposals=row.flag("includes_citizen_proposals", default=False),
        applies_to=row.optional_text("applies_to"),
        effective_from=row.optional_day("effective_from"),
        evidence=evidence_of(row),
    )
    row.finish()
    if quota.minimum < 1:
        raise row.fault("minimum", zh="应为 1 或以上的整数", en="must be a whole number, one or more")
    return quota


def _structure(row: Record) -> StructureRule:
    rule = StructureRule(
        key=row.text("key"),
        kind=row.word("kind", StructureKind),
        strength=row.word("strength", Strength),
        minimum=row.optional_integer("minimum"),
        maximum=row.optional_integer("maximum"),
        items=row.texts("items"),
        items_open=row.flag("items_open", default=False),
        due=row.optional_text("due"),
        types=row.words("types", StudioType),
        levels=row.words("levels", Level),
        evidence=evidence_of(row),
    )
    row.finish()
    if rule.due is not None and not _DUE.fullmatch(rule.due):
        raise row.fault("due", zh="应写作 11-30（月-日）", en="must read like 11-30 (month-day)")
    if rule.minimum is not None and rule.maximum is not None and rule.maximum < rule.minimum:
        raise row.fault("maximum", zh="不得小于 minimum", en="must not be below minimum")
    return rule


def _type(row: Record) -> TypeEntry:
    entry = TypeEntry(
        local=row.text("local"),
        canonical=row.words("canonical", StudioType),
        platform_kind=row.optional_word("platform_kind", PlatformKind),
        open_to_new=row.flag("open_to_new", default=True),
        source=row.source(),
        sentence=row.text("sentence"),
        note=row.optional_text("note"),
    )
    row.finish()
    return entry


def _head(row: Record) -> HeadEntry:
    entry = HeadEntry(
        title=row.word("title", HeadTitle),
        local=row.text("local"),
        holder=row.optional_text("holder"),
        minimum=row.optional_integer("minimum"),
        maximum=row.optional_integer("maximum"),
        source=row.source(),
        sentence=row.text("sentence"),
        note=row.optional_text("note"),
    )
    row.finish()
    return entry


def _chain(row: Record) -> ApprovalChain:
    chain = ApprovalChain(
        key=row.text("key"),
        types=row.words("types", StudioType),
        mode=row.word("mode", Mode),
        applicants=row.texts("applicants"),
        steps=row.words("steps", ApprovalStep),
        evidence=evidence_of(row),
    )
    row.finish()
    if not chain.steps:
        raise row.fault("steps", zh="至少列出一步", en="must list at least one step")
    return chain


def evidence_of(row: Record) -> Evidence:
    """Where a rule stands: clause, source and sentence, its number and the decisions on its reading."""
    rule = row.optional_text("rule")
    if rule is not None and not _RULE.fullmatch(rule):
        raise row.fault("rule", zh="应写作 R-52", en="must read like R-52")
    return Evidence(
        rule=rule,
        clause=row.text("clause"),
        source=row.source(),
        sentence=row.text("sentence"),
        interpretation=_decisions(row),
        note=row.optional_text("note"),
    )


def _decisions(row: Record) -> tuple[str, ...]:
    decisions = row.texts("interpretation")
    if not all(_DECISION.fullmatch(decision) for decision in decisions):
        raise row.fault("interpretation", zh='应写作 ["A-24"]', en='must read like ["A-24"]')
    return decisions


def _once(book: Record, key: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise book.fault(key, zh=f"“{value}”重复", en=f"{value!r} stands twice")
        seen.add(value)


def _check_groups(book: Record, quotas: Iterable[QuotaRule]) -> None:
    """The quotas of one group must agree on how they combine, over which period and for whom."""
    terms: dict[str, tuple[object, ...]] = {}
    for quota in quotas:
        if quota.group is None:
            continue
        own = (quota.combinator, quota.period, quota.subject)
        if terms.setdefault(quota.group, own) != own:
            zh, en = f"组“{quota.group}”的规则不一致", f"the rules of group {quota.group!r} differ"
            raise book.fault("quotas.group", zh=zh, en=en)
