"""Starting, remembering, stopping and reaping child processes."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from helpdesk.embedded.trouble import CannotStart

PR_SET_PDEATHSIG = 1
# SIGTERM makes PostgreSQL wait for its clients to leave; SIGINT makes it close their connections and stop.
POLITE = {"postgres": signal.SIGINT}
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Account:
    """The system user a child runs as; None means "as we are"."""

    uid: int
    gid: int


def polite(name: str) -> signal.Signals:
    return POLITE.get(name, signal.SIGTERM)


def die_with_parent(how: signal.Signals) -> None:
    """Runs in the child before exec: the kernel ends it when its parent is killed outright (Linux only)."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, how)


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    pid_folder: Path,
    environment: Mapping[str, str],
    account: Account | None = None,
    log: IO[bytes] | None = None,
    stdin: bytes | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in its own session, so that Ctrl-C reaches only the supervisor, and note its pid."""
    words = [str(word) for word in command]
    try:
        child = subprocess.Popen(
            words,
            env=dict(environment),
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT if log is not None else None,
            start_new_session=True,
            preexec_fn=partial(die_with_parent, polite(name)),  # noqa: PLW1509 - the supervisor has one thread
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    except OSError as error:
        raise CannotStart(f"{words[0]} cannot be started: {error.strerror}.") from error
    if stdin is not None and child.stdin is not None:
        child.stdin.write(stdin)
        child.stdin.close()
    remember(pid_folder, name, child.pid)
    return child


def remember(pid_folder: Path, name: str, pid: int) -> None:
    (pid_folder / f"{name}.pid").write_text(f"{pid}\n{fingerprint(pid)}\n")


def fingerprint(pid: int) -> str:
    """Start time and program of a process; empty when it is gone. Pids are reused, this is not."""
    if Path("/proc/self/stat").exists():
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return ""
        fields = stat.rpartition(")")[2].split()
        return "" if fields[0] == "Z" else f"started {fields[19]}"
    ps = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)],  # noqa: S607 - /bin or /usr/bin, as the system has it
        capture_output=True,
        text=True,
        check=False,
    )
    return ps.stdout.strip()


def reap(pid_folder: Path) -> list[str]:
    """End what a killed run left behind, newest duty first; returns the names of what was still alive."""
    reaped = []
    for note in sorted(pid_folder.glob("*.pid"), key=lambda path: path.stat().st_mtime, reverse=True):
        pid, _, known = note.read_text().partition("\n")
        if pid.isdigit() and known.strip() and fingerprint(int(pid)) == known.strip():
            end(int(pid), known.strip(), how=polite(note.stem))
            reaped.append(note.stem)
        note.unlink(missing_ok=True)
    return reaped


def end(pid: int, known: str, *, how: signal.Signals, patience: float = 8.0) -> None:
    """Ask politely, then insist."""
    for number, seconds in ((how, patience), (signal.SIGKILL, 2.0)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if fingerprint(pid) != known:
                return
            time.sleep(0.05)


def stop(name: str, child: subprocess.Popen[bytes], *, patience: float = 10.0) -> None:
    """Stop one child and everything in its session."""
    if child.poll() is None:
        child.send_signal(polite(name))
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
