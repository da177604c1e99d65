"""Where the files of pictures come from: a copy of the uploads folder, the old site itself, or nowhere."""

import http.client
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urljoin

from blueprints.news.embeds import bare_host
from blueprints.news.wordpress.markup import addresses

LARGEST_FILE = 25 * 1024 * 1024
SECONDS_TO_ANSWER = 10
SECONDS_IN_ALL = 60
MOST_REDIRECTS = 3
CHUNK = 1 << 16

# The address of a file and its path inside the uploads folder as far as known; the file's content, if it can be had.
Source = Callable[[str, str], bytes | None]


def nowhere(address: str, file: str) -> bytes | None:
    """Without a folder and without leave to ask the network, nothing can be had."""
    return None


def from_folder(folder: Path) -> Source:
    """Files from a copy of the uploads folder, of wp-content or of the whole site."""
    roots = [folder / inner for inner in ("", "uploads", "wp-content/uploads") if (folder / inner).is_dir()]

    def find(address: str, file: str) -> bytes | None:
        for root in roots:
            for name in _paths(address, file):
                path = (root / name).resolve()
                inside = path.is_relative_to(root.resolve())
                if inside and path.is_file() and path.stat().st_size <= LARGEST_FILE:
                    return path.read_bytes()
        return None

    return find


def _paths(address: str, file: str) -> list[str]:
    path = unquote(addresses.split(address).path)
    inside = re.split(r"/(?:uploads|files)/", path, maxsplit=1)[-1].lstrip("/")
    names = [file, inside, re.sub(r"^sites/\d+/", "", inside), "/".join(path.split("/")[-3:])]
    return list(dict.fromkeys(name.lstrip("/") for name in names if name))


def from_network(site_address: str, hosts: frozenset[str]) -> Source:
    """Files from the exported site itself, over http or https; no other host is ever asked."""
    home = addresses.split(site_address)

    def fetch(address: str, file: str) -> bytes | None:
        deadline = time.monotonic() + SECONDS_IN_ALL
        for _ in range(MOST_REDIRECTS + 1):
            if not _may_ask(address, home, hosts):
                return None
            try:
                content, elsewhere = _get(addresses.split(address), home, deadline)
            except (OSError, http.client.HTTPException, ValueError):
                return None
            if elsewhere is None:
                return content
            address = urljoin(address, elsewhere)
        return None

    return fetch


def first_of(*sources: Source) -> Source:
    """The first source that has a file."""

    def find(address: str, file: str) -> bytes | None:
        found = (source(address, file) for source in sources)
        return next((content for content in found if content is not None), None)

    return find


def _may_ask(address: str, home: SplitResult, hosts: frozenset[str]) -> bool:
    parts = addresses.split(address)
    try:
        ports = {None, 80, 443, home.port}
        return parts.scheme in ("http", "https") and bare_host(address) in hosts and parts.port in ports
    except ValueError:
        return False


def _get(parts: SplitResult, home: SplitResult, deadline: float) -> tuple[bytes | None, str | None]:
    """The content, or the address that the answer sends us on to."""
    connection = _connection(parts, home)
    try:
        path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": "newsroom-import", "Accept": "image/*"})
        answer = connection.getresponse()
        if answer.status in (301, 302, 303, 307, 308):
            return None, answer.headers.get("Location", "")
        return (_content(answer, deadline) if answer.status == 200 else None), None
    finally:
        connection.close()


def _content(answer: http.client.HTTPResponse, deadline: float) -> bytes | None:
    chunks: list[bytes] = []
    size = 0
    while chunk := answer.read(CHUNK):
        size += len(chunk)
        if size > LARGEST_FILE or time.monotonic() > deadline:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


def _connection(parts: SplitResult, home: SplitResult) -> http.client.HTTPConnection:
    """A connection to an address that was looked at, so that no second answer of the name server can replace it."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    wire = _connected(host, port, allow_private=_is_private_name(home.hostname or "") and host == home.hostname)
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS_TO_ANSWER)
    secure = parts.scheme == "https"
    connection.sock = ssl.create_default_context().wrap_socket(wire, server_hostname=host) if secure else wire
    return connection


def _connected(host: str, port: int, *, allow_private: bool) -> socket.socket:
    for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        number = str(place[0])
        if allow_private or ipaddress.ip_address(number.partition("%")[0]).is_global:
            return socket.create_connection((number, port), timeout=SECONDS_TO_ANSWER)
    raise OSError(f"{host} has no public address")


def _is_private_name(host: str) -> bool:
    """Whether the export itself says that its site was served from a private place, as a test site is."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost"
