"""Queues the runs that the sources' own schedules ask for; many processes may do so, each minute counts once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from hub.store.runs import schedule_run
from hub.store.session import Database
from hub.sync.cron import Cron, last_tick, parse_cron
from hub.sync.source import Source


class Schedule:
    """The schedules of all sources; what was due before it began is not made up for."""

    def __init__(self, sources: Iterable[Source], *, since: datetime) -> None:
        self._crons: dict[str, tuple[Cron, ZoneInfo]] = {
            source.code: (parse_cron(source.schedule), ZoneInfo(source.zone)) for source in sources if source.schedule
        }
        self._looked = dict.fromkeys(self._crons, since)

    def due(self, now: datetime) -> dict[str, datetime]:
        """The sources that became due since the last look, each with its latest due minute."""
        found: dict[str, datetime] = {}
        for code, (cron, zone) in self._crons.items():
            tick = last_tick(cron, zone=zone, after=self._looked[code], now=now)
            if tick is not None:
                found[code] = tick
            self._looked[code] = max(now, self._looked[code])
        return found

    async def queue(self, database: Database, *, now: datetime) -> list[str]:
        """Queue a run for each source that is due and answer which were queued by this call."""
        queued = []
        for code, tick in self.due(now).items():
            async with database.write() as connection:
                if await schedule_run(connection, code, tick=tick):
                    queued.append(code)
        return queued
