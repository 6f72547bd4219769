"""A mail server on 127.0.0.1 that does what a script tells it, and keeps the number of every mail it accepted."""

import re
import socketserver
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

ACCEPT = "accept"
# Replies: where in the conversation, and what is said. A 4xx is no for now, a 5xx is no for good.
LATER_AT_RCPT, LATER_AT_END, NEVER_AT_RCPT, NEVER_AT_END = (
    "rcpt 451 4.3.0 later",
    "end 451 4.3.0 later",
    "rcpt 550 5.1.1 no such user",
    "end 554 5.6.0 no",
)
# After these nobody can tell whether the mail arrived; with LOST and SLEPT it did.
DROPPED_AT_RCPT, DROPPED, SILENT, LOST, SLEPT = "dropped at rcpt", "dropped", "silent", "lost", "slept"
KEPT_ALL_THE_SAME = (LOST, SLEPT)

SILENCE = 2.0  # seconds: longer than anybody here waits
_NUMBER = re.compile(rb"^Message-ID: *<([0-9a-f-]{36})@", re.MULTILINE | re.IGNORECASE)


@dataclass
class Script:
    """What happens to the successive mails to an address, after which everything is accepted."""

    of: dict[str, list[str]] = field(default_factory=dict)
    away: str = ""  # what every connection is met with, instead of a greeting; "hang up" is nothing at all

    def next(self, address: str) -> str:
        left = self.of.get(address)
        return left.pop(0) if left else ACCEPT


class MailServer(socketserver.ThreadingTCPServer):
    """`kept` has the Message-ID's number of every mail that was accepted, in order, as often as it came."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.lock = threading.Lock()
        self.hung_up_at = 0.0
        self.begin(Script())

    def begin(self, script: Script) -> None:
        """A new run: nothing came yet."""
        self.script = script
        self.kept: list[str] = []
        self.unanswered = 0  # conversations that either side broke off in the middle of a mail
        self.turned_away = 0
        self.talking = 0  # mails that are being handed over now

    def hang_up(self) -> None:
        """Ends every conversation at the next command, so that who wants more has to connect anew."""
        self.hung_up_at = time.monotonic()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever was talking was killed: that is what we are here for. Anything else is a fault of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    in_a_mail = False  # from its first command until the command after it

    @property
    def _server(self) -> MailServer:
        return cast(MailServer, self.server)

    def handle(self) -> None:
        away = self._server.script.away
        if away:
            self._server.turned_away += 1
            if away != "hang up":
                self._say(away)
            return
        began = time.monotonic()
        self._say("220 hallo")
        for raw in self.rfile:
            verb = raw[:4].decode("ascii", "replace").strip().lower()
            self.in_a_mail = verb == "mail"
            if began < self._server.hung_up_at:
                return
            if self.in_a_mail:
                if not self._mail():
                    return
            else:
                self._say({"quit": "221 dag"}.get(verb, "250 goed"))
            if verb == "quit":
                return

    def _mail(self) -> bool:
        """One mail; whether the conversation goes on."""
        server = self._server
        with server.lock:
            server.talking += 1
        try:
            self._say("250 goed")
            address = self.rfile.readline().decode("ascii", "replace").partition("<")[2].partition(">")[0]
            with server.lock:
                what = server.script.next(address)
            return self._carry_out(what)
        finally:
            with server.lock:
                server.talking -= 1

    def _carry_out(self, what: str) -> bool:
        place, _, reply = what.partition(" ")
        if what == DROPPED_AT_RCPT:
            return False
        if place == "rcpt":
            return self._say(reply)
        self._say("250 goed")
        if not self.rfile.readline():  # DATA
            return False
        self._say("354 zeg het maar")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False  # whoever was talking died before the end
            lines.append(line)
        if place == "end":
            return self._say(reply)
        if what == ACCEPT or what in KEPT_ALL_THE_SAME:
            found = _NUMBER.search(b"".join(lines))
            with self._server.lock:
                self._server.kept.append(found[1].decode() if found else "no number")
        if what in (SILENT, SLEPT):
            threading.Event().wait(SILENCE)
        return what == ACCEPT and self._say("250 aangenomen")

    def _say(self, reply: str) -> bool:
        try:
            self.wfile.write(f"{reply}\r\n".encode())
        except OSError:
            return False
        return True

    def finish(self) -> None:
        with self._server.lock:
            self._server.unanswered += self.in_a_mail
        try:
            super().finish()
        except OSError:
            return  # the other side is gone


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that runs while the block does."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(timeout=5)
