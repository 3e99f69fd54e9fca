"""PostgreSQL's own programs: what they need to reach our database, and their output in pieces."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection

PIECE = 256 * 1024
WRAPS = "sealing_wrappedkey"  # in the backup of the keys, which lives a week, and in no dump


class CannotRun(Exception):
    """A program is missing or gave up; carries its last line."""


def dump() -> Iterator[bytes]:
    """The database without the wraps of its keys, for `restore`. Raises CannotRun, also at its end."""
    words = ["--format=custom", "--no-owner", "--no-privileges", f"--exclude-table-data=public.{WRAPS}"]
    with tempfile.TemporaryFile() as said:
        with _start("pg_dump", words, stdout=subprocess.PIPE, stderr=said) as program:
            assert program.stdout is not None
            while piece := program.stdout.read(PIECE):
                yield piece
        _check(program, said)


def restore(pieces: Iterable[bytes]) -> None:
    """All or nothing, into an empty database. Whatever `pieces` raises ends the program before it commits."""
    words = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    words += ["--dbname", connection.settings_dict["NAME"]]
    with tempfile.TemporaryFile() as said:
        with _start("pg_restore", words, stdin=subprocess.PIPE, stdout=said, stderr=said) as program:
            assert program.stdin is not None
            try:
                _feed(program.stdin, pieces)
            except BaseException:
                program.kill()
                raise
        _check(program, said)


def _feed(to: IO[bytes], pieces: Iterable[bytes]) -> None:
    with suppress(BrokenPipeError):  # it gave up; its last words say why
        for piece in pieces:
            to.write(piece)
        to.close()


def is_empty() -> bool:
    """Whether the database has no table of anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')")
        return bool(cursor.fetchone()[0])


def _start(name: str, words: list[str], **streams: Any) -> subprocess.Popen[bytes]:
    folder: Path | None = settings.POSTGRES_PROGRAMS
    program = shutil.which(name, path=str(folder) if folder else None)
    if program is None:
        raise CannotRun(f"There is no {name}; install the client programs of PostgreSQL 18.")
    return subprocess.Popen([program, "--no-password", *words], env=_environment(), **streams)  # noqa: S603


def _environment() -> dict[str, str]:
    """The password stands in no command line, where `ps` would show it."""
    at = connection.settings_dict
    named = {
        "PGHOST": at["HOST"],
        "PGPORT": at["PORT"],
        "PGUSER": at["USER"],
        "PGPASSWORD": at["PASSWORD"],
        "PGDATABASE": at["NAME"],
        "PGSSLMODE": at["OPTIONS"].get("sslmode", ""),
    }
    plain = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    return plain | {name: str(value) for name, value in named.items() if value}


def _check(program: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    if program.returncode:
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
        raise CannotRun(f"{Path(str(program.args[0])).name}: {(lines or ['it left no word'])[-1]}")  # type: ignore[index]
