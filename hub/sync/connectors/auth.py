"""How the hub shows who it is: what is added to a call, and the conversation that gives and renews a short token."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hub.sync.connectors.exchange import HttpRequest, HttpResponse, Position
from hub.sync.connectors.judge import document_of
from hub.sync.faults import FaultCode, SourceFault
from hub.sync.numbers import read_number
from hub.sync.paths import Missing, Path, look
from hub.sync.rows import id_text
from hub.sync.secrets import Secrets
from hub.sync.source import AuthKind, Login, Source

# A token is renewed a little before its end, so that it does not die on the way.
_MARGIN = timedelta(seconds=30)


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """A short token, what renews it, and until when it holds; none of it is shown or stored."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    expires_at: datetime

    def holds(self, now: datetime) -> bool:
        """Whether the token can still be used."""
        return now + _MARGIN < self.expires_at


def authorised(request: HttpRequest, *, source: Source, secrets: Secrets, tokens: Tokens | None) -> HttpRequest:
    """The call with the source's credentials; raises SECRET_MISSING."""
    auth = source.auth
    if auth.kind is AuthKind.NONE or auth.secret is None:
        return request
    if auth.kind is AuthKind.LOGIN:
        return _with_header(request, auth.name, auth.prefix + tokens.access) if tokens is not None else request
    secret = secrets.reveal(auth.secret)
    if auth.kind is AuthKind.BASIC:
        pair = base64.b64encode(f"{auth.account}:{secret}".encode()).decode()
        return _with_header(request, "Authorization", f"Basic {pair}")
    if auth.place == "query":
        return replace(request, secret_params=((auth.name, secret),))
    return _with_header(request, auth.name, auth.prefix + secret)


def login_call(source: Source, secrets: Secrets, *, tokens: Tokens | None) -> HttpRequest:
    """The call that gives tokens: by the refresh token where there is one, by the password otherwise."""
    auth, login = source.auth, source.auth.login
    if login is None or auth.secret is None:
        raise SourceFault(FaultCode.UNAUTHORIZED)
    base = source.connection.base_url
    headers = source.connection.headers
    if tokens is not None and tokens.refresh is not None and login.refresh_path is not None:
        return HttpRequest(
            position=Position(),
            method="POST",
            url=base + login.refresh_path,
            headers=headers,
            body={login.refresh_field: tokens.refresh},
        )
    return HttpRequest(
        position=Position(),
        method="POST",
        url=base + login.path,
        headers=headers,
        body={login.account_field: auth.account, login.password_field: secrets.reveal(auth.secret)},
    )


def tokens_of(response: HttpResponse, login: Login) -> Tokens:
    """The tokens of a login's answer; raises UNAUTHORIZED when it holds none."""
    document = document_of(response)

    def text(path: Path | None) -> str | None:
        found = look(document, path) if path is not None else None
        return None if isinstance(found, Missing) else id_text(found)

    access = text(login.token)
    if access is None:
        raise SourceFault(FaultCode.UNAUTHORIZED)
    seconds = read_number(text(login.expires_in))
    lifetime = float(seconds) if seconds is not None and 0 < seconds < 31_536_000 else float(login.lifetime)
    return Tokens(
        access=access,
        refresh=text(login.refresh_token),
        expires_at=response.received_at + timedelta(seconds=lifetime),
    )


def _with_header(request: HttpRequest, name: str, value: str) -> HttpRequest:
    others = tuple(pair for pair in request.headers if pair[0].lower() != name.lower())
    return replace(request, headers=(*others, (name, value)))
