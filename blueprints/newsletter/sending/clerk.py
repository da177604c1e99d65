"""The clerk keeps the ledger: one connection to the database, and one commit for whatever the talks have told and asked
since the last. A commit waits for the disk, so it must serve many copies at once."""

import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Engine, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from blueprints.core.clock import now
from blueprints.core.database import writing
from blueprints.newsletter.models import DeliveryState, Edition
from blueprints.newsletter.sending.judging import judge
from blueprints.newsletter.sending.ledger import (
    Copy,
    Outcome,
    addresses,
    claim,
    fence,
    halted_among,
    hold_readers,
    record,
)
from blueprints.newsletter.sending.stencil import Stencil
from blueprints.newsletter.sending.talks import Answer

BATCH = 200
LAST_TRIES = (0.0, 0.5, 2.0)  # seconds
EDITIONS_IN_MEMORY = 64
UNWANTED = Outcome(DeliveryState.SKIPPED, reply="left or served before it was sent", counts=False)

Tick = Callable[[int], None]


class Clerk:
    """What one run has in hand: copies to give out, ends to write down, and those who ask for leave to send."""

    def __init__(self, engine: Engine, run_id: int, tick: Tick) -> None:
        self._engine, self._run_id, self._tick = engine, run_id, tick
        self._connection: Connection | None = None
        self._pool: deque[Copy] = deque()
        self._told: list[tuple[Copy, Answer]] = []
        self._asking: list[Copy] = []
        self._editions: OrderedDict[int, tuple[int, Stencil]] = OrderedDict()
        self.counts: Counter[str] = Counter()
        self.issues: set[int] = set()

    @property
    def has_news(self) -> bool:
        """Whether there is anything to write."""
        return bool(self._told or self._asking)

    @property
    def at_hand(self) -> int:
        """How many copies are claimed and not given out."""
        return len(self._pool)

    def next(self) -> Copy | None:
        """A copy that is at hand."""
        return self._pool.popleft() if self._pool else None

    def put_back(self, copy: Copy) -> None:
        """Somebody else may take it."""
        self._pool.appendleft(copy)

    def tell(self, copy: Copy, answer: Answer) -> None:
        """Note the end of a try; the next `settle` writes it down."""
        self._told.append((copy, answer))

    def ask(self, copy: Copy) -> None:
        """Note that a server waits for the body of this copy; the next `settle` decides."""
        self._asking.append(copy)

    def settle(self, *, filling: bool) -> set[tuple[int, int]]:
        """Write down all that was told, give leave to those that asked, and claim more where the pool runs low; in one
        transaction. The keys of the copies that may go. After an error of the database all is as if never asked, but
        what was told is kept for another try."""
        moment, asking = now(), self._asking
        self._asking = []
        ends = [(copy, judge(answer, copy.attempts, moment)) for copy, answer in self._told]
        with writing(), self._open().begin():
            hold_readers(self._open(), {copy.subscriber_id for copy in (*asking, *(copy for copy, _ in ends))})
            record(self._open(), ends, self._run_id, moment)
            passed, stopped = self._fence(asking)
            record(self._open(), stopped, self._run_id, moment)
            claimed = self._claim() if filling else []
        self._told = []
        self._pool.extend(claimed)
        self._count([*ends, *stopped])
        return passed

    def close(self) -> None:
        """Write down what was told and not written yet, trying for a few seconds, and give the connection back. What
        cannot be written stays in flight, and the next run calls it uncertain."""
        for pause in LAST_TRIES if self._told else ():
            time.sleep(pause)
            try:
                self.settle(filling=False)
                break
            except (DBAPIError, PoolTimeoutError):
                self._hang_up()
        self._hang_up()

    def _hang_up(self) -> None:
        if self._connection is not None:
            with suppress(DBAPIError):
                self._connection.close()
        self._connection = None

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _fence(self, asking: list[Copy]) -> tuple[set[tuple[int, int]], list[tuple[Copy, Outcome]]]:
        """Who may go, and what becomes of the others: a halted issue's copies wait, whatever else was stopped is not
        wanted any more."""
        if not asking:
            return set(), []
        halted = halted_among(self._open(), {copy.issue_id for copy in asking})
        passed = fence(self._open(), [copy for copy in asking if copy.issue_id not in halted], self._run_id)
        waiting = Outcome(DeliveryState.WAITING, not_before=now(), counts=False)
        stopped = [
            (copy, waiting if copy.issue_id in halted else UNWANTED) for copy in asking if copy.key not in passed
        ]
        return passed, stopped

    def _claim(self) -> list[Copy]:
        rows = claim(self._open(), self._run_id, now(), BATCH)
        known = addresses(self._open(), [row.subscriber_id for row in rows]) if rows else {}
        copies = []
        for row in rows:
            to_seq, stencil = self._edition(row.edition_id)
            email, secret = known[row.subscriber_id]
            copies.append(
                Copy(row.issue_id, row.subscriber_id, email, secret, row.watermark, to_seq, row.attempts, stencil)
            )
        self.issues.update(row.issue_id for row in rows)
        return copies

    def _edition(self, number: int) -> tuple[int, Stencil]:
        if number not in self._editions:
            found = self._open().execute(select(Edition.to_seq, Edition.message).where(Edition.id == number)).one()
            self._editions[number] = found[0], Stencil(found[1])
            if len(self._editions) > EDITIONS_IN_MEMORY:
                self._editions.popitem(last=False)
        self._editions.move_to_end(number)
        return self._editions[number]

    def _count(self, ends: list[tuple[Copy, Outcome]]) -> None:
        for _, outcome in ends:
            self.counts[outcome.state] += 1
        if ends:
            self._tick(len(ends))
