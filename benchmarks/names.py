"""What the variants are called."""

from __future__ import annotations

HUB = "hub"
GENERAL = "general"
LIMIT = "limit"
SWIFT = "limit-asyncpg"
LIMITS = (LIMIT, SWIFT)
BARE = "statement"
POSTGRAPHILE = "postgraphile"
MERCURIUS = "mercurius"
PEERS = (POSTGRAPHILE, MERCURIUS)
