"""The door: from an Authorization header to a caller, or to the reason why there is none."""

from __future__ import annotations

from hub.auth.caller import Caller
from hub.auth.claims import caller_of
from hub.auth.refusal import TokenCode, TokenRefused
from hub.auth.token import Verifier
from hub.auth.tree import Tree


class Backend:
    """Says who is calling; one for the process."""

    def __init__(self, verifier: Verifier, tree: Tree) -> None:
        self._verifier = verifier
        self._tree = tree

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
        # The caller is worked out for each request: the tree may have changed since the token was proven.
        return caller_of(claims, issuer=self._verifier.issuers[str(claims["iss"])], tree=self._tree)
