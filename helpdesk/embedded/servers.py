"""Both servers together: what a killed run left is reaped first, and what was started is stopped."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

from helpdesk.embedded import places, processes
from helpdesk.embedded.postgres import Postgres
from helpdesk.embedded.redis_server import RedisServer
from helpdesk.embedded.trouble import CannotStart


class Servers:
    """PostgreSQL and Redis over one VAR_DIR; only one run at a time may own it."""

    def __init__(self, var_dir: Path, *, durable: bool) -> None:
        self.var_dir = var_dir.absolute()
        self.durable = durable
        self.lock: IO[str] | None = None
        self.postgres: Postgres | None = None
        self.redis: RedisServer | None = None

    @property
    def database_url(self) -> str:
        assert self.postgres is not None
        return self.postgres.url

    @property
    def data(self) -> Path:
        assert self.postgres is not None
        return self.postgres.data

    @property
    def redis_url(self) -> str:
        assert self.redis is not None
        return self.redis.url

    def claim(self) -> list[str]:
        """Make the folders ours and reap; returns the names of the stale processes that were ended.

        Raises CannotStart when another run is alive over the same folder.
        """
        for name in ("run", "log"):
            places.folder(self.var_dir / name)
        self.lock = (self.var_dir / "run" / "lock").open("w")
        try:
            # Closed on exec, so children do not hold it: it falls with this process, however that ends.
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotStart(f"The help desk already runs over {self.var_dir}; stop it first.") from error
        return processes.reap(self.var_dir / "run")

    def start(self) -> None:
        if self.lock is None:
            self.claim()
        self.postgres = Postgres(self.var_dir, durable=self.durable)
        self.redis = RedisServer(self.var_dir, durable=self.durable)
        self.postgres.start()
        self.redis.start()

    def stop(self) -> None:
        for server in (self.redis, self.postgres):
            if server is not None:
                server.stop()
        if self.lock is not None:
            for note in (self.var_dir / "run").glob("*.pid"):
                note.unlink(missing_ok=True)
            self.lock.close()
            self.lock = None
