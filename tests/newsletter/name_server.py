"""A real name server on the loopback that knows what a test tells it, and can fall silent."""

import socket
import threading
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

SECONDS = 300


@dataclass
class NameServer:
    """`records` are texts by (name, kind): `("news.example", "MX"): ["10 mail.news.example."]`."""

    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    is_silent: bool = False

    def start(self) -> None:
        """Listen at a free port."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        """Let the port go."""
        self._socket.close()

    @property
    def address(self) -> str:
        """As the command takes it."""
        return f"127.0.0.1#{self._socket.getsockname()[1]}"

    def _serve(self) -> None:
        while True:
            try:
                asked, sender = self._socket.recvfrom(4096)
                if not self.is_silent:
                    self._socket.sendto(self._answer(dns.message.from_wire(asked)), sender)
            except OSError:
                return

    def _answer(self, asked: dns.message.Message) -> bytes:
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        question = asked.question[0]
        name, kind = question.name.to_text().rstrip(".").lower(), question.rdtype.name
        if found := self.records.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(question.name, SECONDS, "IN", kind, *found))
        elif not any(known == name for known, _ in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer.to_wire()
