"""Applies what was landed, batch by batch: read what is around, fold, write, all in one transaction under the fence."""

from __future__ import annotations

from hub.auth.tree import Place
from hub.store.applying import reopen, waiting
from hub.store.effects import write_effects
from hub.store.landing import lock
from hub.store.session import Database
from hub.store.surroundings import Parties, read_surroundings
from hub.store.write import Author
from hub.sync.batch import Setting, keys_of, parties_in, pointed_to, read
from hub.sync.failpoints import Failpoint, Fuse
from hub.sync.fold import fold

BATCH = 1000


async def reopen_stream(database: Database, setting: Setting) -> None:
    """Let rows wait again that a new mapping version or newly arrived neighbours may read differently."""
    async with database.write() as connection:
        await lock(connection, setting.hold)
        await reopen(connection, setting.hold, stream=setting.stream.name, version=setting.version)


async def apply_batch(
    database: Database, setting: Setting, *, place: Place, audit_key: bytes, fuse: Fuse, limit: int = BATCH
) -> int:
    """Apply the next waiting rows of a stream and answer how many there were; none means the stream is done."""
    stream, hold = setting.stream, setting.hold
    author = Author(
        actor=f"source:{setting.source}",
        stream=place.code,
        request_id=hold.run_id,
        at=setting.now,
        key=audit_key,
        bundled=True,
    )
    async with database.write() as connection:
        await lock(connection, hold)
        rows = read(await waiting(connection, hold, stream=stream.name, limit=limit), setting)
        if not rows:
            return 0
        around = await read_surroundings(
            connection,
            hold,
            stream=stream.name,
            entity=stream.entity,
            keys=keys_of(rows),
            pointed_to=pointed_to(rows, setting.shape),
            parties=Parties(named=parties_in(rows), caller=setting.caller),
        )
        await write_effects(
            connection,
            hold,
            fold(rows, setting, around),
            stream=stream.name,
            entity=stream.entity,
            version=setting.version,
            body_id=place.body_id,
            author=author,
        )
        fuse.passing(Failpoint.F4)
    return len(rows)
