"""Mailboxes on this machine: a Maildir, and one mail from a pipe."""

import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from blueprints.core.clock import now
from blueprints.newsletter.feedback.ingesting import MailboxAwayError, MailboxRefusedError
from blueprints.newsletter.feedback.parts import MOST_BYTES

CHUNK = 65_536
MOST_KEPT = 50 << 20  # bytes of one mail from a pipe
FLAGS = ":2,"


class Maildir:
    """A Maildir: what is new, or lies in cur without having been seen. What is put away goes to cur, as seen, or to a
    folder of its own beside (Maildir++)."""

    def __init__(self, path: Path, processed: str = "") -> None:
        if not all((path / name).is_dir() for name in ("new", "cur")):
            raise MailboxRefusedError(f"{path} is no Maildir: it has no new and cur.")
        if "/" in processed:
            raise MailboxRefusedError(f"{processed} is no name of a folder.")
        self._path = path
        self._target = path / f".{processed.lstrip('.')}" if processed else path

    def mails(self) -> Iterator[tuple[Path, bytes]]:
        """Each with its path."""
        for folder in ("new", "cur"):
            for path in self._unseen(self._path / folder):
                try:
                    with path.open("rb") as file:
                        yield path, file.read(MOST_BYTES)
                except FileNotFoundError:  # somebody read it meanwhile
                    continue
                except OSError as trouble:
                    raise MailboxAwayError(f"{path.name} cannot be read: {trouble.strerror}") from trouble

    def put_away(self, keys: Sequence[Path]) -> None:
        """Renaming is all that Maildir needs; a mail that is gone was moved by somebody else."""
        try:
            for name in ("new", "cur", "tmp"):
                (self._target / name).mkdir(parents=True, exist_ok=True)
            for path in keys:
                self._move(path)
        except OSError as trouble:
            raise MailboxAwayError(f"{self._target} cannot be written to: {trouble.strerror}") from trouble

    def _move(self, path: Path) -> None:
        name, _, flags = path.name.partition(FLAGS)
        target = self._target / "cur" / f"{name}{FLAGS}{''.join(sorted({*flags, 'S'}))}"
        try:
            path.rename(target)
        except FileNotFoundError:
            return

    def _unseen(self, folder: Path) -> Iterator[Path]:
        with os.scandir(folder) as entries:
            for entry in entries:
                flags = entry.name.partition(FLAGS)[2]
                hidden = entry.name.startswith(".") or not {"S", "T"}.isdisjoint(flags)
                if not hidden and entry.is_file(follow_symlinks=False):
                    yield Path(entry.path)


class Pipe:
    """One mail from a stream. It is laid down on disk first, and stays, in a Maildir, where people must read it."""

    def __init__(self, stream: BinaryIO, keep: Path) -> None:
        self._stream, self._keep = stream, keep
        self._path: Path | None = None

    def __enter__(self) -> "Pipe":
        return self

    def __exit__(self, kind: type[BaseException] | None, *trouble: object) -> None:
        """After a trouble nothing stays: whoever holds the other end of the pipe will try again."""
        if self._path is None:
            return
        if kind is not None:
            self._path.unlink(missing_ok=True)
        else:
            self._path.rename(self._keep / "new" / self._path.name)

    def mails(self) -> Iterator[tuple[Path, bytes]]:
        """The one."""
        for name in ("new", "cur", "tmp"):
            (self._keep / name).mkdir(parents=True, exist_ok=True)
        self._path = self._keep / "tmp" / f"{now().timestamp():.6f}.{os.getpid()}_{secrets.token_hex(6)}.newsletter"
        kept = 0
        with self._path.open("xb") as file:
            while chunk := self._stream.read(CHUNK):
                file.write(chunk[: max(0, MOST_KEPT - kept)])
                kept += len(chunk)
            file.flush()
            os.fsync(file.fileno())
        with self._path.open("rb") as file:
            yield self._path, file.read(MOST_BYTES)

    def put_away(self, keys: Sequence[Path]) -> None:
        """It is handled: nobody needs to read it."""
        for path in keys:
            path.unlink()
            self._path = None
