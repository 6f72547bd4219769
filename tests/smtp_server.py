"""A real mail server on 127.0.0.1 that does what a test tells it: accept, refuse, be silent, hang up."""

import socketserver
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

OK = "ok"
# Where in the conversation the server hangs up; "after data" is after it kept the mail and before it says so.
DROP_AT_MAIL, DROP_AT_DATA, DROP_BEFORE_ACCEPTING, DROP_AFTER_ACCEPTING = (
    "drop mail",
    "drop data",
    "drop before",
    "drop after",
)
SILENT_AFTER_DATA = "silent"


class SmtpServer(socketserver.ThreadingTCPServer):
    """`script` holds what to do with the mails that come, in order; after that every mail is accepted.

    A behaviour is one of the names above or "<verb> <reply>", such as "rcpt 550 no such user". `greeting` and `ehlo`
    are what every connection is met with; with an empty `ehlo` it hangs up there. `slow` is how many seconds it takes
    over every mail.
    """

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.script: deque[str] = deque()
        self.kept: list[EmailMessage] = []
        self.senders: list[str] = []
        self.connections = 0
        self.greeting, self.ehlo = "220 hallo", "250 hallo"
        self.slow = 0.0
        self.arrived = threading.Condition()
        self.released = threading.Event()  # ends the silence

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def wait_for(self, enough: Callable[[list[EmailMessage]], bool], seconds: float = 30.0) -> None:
        """Waits until what was kept is `enough`. Raises AssertionError when it does not come."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: enough(self.kept), seconds), len(self.kept)


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = cast(SmtpServer, self.server)
        server.connections += 1
        if not self._say(server.greeting) or server.greeting.startswith("5"):
            return
        behaviour = OK
        for raw in self.rfile:
            verb = raw[:4].decode().strip().lower()
            if verb == "mail":
                behaviour = server.script.popleft() if server.script else OK
                server.senders.append(raw.decode().split("<")[1].split(">")[0])
            if behaviour == f"drop {verb}" or (verb in {"ehlo", "helo"} and not server.ehlo):
                return
            at, _, reply = behaviour.partition(" ")
            if at == verb and at != "drop":
                self._say(reply)
                if reply.startswith("421"):
                    return
            elif verb == "data":
                self._say("354 zeg het maar")
                if not self._data(server, behaviour):
                    return
            else:
                self._say({"ehlo": server.ehlo, "helo": server.ehlo, "quit": "221 dag"}.get(verb, "250 goed"))
            if verb == "quit":
                return

    def _data(self, server: SmtpServer, behaviour: str) -> bool:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        if behaviour == DROP_BEFORE_ACCEPTING:
            return False
        if behaviour.startswith("body "):
            return self._say(behaviour.removeprefix("body "))
        if server.slow:
            server.released.wait(server.slow)
        with server.arrived:
            server.kept.append(message_from_bytes(b"".join(lines), policy=policy.default))
            server.arrived.notify_all()
        if behaviour == SILENT_AFTER_DATA:
            server.released.wait(10)
            return False
        return behaviour != DROP_AFTER_ACCEPTING and self._say("250 aangenomen")

    def _say(self, reply: str) -> bool:
        try:
            self.wfile.write(f"{reply}\r\n".encode())
        except OSError:
            return False
        return True


@contextmanager
def smtp_server() -> Iterator[SmtpServer]:
    """A server that runs while the block does."""
    with SmtpServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join(timeout=5)
