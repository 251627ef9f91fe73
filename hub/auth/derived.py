"""Keys for one purpose each, from the one key of a deployment."""

from __future__ import annotations

import hashlib
import hmac


def derived(key: bytes, purpose: str) -> bytes:
    """The key for a purpose; from it neither the deployment's key nor another purpose's follows."""
    return hmac.new(key, purpose.encode(), hashlib.sha256).digest()
