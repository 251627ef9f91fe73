"""What a batch of landed rows comes to, written in one transaction with the marks that say the rows are done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.store import quarantine
from hub.store.applying import Mark, mark, overtake
from hub.store.consequences import write_landed
from hub.store.dialect import Transaction
from hub.store.identity import Link, write_links
from hub.store.landing import Hold
from hub.store.quarantine import Misread
from hub.store.write import Author, Change


@dataclass(frozen=True, kw_only=True)
class Good:
    """The content by which a key is good, and its place in the order of landing."""

    content_hash: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class Effects:
    """Changes of our rows, links of keys, marks of landed rows, reasons for quarantine, and the keys that are good."""

    changes: Sequence[Change]
    links: Sequence[Link]
    marks: Sequence[Mark]
    misread: Sequence[Misread]
    good: Mapping[str, Good]


async def write_effects(
    connection: Transaction,
    hold: Hold,
    effects: Effects,
    *,
    stream: str,
    entity: str,
    version: str,
    body_id: str,
    author: Author,
) -> None:
    """Write everything a batch comes to."""
    await write_landed(connection, hold, effects.changes, author=author)
    await write_links(connection, effects.links, source_id=hold.source_id, entity=entity)
    await mark(connection, hold, effects.marks, version=version)
    await quarantine.put(connection, hold, effects.misread, body_id=body_id, entity=entity, now=author.at)
    places = {key: good.seq for key, good in effects.good.items()}
    overtaken = await overtake(connection, hold, stream=stream, good=places)
    hashes = {key: good.content_hash for key, good in effects.good.items()}
    await quarantine.close(connection, hold, stream=stream, good=hashes, overtaken=overtaken)
