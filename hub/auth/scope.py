"""How the page of rights and a caller together become a predicate; four doors ask here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from hub.auth.caller import Caller, CallerKind
from hub.auth.grants import Entry
from hub.auth.policy import FOR_SOURCES, PAGE
from hub.auth.predicate import (
    NOTHING,
    Anchor,
    Anchored,
    Clause,
    CommitteeIs,
    Everything,
    MemberIs,
    OwnerIn,
    OwnerIs,
    Predicate,
    PublishedRows,
    StudioIs,
)
from hub.auth.tree import Place
from hub.domain.access import Act, Contract, Noun, Reach, Role, Sensitivity
from hub.domain.level import Level

_LEVEL_CONTRACT = {Level.PROVINCE: Contract.PROVINCE, Level.CITY: Contract.CITY, Level.COUNTY: Contract.COUNTY}
_PUBLIC = frozenset({Role.PUBLIC})
_PAGE_SAYS = 10_000  # answers of the page that are kept: whoever asks anything is looked up for every noun
_WIDEST_FIRST = (Contract.PROVINCE, Contract.CITY, Contract.COUNTY, Contract.INTEGRATOR, Contract.PUBLIC)


class FaultyPage(RuntimeError):
    """The page of rights is silent about something that the hub serves; the hub does not start with such a page."""


def rows(caller: Caller, act: Act, noun: Noun) -> Predicate:
    """The rows of a noun on which a caller may do something."""
    return _predicate(caller, _reaches(caller, act, noun), _reaches_of(_PUBLIC, act, noun))


def fields(caller: Caller, sensitivity: Sensitivity) -> Predicate:
    """The rows on which a caller sees the fields of a sensitivity, as far as it sees the rows at all."""
    return _predicate(caller, _sights(_held(caller), sensitivity), _sights(_PUBLIC, sensitivity))


def may(caller: Caller, act: Act, noun: Noun) -> bool:
    """Whether there can be any row on which a caller may do something."""
    predicate = rows(caller, act, noun)
    return bool(predicate.any_of) and predicate.within != ()


def rights(caller: Caller) -> Iterable[tuple[Act, Noun, frozenset[Reach]]]:
    """Every act and noun on which a caller may do something, and how far it goes."""
    for act in Act:
        for noun in Noun:
            if may(caller, act, noun):
                yield act, noun, _reaches(caller, act, noun)


def fitting(roles: Iterable[Role], place: Place) -> frozenset[Role]:
    """The roles that fit the body they are claimed for; the others are void."""
    return frozenset(role for role in roles if fits(role, place))


def fits(role: Role, place: Place) -> bool:
    """Whether a body of this level can have this role."""
    entry = PAGE[role]
    return place.level in entry.levels or (entry.fits_rollup_units and place.rollup_unit)


def is_service(roles: Iterable[Role]) -> bool:
    """Whether one of the roles is held by systems only."""
    return any(PAGE[role].service for role in roles)


def contract_for(roles: Iterable[Role], place: Place | None) -> Contract:
    """The widest of the schema subsets with which the roles work."""
    held = {contract for role in roles if (contract := _contract(PAGE[role], place)) is not None}
    return next((contract for contract in _WIDEST_FIRST if contract in held), Contract.PUBLIC)


def contract_of(caller: Caller) -> Contract:
    """The subset of the schema that a caller may know."""
    return contract_for(caller.roles, caller.place)


def nouns_of(contract: Contract, act: Act) -> frozenset[Noun]:
    """The nouns that a schema subset shows for an act: those that some role working with it may reach."""
    grants = (grant for role in roles_of(contract) for grant in PAGE[role].may)
    return frozenset().union(*(grant.nouns for grant in grants if grant.act is act and grant.reach is not Reach.NONE))


def sensitivities_of(contract: Contract) -> frozenset[Sensitivity]:
    """The sensitivities that a schema subset shows: those that some role working with it may reach."""
    sights = (sight for role in roles_of(contract) for sight in PAGE[role].sees)
    return frozenset(sight.sensitivity for sight in sights if sight.reach is not Reach.NONE)


def roles_of(contract: Contract) -> frozenset[Role]:
    """The roles that may work with a schema subset; what the public has, all have."""
    return _PUBLIC | {role for role, entry in PAGE.items() if contract in _contracts(entry)}


def check_page(nouns: Collection[Noun], sensitivities: Collection[Sensitivity]) -> None:
    """Raise FaultyPage if the page says nothing of a role, of a noun or of a sensitivity that the hub serves."""
    # Compared kind by kind: words of different sets are equal when they are spelt alike (MEMBER).
    spoken = {noun for entry in PAGE.values() for grant in entry.may for noun in grant.nouns}
    seen = {sight.sensitivity for entry in PAGE.values() for sight in entry.sees}
    missing = sorted({*Role} - {*PAGE}) + sorted({*nouns} - spoken) + sorted({*sensitivities} - seen)
    if missing:
        names = ", ".join(missing)
        raise FaultyPage(f"权限页缺少 {names}，请补充 / the page of rights is silent about {names}: add a line")
    keys = [grant.key for entry in PAGE.values() for grant in entry.may] + [grant.key for grant in FOR_SOURCES]
    keys += [sight.key for entry in PAGE.values() for sight in entry.sees]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise FaultyPage(f"权限页编号重复 {twice[0]} / a key stands twice on the page of rights: {twice[0]}")


def _held(caller: Caller) -> frozenset[Role]:
    """The caller's roles with what the public has; a caller without any role does not even have that."""
    return caller.roles | _PUBLIC if caller.roles else frozenset()


def _reaches(caller: Caller, act: Act, noun: Noun) -> frozenset[Reach]:
    if caller.kind is CallerKind.SOURCE:
        return frozenset(grant.reach for grant in FOR_SOURCES if grant.act is act and noun in grant.nouns)
    return _reaches_of(_held(caller), act, noun)


@lru_cache(maxsize=_PAGE_SAYS)
def _reaches_of(roles: frozenset[Role], act: Act, noun: Noun) -> frozenset[Reach]:
    grants = (grant for role in roles for grant in PAGE[role].may)
    return frozenset(grant.reach for grant in grants if grant.act is act and noun in grant.nouns)


@lru_cache(maxsize=_PAGE_SAYS)
def _sights(roles: frozenset[Role], sensitivity: Sensitivity) -> frozenset[Reach]:
    sights = (sight for role in roles for sight in PAGE[role].sees)
    return frozenset(sight.reach for sight in sights if sight.sensitivity is sensitivity)


def _predicate(caller: Caller, reaches: frozenset[Reach], of_the_public: frozenset[Reach]) -> Predicate:
    clauses = {clause for reach in reaches for clause in _clauses(reach, caller)}
    if not clauses:
        return NOTHING
    if Everything() in clauses:
        clauses = {Everything()}
    # A token is narrowed to rows of some bodies, published ones included. What anybody may read of every
    # body (divisions, standards, documents) is nobody's in particular, and a narrowed front end needs it.
    free = not caller.narrow or Reach.EVERY in of_the_public
    within = None if free else tuple(place.branch for place in caller.narrow)
    return Predicate(any_of=frozenset(clauses), within=within)


def _clauses(reach: Reach, caller: Caller) -> Iterable[Clause]:
    match reach:
        case Reach.NONE:
            return ()
        case Reach.PUBLISHED:
            return (PublishedRows(),)
        case Reach.SELF:
            return _anchored(caller, () if caller.member is None else (MemberIs(id=caller.member),))
        case Reach.STUDIO:
            return _anchored(caller, (StudioIs(id=studio) for studio in caller.studios))
        case Reach.COMMITTEE:
            return _anchored(caller, (CommitteeIs(id=committee) for committee in caller.committees))
        case Reach.BODY:
            return () if caller.place is None else (OwnerIs(position=caller.place.position),)
        case Reach.BRANCH:
            place = caller.place
            return () if place is None else (OwnerIn(position=place.position, last=place.last),)
        case Reach.EVERY:
            return (Everything(),)


def _anchored(caller: Caller, anchors: Iterable[Anchor]) -> Iterable[Clause]:
    bounds = caller.bounds
    if bounds is None:
        return ()
    return [Anchored(by=anchor, position=bounds.position, last=bounds.last) for anchor in anchors]


def _contract(entry: Entry, place: Place | None) -> Contract | None:
    if entry.contract is not None:
        return entry.contract
    return None if place is None else _LEVEL_CONTRACT.get(place.level)


def _contracts(entry: Entry) -> frozenset[Contract]:
    if entry.contract is not None:
        return frozenset({entry.contract})
    return frozenset(_LEVEL_CONTRACT[level] for level in entry.levels if level in _LEVEL_CONTRACT)
