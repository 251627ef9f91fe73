"""The door: from an Authorization header to a caller, or to the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from hub.auth.caller import Caller
from hub.auth.claims import caller_of
from hub.auth.refusal import TokenCode, TokenRefused
from hub.auth.token import REMEMBERED, SignedClaims, Verifier
from hub.auth.tree import Tree


@dataclass(frozen=True, kw_only=True)
class _Known:
    claims: SignedClaims
    reading: object
    caller: Caller | TokenRefused


class Backend:
    """Says who is calling; one for the process."""

    def __init__(self, verifier: Verifier, tree: Tree) -> None:
        self._verifier = verifier
        self._tree = tree
        self._known: dict[int, _Known] = {}  # by the claims object, which the verifier gives out while it remembers

    async def authenticate(self, authorization: str | None) -> Caller | TokenRefused:
        """The caller of a request; without the header it is the public, with a bad one it is nobody at all."""
        if authorization is None:
            return Caller.anonymous()
        scheme, _, token = authorization.strip().partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token or " " in token:
            return TokenRefused(code=TokenCode.AUTHORIZATION_NOT_BEARER)
        claims = await self._verifier.verify(token)
        if isinstance(claims, TokenRefused):
            return claims
        return self._caller(claims)

    def _caller(self, claims: SignedClaims) -> Caller | TokenRefused:
        """Worked out once for each reading of the tree, which may have changed since the token was proven."""
        reading, held = self._tree.reading, self._known.get(id(claims))
        if held is not None and held.claims is claims and held.reading is reading:
            return held.caller
        caller = caller_of(claims, issuer=self._verifier.issuers[str(claims["iss"])], tree=self._tree)
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[id(claims)] = _Known(claims=claims, reading=reading, caller=caller)
        return caller
