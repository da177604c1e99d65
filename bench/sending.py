"""How fast copies go out, through the whole ledger, against Postfix's smtp-source over as many connections.

Both speak to the same smtp-sink of Postfix, with messages of the same size. smtp-source keeps no ledger and says the
same to everybody. As it comes it opens a connection for each message; with `-d` it keeps them, as we do. By hand:
`python -m bench sending [copies [connections [sqlite|postgresql]]]`.
"""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.ledger import composed
from bench.pairing import pair
from bench.processes import Process

COPIES, CONNECTIONS, PORT = 20_000, 20, 2525


def measure(copies: int = COPIES, connections: int = CONNECTIONS, database: str = "sqlite", runs: int = 3) -> None:
    """Print rates and ratios, pair by pair, and memory."""
    if shutil.which("smtp-source") is None:
        print("sending: smtp-source and smtp-sink of Postfix are not here")
        return
    memory: list[float] = []
    size = 0

    def ours() -> float:
        nonlocal size
        with composed(copies, database, PORT, connections) as ledger:
            size = ledger.size
            process = Process(ledger.environment)
            told = json.loads(process.told())
        if told["states"] != {"sent": copies}:
            raise SystemExit(f"not all were sent: {told}")
        memory.append(process.most_memory)
        return float(told["rate"])

    def theirs(*more: str) -> float:
        return source(copies, connections, size, *more)

    with sink():
        name = f"sending {copies:,} over {connections} connections, {database}"
        pair(name, ("through the ledger", ours), ("smtp-source", theirs), runs)
        pair(name, ("through the ledger", ours), ("smtp-source -d", lambda: theirs("-d")), runs)
    print(f"  {size:,} bytes a message; at most {max(memory):.0f} MB")


def source(copies: int, connections: int, size: int, *more: str) -> float:
    """Messages a second of smtp-source."""
    words = f"-s {connections} -m {copies} -l {size} -f desk@example.org -t reader@example.org 127.0.0.1:{PORT}".split()
    started = time.perf_counter()
    subprocess.run(["smtp-source", *more, *words], check=True)
    return copies / (time.perf_counter() - started)


@contextmanager
def sink() -> Iterator[None]:
    """smtp-sink, which takes and forgets."""
    sink = subprocess.Popen(["smtp-sink", "-u", "nobody", f"127.0.0.1:{PORT}", "1000"])
    time.sleep(0.5)
    try:
        yield
    finally:
        sink.kill()
        sink.wait()
