"""Tells data apart from everything else that comes back: web pages, errors under 200, states inside the answer."""

from __future__ import annotations

import json
import re
from typing import NoReturn

from hub.sync.connectors.exchange import HttpResponse
from hub.sync.faults import FaultCode, SourceFault
from hub.sync.paths import Json, Missing, look
from hub.sync.rows import clean, id_text
from hub.sync.source import Envelope

_BY_STATUS = {
    401: FaultCode.UNAUTHORIZED,
    403: FaultCode.FORBIDDEN,
    404: FaultCode.NOT_FOUND,
    408: FaultCode.TOO_SLOW,
    410: FaultCode.NOT_FOUND,
    413: FaultCode.TOO_LARGE,
    425: FaultCode.UNAVAILABLE,
    429: FaultCode.THROTTLED,
    502: FaultCode.UNAVAILABLE,
    503: FaultCode.UNAVAILABLE,
    504: FaultCode.UNAVAILABLE,
}
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w-]+)", re.IGNORECASE)
_SAFE_WORD = re.compile(r"[A-Z][A-Z0-9_]{0,39}")


def document_of(response: HttpResponse, *, envelope: Envelope | None = None, graphql: bool = False) -> Json:
    """The JSON document of an answer; raises the SourceFault that says why there is none."""
    text = _text(response)
    is_page = text.startswith("<")
    if graphql and not is_page:
        _refuse_graphql_errors(text, response.status)
    if not 200 <= response.status < 300:
        raise SourceFault(status_code(response.status), "HTML" if is_page else "", status=response.status)
    if is_page or not text:
        raise SourceFault(FaultCode.NOT_DATA, "HTML" if is_page else "", status=response.status)
    document = clean(_parsed(text))
    if envelope is not None:
        _open_envelope(document, envelope)
    return document


def status_code(status: int) -> FaultCode:
    """The fault that a status stands for."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return FaultCode.SERVER_ERROR
    return FaultCode.BAD_REDIRECT if 300 <= status < 400 else FaultCode.BAD_REQUEST


def _text(response: HttpResponse) -> str:
    declared = _CHARSET.search(response.headers.get("content-type", ""))
    wanted = declared[1].lower() if declared else "utf-8"
    # GB18030 holds all of GBK and GB2312, so texts labelled with either are read by it.
    first = "gb18030" if wanted.startswith("gb") else "utf-8-sig"
    for encoding in (first, "utf-8-sig", "gb18030"):
        try:
            return response.body.decode(encoding).lstrip("\ufeff").strip()
        except UnicodeDecodeError:
            continue
    raise SourceFault(FaultCode.NOT_DATA, status=response.status)


def _parsed(text: str) -> Json:
    try:
        document: Json = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise SourceFault(FaultCode.BAD_JSON) from error
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _refuse_graphql_errors(text: str, status: int) -> None:
    """GraphQL servers send errors under 200, 400 and 500 alike; half an answer would read as nulls."""
    try:
        document: Json = json.loads(text)
    except (ValueError, RecursionError):
        return
    errors = document.get("errors") if isinstance(document, dict) else None
    if not errors:
        return
    code = look(document, ("errors", "0", "extensions", "code"))
    word = code if isinstance(code, str) and _SAFE_WORD.fullmatch(code) else ""
    if status == 401 or word in ("UNAUTHENTICATED", "TOKEN_EXPIRED", "INVALID_CREDENTIALS"):
        raise SourceFault(FaultCode.UNAUTHORIZED, word, status=status)
    if status == 403 or word == "FORBIDDEN":
        raise SourceFault(FaultCode.FORBIDDEN, word, status=status)
    raise SourceFault(FaultCode.GRAPHQL_ERRORS, word, status=status)


def _open_envelope(document: Json, envelope: Envelope) -> None:
    found = look(document, envelope.path)
    state = None if isinstance(found, Missing) else (str(found).lower() if isinstance(found, bool) else id_text(found))
    if state in envelope.ok:
        return
    if state in envelope.unauthorized:
        raise SourceFault(FaultCode.UNAUTHORIZED)
    if state in envelope.throttled:
        raise SourceFault(FaultCode.THROTTLED)
    known = state if state is not None and re.fullmatch(r"[\w-]{1,20}", state) else ""
    raise SourceFault(FaultCode.ENVELOPE_REFUSED, known)
