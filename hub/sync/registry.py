"""Brings the configured sources into the database, so that runs, quarantine and provenance can refer to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hub.store.session import Database
from hub.store.sources import Registered, register
from hub.sync.source import Source


async def register_sources(database: Database, configs: Iterable[Source], *, now: datetime) -> None:
    """Insert or renew the row of every configured source and retire those that are no longer configured.

    Raises BadConfiguration when a source speaks for a body that the hub does not know.
    """
    sources = [
        Registered(
            code=config.code,
            name=config.zh,
            name_en=config.en,
            body=config.body,
            kind=config.kind,
            schedule=config.schedule or None,
            zone=config.zone,
            mapping_version=mapping_version(config),
        )
        for config in configs
    ]
    async with database.write() as connection:
        await register(connection, sources, now=now)


def mapping_version(config: Source) -> str:
    """The versions of all mappings of a source as one text."""
    return " ".join(f"{stream.name}:{stream.mapping_version}" for stream in config.streams)
