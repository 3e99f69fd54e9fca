"""Redis from the wheel, on a free loopback port and behind a password made for this run."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import time
from pathlib import Path

import redis

from helpdesk.embedded import places, processes
from helpdesk.embedded.postgres import last_words
from helpdesk.embedded.trouble import CannotStart


class RedisServer:
    """One server; on disk only when it should outlive the run."""

    def __init__(self, var_dir: Path, *, durable: bool) -> None:
        self.folder = var_dir / "redis"
        self.log = var_dir / "log" / "redis.log"
        self.pids = var_dir / "run"
        self.durable = durable
        self.password = secrets.token_urlsafe(24)
        self.port = 0
        self.child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start, and wait until it answers; a port taken in between is not the end.

        Raises CannotStart when the server gives up three times.
        """
        places.folder(self.folder, mode=0o700)
        for _ in range(3):
            self._launch()
            if self._answers():
                return
            self.stop()
        raise CannotStart(f"Redis did not start: {last_words(self.log)}")

    def stop(self) -> None:
        if self.child is not None:
            processes.stop("redis", self.child)
            self.child = None

    def _launch(self) -> None:
        self.port = free_port()
        with self.log.open("ab") as log:
            self.child = processes.start(
                "redis",
                [places.redis_program(), "-"],  # its configuration comes from us: `ps` shows no password
                pid_folder=self.pids,
                environment={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                log=log,
                stdin=self._configuration().encode(),
            )

    def _configuration(self) -> str:
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",
            f'dir "{self.folder}"',
            "databases 64",
            "daemonize no",
            'save ""',
            f"appendonly {'yes' if self.durable else 'no'}",
        ]
        return "\n".join(lines) + "\n"

    def _answers(self, *, seconds: float = 10.0) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.child is not None and self.child.poll() is None:
            try:
                with redis.Redis.from_url(self.url) as client:
                    return bool(client.ping())
            except (redis.ConnectionError, redis.BusyLoadingError):
                time.sleep(0.05)
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
