"""Who is asking, as a verified token says it; after that nobody sees the token."""

from __future__ import annotations

from dataclasses import dataclass

from hub.auth.tree import Interval, Place
from hub.domain.access import Contract, Role
from hub.domain.term import Term


class CallerKind(Term):
    """What sort of party asks."""

    ANONYMOUS = "ANONYMOUS", "未登录", "nobody in particular, without a token"
    HUMAN = "HUMAN", "人员", "a person"
    SERVICE = "SERVICE", "系统", "a system with a token of its own"
    SOURCE = "SOURCE", "接入系统", "a linked system, as its sync run writes"


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The party that asks, with everything its rights follow from.

    `studios`, `committees` and `member` are opaque identifiers a token names; they count only for rows
    owned inside `bounds`, the stretch of the tree for which the issuer may speak. Without bounds they
    count for nothing. `narrow` is empty when the token is not narrowed.
    """

    kind: CallerKind
    subject: str | None = None
    issuer: str | None = None
    client_id: str | None = None
    token_id: str | None = None
    roles: frozenset[Role] = frozenset()
    place: Place | None = None
    studios: frozenset[str] = frozenset()
    committees: frozenset[str] = frozenset()
    member: str | None = None
    bounds: Interval | None = None
    narrow: tuple[Place, ...] = ()
    contract: Contract = Contract.PUBLIC

    @classmethod
    def anonymous(cls) -> Caller:
        """A caller without a token: the public."""
        return cls(kind=CallerKind.ANONYMOUS, roles=frozenset({Role.PUBLIC}))

    @classmethod
    def nobody(
        cls, *, kind: CallerKind, subject: str, issuer: str, client_id: str | None = None, token_id: str | None = None
    ) -> Caller:
        """A caller whose token is genuine and whose claims are missing or odd: it may do nothing, see nothing."""
        return cls(kind=kind, subject=subject, issuer=issuer, client_id=client_id, token_id=token_id)

    @classmethod
    def for_source(cls, place: Place, *, subject: str) -> Caller:
        """A linked system as it writes: it records facts inside the branch of its body, and nothing else."""
        return cls(kind=CallerKind.SOURCE, subject=subject, place=place, bounds=place.branch)
