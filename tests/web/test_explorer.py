"""The explorer page as Python serves it: self-contained, strict, and safe with whatever it is told."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from types import MappingProxyType

import pytest

from hub.web.explorer import (
    ASSETS,
    CSP,
    HEADERS,
    DevelopmentCaller,
    Example,
    ExplorerConfig,
    Label,
    RoleLabel,
    page,
)

CONFIG = ExplorerConfig(
    examples=(
        Example(
            role="PUBLIC",
            zh="公开的工作室",
            en="published studios",
            query="query Studios($first: Int) { studios(first: $first) { name } }",
            variables=MappingProxyType({"first": 3}),
        ),
    ),
    callers=(DevelopmentCaller(key="county", zh="测试县级前端", en="test county front end", token="a.b.c"),),
    roles=(RoleLabel(key="PUBLIC", zh="社会公众", en="the public", contract="PUBLIC"),),
    contracts=(Label(key="PUBLIC", zh="公众", en="anyone"),),
)


class Reader(HTMLParser):
    """Collects what a browser would: addresses, texts, the configuration block."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline_scripts: list[str] = []
        self.attributes: set[str] = set()
        self.config = ""
        self._inside: dict[str, str | None] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.attributes |= set(found)
        self.addresses += [value for name in ("src", "href") if (value := found.get(name))]
        self._inside = found if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside is None:
            return
        if self._inside.get("id") == "hub-config":
            self.config += data
        else:
            self.inline_scripts.append(data)


def test_the_page_names_no_address_outside_the_hub() -> None:
    html = page(CONFIG)

    assert not re.findall(r"https?://|wss?://|[\"'(]//", html)


def test_every_file_the_page_names_is_shipped() -> None:
    found = Reader(page(CONFIG)).addresses

    local = [address for address in found if not address.startswith("data:")]
    assert len(local) == 2
    for address in local:
        assert address.startswith("/static/explorer/")
        assert (ASSETS / address.removeprefix("/static/explorer/")).is_file()


def test_every_file_of_the_manifest_is_shipped_and_nothing_else() -> None:
    names = json.loads((ASSETS / "manifest.json").read_text(encoding="utf-8"))

    shipped = {path.name for path in ASSETS.iterdir()}
    assert shipped == {*names["files"], "manifest.json", "LEGAL.txt"}


def test_every_file_a_built_file_names_is_shipped() -> None:
    pattern = re.compile(r"[\w.]+-[A-Z0-9]{8}\.(?:js|css|ttf)")

    built = [path for path in ASSETS.iterdir() if path.suffix in {".js", ".css"}]
    named = {name for path in built for name in pattern.findall(path.read_text(encoding="utf-8"))}
    assert {"editor.worker", "json.worker", "graphql.worker"} <= {name.rsplit("-", 1)[0] for name in named}
    assert all((ASSETS / name).is_file() for name in named)


def test_the_style_sheet_loads_nothing_from_elsewhere() -> None:
    names = json.loads((ASSETS / "manifest.json").read_text(encoding="utf-8"))

    style = (ASSETS / names["style"]).read_text(encoding="utf-8")
    targets = re.findall(r"url\(\s*[\"']?([^\"')]+)", style)
    assert targets
    assert not [target for target in targets if re.match(r"(https?:)?//", target)]
    assert "@import" not in style


def test_the_licences_travel_with_the_files() -> None:
    legal = (ASSETS / "LEGAL.txt").read_text(encoding="utf-8")

    assert all(name in legal for name in ("graphiql 5.", "monaco-editor 0.", "react 19.", "graphql 16."))


def test_the_policy_allows_only_the_hub_itself() -> None:
    rules = {rule.split()[0]: rule.split()[1:] for rule in CSP.split("; ")}

    assert rules.pop("style-src") == ["'self'", "'unsafe-inline'"]
    assert rules == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "worker-src": ["'self'"],
        "connect-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    assert HEADERS["content-security-policy"] == CSP
    assert HEADERS["cache-control"] == "no-store"


def test_the_page_has_no_script_that_the_policy_would_stop() -> None:
    reader = Reader(page(CONFIG))

    assert not [script for script in reader.inline_scripts if script.strip()]
    assert not [name for name in reader.attributes if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("text", ["</script><b>", "<!--<script>", "</SCRIPT >", "甲\u2028乙 & \"'\\"])
def test_whatever_the_page_is_told_stays_inside_its_block(text: str) -> None:
    example = Example(role="PUBLIC", zh=text, en=text, query=text, variables={"name": text})

    reader = Reader(page(ExplorerConfig(examples=(example,))))

    assert "<" not in reader.config
    assert json.loads(reader.config)["examples"] == [
        {"role": "PUBLIC", "zh": text, "en": text, "query": text, "variables": {"name": text}}
    ]


def test_a_hostile_path_cannot_leave_its_attribute() -> None:
    html = page(ExplorerConfig(static_url='/static/"><script src=/x>'))

    assert "<script src=/x>" not in html


def test_the_page_is_told_all_of_the_configuration() -> None:
    told = json.loads(Reader(page(CONFIG)).config)

    assert told["graphql_url"] == "/graphql"
    assert told["callers"] == [{"key": "county", "zh": "测试县级前端", "en": "test county front end", "token": "a.b.c"}]
    assert told["examples"][0]["variables"] == {"first": 3}
    assert told["roles"][0]["contract"] == "PUBLIC"


def test_a_page_without_development_callers_holds_no_token() -> None:
    told = json.loads(Reader(page(ExplorerConfig())).config)

    assert told["callers"] == []


@pytest.mark.parametrize("url", ["https://elsewhere.example/graphql", "//elsewhere.example/graphql", "graphql"])
def test_an_address_outside_the_hub_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="graphql_url must be a path"):
        ExplorerConfig(graphql_url=url)


def test_the_page_speaks_chinese_first() -> None:
    html = page(CONFIG)

    assert '<html lang="zh-CN">' in html
    assert "<title>政协委员工作室数据枢纽 · Studio Hub</title>" in html
    assert html.index("正在打开查询页") < html.index("Opening the explorer")


def test_the_script_brings_its_labels_in_both_languages() -> None:
    names = json.loads((ASSETS / "manifest.json").read_text(encoding="utf-8"))

    script = (ASSETS / names["script"]).read_text(encoding="utf-8")
    for label in ("调用者", "示例查询", "令牌无效或已过期", "所属组织", "the token is invalid or has expired"):
        assert label in script
