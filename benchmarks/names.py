"""What the variants are called."""

from __future__ import annotations

HUB = "hub"
GENERAL = "general"
LIMIT = "limit"
BARE = "statement"
POSTGRAPHILE = "postgraphile"
MERCURIUS = "mercurius"
PEERS = (POSTGRAPHILE, MERCURIUS)
