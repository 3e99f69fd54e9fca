"""Stale processes: ours are ended, a stranger with a reused pid is left alone."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk.embedded import places, processes
from helpdesk.embedded.pytest_plugin import own_redis
from helpdesk.embedded.trouble import CannotStart


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(["/bin/sleep", "60"])
    yield child
    child.kill()
    child.wait()


def test_a_stale_process_of_ours_is_ended_and_forgotten(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    processes.remember(tmp_path, "worker", sleeper.pid)
    assert processes.reap(tmp_path) == ["worker"]
    assert sleeper.wait(5) < 0
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_ignores_us_is_ended_all_the_same(tmp_path: Path) -> None:
    deaf = ["/bin/sh", "-c", "trap '' TERM; echo ready; sleep 60"]
    with subprocess.Popen(deaf, stdout=subprocess.PIPE, start_new_session=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        processes.end(child.pid, processes.fingerprint(child.pid), how=processes.polite("web"), patience=0.3)
        assert child.wait(5) == -9
        os.killpg(child.pid, signal.SIGKILL)  # its own child, which would keep our pipe open


def test_a_stranger_who_was_given_our_old_pid_lives_on(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    (tmp_path / "worker.pid").write_text(f"{sleeper.pid}\nstarted 1\n")
    assert processes.reap(tmp_path) == []
    assert sleeper.poll() is None


@pytest.mark.parametrize("nonsense", ["", "\n", "none\nstarted 1\n", "999999999\nstarted 1\n"])
def test_a_spoilt_note_stops_nothing(tmp_path: Path, nonsense: str) -> None:
    (tmp_path / "web.pid").write_text(nonsense)
    assert processes.reap(tmp_path) == []


def test_a_program_that_is_missing_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=r"^/none/redis cannot be started: No such file or directory\.$"):
        processes.start("redis", ["/none/redis"], pid_folder=tmp_path, environment={})


def test_data_of_root_stay_out_of_her_home(tmp_path: Path) -> None:
    hidden = tmp_path / "home" / "var"
    hidden.mkdir(parents=True)
    hidden.parent.chmod(stat.S_IRWXU)
    assert not places.reachable(hidden)
    assert places.reachable(Path("/usr/lib"))
    assert places.postgres_data(hidden, None) == hidden / "postgres"


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ours = places.postgres_socket(tmp_path / "data", None)
    assert ours.stat().st_mode & 0o777 == 0o700
    ours.chmod(0o777)
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        places.postgres_socket(tmp_path / "data", None)


def test_each_test_process_has_a_redis_number_of_its_own() -> None:
    named = os.environ["TEST_REDIS_URL"]
    addresses = {own_redis(named, place) for place in range(3)} | {named}
    assert len(addresses) == 4
