"""Runs the decoder as a child that may do nothing but compute, and believes little of what it says."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from cases.files.rules import MEBIBYTE, MOST_PAGES, decoder
from cases.files.workflow import FileKind, Trouble

PROGRAM = Path(decoder.__file__)
MEGABYTES = 1000  # of address space for the child; the largest WebP that is taken needs 830
CPU_SECONDS, SECONDS = 90, 120  # a worker must be done before the broker gives the task to another one
MOST_OUTPUT = 80 * MEBIBYTE
LONGEST_HEAD = 4096
JPEG_STARTS, JPEG_ENDS = b"\xff\xd8\xff", b"\xff\xd9"


class CannotDecode(Exception):
    """This machine has no safe place to open a file in; the file waits."""


@dataclass(frozen=True)
class Decoded:
    """Pages of one file as JPEG, drawn anew from its pixels."""

    kind: FileKind
    pages: list[bytes]


@dataclass(frozen=True)
class Refusal:
    """Why a file is not taken."""

    trouble: Trouble


def decode(content: bytes, *, megabytes: int = MEGABYTES, seconds: float = SECONDS) -> Decoded | Refusal:
    """Looks into `content` in a process of its own. Raises CannotDecode when it cannot be confined here."""
    code, output = _run(content, megabytes, seconds)
    if code == decoder.CANNOT_CONFINE:
        raise CannotDecode("The kernel does not confine the decoder (seccomp).")
    if code != 0 or len(output) > MOST_OUTPUT:
        return Refusal(Trouble.HEAVY)  # ended by a limit, by the clock, or by its own crash
    return _believed(output)


def _run(content: bytes, megabytes: int, seconds: float) -> tuple[int, bytes]:
    command = [sys.executable, "-I", str(PROGRAM), str(megabytes), str(CPU_SECONDS)]
    command.append("1" if settings.FILES_MUST_BE_CONFINED else "0")
    with subprocess.Popen(  # noqa: S603 - our own program, and no word of the file on its command line
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        clock = threading.Timer(seconds, child.kill)
        writer = threading.Thread(target=_feed, args=(child.stdin, content), daemon=True)
        clock.start()
        writer.start()
        try:
            output = child.stdout.read(MOST_OUTPUT + 1)
            child.stdout.close()  # a child that says more than that is ended by its own next word
            code = child.wait()
        finally:
            child.kill()
            clock.cancel()
            writer.join()
    return code, output


def _feed(pipe: IO[bytes], content: bytes) -> None:
    with suppress(BrokenPipeError), pipe:
        pipe.write(content)


def _believed(output: bytes) -> Decoded | Refusal:
    """The child may have been tricked: it can give pictures or a known word, and nothing else."""
    head, _, rest = output.partition(b"\n")
    try:
        said = json.loads(head[:LONGEST_HEAD])
        if "trouble" in said:
            return Refusal(Trouble(said["trouble"]))
        kind, sizes = FileKind(said["kind"]), [int(size) for size in said["sizes"]]
    except (ValueError, KeyError, TypeError):
        return Refusal(Trouble.BROKEN)
    if not 1 <= len(sizes) <= MOST_PAGES or min(sizes) <= 0 or sum(sizes) != len(rest):
        return Refusal(Trouble.BROKEN)
    pages, start = [], 0
    for size in sizes:
        pages.append(rest[start : start + size])
        start += size
    if not all(page.startswith(JPEG_STARTS) and page.endswith(JPEG_ENDS) for page in pages):
        return Refusal(Trouble.BROKEN)
    return Decoded(kind, pages)
