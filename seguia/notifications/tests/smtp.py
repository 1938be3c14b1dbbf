"""A mail server on a real socket: just enough SMTP to see what Django's backend says and does."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

FINE = {"EHLO": b"250 hello", "MAIL": b"250 ok", "RCPT": b"250 ok", "DATA": b"354 go on", "RSET": b"250 ok"}


class Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    server: "MailServer"

    def handle(self) -> None:
        self.server.connections += 1
        if self.server.temper == "silent":
            self.server.may_end.wait(20)
            return None
        self.say(b"220 here")
        while line := self.rfile.readline().strip():
            verb = line[:4].decode().upper()
            if verb == "RCPT" and self.server.temper == "no such user":
                self.say(b"550 5.1.1 no such user")
                continue
            if verb == "QUIT":
                return self.say(b"221 bye")
            self.say(FINE[verb])
            if verb == "DATA" and not self.take():
                return None
        return None

    def take(self) -> bool:
        """Read the mail; whether the conversation goes on."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.mails.append(b"".join(lines))
        if self.server.temper == "drops":
            return False
        self.say(b"250 taken")
        return True

    def say(self, answer: bytes) -> None:
        self.wfile.write(answer + b"\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    """What it got, and its temper: `kind`, `silent`, `no such user`, `drops` (the line after it has taken the mail)."""

    daemon_threads = True

    def __init__(self, temper: str) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.temper = temper
        self.mails: list[bytes] = []
        self.connections = 0
        self.may_end = threading.Event()


@contextmanager
def mail_server(temper: str) -> Iterator[MailServer]:
    """A server that runs while the block does."""
    with MailServer(temper) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.may_end.set()
            server.shutdown()
            thread.join(10)
