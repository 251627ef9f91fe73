"""The interface of everything that has an identifier of its own."""

from __future__ import annotations

import strawberry


@strawberry.interface(description="Anything with an identifier of its own · 具有唯一标识的对象")
class Node:
    """Relay's node, so that a client may fetch any object again."""

    id: strawberry.ID = strawberry.field(description="opaque identifier, never reused · 唯一标识，永不重复使用")
