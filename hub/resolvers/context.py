"""One operation of one caller: its snapshot, its loaders, and what it may ask to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hub.auth.caller import Caller
from hub.auth.scope import may
from hub.domain.access import Act, Noun
from hub.domain.command import Allowed, Command, Refusal
from hub.domain.compliance_facts import Version
from hub.domain.dossier_facts import Preview
from hub.domain.rollup_owed import Obligations
from hub.domain.views import MapView
from hub.errors import BadRequest
from hub.resolvers.assessment_dossier import preview
from hub.resolvers.figure_reads import FigureReads
from hub.resolvers.loaders import Loaders
from hub.resolvers.rollup_owed import obligations
from hub.schema.viewer import Limits, Viewer, viewer_of
from hub.store import findings
from hub.store.acting import Acting, Door
from hub.store.fetch import Link, one_list
from hub.store.findings_read import ComplianceRead, Group, Trial, read_compliance, try_version
from hub.store.models.base import Base
from hub.store.models.source import Source
from hub.store.plan import ListRead, Past, Record, Slice
from hub.store.rollup_comparison import Comparison, ComparisonRead, Shadows, read_comparison, read_shadows
from hub.store.rollup_standing import Standing, read_standing
from hub.store.rollup_sums import PeriodSums, read_sums
from hub.store.runs import request_run
from hub.store.session import Database, Reader
from hub.store.shared import Shared, SharedRead
from hub.store.shared_activities import read_activities
from hub.store.shared_studios import read_studios
from hub.store.totals_read import TotalsRead
from hub.store.totals_statement import read_totals
from hub.store.versions import business_day
from hub.store.versions_map import Counted, read_map
from hub.store.where import acted_on

_SEEN_AS_ABSENT = {
    "code": "SOURCE_NOT_FOUND",
    "zh": "没有可由您运行的该接入系统，请核对代码",
    "en": "there is no such source that you may run; check its code",
}


@dataclass(frozen=True, kw_only=True)
class Operation:
    """The context of an operation, as fields see it through `Asking`."""

    caller: Caller
    viewer: Viewer
    database: Database
    reader: Reader
    loaders: Loaders
    figures: FigureReads
    now: datetime
    request_id: str
    door: Door

    async def act(self, command: Command, *, key: str | None = None) -> str | Refusal:
        """Do what a command asks; what is read from here on sees it."""
        await self._forget()  # a snapshot is not held while others wait for what is written
        done = await self.door.act(command, caller=self.caller, now=self.now, request_id=self.request_id, key=key)
        await self._forget()
        return done

    async def allowed(self, model: type[Base], identifier: str) -> Sequence[Allowed]:
        """What the caller may do to a row now, and why not."""
        return await self.door.allowed(model, identifier, caller=self.caller, now=self.now, request_id=self.request_id)

    async def one(self, model: type[Base], identifier: str | None, *, past: Past | None = None) -> Record | None:
        """The row with an identifier, when the caller may see it; in a past state where one is given."""
        return None if identifier is None else await self.loaders.row(model, "id", identifier, past)

    async def dossier(self, studio: str, year: int) -> Preview | None:
        """The dossier of a studio's year before the decision, for those who supervise the studio."""
        async with self.database.read() as connection:
            acting = Acting(connection, caller=self.caller, now=self.now, request_id=self.request_id, locks=False)
            return await preview(acting, studio, year)

    async def my_obligations(self, *, first: int) -> Obligations:
        """What the caller owes and what waits for it, at most so many of each."""
        async with self.database.read() as connection:
            acting = Acting(connection, caller=self.caller, now=self.now, request_id=self.request_id, locks=False)
            return await obligations(acting, first=first)

    async def reporting_rates(self, period: str) -> Standing | None:
        """How the obligations of a period stand, within reach; None where there is no such period."""
        return await read_standing(self.reader, self.caller, period)

    async def city_comparison(self, read: ComparisonRead) -> Comparison | None:
        """One figure of each unit of a period, within reach; None where there is no such period."""
        return await read_comparison(self.reader, self.caller, read)

    async def period_sums(self, period: str) -> PeriodSums | None:
        """What the units of a period state together, within reach; None where there is no such period."""
        return await read_sums(self.reader, self.caller, period)

    async def shadow_figures(self, obligation: str) -> Shadows | None:
        """What the hub computed for an obligation within reach that was found missing; None for every other."""
        return await read_shadows(self.reader, self.caller, obligation)

    async def by(self, model: type[Base], column: str, value: str) -> Record | None:
        """The row with a value in a unique column, when the caller may see it."""
        return await self.loaders.row(model, column, value)

    async def listed(self, read: ListRead) -> Slice:
        """A piece of a list."""
        return await one_list(self.reader, self.caller, read)

    async def under(self, link: Link, parent: str, read: ListRead) -> Slice:
        """A piece of the list under one parent."""
        return await self.loaders.under(link, parent, read)

    async def age(self, model: type[Base], name: str, identifier: str) -> int | None:
        """An age of a row in days (`store.ages`), today; null where it has none."""
        return await self.loaders.age(model, name, identifier, on=business_day(self.now))

    async def totals(self, read: TotalsRead) -> Sequence[Mapping[str, Any]]:
        """The cells of totals."""
        return await read_totals(self.reader, self.caller, read, on_postgresql=not self.database.is_sqlite)

    async def map_view(self, *, on: date, view: MapView, root: str) -> Sequence[Counted]:
        """A branch of the reporting tree on a day, in one of the three views."""
        today = business_day(self.now)
        return await read_map(self.reader, self.caller, root=root, on=on, view=view, today=today)

    async def shared_activities(self, read: SharedRead) -> Shared | None:
        """Activities of a branch and period, gross and net."""
        return await read_activities(self.reader, self.caller, read)

    async def shared_studios(self, read: SharedRead) -> Shared | None:
        """Studios of a branch, gross and net."""
        return await read_studios(self.reader, self.caller, read)

    async def compliance(self, read: ComplianceRead) -> Sequence[Group]:
        """How studios stand by their standards, told together by body or city."""
        return await read_compliance(self.reader, self.caller, read)

    async def compliance_trial(self, rulebook: str, *, within: str) -> tuple[Version, Sequence[Trial]] | None:
        """How the studios of a branch would stand by any one version; None where there is no such version."""
        day = findings.business_day(self.now)
        return await try_version(self.reader, self.caller, rulebook=rulebook, within=within, on=day)

    async def request_run(self, code: str) -> Mapping[str, Any]:
        """Queue a sync of a source that lies within reach; out of reach and absent are the same answer."""
        if not may(self.caller, Act.RUN, Noun.SOURCE):
            return _SEEN_AS_ABSENT
        source = await acted_on(self.reader, self.caller, act=Act.RUN, model=Source, column="code", value=code)
        if source is None:
            return _SEEN_AS_ABSENT
        await self._forget()  # what is read from here on sees the run
        try:
            async with self.database.write() as connection:
                run_id = await request_run(
                    connection, code, trigger="MUTATION", requested_by=self.caller.subject, now=self.now
                )
        except BadRequest as refused:
            return {"code": refused.code, "zh": refused.zh, "en": refused.en}
        return {"run_id": run_id}

    async def _forget(self) -> None:
        """Let go of the snapshot and of all that was read in it; mutations run one after another, so nobody waits."""
        self.loaders.forget()
        self.figures.forget()
        await self.reader.renew()


def operation(
    *, caller: Caller, database: Database, limits: Limits, now: datetime, request_id: str, door: Door
) -> Operation:
    """Open an operation; no connection is taken before the first statement."""
    reader = Reader(database)
    return Operation(
        caller=caller,
        viewer=viewer_of(caller, limits),
        database=database,
        reader=reader,
        loaders=Loaders(reader, caller),
        figures=FigureReads(reader, caller, database, now=now),
        now=now,
        request_id=request_id,
        door=door,
    )
