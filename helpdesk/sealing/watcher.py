"""One thread in each process that has read the private keyring: when its file goes, so does what was read."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

EVERY = 1.0  # seconds
_at_work: set[tuple[int, Path]] = set()  # by process, since threads do not survive a fork
_starting = threading.Lock()


def keep_watch(path: Path, forget: Callable[[], None]) -> None:
    """Calls `forget` once when the file is gone; asked for on every reading, started once."""
    mark = (os.getpid(), path)
    if mark in _at_work:
        return
    with _starting:
        if mark in _at_work:
            return
        _at_work.add(mark)
    threading.Thread(target=_watch, args=(mark, forget), daemon=True, name="keyring").start()


def _watch(mark: tuple[int, Path], forget: Callable[[], None]) -> None:
    while mark[1].exists():
        time.sleep(EVERY)
    _at_work.discard(mark)
    forget()


def overwrite(secret: bytes) -> None:
    """Zeros over the bytes of a key in this process's memory, for whoever holds it."""
    ctypes.memset(id(secret) + sys.getsizeof(b"") - 1, 0, len(secret))
