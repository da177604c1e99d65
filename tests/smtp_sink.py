"""A real local SMTP server that keeps what it accepts, and misbehaves as a test tells it to."""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session, syntax

# (stage, how many times this stage was reached, recipient) -> a reply, DROP, STALL, or None to go on.
Plan = Callable[[str, int, str], str | None]
DROP, STALL = "drop", "stall"


@dataclass(frozen=True)
class Mail:
    """One accepted mail."""

    recipient: str
    content: bytes
    sender: str


class _Server(SMTP):
    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        """Ask the plan before 354."""
        sink: Sink = self.event_handler
        recipient = self.envelope.rcpt_tos[-1] if self.envelope and self.envelope.rcpt_tos else ""
        reply = await sink.meet(self, "data", recipient)
        if reply is not None:
            await self.push(reply)
        elif sink.breaks_in_the_body(recipient):
            await self.push("354 go ahead")
            await sink.meet(self, "reading", recipient)
        else:
            await SMTP.smtp_DATA(self, arg)


@dataclass
class Sink:
    """Stages: mail, rcpt, data (before 354), reading (after it), body (the dot has come), accepted (kept, but not yet
    answered)."""

    plan: Plan = lambda stage, count, recipient: None
    accepted: list[Mail] = field(default_factory=list)
    reached: Counter[str] = field(default_factory=Counter)
    url: str = ""
    pipelining: bool = True
    connections: int = 0
    current: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, port: int = 0) -> None:
        """Listen on the loopback, at a free port unless told one."""
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(port, ready), daemon=True)
        self._thread.start()
        assert ready.wait(10)

    def _serve(self, port: int, ready: threading.Event) -> None:
        """In a thread of its own from the first step, so that no plan runs in the context of a test."""
        opening = self._loop.create_server(lambda: _Server(self, loop=self._loop), "127.0.0.1", port)
        server = self._loop.run_until_complete(opening)
        # So that little of a long body is on its way when a plan breaks off.
        server.sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        self.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        self._loop.run_forever()

    def stop(self) -> None:
        """Stop listening, whoever still waits for an answer."""
        self._loop.call_soon_threadsafe(self._end)
        self._thread.join()
        self._loop.close()

    def _end(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.call_later(0.05, self._loop.stop)

    def copies(self) -> Counter[str]:
        """How many mails each recipient got."""
        return Counter(mail.recipient for mail in self.accepted)

    async def meet(self, server: SMTP, stage: str, recipient: str) -> str | None:
        """What the plan wants at this stage."""
        with self._lock:
            self.reached[stage] += 1
            self.current = id(server)
            wish = self.plan(stage, self.reached[stage], recipient)
        if wish == DROP:
            assert server.transport is not None
            server.transport.abort()
            await asyncio.sleep(3600)
        if wish == STALL:
            await asyncio.sleep(3600)
        return wish

    def breaks_in_the_body(self, recipient: str) -> bool:
        """Whether the plan breaks off after 354."""
        return self.plan("reading", self.reached["reading"] + 1, recipient) == DROP

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """What we can do."""
        session.host_name = hostname
        self.connections += 1
        return [*responses[:-1], "250-PIPELINING", responses[-1]] if self.pipelining else responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """MAIL FROM."""
        envelope.mail_from = address
        return await self.meet(server, "mail", address) or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """RCPT TO."""
        reply = await self.meet(server, "rcpt", address)
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """The dot."""
        recipient = envelope.rcpt_tos[-1]
        reply = await self.meet(server, "body", recipient)
        if reply is not None:
            return reply
        assert isinstance(envelope.original_content, bytes)
        self.accepted.append(Mail(recipient, envelope.original_content, envelope.mail_from or ""))
        return await self.meet(server, "accepted", recipient) or "250 queued"
