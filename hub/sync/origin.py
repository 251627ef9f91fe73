"""Whether an address stays with its source, so that a source cannot send the hub anywhere else."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit, urlunsplit

from hub.sync.faults import FaultCode, SourceFault

_DEFAULT_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an absolute http(s) address; refuses names and tricks that parsers read differently."""
    if any(ord(letter) <= 32 or letter == "\\" for letter in url):
        raise SourceFault(FaultCode.OFF_ORIGIN)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SourceFault(FaultCode.OFF_ORIGIN) from error
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc:
        raise SourceFault(FaultCode.OFF_ORIGIN)
    return parts.scheme, parts.hostname.lower(), port or _DEFAULT_PORTS[parts.scheme]


def follow(url: str, *, seen_from: str, rebase: bool = False) -> str:
    """Resolve an address found in an answer, refusing one that leaves the origin it was seen from.

    With `rebase` only its path and query are kept: sources behind a proxy print their inner name.
    """
    absolute = urljoin(seen_from, url)
    if rebase:
        home, found = urlsplit(seen_from), urlsplit(absolute)
        absolute = urlunsplit((home.scheme, home.netloc, found.path, found.query, ""))
    if origin(absolute) != origin(seen_from):
        raise SourceFault(FaultCode.OFF_ORIGIN)
    return absolute
