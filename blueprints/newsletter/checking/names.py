"""What DNS says, asked with a deadline: an empty list where there is nothing, an error where nobody answers."""

from typing import Any

import dns.exception
import dns.resolver
import dns.reversename

PATIENCE = 8.0  # seconds for one question
PORT = 53


class NamesAway(Exception):
    """No name server answers, so nothing is known; it says why."""


class Names:
    """The questions that checks ask. `server` is a name server's address, with a port where it is not 53; empty for
    the system's own."""

    def __init__(self, server: str = "") -> None:
        try:
            self._resolver = dns.resolver.Resolver(configure=not server)
        except dns.exception.DNSException as trouble:
            raise NamesAway(f"this machine has no name server: {trouble}") from trouble
        self._resolver.lifetime = PATIENCE
        if server:
            host, _, port = server.partition("#")
            self._resolver.nameservers, self._resolver.port = [host], int(port or PORT)

    def texts(self, name: str) -> list[str]:
        """The TXT records, each put together from its pieces (RFC 7208 §3.3)."""
        return [b"".join(record.strings).decode("utf-8", "replace") for record in self._ask(name, "TXT")]

    def exchangers(self, name: str) -> list[str]:
        """The hosts that take mail for a domain, the preferred first; an empty name says that none does (RFC 7505)."""
        found = sorted(self._ask(name, "MX"), key=lambda record: record.preference)
        return [str(record.exchange).rstrip(".") for record in found]

    def addresses(self, name: str) -> list[str]:
        """The IPv4 and IPv6 addresses of a host."""
        return [str(record.address) for kind in ("A", "AAAA") for record in self._ask(name, kind)]

    def hosts_of(self, address: str) -> list[str]:
        """The names that an address has in reverse."""
        reverse = dns.reversename.from_address(address).to_text()
        return [str(record.target).rstrip(".") for record in self._ask(reverse, "PTR")]

    def _ask(self, name: str, kind: str) -> list[Any]:
        try:
            return list(self._resolver.resolve(name, kind))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN):
            return []
        except dns.exception.DNSException as trouble:
            raise NamesAway(f"no name server answers for {name}: {_short(trouble)}") from trouble


def _short(trouble: Exception) -> str:
    return " ".join(str(trouble).split())[:200]
