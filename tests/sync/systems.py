"""How the recorded systems are configured, and what a page of theirs is asked in tests."""

from __future__ import annotations

from typing import Any

import pytest

from hub.sync.connectors.exchange import NoteCode, Page
from hub.sync.faults import SourceFault
from tests.sync.worlds import answer, connector, read

DIRECTUS = {
    "top": "[limits]\npage_size = 100",
    "keys": 'rows = "data"',
    "tables": '[streams.paging]\nstyle = "page"\nsize_param = "limit"\ntotal = "meta.filter_count"\n'
    '[streams.changed]\npath = "date_updated"\nparam = "filter"\ntrust_zone = false\n'
    'template = \'{"date_updated":{"_gte":"{since}"}}\'',
}
DATASETTE = {
    "keys": 'rows = "rows"\ncolumns = "columns"',
    "tables": '[streams.paging]\nstyle = "body_url"\nnext = "next_url"\n'
    '[streams.changed]\npath = "changed"\nparam = "changed__gte"\nstyle = "iso"\ntrust_zone = false',
}
JSON_SERVER = {
    "top": "[limits]\npage_size = 2",
    "keys": 'rows = "$"',
    "tables": '[streams.paging]\nstyle = "page"\nparam = "_page"\n'
    'size_param = "_limit"\ntotal_header = "X-Total-Count"',
}
JSON_SERVER_ONE = {
    "top": "[limits]\npage_size = 2",
    "keys": 'rows = "data"',
    "tables": '[streams.paging]\nstyle = "page"\nparam = "_page"\nsize_param = "_per_page"\nlast = "pages"',
}
KINTO = {
    "keys": 'rows = "data"',
    "tables": '[streams.paging]\nstyle = "header_url"\nheader = "Next-Page"\n'
    '[streams.changed]\npath = "last_modified"\nparam = "_since"\nstyle = "epoch_ms"\netag = true\n'
    '[streams.deletes]\nstyle = "tombstone"\npath = "deleted"',
}
RELAY = {
    "kind": "graphql",
    "keys": 'rows = "data.studios.edges"\nrow = "node"',
    "tables": '[streams.paging]\nstyle = "cursor"\nsize_param = "first"\nnext = "data.studios.pageInfo.endCursor"\n'
    'more = "data.studios.pageInfo.hasNextPage"\n'
    '[streams.changed]\npath = "updatedAt"\nparam = "filter"\nvalue = "json"\n'
    'template = \'{"updatedAt":{"greaterThan":"{since}"}}\'',
}


def codes(page: Page) -> set[NoteCode]:
    return {note.code for note in page.notes}


def fault(parts: dict[str, str], **told: Any) -> SourceFault:
    with pytest.raises(SourceFault) as raised:
        read(connector(**parts), answer(**told))
    return raised.value
