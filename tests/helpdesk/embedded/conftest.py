"""Real runs of the supervisor, each over a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from helpdesk.embedded.redis_server import free_port
from helpdesk.embedded.supervisor import ROOT

READY = "Stop with Ctrl-C."


class Run:
    """One `python -m helpdesk.embedded run` and what it says."""

    def __init__(
        self, var_dir: Path, transcript: Path, options: list[str], environment: dict[str, str]
    ) -> None:
        # as `make run` finds it: nobody has said which servers and which settings
        unsaid = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
        ours = {key: value for key, value in os.environ.items() if key not in unsaid}
        settings = {"VAR_DIR": str(var_dir)}
        self.transcript = transcript
        self.options = options
        with self.transcript.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "helpdesk.embedded", "run", *options],
                cwd=ROOT,
                env={**ours, **settings, **environment},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def port(self) -> int:
        return int(self.options[1])

    @property
    def said(self) -> str:
        return self.transcript.read_text()

    def wait_until_ready(self, *, seconds: float = 120) -> list[psutil.Process]:
        """All its processes once it has printed the address."""
        until = time.monotonic() + seconds
        while READY not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < until, self.said
            time.sleep(0.2)
        return self.family()

    def family(self) -> list[psutil.Process]:
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(60)


def alive(family: list[psutil.Process]) -> list[str]:
    """What of this family still runs; a dead child nobody has asked about does not count."""
    return [str(one) for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture
def var_dir() -> Iterator[Path]:
    """A folder every system user can walk to, as /work/project/var would be."""
    folder = Path(tempfile.mkdtemp(prefix="ganak-run-"))
    folder.chmod(0o711)
    yield folder / "var"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def start(var_dir: Path) -> Iterator[Callable[..., Run]]:
    """`start()` begins a run over the folder of this test; whatever is left at the end is ended."""
    runs: list[Run] = []

    def begin(*, port: int = 0, over: Path | None = None, demo: bool = False, **environment: str) -> Run:
        transcript = var_dir.parent / f"run-{len(runs)}.txt"
        options = ["--port", str(port or free_port()), *([] if demo else ["--no-demo"])]
        runs.append(Run(over or var_dir, transcript, options, environment))
        return runs[-1]

    yield begin
    for run in runs:
        if run.process.poll() is None:
            run.end(signal.SIGTERM)
