"""Each house limit is broken once in a made-up project, and each break is found where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.limits import FUNCTION_LINES, MODULE_LINES, check, forbidden

LONG_FUNCTION = "def long() -> None:\n" + "    print()\n" * FUNCTION_LINES
SLASH = "/"  # keeps this file itself free of what it seeds

CASES = {
    "a long module": ("hub/store/studio.py", "x = 1\n" * (MODULE_LINES + 1), MODULE_LINES + 1, "split it by noun"),
    "a long function": ("hub/store/studio.py", LONG_FUNCTION, 1, "give a step a name"),
    "a module's name": ("hub/store/utils.py", "", 1, "module 'utils' uses the word 'util'"),
    "a class's name": ("hub/auth/token.py", "\nclass TokenHandler: ...\n", 2, "class 'TokenHandler'"),
    "a function's name": ("tests/worlds.py", "def make_user() -> None: ...\n", 1, "function 'make_user'"),
    "a parameter's name": ("hub/app.py", "def f(*, payload: int) -> None: ...\n", 1, "parameter 'payload'"),
    "data alone": ("hub/app.py", "def f(data: int) -> None: ...\n", 1, "parameter 'data'"),
    "a room that re-exports": (
        "hub/auth/__init__.py",
        "from hub.auth.token import Token\n",
        1,
        "__init__ is not empty",
    ),
    "a silenced type": ("hub/app.py", "x = 1  # type: ignore[misc]\n", 1, "a loose end, '# type: ignore'"),
    "a silenced linter": ("hub/app.py", "x = 1  # noqa\n", 1, "a loose end, '# noqa'"),
    "a stub": ("hub/app.py", "x = 1\nraise NotImplementedError\n", 2, "a loose end, 'NotImplementedError'"),
    "a note to oneself": ("hub/store/migrations/versions/a.py", "# TODO later\n", 1, "a loose end, 'TODO'"),
    "a machine's path": ("docs/start.md", f"cd {SLASH}home/somebody\n", 1, "a path of one machine"),
    "a registry's address": ("constraints.txt", f"a==1\n# pypi.org{SLASH}simple\n", 2, "address of a package registry"),
    "a skipped test": ("tests/test_a.py", "import pytest\npytest.skip('later')\n", 2, "may not run, 'pytest.skip'"),
    "an excused test": (
        "tests/test_a.py",
        "import pytest\n@pytest.mark.xfail\ndef test_a(): ...\n",
        2,
        "pytest.mark.xfail",
    ),
    "a sleeping test": ("tests/test_a.py", "import time\ntime.sleep(1)\n", 2, "a test that sleeps"),
    "a dozing test": ("tests/test_a.py", "import asyncio\nasyncio.sleep(0.1)\n", 2, "a test that sleeps"),
    "an empty assertion": ("tests/test_a.py", "assert True\n", 1, "cannot fail"),
}


def _seed(root: Path, name: str, text: str) -> str:
    target = root / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return name


@pytest.mark.parametrize(("name", "text", "line", "advice"), CASES.values(), ids=CASES)
def test_a_break_is_found_where_it_is(tmp_path: Path, name: str, text: str, line: int, advice: str) -> None:
    _seed(tmp_path, name, text)

    (finding,) = check(tmp_path, [name])

    assert str(finding).startswith(f"{name}:{line}: ")
    assert advice in finding.advice


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hub/app.py", "x = 1\n" * MODULE_LINES),
        ("hub/app.py", LONG_FUNCTION.replace("    print()\n", "", 1)),
        ("hub/store/migrations/versions/b.py", LONG_FUNCTION),
        ("hub/auth/__init__.py", "\n"),
        ("hub/web/page.js", f"'{SLASH}home/somebody'"),
        ("hub/web/font.woff2", "\0binary"),
        ("Dockerfile", "RUN rm -rf /tmp\nWORKDIR /var/lib/hub\n"),
        ("docs/api.md", "https://hub.gov.example/work/queue and ./tmp/x\n"),
        ("tools/lint.py", "print('TODO')\n"),
        ("tests/test_a.py", "import asyncio\nasyncio.sleep(0)\n"),
        ("tests/test_a.py", "def test_a_user_is_called_a_caller() -> None: ...\n"),
        ("tests/page.py", "class Page(HTMLParser):\n    def handle_data(self, data: str) -> None: ...\n"),
    ],
)
def test_what_is_allowed_is_left_alone(tmp_path: Path, name: str, text: str) -> None:
    _seed(tmp_path, name, text)

    assert check(tmp_path, [name]) == []


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("UserView", "user"),
        ("permissions", "permission"),
        ("HTTPHandler", "handler"),
        ("_util_of", "util"),
        ("data", "data"),
        ("database", None),
        ("metadata", None),
        ("raw_data", None),
        ("utility", None),
    ],
)
def test_a_word_is_found_whole_in_either_number(name: str, word: str | None) -> None:
    assert forbidden(name) == word
