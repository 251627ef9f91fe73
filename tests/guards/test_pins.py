"""Every dependency is pinned to one version, and the pins name no package index."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def _pins() -> dict[str, Requirement]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {pin.name: pin for pin in map(Requirement, filter(None, lines))}


def _wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    return [Requirement(line) for group in groups for line in group]


def test_every_line_pins_one_version_and_holds_no_address() -> None:
    loose = [
        str(pin) for pin in _pins().values() if len(pin.specifier) != 1 or "==" not in str(pin.specifier) or pin.url
    ]

    assert loose == []


def test_every_dependency_is_pinned_within_its_range() -> None:
    pins = _pins()
    pinned = {name: next(iter(pin.specifier)).version for name, pin in pins.items()}

    outside = [str(wish) for wish in _wanted() if wish.name not in pins or pinned[wish.name] not in wish.specifier]

    assert outside == []
