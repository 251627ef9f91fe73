"""The run reads the stand-in's own source file, with one line more."""

from __future__ import annotations

from pathlib import Path

from examples.federation.graphs import SOURCE, source_file
from examples.local_systems import serve
from hub.store.shapes import shapes
from hub.sync.source_reader import read_source

SECRETS = {"HUB_SOURCE_SHANGLUO_URL": "http://127.0.0.1:1/api/v1", "HUB_SOURCE_SHANGLUO_KEY": "test"}


def test_the_source_file_of_the_run_is_sound_and_withholds_studios_that_have_ended() -> None:
    folder = Path(serve.__file__).parent / "sources"

    source = read_source(source_file(), file=f"{SOURCE}.toml", environment=SECRETS, folder=folder, shapes=shapes())

    [studios] = [stream for stream in source.streams if stream.entity == "studio"]
    assert "published" in {mapping.name for mapping in studios.fields}
