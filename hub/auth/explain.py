"""What some roles at some place may do, in words, each with the line of the page of rights that gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hub.auth.policy import PAGE
from hub.auth.scope import fits
from hub.auth.tree import Place
from hub.domain.access import Act, Noun, Reach, Role, Sensitivity


@dataclass(frozen=True, kw_only=True)
class Line:
    """One right: the act, on which noun or which private fields, how far; `key` is the line of the page.

    A role that does not fit the body is one line that reaches nothing, about no noun.
    """

    role: Role
    act: Act
    about: Noun | Sensitivity | None
    reach: Reach
    key: str
    source: str
    zh: str
    en: str


def explain(roles: Iterable[Role], place: Place, *, noun: Noun | None = None) -> list[Line]:
    """The rights of the roles at the place, in the order of the page; of one noun only, if it is given."""
    claimed = frozenset(roles)
    held = frozenset(role for role in claimed if fits(role, place))
    lines = [_void(role, place) for role in Role if role in claimed - held]
    if held:
        lines += [line for role in Role if role in held | {Role.PUBLIC} for line in _rights(role, noun)]
    return lines


def _rights(role: Role, noun: Noun | None) -> Iterator[Line]:
    entry = PAGE[role]
    for grant in entry.may:
        for about in sorted(grant.nouns):
            if noun is None or about is noun:
                yield _line(role, grant.act, about, reach=grant.reach, key=grant.key, source=grant.source)
    for sight in entry.sees:
        yield _line(role, Act.READ, sight.sensitivity, reach=sight.reach, key=sight.key, source=sight.source)


def _line(role: Role, act: Act, about: Noun | Sensitivity, *, reach: Reach, key: str, source: str) -> Line:
    zh_kind, en_kind = ("字段", " fields") if isinstance(about, Sensitivity) else ("", "")
    # The title of a sensitivity in English is a sentence, its value is the word.
    en_about = about.value.lower() if isinstance(about, Sensitivity) else about.title_en
    return Line(
        role=role,
        act=act,
        about=about,
        reach=reach,
        key=key,
        source=source,
        zh=f"{role.title_zh}：{act.title_zh}“{about.title_zh}”{zh_kind}，范围：{reach.title_zh}",
        en=f"{role.title_en}: {act.title_en} {en_about}{en_kind}, reach: {reach.title_en}",
    )


def _void(role: Role, place: Place) -> Line:
    return Line(
        role=role,
        act=Act.READ,
        about=None,
        reach=Reach.NONE,
        key=f"{role.value} levels",
        source=PAGE[role].source,
        zh=f"{role.title_zh}：不适用于{place.level.title_zh}政协组织，此角色无效",
        en=f"{role.title_en}: does not fit a body at {place.level.title_en} level, the role is void",
    )
