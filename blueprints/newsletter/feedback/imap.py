"""A mailbox on another machine, by IMAP (RFC 3501): always encrypted, unless the server is this machine."""

import imaplib
import re
import ssl
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult, unquote, urlsplit

from blueprints.newsletter.feedback.ingesting import MailboxAwayError, MailboxRefusedError
from blueprints.newsletter.feedback.parts import MOST_BYTES

TIMEOUT = 60  # seconds, for every answer
WINDOW = 5000  # messages that are asked about at once
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
NOT_ASCII = re.compile(r"[^\x20-\x7e]+")


class Imap:
    """The folder of an address like imaps://name:password@host/folder, or imap:// with STARTTLS. What is put away is
    marked as seen, or moved to another folder; what is left stays unseen."""

    def __init__(self, url: str, processed: str = "") -> None:
        self._parts = _address(url)
        self._folder = unquote(self._parts.path.lstrip("/")) or "INBOX"
        self._processed = processed

    def __enter__(self) -> "Imap":
        with _telling():
            self._client = self._connect()
        with _telling(refused=True):
            user, password = (unquote(each or "") for each in (self._parts.username, self._parts.password))
            self._client.login(user, password)
        with _telling():
            self._able = str(self._client.capability()[1][0], "ascii", "replace").upper().split()
            answer, counts = self._client.select(_quoted(self._folder))
            if answer != "OK":
                raise MailboxRefusedError(f"There is no folder {self._folder}.")
            self._count = int(counts[0] or b"0")
            if self._processed:
                self._client.create(_quoted(self._processed))  # says NO where it is there already
        return self

    def __exit__(self, *trouble: object) -> None:
        with suppress(imaplib.IMAP4.error, OSError):
            self._client.logout()

    def mails(self) -> Iterator[tuple[str, bytes]]:
        """From the newest back, so that numbers below stay what they are while mails are moved."""
        last = self._count
        while last > 0:
            first = max(1, last - WINDOW + 1)
            with _telling():
                found = self._asked("SEARCH", f"{first}:{last}", "UNSEEN", "UNDELETED")
            for uid in reversed(_lines(found).decode("ascii").split()):
                with _telling():
                    content = self._fetch(uid)
                if content is not None:
                    yield uid, content
            last = first - 1

    def put_away(self, keys: Sequence[str]) -> None:
        """Mark them as seen, or move them (RFC 6851; by a copy where the server is older)."""
        if not keys:
            return
        uids = ",".join(keys)
        with _telling():
            if not self._processed:
                self._asked("STORE", uids, "+FLAGS.SILENT", r"(\Seen)")
            elif "MOVE" in self._able:
                self._asked("STORE", uids, "+FLAGS.SILENT", r"(\Seen)")
                self._asked("MOVE", uids, _quoted(self._processed))
            else:
                self._asked("COPY", uids, _quoted(self._processed))
                self._asked("STORE", uids, "+FLAGS.SILENT", r"(\Seen \Deleted)")
                if "UIDPLUS" in self._able:  # without it others' mails would be expunged as well
                    self._asked("EXPUNGE", uids)

    def _fetch(self, uid: str) -> bytes | None:
        """The mail, without marking it; None where it is gone."""
        answer = self._asked("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        return next((piece[1] for piece in answer if isinstance(piece, tuple)), None)

    def _asked(self, command: str, *words: str) -> list[bytes | tuple[bytes, bytes] | None]:
        """What imaplib gives back: lines, and a pair for each literal."""
        answer, content = self._client.uid(command, *words)
        if answer != "OK":
            raise MailboxAwayError(f"The mailbox refused {command}: {_lines(content).decode('utf-8', 'replace')}")
        return list(content)

    def _connect(self) -> imaplib.IMAP4:
        host, context = self._parts.hostname or "", ssl.create_default_context()
        if self._parts.scheme == "imaps":
            return imaplib.IMAP4_SSL(host, self._parts.port or 993, ssl_context=context, timeout=TIMEOUT)
        client = imaplib.IMAP4(host, self._parts.port or 143, timeout=TIMEOUT)
        if "STARTTLS" in client.capabilities:
            client.starttls(context)
        elif host not in THIS_MACHINE:
            client.shutdown()
            raise MailboxRefusedError("The server offers no encryption, and no password is sent without.")
        return client


def _address(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        if parts.scheme in ("imap", "imaps") and parts.hostname and parts.username and parts.port != 0:
            return parts
    except ValueError:  # it quotes the address, which holds a password
        pass
    raise MailboxRefusedError("The address must look like imaps://name:password@host/folder.")


@contextmanager
def _telling(*, refused: bool = False) -> Iterator[None]:
    """The trouble in one line, whatever imaplib calls it, and never with the password."""
    try:
        yield
    except imaplib.IMAP4.abort as trouble:
        raise MailboxAwayError(f"The mailbox broke off: {trouble}") from trouble
    except imaplib.IMAP4.error as trouble:
        words = f"The mailbox refuses: {trouble}"
        raise (MailboxRefusedError if refused else MailboxAwayError)(words) from trouble
    except UnicodeError:  # it quotes what it cannot write
        raise MailboxRefusedError("A name or password with other than ASCII letters cannot be sent.") from None
    except OSError as trouble:
        raise MailboxAwayError(f"The mailbox cannot be reached: {trouble}") from trouble


def _lines(content: Iterable[object]) -> bytes:
    return b" ".join(each for each in content if isinstance(each, bytes))


def _quoted(folder: str) -> str:
    """A folder's name as IMAP writes it: in quotation marks, and in its own UTF-7 (RFC 3501 §5.1.3)."""
    escaped = NOT_ASCII.sub(_utf_7, folder.replace("&", "&-"))
    return '"{}"'.format(escaped.replace("\\", "\\\\").replace('"', '\\"'))


def _utf_7(found: re.Match[str]) -> str:
    letters = b64encode(found.group().encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
    return f"&{letters}-"
