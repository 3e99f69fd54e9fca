"""The web server's worker: a request takes a thread only when all of it has come.

Gunicorn gives a thread to each connection and lets it wait for the body, so four people who send one byte a
minute would keep everybody else out. Here one loop gathers what comes, for hundreds of connections at once,
and who is too slow is let go. It also writes no address and no path into the log, as gunicorn does for a
request that cannot be read.
"""

from __future__ import annotations

import contextlib
import errno
import re
import selectors
import socket
import time
import traceback
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import TConn, ThreadWorker

from helpdesk.operations.logs import JsonLines

HEAD_SECONDS = 10  # for the first lines, which fit into one packet
STILL_SECONDS = 20  # without a single byte
SLOWEST = 500  # bytes a second, counted after the first STILL_SECONDS: a tenth of a bad telephone line
MOST_HEAD = 64 * 1024
MOST_BODY = 64 * 2**20  # what is too large for a page is told by the page, up to here
MOST_AT_ONCE = 128 * 2**20  # of all requests that still come, together
PIECE = 256 * 1024
HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*(\d{1,15})[ \t]*(?=\r\n)", re.IGNORECASE)
CODING = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.IGNORECASE)
EXPECT = re.compile(rb"\r\nexpect[ \t]*:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
WORDS = {
    400: b"400 Bad Request",
    408: b"408 Request Timeout",
    411: b"411 Length Required",
    413: b"413 Content Too Large",
    431: b"431 Request Header Fields Too Large",
    500: b"500 Internal Server Error",
}
ANSWER = (
    b"HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: 0\r\nCache-Control: no-store\r\n"
    b"Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
    b"Content-Security-Policy: default-src 'none'\r\n\r\n"
)


class Arriving:
    """One request while it comes: `refusal` is why not, as a status; `is_whole` that a thread may take it."""

    def __init__(self, now: float) -> None:
        self.content = bytearray()
        self.began = self.moved = now
        self.needed = 0  # bytes of head and body together; 0 while the head is not there
        self.refusal = 0
        self.wants_word = False

    @property
    def is_whole(self) -> bool:
        return 0 < self.needed <= len(self.content)

    def add(self, piece: bytes, now: float) -> None:
        self.moved = now
        self.content += piece
        if not self.needed:
            self._read_head()
        if self.is_whole and len(self.content) > self.needed:
            del self.content[self.needed :]  # of a next request: whoever sent it sends it again
            line = self.content.find(b"\r\n")
            self.content[line:line] = b"\r\nConnection: close"

    def is_late(self, now: float) -> bool:
        if not self.needed:
            return now - self.began > HEAD_SECONDS
        allowed = STILL_SECONDS + len(self.content) / SLOWEST
        return now - self.moved > STILL_SECONDS or now - self.began > allowed

    def _read_head(self) -> None:
        end = self.content.find(HEAD_END)
        if end < 0 or end > MOST_HEAD:
            self.refusal = 431 if len(self.content) > MOST_HEAD else 0
            return
        head = bytes(self.content[: end + 2])
        lengths = {int(number) for number in LENGTH.findall(head)}
        body = max(lengths, default=0)
        if CODING.search(head):
            self.refusal = 411
        elif len(lengths) > 1:
            self.refusal = 400
        elif body > MOST_BODY:
            self.refusal = 413
        short = EXPECT.sub(b"", head)
        self.wants_word = len(short) < len(head)
        self.content[: end + 2] = short
        self.needed = len(short) + 2 + body


class Line:
    """A connection that hands a thread one whole request, and no byte more: no thread waits for a sender."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self.whole = memoryview(b"")

    def recv(self, size: int) -> bytes:
        piece, self.whole = bytes(self.whole[:size]), self.whole[size:]
        if not piece:
            raise ConnectionResetError(errno.ECONNRESET, "nothing more belongs to this request")
        return piece

    def setblocking(self, flag: bool) -> None:  # noqa: FBT001 - the name and shape of the standard library
        self.line.settimeout(STILL_SECONDS if flag else 0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.line, name)


class Connection(TConn):  # type: ignore[misc]  # gunicorn has no types
    """One connection with the request that comes over it."""

    arriving: Arriving

    def close(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 - gunicorn's shape
        """Never waits for the other side: it would do so in the one loop that serves everybody."""
        with contextlib.suppress(OSError):
            self.sock.line.settimeout(0)
            if graceful:
                self.sock.line.shutdown(socket.SHUT_WR)
                self.sock.line.recv(PIECE)
        self.sock.line.close()


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Gathers requests in its loop; threads get whole ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coming: dict[Connection, None] = {}  # in the order in which they began
        self.most_coming = max(1, self.worker_connections // 2)

    def load_wsgi(self) -> None:
        """With the application comes its private port; here, because threads do not outlive a fork."""
        super().load_wsgi()
        import_module("helpdesk.operations.internal").listen()  # reads the settings, which are there by now

    def accept(self, listener: socket.socket) -> None:
        try:
            line, address = listener.accept()
        except OSError as error:
            if error.errno not in {errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK}:
                raise
            return
        self.nr_conns += 1
        self._expect(Connection(self.cfg, Line(line), address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Connection, client: Any) -> None:
        """The next request on a connection that was kept: it is gathered like the first."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._expect(conn)

    def murder_pending(self) -> None:
        """Once a second: who is too slow is told so and let go."""
        super().murder_pending()
        now = time.monotonic()
        for conn in [conn for conn in self.coming if conn.arriving.is_late(now)]:
            self._refuse(conn, 408)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """A plain answer that repeats nothing; the log gets the kind of the error, no address and no path."""
        is_theirs = isinstance(exc, ParseException)
        steps = traceback.extract_tb(exc.__traceback__)[-1:]
        where = [f"{step.filename}:{step.lineno}" for step in steps]
        log = self.log
        log.warning("A request was not served: %s at %s", type(exc).__name__, *where or ["?"])
        _say(client, 400 if is_theirs else 500)

    def _expect(self, conn: Connection) -> None:
        if len(self.coming) >= self.most_coming:
            self._refuse(next(iter(self.coming)), 408)
        conn.arriving = Arriving(time.monotonic())
        conn.sock.line.settimeout(0)
        self.coming[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._hear, conn))

    def _hear(self, conn: Connection, _line: Line) -> None:
        if conn not in self.coming:  # let go in this very round
            return
        try:
            piece = conn.sock.line.recv(PIECE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            piece = b""
        if not piece:
            self._leave(conn, conn.close)
            return
        arriving = conn.arriving
        arriving.add(piece, time.monotonic())
        if arriving.refusal:
            self._refuse(conn, arriving.refusal)
        elif arriving.is_whole:
            self._hand_over(conn)
        else:
            self._go_on(conn)

    def _hand_over(self, conn: Connection) -> None:
        self.poller.unregister(conn.sock)
        del self.coming[conn]
        conn.sock.whole = memoryview(bytes(conn.arriving.content))
        conn.arriving.content = bytearray()
        conn.data_ready = True
        self.enqueue_req(conn)

    def _go_on(self, conn: Connection) -> None:
        """Says the word that some programs wait for; when too much comes at once, the largest goes."""
        if conn.arriving.wants_word:
            conn.arriving.wants_word = False
            _send(conn.sock, GO_ON)
        if sum(len(other.arriving.content) for other in self.coming) > MOST_AT_ONCE:
            self._refuse(max(self.coming, key=lambda other: len(other.arriving.content)), 413)

    def _refuse(self, conn: Connection, status: int) -> None:
        _say(conn.sock, status)
        self._leave(conn, partial(conn.close, graceful=True))

    def _leave(self, conn: Connection, close: Callable[[], None]) -> None:
        self.poller.unregister(conn.sock)
        del self.coming[conn]
        self.nr_conns -= 1
        close()


class JsonLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """The server's own lines in the shape of everybody's; there is no access log."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())


def _say(line: Any, status: int) -> None:
    _send(line, ANSWER % WORDS[status])


def _send(line: Any, words: bytes) -> None:
    with contextlib.suppress(OSError):
        line.send(words)
