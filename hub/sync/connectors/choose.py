"""Which conversation a source's kind needs."""

from __future__ import annotations

from hub.domain.words import SourceKind
from hub.sync.connectors.exchange import Connector
from hub.sync.connectors.files import FilesConnector
from hub.sync.connectors.sql import SqlConnector
from hub.sync.connectors.web import WebConnector
from hub.sync.source import Source, Stream


def connector_for(source: Source, stream: Stream) -> Connector:
    """The connector of one stream."""
    match source.kind:
        case SourceKind.REST | SourceKind.GRAPHQL:
            return WebConnector(source, stream)
        case SourceKind.SQL:
            return SqlConnector(source, stream)
        case SourceKind.FILES:
            return FilesConnector(source, stream)
        case SourceKind.PUSH:
            raise ValueError("a source that pushes is never asked")
