"""The claims table: how the hub's own claims of a proven token become a caller, and why an odd one gives no rights."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from hub.auth.caller import Caller, CallerKind
from hub.auth.issuer import ANYWHERE, BODY_CODE, ROLE_NAME, ClaimPath, Issuer
from hub.auth.refusal import TokenCode, TokenRefused
from hub.auth.scope import contract_for, fitting, is_service
from hub.auth.token import SignedClaims
from hub.auth.tree import WHOLE_TREE, Interval, Place, Tree
from hub.domain.access import Role

MAX_ENTRIES = 200

_OPAQUE = re.compile(r"(?=.*[A-Za-z0-9])[A-Za-z0-9_.:-]{1,200}")
_CLIENT_KINDS = {
    "human": CallerKind.HUMAN, "explorer": CallerKind.HUMAN, "service": CallerKind.SERVICE,
}  # fmt: skip

Found = TypeVar("Found")


class _Odd(Exception):
    """A claim is not of the form the table asks for; whoever sent it gets no rights at all."""


@dataclass(frozen=True, kw_only=True)
class _OwnClaims:
    """The hub's claims, each of the right form."""

    roles: frozenset[Role]
    place: Place
    studios: frozenset[str]
    committees: frozenset[str]
    member: str | None
    narrow: tuple[Place, ...]
    client: CallerKind | None


def caller_of(claims: SignedClaims, *, issuer: Issuer, tree: Tree) -> Caller | TokenRefused:
    """The caller that proven claims speak of.

    A claim that is missing or odd is no error: the caller then has no rights and sees nothing, not even what
    is published, so that a mistake in an identity provider is noticed and never widens anything. A body
    outside the issuer's branch is refused: that issuer speaks for somebody else.
    """
    bounds = _bounds(issuer, tree)
    try:
        own = _own_claims(claims, issuer=issuer, tree=tree)
    except _Odd:
        return _caller(claims, own=None, bounds=bounds)
    if bounds is None or not bounds.holds(own.place.position):
        return TokenRefused(code=TokenCode.BODY_OUT_OF_BRANCH, claim="body")
    return _caller(claims, own=own, bounds=bounds)


def _bounds(issuer: Issuer, tree: Tree) -> Interval | None:
    if issuer.branch == ANYWHERE:
        return WHOLE_TREE
    place = tree.place(issuer.branch)
    return None if place is None else place.branch


def _own_claims(claims: SignedClaims, *, issuer: Issuer, tree: Tree) -> _OwnClaims:
    paths = issuer.claims

    def place(value: object) -> Place:
        return _place(value, tree)

    own = _OwnClaims(
        roles=_roles(_required(claims, paths.roles), issuer),
        place=place(_required(claims, paths.body)),
        studios=frozenset(_optional(claims, paths.studio, _one_or_more(_opaque)) or ()),
        committees=frozenset(_optional(claims, paths.committee, _one_or_more(_opaque)) or ()),
        member=_optional(claims, paths.member, _opaque),
        narrow=_optional(claims, paths.narrow, _one_or_more(place)) or (),
        client=_optional(claims, paths.client, _client),
    )
    if not own.roles:
        raise _Odd("roles")
    return own


def _caller(claims: SignedClaims, *, own: _OwnClaims | None, bounds: Interval | None) -> Caller:
    subject, client_id = str(claims["sub"]), _text(claims, "client_id") or _text(claims, "azp")
    kind = CallerKind.SERVICE if client_id == subject else CallerKind.HUMAN
    roles = frozenset[Role]() if own is None else fitting(own.roles, own.place)
    issuer, token_id = str(claims["iss"]), _text(claims, "jti")
    if own is None or not roles:
        return Caller.nobody(kind=kind, subject=subject, issuer=issuer, client_id=client_id, token_id=token_id)
    return Caller(
        kind=CallerKind.SERVICE if is_service(roles) else own.client or kind,
        subject=subject,
        issuer=issuer,
        client_id=client_id,
        token_id=token_id,
        roles=roles,
        place=own.place,
        studios=own.studios,
        committees=own.committees,
        member=own.member,
        bounds=bounds,
        narrow=own.narrow,
        contract=contract_for(roles, own.place),
    )


def _roles(value: object, issuer: Issuer) -> frozenset[Role]:
    """The roles of a list of names; names of other systems' roles are passed over, odd entries are not."""
    if not isinstance(value, list) or not 0 < len(value) <= MAX_ENTRIES:
        raise _Odd("roles")
    if not all(isinstance(name, str) and ROLE_NAME.fullmatch(name) and name.isprintable() for name in value):
        raise _Odd("roles")
    return frozenset(role for name in value if (role := issuer.role(name)) is not None)


def _place(value: object, tree: Tree) -> Place:
    place = tree.place(value) if isinstance(value, str) and BODY_CODE.fullmatch(value) else None
    if place is None:
        raise _Odd("body")
    return place


def _opaque(value: object) -> str:
    if not isinstance(value, str) or not _OPAQUE.fullmatch(value):
        raise _Odd("identifier")
    return value


def _client(value: object) -> CallerKind:
    kind = _CLIENT_KINDS.get(value) if isinstance(value, str) else None
    if kind is None:
        raise _Odd("client")
    return kind


def _one_or_more(read: Callable[[object], Found]) -> Callable[[object], tuple[Found, ...]]:
    def read_all(value: object) -> tuple[Found, ...]:
        entries = value if isinstance(value, list) else [value]
        if not 0 < len(entries) <= MAX_ENTRIES:
            raise _Odd("list")
        return tuple(read(entry) for entry in entries)

    return read_all


def _optional(claims: SignedClaims, path: ClaimPath, read: Callable[[object], Found]) -> Found | None:
    there, value = _at(claims, path)
    return read(value) if there else None


def _required(claims: SignedClaims, path: ClaimPath) -> object:
    there, value = _at(claims, path)
    if not there:
        raise _Odd(path[-1])
    return value


def _at(claims: Mapping[str, object], path: ClaimPath) -> tuple[bool, object]:
    """Whether there is a claim at the path, and what it is; a step into something that is no object is odd."""
    here: object = claims
    for step in path:
        if not isinstance(here, Mapping):
            raise _Odd(step)
        if step not in here:
            return False, None
        here = here[step]
    return True, here


def _text(claims: SignedClaims, name: str) -> str | None:
    value = claims.get(name)
    return value if isinstance(value, str) else None
