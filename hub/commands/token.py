"""`hub token`: mint a token for demonstration and development."""

from __future__ import annotations

import re
from datetime import timedelta

import typer

from hub.app import development_issuer
from hub.auth.development import LONGEST, Wish
from hub.auth.scope import fits
from hub.commands import room
from hub.domain.access import Role
from hub.settings import Settings
from hub.store.tree import BodyTree

_TTL = re.compile(r"(\d{1,4})([smh])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours"}


def token(
    role: list[Role] = typer.Option(..., "--role", help="角色，可重复 · role, may be repeated"),
    body: str = typer.Option(..., "--body", help="政协组织代码，如 611000 · code of the body, such as 611000"),
    ttl: str = typer.Option("1h", "--ttl", help="有效期，如 30m、8h，至多 12h · life, such as 30m, at most 12h"),
    subject: str = typer.Option(
        "", "--subject", help="主体（sub），不填则由角色和代码组成 · subject (sub), by default made of roles and body"
    ),
    studio: list[str] = typer.Option([], "--studio", help="工作室标识，可重复 · studio ids, may be repeated"),
    committee: list[str] = typer.Option([], "--committee", help="专委会标识，可重复 · committee ids"),
    member: str = typer.Option("", "--member", help="委员标识 · id of the member"),
    narrow: list[str] = typer.Option(
        [], "--narrow", help="只限这些政协组织的代码，可重复 · narrow to these bodies, may be repeated"
    ),
) -> None:
    """签发开发用令牌，仅打印令牌本身 · Mint a development token and print nothing but the token."""
    settings = room.settings_of_process()
    life = _life(ttl)
    room.run(lambda: _check_place(settings, roles=role, body=body))
    with room.refusals():
        issuer = development_issuer(settings)
    if issuer is None:
        room.refuse(
            "开发签发方未开启；仅在演示与开发时设置 HUB_DEVELOPMENT=true",
            "the development issuer is off; set HUB_DEVELOPMENT=true, for demonstration and development only",
        )
    wish = Wish(
        roles=tuple(role),
        body=body,
        subject=subject or _subject(role, body),
        studios=tuple(studio),
        committees=tuple(committee),
        member=member or None,
        narrow=tuple(narrow),
    )
    typer.echo(issuer.mint(wish, now=room.now(), ttl=life))


def _subject(roles: list[Role], body: str) -> str:
    """Who acts for each function of each body: nobody receives what the same person has submitted."""
    return "-".join((*(role.value.lower().replace("_", "-") for role in roles), body))


async def _check_place(settings: Settings, *, roles: list[Role], body: str) -> None:
    """Refuse a body that does not exist and a role that does not fit it: such a token would open nothing."""
    async with room.opened(settings) as database:
        tree = BodyTree(database, clock=room.now)
        await tree.refresh()
    place = tree.place(body)
    if place is None:
        room.refuse(
            f"没有代码为 {body} 的政协组织（尚未载入基础数据时请先运行 hub migrate）",
            f"no body has the code {body} (run hub migrate first if the reference is not loaded)",
        )
    for role in roles:
        if not fits(role, place):
            room.told(
                f"注意：{role.title_zh}不适用于{place.level.title_zh}政协组织，此角色无效"
                f" / note: {role.title_en} does not fit a body at {place.level.title_en} level, the role is void"
            )


def _life(text: str) -> timedelta:
    found = _TTL.fullmatch(text.strip())
    life = timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else timedelta(0)
    if not timedelta(0) < life <= LONGEST:
        room.refuse("--ttl 须形如 30m 或 8h，至多 12h", "--ttl reads like 30m or 8h, at most 12h", code=room.WRONG_USE)
    return life
