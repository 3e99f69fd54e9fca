"""The real web server under people who send slowly, too much or nonsense: everybody else is served."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from helpdesk.embedded.redis_server import free_port
from helpdesk.embedded.supervisor import ROOT, answers, web_command
from helpdesk.server import HEAD_SECONDS, MOST_BODY, SLOWEST, STILL_SECONDS, Arriving
from tests.conftest import url_of_test_database

POST = b"POST /be/write/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
PAGE = b"GET /be/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
SLOW = 300
SECRET = "mail4@slow.example"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "web.log"


@pytest.fixture
def port(transactional_db: None, log: Path) -> Iterator[int]:
    """The command of `make run`: one process, four threads."""
    chosen = free_port()
    environment = {**os.environ, "DATABASE_URL": url_of_test_database(), "PYTHONPATH": str(ROOT)}
    with log.open("wb") as out:
        web = subprocess.Popen(
            [str(word) for word in web_command(chosen)],
            env=environment, cwd=ROOT, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    until = time.monotonic() + 40
    while not answers(chosen):
        assert web.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)
    yield chosen
    os.killpg(web.pid, signal.SIGTERM)
    web.wait(20)


def line_to(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def said(line: socket.socket) -> bytes:
    """Everything until the server closes."""
    heard = b""
    while piece := line.recv(65536):
        heard += piece
    return heard


def fetch(port: int) -> float:
    """Seconds for one page."""
    start = time.monotonic()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as one:
        one.request("GET", "/be/write/")
        answer = one.getresponse()
        assert answer.status == 200
        assert b"</html>" in answer.read()
    return time.monotonic() - start


def test_three_hundred_slow_senders_hold_nobody_up(port: int) -> None:
    with ExitStack() as after:
        slow = [after.enter_context(line_to(port)) for _ in range(SLOW)]
        for number, line in enumerate(slow):
            head = POST + b"Content-Length: 5000\r\n"
            line.sendall((head + b"\r\nstory=", head, b"POST /be")[number % 3])
        taken = []
        for _ in range(10):
            for line in slow:
                line.sendall(b"x")
            taken.append(fetch(port))
        sys.stdout.write(f"\nwhile {SLOW} send one byte at a time, a page takes {max(taken):.2f} s at most\n")
        assert max(taken) < 5


def test_who_does_not_finish_the_first_lines_is_let_go(port: int) -> None:
    with closing(line_to(port)) as line:
        line.sendall(b"POST /be/write/ HTTP/1.1\r\nHost: loc")
        start = time.monotonic()
        answer = said(line)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert HEAD_SECONDS <= time.monotonic() - start < HEAD_SECONDS + 4


def test_a_form_that_comes_in_pieces_arrives_whole(port: int) -> None:
    with closing(line_to(port)) as line:
        whole = POST + b"Expect: 100-continue\r\nConnection: close\r\nContent-Length: 14\r\n\r\n"
        whole += b"story=abcdefgh"
        for start in range(0, len(whole), 7):
            line.sendall(whole[start : start + 7])
            time.sleep(0.01)
        answer = said(line)
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 ")
    assert answer.count(b"HTTP/1.1 ") == 2
    assert b"abcdefgh" in answer  # the form comes back: it has no token, and nothing typed is lost


def test_a_line_is_kept_for_the_next_page_and_closed_after_two_at_once(port: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as one:
        for _ in range(3):
            one.request("GET", "/be/write/")
            assert one.getresponse().read()
            assert one.sock is not None
    with closing(line_to(port)) as line:
        line.sendall(PAGE + PAGE)
        assert said(line).count(b"HTTP/1.1 200") == 1


def test_who_hears_the_answer_and_never_hangs_up_holds_nobody_up(port: int) -> None:
    with ExitStack() as after:
        for _ in range(20):
            after.enter_context(line_to(port)).sendall(PAGE.replace(b"1.1", b"1.0"))
        assert fetch(port) < 5


def test_what_cannot_be_a_request_is_refused_without_an_echo_and_without_a_trace(
    port: int, log: Path
) -> None:
    bad = {
        b"411": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n",
        b"413": POST + b"Content-Length: %d\r\n\r\n" % (MOST_BODY + 1),
        b"400": POST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\n",
        b"431": b"GET / HTTP/1.1\r\n" + b"X-Long: " + b"a" * 70_000,
        b"400 ": f"GET /be/{SECRET} HTTP/9.9\r\nHost: {SECRET}\r\n\r\n".encode(),
        b"400 B": f"G<b>T /{SECRET}\r\n{SECRET} : 1\r\n\r\n".encode(),
    }
    for status, sent in bad.items():
        with closing(line_to(port)) as line:
            line.sendall(sent)
            answer = said(line)
        assert answer.startswith(b"HTTP/1.1 " + status.strip()), (status, answer)
        assert SECRET.encode() not in answer
        assert b"Cache-Control: no-store" in answer
        assert b"nosniff" in answer
        assert b"Server" not in answer
    written = log.read_text()
    assert SECRET not in written
    assert "127.0.0.1" not in written.replace(f"http://127.0.0.1:{port}", "")


def test_forty_five_megabytes_get_a_page(port: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as one:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        one.request("POST", "/be/write/", b"story=" + bytes(45 * 2**20), form)
        answer = one.getresponse()
        assert answer.status in {403, 413}
        assert b"</html>" in answer.read()


def test_slowness_is_an_average_and_a_stop_is_a_stop() -> None:
    one = Arriving(now=0)
    one.add(POST + b"Content-Length: 1000000\r\n\r\n", 1)
    for second in range(2, 100):
        one.add(b"x" * (SLOWEST + 50), second)
        assert not one.is_late(second)
    assert not one.is_late(99 + STILL_SECONDS)
    assert one.is_late(100 + STILL_SECONDS)
    other = Arriving(now=0)
    other.add(POST + b"Content-Length: 1000000\r\n\r\n", 1)
    late = []
    for second in range(2, 100):
        other.add(b"x" * 20, second)
        late += [second] if other.is_late(second) else []
    assert STILL_SECONDS < late[0] < STILL_SECONDS + 10


def test_every_way_to_serve_it_uses_this_worker() -> None:
    named = "helpdesk.server.PatientWorker"
    assert named in [str(word) for word in web_command(8000)]
    image = (ROOT / "Dockerfile").read_text()
    assert re.search(rf'"--worker-class", "{re.escape(named)}"', image)


ASKED = {
    ("GET", "/be/"): 200,
    ("GET", "/be/write/next/"): 302,
    ("GET", "/be/nothing-here/"): 404,
    ("GET", "/desk/queue/"): 302,
    ("POST", "/be/write/"): 403,
    ("TRACE", "/be/"): 405,
    ("PUT", "/be/write/"): 405,
    ("GET", "/static/ui/public.css"): 200,
    ("GET", "/be/exit/"): 303,
    ("GET", "/static/../helpdesk/settings/base.py"): 404,
}


def test_what_really_leaves_the_machine_carries_every_header(port: int) -> None:
    for (method, path), status in ASKED.items():
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as one:
            one.request(method, path, headers={"Host": "localhost"})
            answer = one.getresponse()
            answer.read()
        told = {name.lower(): value for name, value in answer.getheaders()}
        assert answer.status == status, (method, path, answer.status)
        assert told["x-content-type-options"] == "nosniff", path
        assert told["referrer-policy"] == "no-referrer", path
        assert told["cross-origin-opener-policy"] == told["cross-origin-resource-policy"] == "same-origin", (
            path
        )
        assert "camera=()" in told["permissions-policy"], path
        assert "default-src 'none'" in told["content-security-policy"], path
        assert "unsafe" not in told["content-security-policy"], path
        if not path.startswith("/static/ui") and path != "/be/":  # readers' pages are the same for everybody
            assert told["cache-control"] == "no-store", path
        assert "x-powered-by" not in told
        assert not re.search(r"\d", told.get("server", "")), told["server"]
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as one:
        one.request("GET", "/be/", headers={"Host": "evil.example"})
        answer = one.getresponse()
        assert (answer.status, b"evil" in answer.read()) == (400, False)
