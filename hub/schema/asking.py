"""What a field may ask of the operation it belongs to; the resolvers' context answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from hub.auth.caller import Caller
from hub.domain.command import Allowed, Command, Refusal
from hub.domain.compliance_facts import Version
from hub.domain.dossier_facts import Preview
from hub.domain.rollup_owed import Obligations
from hub.domain.views import MapView
from hub.schema.asking_figures import AskingFigures
from hub.store.fetch import Link
from hub.store.findings_read import ComplianceRead, Group, Trial
from hub.store.models.base import Base
from hub.store.plan import ListRead, Past, Record, Slice
from hub.store.rollup_comparison import Comparison, ComparisonRead, Shadows
from hub.store.rollup_standing import Standing
from hub.store.rollup_sums import PeriodSums
from hub.store.shared import Shared, SharedRead
from hub.store.totals_read import TotalsRead
from hub.store.versions_map import Counted


class Asking(Protocol):
    """One operation of one caller; everything asked within it is batched and sees one state of the database."""

    @property
    def caller(self) -> Caller:
        """Who asks."""
        ...

    @property
    def figures(self) -> AskingFigures:
        """What fields of figures may ask."""
        ...

    async def one(self, model: type[Base], identifier: str | None, *, past: Past | None = None) -> Record | None:
        """The row with an identifier, when the caller may see it; in a past state where one is given."""
        ...

    async def by(self, model: type[Base], column: str, value: str) -> Record | None:
        """The row with a value in a unique column, when the caller may see it."""
        ...

    async def listed(self, read: ListRead) -> Slice:
        """A piece of a list."""
        ...

    async def under(self, link: Link, parent: str, read: ListRead) -> Slice:
        """A piece of the list under one parent."""
        ...

    async def age(self, model: type[Base], name: str, identifier: str) -> int | None:
        """An age of a row in days (`store.ages`), today; null where it has none."""
        ...

    async def totals(self, read: TotalsRead) -> Sequence[Mapping[str, Any]]:
        """The cells of totals in their order, by the columns of `totals_statement`."""
        ...

    async def map_view(self, *, on: date, view: MapView, root: str) -> Sequence[Counted]:
        """A branch of the reporting tree on a day, in one of the three views."""
        ...

    async def shared_activities(self, read: SharedRead) -> Shared | None:
        """Activities of a branch and period, gross and net; None for those who do not read all of its body's own."""
        ...

    async def shared_studios(self, read: SharedRead) -> Shared | None:
        """Studios of a branch, gross and net; None for those who do not read all of its body's own."""
        ...

    @property
    def now(self) -> datetime:
        """The moment of the operation."""
        ...

    async def reporting_rates(self, period: str) -> Standing | None:
        """How the obligations of a period stand, within reach; None where there is no such period."""
        ...

    async def city_comparison(self, read: ComparisonRead) -> Comparison | None:
        """One figure of each unit of a period, within reach; None where there is no such period."""
        ...

    async def period_sums(self, period: str) -> PeriodSums | None:
        """What the units of a period state together, within reach; None where there is no such period."""
        ...

    async def shadow_figures(self, obligation: str) -> Shadows | None:
        """What the hub computed for an obligation within reach that was found missing; None for every other."""
        ...

    async def my_obligations(self, *, first: int) -> Obligations:
        """What the caller owes and what waits for it, at most so many of each."""
        ...

    async def dossier(self, studio: str, year: int) -> Preview | None:
        """The dossier of a studio's year before the decision, for those who supervise the studio."""
        ...

    async def compliance(self, read: ComplianceRead) -> Sequence[Group]:
        """How studios stand by their standards, told together by body or city."""
        ...

    async def compliance_trial(self, rulebook: str, *, within: str) -> tuple[Version, Sequence[Trial]] | None:
        """How the studios of a branch would stand by any one version; None where there is no such version."""
        ...

    async def request_run(self, code: str) -> Mapping[str, Any]:
        """Ask for a sync of a source: the queued run's identifier, or why not."""
        ...

    async def allowed(self, model: type[Base], identifier: str) -> Sequence[Allowed]:
        """What the caller may do to a row now, and why not."""
        ...

    async def act(self, command: Command, *, key: str | None = None) -> str | Refusal:
        """Do what a command asks: the identifier of the row it came to, or an expected no."""
        ...
