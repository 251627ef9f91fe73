"""What the hub reads at run time travels with the package, and what is only for developers does not."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from tools.limits import tracked

ROOT = Path(__file__).parents[2]


def test_every_file_beside_the_code_is_package_data() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    patterns = setuptools["package-data"]["*"]
    beside = [name for name in tracked(ROOT) if name.startswith(("hub/", "examples/")) and not name.endswith(".py")]

    left_out = [name for name in beside if not any(fnmatch(PurePosixPath(name).name, pattern) for pattern in patterns)]

    assert beside
    assert left_out == []
