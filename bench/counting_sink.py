"""A quick SMTP server that writes down, for each message it accepts, who got it and a hash of what: `python -m
bench.counting_sink <port> <file>`. It writes before it answers, so whatever it answered is written."""

import asyncio
import hashlib
import sys
from pathlib import Path

WITHOUT = b".\r\n"


class Session(asyncio.Protocol):
    """One connection."""

    def __init__(self, book: int) -> None:
        self._book, self._came, self._recipient, self._in_body = book, bytearray(), b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self._out = transport
        self._out.write(b"220 counting\r\n")

    def data_received(self, came: bytes) -> None:
        """Commands and bodies, as many as there are."""
        self._came += came
        answers = b""
        while (answer := self._body() if self._in_body else self._command()) is not None:
            answers += answer
        if answers:
            self._out.write(answers)

    def _body(self) -> bytes | None:
        end = self._came.find(b"\r\n.\r\n")
        if end < 0:
            return None
        digest = hashlib.blake2b(self._came[:end], digest_size=8).hexdigest().encode()
        with open(self._book, "ab", closefd=False) as book:
            book.write(b"%s %s\n" % (self._recipient, digest))
        del self._came[: end + 5]
        self._in_body = False
        return b"250 2.0.0 Ok: queued as %s\r\n" % digest

    def _command(self) -> bytes | None:
        end = self._came.find(b"\r\n")
        if end < 0:
            return None
        line = bytes(self._came[:end])
        del self._came[: end + 2]
        match line[:4].upper():
            case b"EHLO":
                return b"250-counting\r\n250 PIPELINING\r\n"
            case b"RCPT":
                self._recipient = line[9:-1]
            case b"DATA":
                self._in_body = True
                return b"354 go ahead\r\n"
            case b"QUIT":
                self._out.write(b"221 bye\r\n")
                self._out.close()
                return None
        return b"250 Ok\r\n"


async def _serve(port: int, book: Path) -> None:
    with book.open("ab") as file:
        server = await asyncio.get_running_loop().create_server(lambda: Session(file.fileno()), "127.0.0.1", port)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2])))
