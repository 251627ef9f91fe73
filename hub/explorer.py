"""What the explorer shows: roles, contracts, an example for each role and, in development, ready callers."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from hub.auth.development import DevelopmentIssuer, Wish
from hub.domain.access import Contract, Role
from hub.web.explorer import DevelopmentCaller, Example, ExplorerConfig, Label, RoleLabel

_TTL = timedelta(hours=8)


def explorer_config(development: DevelopmentIssuer | None, *, now: datetime) -> ExplorerConfig:
    """The page's configuration; tokens stand in it only where the development issuer is on."""
    return ExplorerConfig(
        examples=examples(),
        callers=development_callers(development, now=now) if development is not None else (),
        roles=tuple(RoleLabel(key=role.value, zh=role.title_zh, en=role.title_en) for role in Role),
        contracts=tuple(Label(key=one.value, zh=one.title_zh, en=one.title_en) for one in Contract),
    )


@cache
def examples() -> tuple[Example, ...]:
    """The packaged example queries, in the order of their list."""
    folder = files("hub.web") / "examples"
    listed = tomllib.loads((folder / "examples.toml").read_text("utf-8"))["example"]
    return tuple(
        Example(
            role=one["role"],
            zh=one["zh"],
            en=one["en"],
            query=(folder / one["file"]).read_text("utf-8"),
        )
        for one in listed
    )


def development_callers(development: DevelopmentIssuer, *, now: datetime) -> tuple[DevelopmentCaller, ...]:
    """A ready caller of each kind that the examples speak of; the public needs none."""
    listed = tomllib.loads((files("hub.web") / "examples" / "callers.toml").read_text("utf-8"))["caller"]
    return tuple(
        DevelopmentCaller(
            key=one["key"],
            zh=one["zh"],
            en=one["en"],
            token=development.mint(
                Wish(roles=(Role.of(one["role"]),), body=one["body"], subject=one["key"]), now=now, ttl=_TTL
            ),
        )
        for one in listed
    )
