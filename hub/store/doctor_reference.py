"""The doctor's look at the reference: that of the package, and the reports of an office's own beside it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hub.domain.reading import FaultyReference
from hub.domain.term import Title
from hub.store.doctor_words import Finding, attention, broken, well
from hub.store.reference import OWN, digest_of, held_release, wanted
from hub.store.reference_own import Kept, kept_rows, own_rows, with_own
from hub.store.session import Database

_ZONE = ZoneInfo("Asia/Shanghai")
_CHECK = Title("基础数据", "reference")


async def examine_reference(database: Database, now: datetime, reports: Path | None) -> Finding:
    """Whether the database holds the reference of this package, and the reports of the folder, if one is given."""
    try:
        packaged = wanted(on=now.astimezone(_ZONE).date())
    except FaultyReference as fault:
        advice = Title("安装包已损坏，请重新安装", "the package is damaged: install it again")
        return broken(_CHECK, Title(str(fault), str(fault)), advice)
    try:
        own = own_rows(reports)
    except FaultyReference as fault:
        advice = Title(f"请更正 HUB_REPORTS 文件夹 {reports}", f"correct the folder of HUB_REPORTS, {reports}")
        return broken(_CHECK, Title(str(fault), str(fault)), advice)
    held = await held_release(database)
    if held is None or held[0] != digest_of(packaged):
        old = Title("尚未载入", "not loaded yet") if held is None else Title("不是本版本的", "not that of this release")
        return attention(_CHECK, old, Title("请运行 hub migrate", "run hub migrate"))
    whole = f"{held[0][:12]}，{held[1]:%Y-%m-%d} 载入", f"{held[0][:12]}, loaded {held[1]:%Y-%m-%d}"
    async with database.read() as connection:
        kept = await kept_rows(connection, with_own(packaged, own))
    if reports is None:  # what is not at hand cannot be compared, only named
        beside = _beside(kept)
        zh, en = "；已与安装包比对，未设 HUB_REPORTS", "; compared with the package, HUB_REPORTS is not set"
        return well(_CHECK, f"{whole[0]}{zh}{beside.zh}", f"{whole[1]}{en}{beside.en}")
    zh, en = f"{whole[0]}；已与安装包和 {reports} 比对", f"{whole[1]}; compared with the package and {reports}"
    loaded = await held_release(database, OWN)
    return _of_folder(Title(zh, en), kept, same=loaded is not None and loaded[0] == digest_of(own))


def _of_folder(compared: Title, kept: Kept, *, same: bool) -> Finding:
    """How the reports of the database stand to those of the folder, the package being as it should."""
    if not same:
        zh, en = f"{compared.zh}，文件夹与所载入的不同", f"{compared.en}, which differs from what was loaded"
        return attention(_CHECK, Title(zh, en), Title("请核对后运行 hub migrate", "look at it, then run hub migrate"))
    if kept.names:
        beside = _beside(kept)
        advice = Title("请核对 HUB_REPORTS 是否为本单位的文件夹", "see that HUB_REPORTS names the office's own folder")
        return attention(_CHECK, Title(f"{compared.zh}{beside.zh}", f"{compared.en}{beside.en}"), advice)
    return well(_CHECK, compared.zh, compared.en)


def _beside(kept: Kept) -> Title:
    if not kept.names:
        return Title("", "")
    listed = ", ".join(kept.names)
    return Title(f"；不在文件中、原样保留：{listed}", f"; in no file, kept as they are: {listed}")
