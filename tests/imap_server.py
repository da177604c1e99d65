"""A small IMAP server on the loopback (RFC 3501, MOVE, UIDPLUS, STARTTLS), which breaks off when a test says so."""

import socketserver
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

NAME, PASSWORD = "desk@example.org", "pass word"


@dataclass
class Kept:
    """A mail in a folder."""

    uid: int
    content: bytes
    flags: set[str] = field(default_factory=set)


class ImapServer:
    """Folders of mails. `plan(command, count)` may say `drop` or give another answer; `can` is what it offers."""

    def __init__(self, *can: str, tls: ssl.SSLContext | None = None, at_once: bool = False) -> None:
        self.folders: dict[str, list[Kept]] = {"INBOX": []}
        self.plan: Callable[[str, int], str | None] = lambda command, count: None
        self.heard: list[str] = []
        self.can, self.tls, self.at_once = can, tls, at_once
        self._next = 1
        self._server = _Door(self)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The address of the inbox."""
        scheme = "imaps" if self.at_once else "imap"
        return f"{scheme}://desk%40example.org:pass%20word@localhost:{self.port}/INBOX"

    def add(self, *contents: bytes, folder: str = "INBOX") -> None:
        """Lay mails into a folder."""
        for content in contents:
            self.folders.setdefault(folder, []).append(Kept(self._next, content))
            self._next += 1

    def uids(self, folder: str = "INBOX", *, flag: str = "") -> list[int]:
        """The numbers of the mails in a folder, or of those that have a flag."""
        return [mail.uid for mail in self.folders.get(folder, []) if not flag or flag in mail.flags]

    def move(self, uids: set[int], source: str, target: str, *, leave: bool) -> None:
        """Move mails, or copy them; each gets a new number, as in every IMAP server."""
        for mail in [each for each in self.folders[source] if each.uid in uids]:
            self.add(mail.content, folder=target)
            self.folders[target][-1].flags |= mail.flags - {"\\Deleted"}
            if not leave:
                self.folders[source].remove(mail)

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()


class _Door(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, house: ImapServer) -> None:
        self.house = house
        super().__init__(("127.0.0.1", 0), _Talk)


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, _Door)
        self.house = self.server.house
        self.folder, self.user = "", False
        try:
            if self.house.at_once:
                self._encrypt()
            self._say(f"* OK [CAPABILITY {self._offered()}] ready")
            while line := self.rfile.readline():
                if not self._answer(line.decode().strip()):
                    return
        except OSError:
            return

    def _answer(self, line: str) -> bool:
        tag, _, rest = line.partition(" ")
        words = rest.removeprefix("UID ")
        command = words.partition(" ")[0].upper()
        self.house.heard.append(rest)
        count = sum(each.removeprefix("UID ").upper().startswith(command) for each in self.house.heard)
        planned = self.house.plan(command, count)
        if planned == "drop":
            self.connection.close()
            return False
        outcome = planned or getattr(self, f"_{command.lower()}")(words.partition(" ")[2])
        self._say(f"{tag} {outcome}")
        if command == "STARTTLS":
            self._encrypt()
        return command != "LOGOUT"

    def _offered(self) -> str:
        tls = ["STARTTLS"] if self.house.tls and not self.house.at_once else []
        return " ".join(["IMAP4rev1", *tls, *(self.house.can if self.user else ())])

    def _capability(self, words: str) -> str:
        self._say(f"* CAPABILITY {self._offered()}")
        return "OK done"

    def _starttls(self, words: str) -> str:
        return "OK begin"

    def _login(self, words: str) -> str:
        self.user = words.replace('"', "") == f"{NAME} {PASSWORD}"
        return "OK in" if self.user else "NO [AUTHENTICATIONFAILED] wrong"

    def _create(self, words: str) -> str:
        if words.strip('"') in self.house.folders:
            return "NO [ALREADYEXISTS] there"
        self.house.folders[words.strip('"')] = []
        return "OK made"

    def _select(self, words: str) -> str:
        self.folder = words.strip('"')
        if self.folder not in self.house.folders:
            return "NO [NONEXISTENT] no such folder"
        self._say(f"* {len(self.house.folders[self.folder])} EXISTS")
        return "OK [READ-WRITE] selected"

    def _search(self, words: str) -> str:
        first, last = (int(each) for each in words.split(maxsplit=1)[0].split(":"))
        open_ = [
            str(mail.uid)
            for mail in self.house.folders[self.folder][first - 1 : last]
            if not mail.flags & {"\\Seen", "\\Deleted"}
        ]
        self._say(f"* SEARCH {' '.join(open_)}")
        return "OK done"

    def _fetch(self, words: str) -> str:
        uid, _, asked = words.partition(" ")
        most = int(asked.partition("<0.")[2].partition(">")[0])
        for number, mail in enumerate(self.house.folders[self.folder], 1):
            if mail.uid == int(uid):
                content = mail.content[:most]
                self.wfile.write(f"* {number} FETCH (UID {uid} BODY[]<0> {{{len(content)}}}\r\n".encode())
                self.wfile.write(content + b")\r\n")
        return "OK done"

    def _store(self, words: str) -> str:
        uids, _, flags = words.split(" ", 2)
        for mail in self.house.folders[self.folder]:
            if mail.uid in _numbers(uids):
                mail.flags |= set(flags.strip("()").split())
        return "OK done"

    def _move(self, words: str) -> str:
        uids, _, target = words.partition(" ")
        self.house.move(_numbers(uids), self.folder, target.strip('"'), leave=False)
        return "OK done"

    def _copy(self, words: str) -> str:
        uids, _, target = words.partition(" ")
        self.house.move(_numbers(uids), self.folder, target.strip('"'), leave=True)
        return "OK done"

    def _expunge(self, words: str) -> str:
        kept = self.house.folders[self.folder]
        gone = {mail.uid for mail in kept if mail.uid in _numbers(words) and "\\Deleted" in mail.flags}
        self.house.folders[self.folder] = [mail for mail in kept if mail.uid not in gone]
        return "OK done"

    def _logout(self, words: str) -> str:
        self._say("* BYE")
        return "OK bye"

    def _encrypt(self) -> None:
        assert self.house.tls
        self.connection = self.house.tls.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def _numbers(uids: str) -> set[int]:
    return {int(uid) for uid in uids.split(",")}
