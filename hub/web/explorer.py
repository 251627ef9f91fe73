"""The explorer page: its HTML, the headers it must travel with, and where its static files lie."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path

ASSETS = Path(str(files("hub.web").joinpath("explorer")))
"""The folder of built files, served at `ExplorerConfig.static_url`; the names of those the page loads hold a hash."""

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "worker-src": "'self'",
    # the editor writes its lines and its theme as inline styles and offers no nonce for them
    "style-src": "'self' 'unsafe-inline'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}

CSP = "; ".join(f"{directive} {sources}" for directive, sources in _POLICY.items())
"""The page's Content-Security-Policy: the hub itself and nothing else."""

HEADERS: Mapping[str, str] = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
"""What every answer with the page carries; not stored, because the page may hold development tokens."""


@dataclass(frozen=True, kw_only=True)
class Label:
    """A key of the graph with its titles, such as a contract."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class RoleLabel(Label):
    """A role with its titles and the contract its callers get."""

    contract: str | None = None


@dataclass(frozen=True, kw_only=True)
class DevelopmentCaller(Label):
    """A ready-made caller; its token goes into the page, so only a development server may name any."""

    token: str


@dataclass(frozen=True, kw_only=True)
class Example:
    """A query that shows a role what the graph answers."""

    role: str
    zh: str
    en: str
    query: str
    variables: Mapping[str, object] | None = None


@dataclass(frozen=True, kw_only=True)
class ExplorerConfig:
    """What the page is told; addresses are paths on the hub's own origin, claims are paths into a token."""

    graphql_url: str = "/graphql"
    static_url: str = "/static/explorer"
    language: str = "zh"
    examples: tuple[Example, ...] = ()
    callers: tuple[DevelopmentCaller, ...] = ()
    roles: tuple[RoleLabel, ...] = ()
    contracts: tuple[Label, ...] = ()
    roles_claim: tuple[str, ...] = ("roles",)
    body_claim: tuple[str, ...] = ("body",)

    def __post_init__(self) -> None:
        for name in ("graphql_url", "static_url"):
            url: str = getattr(self, name)
            if not url.startswith("/") or url.startswith("//"):
                raise ValueError(f"{name} must be a path on the hub's own origin, not {url!r}")


def page(config: ExplorerConfig) -> str:
    """The whole HTML page, in Chinese first; it loads nothing but the files under `config.static_url`."""
    names = json.loads((ASSETS / "manifest.json").read_text(encoding="utf-8"))
    base = config.static_url.rstrip("/")
    return _PAGE.format(
        lang="zh-CN" if config.language == "zh" else "en",
        style=escape(f"{base}/{names['style']}"),
        script=escape(f"{base}/{names['script']}"),
        config=_inside_a_script(config),
    )


def _inside_a_script(config: ExplorerConfig) -> str:
    # inside a script element only "<" can end it or open a comment; the escape means the same in JSON
    return json.dumps(config, ensure_ascii=False, default=_as_object).replace("<", "\\u003c")


def _as_object(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, Mapping) else vars(value)


_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>政协委员工作室数据枢纽 · Studio Hub</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{style}">
<script type="application/json" id="hub-config">{config}</script>
<script type="module" src="{script}"></script>
</head>
<body>
<header id="hub-bar"></header>
<main id="hub-explorer">
<p class="hub-loading">正在打开查询页…… · Opening the explorer …</p>
<noscript><p class="hub-loading">本页需要启用 JavaScript。 · This page needs JavaScript.</p></noscript>
</main>
</body>
</html>
"""
