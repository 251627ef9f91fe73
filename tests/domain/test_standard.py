"""The standards as data: what each body demands, with clause and sentence, and how a faulty file is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hub.domain.bodies import read_bodies
from hub.domain.document import read_documents
from hub.domain.reading import FaultyReference
from hub.domain.standard import Rulebook, Standard, rulebook_of
from hub.domain.standard_files import read_rulebook, read_standards
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
from hub.domain.words import StudioType

BOOKS = {book.body: book for book in read_standards()}
GOOD = """
body = "610000"
version = "1"
title = "试"

[[quotas]]
key = "duty"
subject = "MEMBER"
metric = "DUTY"
mode = "ANY"
period = "QUARTER"
minimum = 1
strength = "M"
clause = "三、3"
source = "S3:115"
sentence = "每名委员每季度至少分别参加1次线上、线下委员工作室值班活动"

[[standards]]
label = "三有"
purpose = "test"
items_known = true
declared_item_count = 2
items = ["甲", "乙"]
clause = "一"
source = "S3:1"
sentence = "三有"
"""


def named(abbreviation: str) -> Rulebook:
    return BOOKS[next(body.key for body in read_bodies() if body.abbreviation == abbreviation)]


def standard(abbreviation: str, label: str) -> Standard:
    return next(rule for rule in named(abbreviation).standards if rule.label == label)


def quota_rows(abbreviation: str) -> set[tuple[str, str, str, str | None, int]]:
    return {
        (rule.subject.value, rule.metric.value, rule.mode.value, rule.period and rule.period.value, rule.minimum)
        for rule in named(abbreviation).quotas
    }


def limits(abbreviation: str, kind: StructureKind) -> list[tuple[int | None, int | None, Strength]]:
    return [(r.minimum, r.maximum, r.strength) for r in named(abbreviation).structures if r.kind is kind]


@pytest.mark.parametrize(
    ("body", "label", "count"),
    [
        ("GZ", "六个有", 6),
        ("BY", "五有", 5),
        ("BY", "三个一", 3),
        ("HC", "六有", 6),
        ("CZ", "六微", 6),
        ("ZS", "三包", 3),
        ("ZS", "四联系四促进", 4),
        ("SX", "建设标准", 8),
        ("SM", "点题、出题、选答题", 3),
    ],
)
def test_an_enumerated_standard_lists_its_items(body: str, label: str, count: int) -> None:
    rule = standard(body, label)

    assert rule.items_known and [item.position for item in rule.items] == list(range(1, count + 1))


@pytest.mark.parametrize(
    ("body", "label", "declared"),
    [("ZS", "八有", 8), ("PL", "四有", 4), ("PL", "六上墙", 6), ("FP", "六个一", 6), ("CZ", "五个一", 5)],
)
def test_a_standard_that_no_document_enumerates_has_no_items(body: str, label: str, declared: int) -> None:
    rule = standard(body, label)

    assert (rule.items_known, rule.items, rule.declared_item_count) == (False, (), declared)


def test_like_labels_of_two_bodies_are_two_standards() -> None:
    guangzhou, haicang = standard("GZ", "六个有"), standard("HC", "六有")

    assert {item.name for item in guangzhou.items} != {item.name for item in haicang.items}


def test_shaanxi_asks_for_both_modes_of_each_kind_of_work() -> None:
    yearly = {
        ("STUDIO", metric, mode, "YEAR", 2)
        for metric in ("READING", "POLICY_TALK", "MICRO_CONSULTATION", "MICRO_SUPERVISION")
        for mode in ("ONLINE", "OFFLINE")
    }
    duty = {("MEMBER", "DUTY", mode, "QUARTER", 1) for mode in ("ONLINE", "OFFLINE")}
    either = {("STUDIO", metric, "ANY", "QUARTER", 1) for metric in ("PROPOSAL", "SOCIAL_INFO")}

    assert quota_rows("SX") == yearly | duty | either | {("STUDIO", "CONVENIENCE_SERVICE", "ANY", "YEAR", 2)}


def test_shaanxi_adds_up_to_eighteen_activities_a_year_and_shangluo_to_fourteen() -> None:
    def activities(abbreviation: str) -> int:
        return sum(rule.minimum for rule in named(abbreviation).quotas if rule.period is QuotaPeriod.YEAR)

    assert (activities("SX"), activities("SL")) == (18, 14)


def test_shangluo_drops_the_modes_where_its_notice_does() -> None:
    modes = {rule.metric: rule.mode for rule in named("SL").quotas if rule.mode is QuotaMode.ANY}

    assert {QuotaMetric.DUTY, QuotaMetric.MICRO_CONSULTATION, QuotaMetric.MICRO_SUPERVISION} <= modes.keys()
    assert not {QuotaMetric.READING, QuotaMetric.POLICY_TALK} & modes.keys()


@pytest.mark.parametrize(
    ("body", "period", "combinator"),
    [("SX", QuotaPeriod.QUARTER, Combinator.OR), ("GZ", QuotaPeriod.YEAR, Combinator.AND)],
)
def test_proposal_and_social_info_combine_as_each_text_says(
    body: str, period: QuotaPeriod, combinator: Combinator
) -> None:
    pair = [q for q in named(body).quotas if q.metric in (QuotaMetric.PROPOSAL, QuotaMetric.SOCIAL_INFO)]

    assert len(pair) == 2 and len({quota.group for quota in pair}) == 1
    assert all((quota.period, quota.combinator) == (period, combinator) for quota in pair)


def test_citizen_proposals_count_in_guangzhou_only() -> None:
    counted = [(b, q.metric) for b, book in BOOKS.items() for q in book.quotas if q.includes_citizen_proposals]

    assert counted == [("440100", QuotaMetric.PROPOSAL)]


@pytest.mark.parametrize(
    ("body", "row"),
    [
        ("GZ", ("STUDIO", "ACTIVITY", "ANY", "QUARTER", 1)),
        ("DB", ("STUDIO", "RECEPTION", "OFFLINE", "MONTH", 2)),
        ("PY", ("BODY", "DUTY_MEMBERS", "ONLINE", "WEEK", 2)),
        ("BY", ("STUDIO", "RESEARCH", "ANY", None, 1)),
        ("YX", ("STUDIO", "CLINIC", "ANY", "MONTH", 1)),
        ("ZS", ("BODY", "OUTSTANDING_MEMBER", "ANY", "YEAR", 10)),
    ],
)
def test_a_local_quota_stands_as_printed(body: str, row: tuple[str, str, str, str | None, int]) -> None:
    assert row in quota_rows(body)


def test_the_shaanxi_roster_is_five_generally_and_twenty_at_most() -> None:
    assert limits("SX", StructureKind.ROSTER_SIZE) == [(5, None, Strength.GENERALLY), (None, 20, Strength.MUST)]
    assert limits("SX", StructureKind.CONVENERS) == [(1, 2, Strength.MUST)]
    assert limits("SX", StructureKind.LIAISONS) == [(1, 1, Strength.MUST)]
    assert limits("SX", StructureKind.STUDIOS_PER_MEMBER) == [(None, 1, Strength.IN_PRINCIPLE)]
    assert limits("SX", StructureKind.REGIONAL_PER_AREA) == [(None, 1, Strength.IN_PRINCIPLE)]
    assert limits("SX", StructureKind.NEW_PERSONAL_STUDIOS) == [(None, 0, Strength.IN_PRINCIPLE)]


def test_no_other_body_has_a_roster_or_closes_personal_studios() -> None:
    shaanxi_only = {StructureKind.ROSTER_SIZE, StructureKind.NEW_PERSONAL_STUDIOS, StructureKind.FILING}

    for body, book in BOOKS.items():
        assert body == "610000" or not shaanxi_only & {rule.kind for rule in book.structures}


def test_deadlines_stand_where_the_text_gives_a_day_and_nowhere_else() -> None:
    due = {rule.kind: rule.due for rule in named("SX").structures if rule.due}

    assert due == {StructureKind.STUDIO_SUMMARY: "11-30", StructureKind.CITY_SUMMARY: "12-31"}


def test_shaanxi_is_in_force_from_its_day_of_issue_and_judges_quotas_from_the_new_year() -> None:
    book = named("SX")

    assert rulebook_of(read_standards(), body="610000", on=date(2023, 12, 4)) is None
    assert rulebook_of(read_standards(), body="610000", on=date(2023, 12, 5)) == book
    assert book.quotas_from == date(2024, 1, 1)


def test_a_body_without_a_date_in_the_documents_has_none_here() -> None:
    dated = {body for body, book in BOOKS.items() if book.effective_from}

    assert dated == {"610000", "611000"}
    assert all(book.note for body, book in BOOKS.items() if body not in dated)


def test_sector_studios_pass_the_committee_and_regional_ones_of_a_committee_do_not() -> None:
    chains = {chain.key: chain for chain in named("SX").chains}
    tail = (ApprovalStep.VICE_CHAIR_REVIEW, ApprovalStep.CHAIR_MEETING, ApprovalStep.PLAQUE, ApprovalStep.FILING)

    assert chains["sector-industry"].steps == (ApprovalStep.COMMITTEE_REVIEW, *tail)
    assert chains["regional-by-committee"].steps == tail
    assert ApprovalStep.ONLINE_ENTRY in chains["online-regional"].steps


def test_local_kinds_and_heads_keep_their_printed_words() -> None:
    kinds = {entry.local: entry.canonical for entry in named("DB").types}
    heads = {entry.title: entry.local for entry in named("SM").heads}

    assert kinds["特色委员工作室"] == (StudioType.FEATURED,)
    assert heads[HeadTitle.GENERAL_COORDINATOR] == "总负责、总协调人"
    assert [entry.local for entry in named("SX").types if not entry.open_to_new] == ["个人委员工作室"]


def test_every_book_belongs_to_a_known_body_and_a_known_document() -> None:
    keys, documents = {body.key for body in read_bodies()}, {document.key for document in read_documents()}

    assert BOOKS.keys() <= keys
    assert {book.document for book in BOOKS.values() if book.document} <= documents


def test_a_well_formed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "good.toml"
    path.write_text(GOOD, encoding="utf-8")

    book = read_rulebook(path)

    assert (book.quotas[0].subject, book.quotas[0].minimum) == (QuotaSubject.MEMBER, 1)
    assert [item.name for item in book.standards[0].items] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("change", "where", "key"),
    [
        (('subject = "MEMBER"', 'subject = "DOG"'), "quotas[0]", "subject"),
        (('clause = "三、3"', ""), "quotas[0]", "clause"),
        (('source = "S3:115"', ""), "quotas[0]", "source"),
        (('source = "S3:115"', 'source = "S9:1"'), "quotas[0]", "source"),
        (("minimum = 1", "minimum = 0"), "quotas[0]", "minimum"),
        (("minimum = 1", "minimun = 1"), "quotas[0]", "minimun"),
        (('version = "1"', 'version = "1"\neffektive = 2024-01-01'), "", "effektive"),
        (("items_known = true", "items_known = false"), "standards[0]", "items"),
        (("declared_item_count = 2", "declared_item_count = 3"), "standards[0]", "declared_item_count"),
        (('title = "试"', 'title = "试'), "", "toml"),
    ],
)
def test_a_faulty_file_is_refused_with_its_name_and_key(
    tmp_path: Path, change: tuple[str, str], where: str, key: str
) -> None:
    path = tmp_path / "faulty.toml"
    path.write_text(GOOD.replace(*change, 1), encoding="utf-8")

    with pytest.raises(FaultyReference) as refused:
        read_rulebook(path)

    assert (refused.value.where, refused.value.key) == (f"faulty.toml {where}".strip(), key)
    assert " / " in str(refused.value) and str(tmp_path) not in str(refused.value)


def test_one_version_of_a_body_stands_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.toml").write_text(GOOD, encoding="utf-8")

    with pytest.raises(FaultyReference, match="has version 1 twice"):
        read_standards(tmp_path)
