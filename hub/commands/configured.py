"""The sources that this deployment has configured: one TOML file each, read strictly, secrets left where they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hub.errors import BadConfiguration
from hub.store.shapes import shapes
from hub.sync.source import Source
from hub.sync.source_reader import read_source


def read_file(path: Path, *, environment: Mapping[str, str]) -> Source:
    """One source; raises SourceConfigError, which names every key to correct."""
    text = path.read_text(encoding="utf-8")
    return read_source(text, file=path.name, environment=environment, folder=path.parent, shapes=shapes())


def read_folder(folder: Path | None, *, environment: Mapping[str, str]) -> tuple[Source, ...]:
    """Every source of a folder, ordered by file name; none when no folder is configured."""
    if folder is None:
        return ()
    sources = tuple(read_file(path, environment=environment) for path in sorted(folder.glob("*.toml")))
    codes = [source.code for source in sources]
    for code in codes:
        if codes.count(code) > 1:
            raise BadConfiguration(
                "SOURCE_TWICE",
                f"HUB_SOURCES 中来源代码 {code} 出现两次，请改其一",
                f"HUB_SOURCES names the source {code} twice: change one of them",
            )
    return sources
