"""What a body has settled for itself and the documents show, such as whether members' phones are posted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hub.domain.reading import Record, read_table
from hub.domain.term import Term
from hub.domain.words import PlatformKind

_COLUMNS = ("body", "setting", "platform_kind", "value", "source", "phrase", "decision", "note")


class SettingName(Term):
    """A question each body answers for itself."""

    PUBLISHES_MEMBER_PHONE = "PUBLISHES_MEMBER_PHONE", "公开委员电话", "publishes members' phones"
    COUNTS_AS_STUDIO = "COUNTS_AS_STUDIO", "计为委员工作室", "counts the platform kind as a studio"


class Settled(Term):
    """What the documents answer; UNKNOWN is an answer of its own and never read as yes."""

    YES = "YES", "是", "yes"
    NO = "NO", "否", "no"
    UNKNOWN = "UNKNOWN", "不明", "unknown"


@dataclass(frozen=True, kw_only=True)
class BodySetting:
    """One answer of one body with its evidence; `platform_kind` stands only with COUNTS_AS_STUDIO."""

    body: str
    setting: SettingName
    platform_kind: PlatformKind | None
    value: Settled
    source: str
    phrase: str
    decision: str
    note: str | None


def read_body_settings(path: Path | None = None) -> tuple[BodySetting, ...]:
    """Every answer on record; a body that is not listed has not said."""
    rows = read_table(path, package="hub.domain.reference", name="settings.tsv", columns=_COLUMNS)
    return tuple(_setting(row) for row in rows)


def publishes_member_phone(settings: Iterable[BodySetting], *, body: str) -> bool:
    """Whether the body posts its members' phones; no unless a document shows it (A-60)."""
    name = SettingName.PUBLISHES_MEMBER_PHONE
    return any(s.value is Settled.YES for s in settings if s.body == body and s.setting is name)


def counts_as_studio(settings: Iterable[BodySetting], *, body: str, platform_kind: PlatformKind) -> Settled:
    """Whether the body counts this kind of platform among its studios (A-04)."""
    name = SettingName.COUNTS_AS_STUDIO
    answers = [s.value for s in settings if (s.body, s.setting, s.platform_kind) == (body, name, platform_kind)]
    return answers[0] if answers else Settled.UNKNOWN


def _setting(row: Record) -> BodySetting:
    setting = BodySetting(
        body=row.text("body"),
        setting=row.word("setting", SettingName),
        platform_kind=row.optional_word("platform_kind", PlatformKind),
        value=row.word("value", Settled),
        source=row.source(),
        phrase=row.text("phrase"),
        decision=row.text("decision"),
        note=row.optional_text("note"),
    )
    if (setting.platform_kind is None) is (setting.setting is SettingName.COUNTS_AS_STUDIO):
        raise row.fault(
            "platform_kind", zh="仅用于 COUNTS_AS_STUDIO，且必填", en="goes with COUNTS_AS_STUDIO, and only there"
        )
    return setting
