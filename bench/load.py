"""A bounded load on our own servers: requests that are ready as bytes, over few connections that stay open.

Made for measuring on one machine: it must cost little beside what it measures. It speaks to 127.0.0.1 only.
"""

import asyncio
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_PATIENCE = 60.0
NO_ANSWER = 0


@dataclass(frozen=True)
class Answer:
    """What came back; status NO_ANSWER when the connection broke or nothing came."""

    status: int
    seconds: float
    head: bytes = b""
    body: bytes = b""

    def header(self, name: str) -> str:
        found = re.search(rb"\r\n" + name.lower().encode() + rb": *([^\r]*)", self.head.lower())
        return found[1].decode("latin-1") if found else ""


@dataclass(frozen=True)
class Taken:
    """What a number of requests took: seconds on the clock and of computing by the server."""

    answers: Sequence[Answer]
    seconds: float
    computing: float

    @property
    def rate(self) -> float:
        return len(self.answers) / self.seconds

    @property
    def milliseconds(self) -> float:
        """Of computing, for one request."""
        return self.computing * 1000 / len(self.answers)


def get(path: str, *, port: int, cookies: Mapping[str, str] | None = None, htmx: bool = False) -> bytes:
    """A request as a browser makes it."""
    return "\r\n".join([f"GET {path} HTTP/1.1", *_headers(port, cookies, htmx=htmx), "", ""]).encode()


def post(
    path: str,
    fields: Mapping[str, str],
    *,
    port: int,
    cookies: Mapping[str, str] | None = None,
    htmx: bool = False,
) -> bytes:
    """A form that is sent."""
    body = urlencode(fields).encode()
    form = ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    head = [f"POST {path} HTTP/1.1", *_headers(port, cookies, htmx=htmx), *form, "", ""]
    return "\r\n".join(head).encode() + body


def _headers(port: int, cookies: Mapping[str, str] | None, *, htmx: bool) -> list[str]:
    kept = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
    return [
        f"Host: localhost:{port}",
        "User-Agent: Mozilla/5.0 (meting)",
        "Accept: text/html,application/xhtml+xml",
        "Accept-Language: nl-NL,nl;q=0.9,en;q=0.8",
        f"Origin: http://localhost:{port}",
        *([f"Cookie: {kept}"] if kept else []),
        *(["HX-Request: true", "HX-Target: inhoud"] if htmx else []),
    ]


class Line(asyncio.Protocol):
    """One connection, with one request at a time."""

    def __init__(self) -> None:
        self._came = bytearray()
        self._answered: asyncio.Future[tuple[int, bytes, bytes]] | None = None
        self._transport: asyncio.WriteTransport | None = None
        self.open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 (what create_connection gives)
        self._transport, self.open = transport, True

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        if self._answered and not self._answered.done():
            self._answered.set_result((NO_ANSWER, b"", b""))

    def data_received(self, data: bytes) -> None:
        self._came += data
        answer = _whole(self._came)
        if answer and self._answered and not self._answered.done():
            self._came.clear()
            self._answered.set_result(answer)

    async def ask(self, request: bytes) -> Answer:
        """Sends it and waits for the whole answer."""
        began = time.perf_counter()
        if not self.open or self._transport is None:
            return Answer(NO_ANSWER, 0.0)
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        try:
            status, head, body = await asyncio.wait_for(self._answered, _PATIENCE)
        except TimeoutError:
            self.close()
            status, head, body = NO_ANSWER, b"", b""
        if re.search(rb"\r\nconnection: *close", head, re.IGNORECASE):
            self.close()
        return Answer(status, time.perf_counter() - began, head, body)

    def close(self) -> None:
        self.open = False
        if self._transport:
            self._transport.close()


def _whole(came: bytearray) -> tuple[int, bytes, bytes] | None:
    """Status, head and body when all of it came; an answer without a length comes in chunks."""
    end = came.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(came[:end])
    length = _LENGTH.search(head)
    if length:
        if len(came) < end + 4 + int(length[1]):
            return None
    elif _CHUNKED.search(head) and not came.endswith(b"0\r\n\r\n"):
        return None
    return int(head[9:12]), head, bytes(came[end + 4 :])


async def connect(port: int) -> Line:
    """A connection to this machine; not open when it was refused."""
    try:
        _transport, line = await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", port)
    except OSError:
        return Line()
    return line


def in_turns(requests: Sequence[bytes], *, port: int, pid: int, lines: int = 4) -> Taken:
    """Every request once, over so many connections that each send the next when the one before was answered."""
    return asyncio.run(_in_turns(requests, port, pid, lines))


async def _in_turns(requests: Sequence[bytes], port: int, pid: int, lines: int) -> Taken:
    waiting, answers = iter(requests), []
    open_lines = [await connect(port) for _number in range(lines)]

    async def one_by_one(line: Line, requests: Iterator[bytes]) -> None:
        for request in requests:
            if not line.open:  # a server that closes after every answer
                line = await connect(port)
            answers.append(await line.ask(request))
        line.close()

    computed, began = computing(pid), time.perf_counter()
    await asyncio.gather(*(one_by_one(line, waiting) for line in open_lines))
    seconds, spent = time.perf_counter() - began, computing(pid) - computed
    return Taken(answers, seconds, spent)


def computing(pid: int) -> float:
    """Seconds of computing so far by this process and those below it. Linux only."""
    ticks, below = 0, _children()
    queue = [pid]
    while queue:
        one = queue.pop()
        queue += below.get(one, [])
        fields = _stat(one)
        if fields:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        fields = _stat(int(folder.name))
        if fields:
            found.setdefault(int(fields[1]), []).append(int(folder.name))
    return found


def _stat(pid: int) -> list[str]:
    """The fields after the name of a program; none when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
