"""The servers: whether ours speaks in secret, has a name in reverse, and whether mails find their way back."""

import smtplib
import ssl
from ipaddress import ip_address
from urllib.parse import urlsplit

from blueprints.core.smtp import MailServerAway, connection
from blueprints.newsletter.checking.findings import Finding, bad, good, unknown, weak
from blueprints.newsletter.checking.names import Names

PATIENCE = 10  # seconds
LOCAL = ("localhost", "127.0.0.1", "::1")


def check_way_back(names: Names, what: str, domain: str) -> Finding:
    """Whether mails to a domain arrive anywhere (RFC 5321 §5.1)."""
    exchangers = names.exchangers(domain)
    if exchangers and any(exchangers):
        return good(what, f"mails to {domain} go to {exchangers[0]}")
    if not exchangers and names.addresses(domain):
        advice = f"write {domain} MX 10 and the host's name"
        return weak(what, f"{domain} has no MX, and its host must take the mails itself", advice)
    return bad(what, f"mails to {domain} go nowhere", f"write {domain} MX 10 and the name of the host that takes them")


def check_reverse(names: Names, address: str) -> Finding:
    """Whether the sending address has a name that leads back to it."""
    what = "Reverse"
    if not address:
        advice = "tell --ip, the address that receivers see; it stands in the Received line of a mail that came"
        return unknown(what, "the sending address is not known", advice)
    hosts = names.hosts_of(address)
    if not hosts:
        return bad(what, f"{address} has no name", "ask whoever gave you the address to set its PTR record")
    if any(address in names.addresses(host) for host in hosts):
        return good(what, f"{address} is {hosts[0]}, and back")
    kind = "A" if ip_address(address).version == 4 else "AAAA"
    return bad(what, f"{address} calls itself {hosts[0]}, which is not it", f"write {hosts[0]} {kind} {address}")


def check_connection(url: str) -> Finding:
    """Whether the way to our own mail server is encrypted, and it lets us in."""
    what = "Mail server"
    host = urlsplit(url).hostname or ""
    if not url:
        return bad(what, "SMTP_URL is not set, so nothing is sent", "set SMTP_URL")
    try:
        with connection(url, PATIENCE) as server:
            return _encryption(what, host, server)
    except MailServerAway as trouble:
        return bad(what, str(trouble), "look at SMTP_URL, and whether the server runs")


def _encryption(what: str, host: str, server: smtplib.SMTP) -> Finding:
    if isinstance(server.sock, ssl.SSLSocket):
        return good(what, f"{host} speaks {server.sock.version()}")
    if host in LOCAL:
        return good(what, f"{host} is this machine")
    return bad(what, f"{host} offers no TLS", "use smtps://, or a server that offers STARTTLS")
