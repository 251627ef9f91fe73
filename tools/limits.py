"""The house limits as a program: sizes, names, loose ends, waiting tests, and what must not stand in a tracked file.

`python -m tools.limits` prints one line per finding, with the place and what to do, and exits with 1 if there is any.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MODULE_LINES = 300
FUNCTION_LINES = 40
ROOMS = ("hub", "tests", "examples", "tools", "benchmarks")
WORDS = frozenset({"user", "permission", "payload", "handler", "manager", "util", "helper"})
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

LOOSE_END = re.compile(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b|#\s*(?:type:\s*ignore|noqa|pragma)")
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:tmp|work|root|farm|home|Users)/[\w.-]+")
REGISTRY = re.compile(
    r"""files[.]pythonhosted|pypi[.]org/simple|pypi[.]tuna|registry[.]npm|index[-]url|deb[.]debian[.]org"""
    r"""|mirrors[.](?:aliyun|tuna|ustc|cloud|huaweicloud)|"resolved": *"http""",
    re.IGNORECASE,
)

Def = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, kw_only=True, order=True)
class Finding:
    """One place that breaks a limit, and what to do there."""

    path: str
    line: int
    advice: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.advice}"


def tracked(root: Path) -> list[str]:
    """The project's files as git sees them: tracked, or new and not ignored."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\0")
    return sorted(name for name in set(listed) if name and (root / name).is_file())


def check(root: Path, files: Iterable[str]) -> list[Finding]:
    """Everything that breaks a limit in the named files; paths are relative to the root, with slashes."""
    return sorted(finding for name in files for finding in _file(root, PurePosixPath(name)))


def _file(root: Path, path: PurePosixPath) -> Iterator[Finding]:
    content = (root / path).read_bytes()
    if b"\0" in content:
        return
    text = content.decode(errors="replace")
    yield from _addresses(path, text)
    if path.suffix != ".py" or path.parts[0] not in ROOMS:
        return
    if path.parts[0] == "hub":
        yield from _loose_ends(path, text)
    if "versions" in path.parts and "migrations" in path.parts:
        return
    tree = ast.parse(text, filename=str(path))
    yield from _sizes(path, text, tree)
    yield from _names(path, tree)
    if path.parts[0] == "tests":
        yield from _waiting_tests(path, tree)


def _addresses(path: PurePosixPath, text: str) -> Iterator[Finding]:
    built = path.parts[:2] == ("hub", "web")
    for number, line in enumerate(text.splitlines(), start=1):
        if not built and (found := MACHINE_PATH.search(line)):
            yield _at(path, number, f"a path of one machine, {found[0]!r}: make it relative or configurable")
        if found := REGISTRY.search(line):
            yield _at(path, number, f"the address of a package registry, {found[0]!r}: remove it")


def _loose_ends(path: PurePosixPath, text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), start=1):
        if found := LOOSE_END.search(line):
            yield _at(path, number, f"a loose end, {found[0]!r}: finish it or take it out")
    if path.name == "__init__.py" and text.strip():
        yield _at(path, 1, "a room's __init__ is not empty: import from the module that knows the thing")


def _sizes(path: PurePosixPath, text: str, tree: ast.Module) -> Iterator[Finding]:
    lines = len(text.splitlines())
    if lines > MODULE_LINES:
        yield _at(path, lines, f"the module has {lines} lines, the limit is {MODULE_LINES}: split it by noun")
    for node in ast.walk(tree):
        if isinstance(node, Def) and (size := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES:
            advice = f"{node.name} has {size} lines, the limit is {FUNCTION_LINES}: give a step a name of its own"
            yield _at(path, node.lineno, advice)


def _names(path: PurePosixPath, tree: ast.Module) -> Iterator[Finding]:
    for line, kind, name in [(1, "module", path.stem), *_named(tree)]:
        if word := forbidden(name):
            yield _at(
                path, line, f"{kind} {name!r} uses the word {word!r}: say what it is in the words of DESIGN.md §2"
            )


def _named(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    fixed = _fixed_elsewhere(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.lineno, "class", node.name
        elif isinstance(node, Def):
            # A test's name is a sentence, not a name.
            if not node.name.startswith("test_"):
                yield node.lineno, "function", node.name
        elif isinstance(node, ast.arg) and node not in fixed:
            yield node.lineno, "parameter", node.arg


def _fixed_elsewhere(tree: ast.Module) -> set[ast.arg]:
    """Parameters of methods in derived classes: what they override may have named them."""
    derived = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.bases]
    methods = [method for node in derived for method in node.body if isinstance(method, Def)]
    return {found for method in methods for found in ast.walk(method.args) if isinstance(found, ast.arg)}


def forbidden(name: str) -> str | None:
    """The word that spoils a name: a forbidden one anywhere in it, in either number, or `data` alone."""
    if name.strip("_").lower() == "data":
        return "data"
    parts = (part.lower() for part in WORD.findall(name))
    return next((word for part in parts for word in (part, part.removesuffix("s")) if word in WORDS), None)


def _waiting_tests(path: PurePosixPath, tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail", "importorskip"}:
            if ast.unparse(node.value) in {"pytest", "pytest.mark"}:
                yield _at(path, node.lineno, f"a test that may not run, {ast.unparse(node)!r}: let it pass or fail")
        elif isinstance(node, ast.Call) and _sleeps(node):
            yield _at(path, node.lineno, "a test that sleeps: wait for the event, or pass the clock in")
        elif isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant) and node.test.value:
            yield _at(path, node.lineno, "an assertion that cannot fail: assert what was observed")


def _sleeps(call: ast.Call) -> bool:
    if ast.unparse(call.func) not in {"sleep", "time.sleep", "asyncio.sleep", "anyio.sleep"}:
        return False
    # Sleeping for zero seconds only lets other coroutines run.
    return [ast.unparse(argument) for argument in call.args] != ["0"]


def _at(path: PurePosixPath, line: int, advice: str) -> Finding:
    return Finding(path=str(path), line=line, advice=advice)


def main() -> int:
    """Print what is found in the project's files."""
    root = Path(__file__).parents[1]
    findings = check(root, tracked(root))
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
