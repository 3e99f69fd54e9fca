"""`make run`: servers, preparation, then web, worker and beat as children; stops them all when told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

import psycopg
import redis

from helpdesk.embedded import places, processes
from helpdesk.embedded.servers import Servers
from helpdesk.embedded.trouble import CannotStart

ROOT = Path(__file__).resolve().parent.parent.parent
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Told(Exception):
    """Somebody pressed Ctrl-C or sent a signal to end. Raised only where nothing is half done."""


class Supervisor:
    """One run over one VAR_DIR."""

    def __init__(self, *, port: int, var_dir: Path, demo: bool = True) -> None:
        self.port = port
        self.demo = demo
        self.told = False
        self.var_dir = places.folder(var_dir.absolute())
        self.servers = Servers(self.var_dir, durable=True)
        self.children: list[tuple[str, subprocess.Popen[bytes]]] = []
        self.environment = {
            **os.environ,
            "VAR_DIR": str(self.var_dir),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }
        self.environment.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.dev")

    def run(self) -> int:
        """Everything, until a signal or the death of a child; returns the exit code."""
        for number in ENDINGS:
            signal.signal(number, self._hear)
        try:
            self._start()
            while True:
                self._pause(0.5)
                self._check_children()
        except Told:
            say("Stopping ...")
            return 0
        finally:
            self._stop()

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        self.told = True

    def _pause(self, seconds: float = 0.0) -> None:
        """The only places where a signal takes effect."""
        if not self.told:
            time.sleep(seconds)  # a signal does not cut it short, so it is short
        if self.told:
            raise Told

    def _start(self) -> None:
        reaped = self.servers.claim()
        if reaped:
            say(f"Ended what an earlier run left behind: {', '.join(reaped)}.")
        check_port(self.port)
        self._find_servers()
        self._pause()
        say("Preparing: database, keys, languages, demo content ...")
        self._prepare()
        say("Starting web, workers and beat ...")
        celery = [sys.executable, "-m", "celery", "-A", "helpdesk.celery"]
        self._child("worker", [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2"])
        files = ["worker", "--queues", "files", "--hostname", "files@%h", "--concurrency", "1"]
        self._child("files", [*celery, *files, "--loglevel", "INFO"])
        self._child("beat", [*celery, "beat", "--schedule", self.var_dir / "beat-schedule", "--pidfile="])
        self._child("web", web_command(self.port))
        self._wait_for_web()
        self._greet()

    def _find_servers(self) -> None:
        named = [name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)]
        if len(named) == 1:
            raise CannotStart(f"Only {named[0]} is set; set both DATABASE_URL and REDIS_URL, or neither.")
        if named:
            check_named_servers(os.environ["DATABASE_URL"], os.environ["REDIS_URL"])
            say("Using the servers of DATABASE_URL and REDIS_URL.")
            return
        say("Starting PostgreSQL and Redis ...")
        self.servers.start()
        say(f"The data stay in {self.servers.data}.")
        self.environment |= {"DATABASE_URL": self.servers.database_url, "REDIS_URL": self.servers.redis_url}

    def _prepare(self) -> None:
        command = [
            sys.executable,
            "-m",
            "helpdesk.embedded",
            "prepare",
            *([] if self.demo else ["--no-demo"]),
        ]
        child = self._child("prepare", command, log=False)
        while child.poll() is None:
            self._pause(0.1)
        if child.returncode != 0:
            raise CannotStart("The preparation failed; the lines above say why.")
        self.children.remove(("prepare", child))

    def _child(
        self, name: str, command: Sequence[str | Path], *, log: bool = True
    ) -> subprocess.Popen[bytes]:
        """A child that writes to its own log, or to the terminal."""
        with ExitStack() as files:
            child = processes.start(
                name,
                command,
                pid_folder=self.var_dir / "run",
                environment=self.environment,
                log=files.enter_context(self._log(name).open("ab")) if log else None,
            )
        self.children.append((name, child))
        return child

    def _wait_for_web(self, *, seconds: float = 30.0) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._check_children()
            if answers(self.port):
                return
            self._pause(0.1)
        raise CannotStart(f"The web server did not answer in {seconds:.0f} seconds; see {self._log('web')}.")

    def _check_children(self) -> None:
        for name, child in self.children:
            if child.poll() is not None:
                raise CannotStart(f"`{name}` ended (code {child.returncode}); see {self._log(name)}.")

    def _log(self, name: str) -> Path:
        return self.var_dir / "log" / f"{name}.log"

    def _greet(self) -> None:
        say(f"\n  Ganak is running:   http://localhost:{self.port}/be/")
        say(f"  Sign in as a role:  http://localhost:{self.port}/desk/demo/")
        say(f"  Logs and mail:      {self.var_dir}\n  Stop with Ctrl-C.\n")

    def _stop(self) -> None:
        for _, child in self.children:  # all at once first, so that they end side by side
            if child.poll() is None:
                child.terminate()
        for name, child in reversed(self.children):
            processes.stop(name, child)
        self.servers.stop()


def web_command(port: int) -> list[str | Path]:
    """One process with four threads, none of which waits for a slow sender (helpdesk/server.py)."""
    return [
        *(sys.executable, "-m", "gunicorn", "helpdesk.wsgi:application"),
        *("--worker-class", "helpdesk.server.PatientWorker"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4"),
        *("--graceful-timeout", "3", "--log-level", "warning", "--no-control-socket"),
    ]


def say(line: str) -> None:
    print(line, flush=True)


def answers(port: int) -> bool:
    """Whether a page comes back; an open port alone only means that the server is still loading us."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            line.sendall(b"GET /desk/healthz/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return line.recv(5) == b"HTTP/"
    except OSError:
        return False


def check_port(port: int) -> None:
    """Raises CannotStart when something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise CannotStart(f"Port {port} is not yours to use; try `make run PORT=8001`.") from error
        except OSError as error:
            raise CannotStart(
                f"Port {port} is in use by another program; stop it or try `make run PORT={port + 1}`."
            ) from error


def check_named_servers(database_url: str, redis_url: str) -> None:
    """Raises CannotStart when one of the servers somebody named does not answer."""
    attempts: dict[str, Callable[[], object]] = {
        "DATABASE_URL": lambda: psycopg.connect(database_url, connect_timeout=5).close(),
        "REDIS_URL": lambda: redis.Redis.from_url(redis_url, socket_connect_timeout=5).ping(),
    }
    for name, attempt in attempts.items():
        try:
            attempt()
        except (psycopg.Error, redis.RedisError, ValueError) as error:
            reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
            raise CannotStart(f"The server of {name} does not answer: {reason}") from error
