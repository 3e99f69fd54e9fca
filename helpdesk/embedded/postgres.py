"""PostgreSQL 18 from the wheel, reached only through a socket in a private folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from helpdesk.embedded import places, processes
from helpdesk.embedded.trouble import CannotStart

DATABASE = "helpdesk"
SMALL = ["-c", "max_connections=60", "-c", "shared_buffers=128MB", "-c", "timezone=UTC", "-c", "jit=off"]
FORGETFUL = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class Postgres:
    """One cluster with one database."""

    def __init__(self, var_dir: Path, *, durable: bool) -> None:
        self.account = places.postgres_account()
        self.programs = places.postgres_programs(self.account)
        self.data = places.postgres_data(var_dir, self.account)
        self.log = var_dir / "log" / "postgres.log"
        self.pids = var_dir / "run"
        self.durable = durable
        self.child: subprocess.Popen[bytes] | None = None
        self.socket = Path()

    @property
    def url(self) -> str:
        return f"postgres://postgres@/{DATABASE}?host={quote(str(self.socket), safe='')}"

    def start(self) -> None:
        """Start, and wait until it answers.

        Raises CannotStart for data of another major version, a folder in use, or a server that gives up.
        """
        self._check_version()
        self.socket = places.postgres_socket(self.data, self.account)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        extra = SMALL if self.durable else [*SMALL, *FORGETFUL]
        with self.log.open("ab") as log:
            self.child = processes.start(
                "postgres",
                [self.programs / "postgres", "-D", self.data, "-k", self.socket, "-h", "", *extra],
                pid_folder=self.pids,
                environment=self._environment(),
                account=self.account,
                log=log,
            )
        self._wait()

    def stop(self) -> None:
        if self.child is not None:
            processes.stop("postgres", self.child, patience=20)
            self.child = None
            shutil.rmtree(self.socket, ignore_errors=True)

    def _environment(self) -> dict[str, str]:
        """Nothing of ours: no PG* variable of the terminal may bend the server."""
        return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def _check_version(self) -> None:
        try:
            found = (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return
        except OSError as error:
            raise CannotStart(f"The data folder {self.data} cannot be read: {error.strerror}.") from error
        if found != places.POSTGRES_MAJOR:
            raise CannotStart(
                f"The data in {self.data} was written by PostgreSQL {found} and this is PostgreSQL "
                f"{places.POSTGRES_MAJOR}; move the folder away, or set VAR_DIR to a new one."
            )

    def _initialise(self) -> None:
        places.folder(self.data, mode=0o700)
        places.give(self.data, self.account)
        command = [
            str(self.programs / "initdb"),
            *("-D", str(self.data), "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"),
            *("--auth=trust", "--no-instructions", *([] if self.durable else ["--no-sync"])),
        ]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=self._environment(),
            user=self.account.uid if self.account else None,
            group=self.account.gid if self.account else None,
            extra_groups=[] if self.account else None,
        )
        if done.returncode != 0:
            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise CannotStart(f"PostgreSQL could not set up {self.data}: {last}")

    def _wait(self, *, seconds: float = 30.0) -> None:
        until = time.monotonic() + seconds
        address = f"host={self.socket} user=postgres dbname=postgres"
        while time.monotonic() < until:
            if self.child is None or self.child.poll() is not None:
                raise CannotStart(f"PostgreSQL stopped at once: {last_words(self.log)}")
            try:
                with psycopg.connect(address, autocommit=True, connect_timeout=2) as connection:
                    self._ensure_database(connection)
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise CannotStart(f"PostgreSQL did not answer within {seconds:.0f} seconds: {last_words(self.log)}")

    @staticmethod
    def _ensure_database(connection: psycopg.Connection) -> None:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if found is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def last_words(log: Path) -> str:
    """The most telling line at the end of a server's log."""
    lines = log.read_text(errors="replace").splitlines()[-12:] if log.exists() else []
    telling = [line for line in lines if "FATAL" in line or "ERROR" in line]
    return (telling or lines or ["it left no word"])[-1].strip()
