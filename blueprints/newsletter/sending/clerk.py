"""The clerk keeps the ledger: one connection to the database, and one commit for whatever the talks have told and asked
since the last. A commit waits for the disk, so it must serve many copies at once."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from blueprints.core.clock import now
from blueprints.core.database import writing
from blueprints.newsletter.models import DeliveryState
from blueprints.newsletter.sending.judging import heard, outcome
from blueprints.newsletter.sending.ledger import Copy, Outcome, fence, halted_among, hold_readers, record
from blueprints.newsletter.sending.replies import Verdict
from blueprints.newsletter.sending.stock import Stock
from blueprints.newsletter.sending.talks import Answer
from blueprints.newsletter.sending.throttling import SITE
from blueprints.newsletter.sending.watching import Watch

LAST_TRIES = (0.0, 0.5, 2.0)  # seconds
UNWANTED = Outcome(DeliveryState.SKIPPED, reply="left or served before it was sent", counts=False)

Tick = Callable[[int], None]
Key = tuple[int, int]
Ends = list[tuple[Copy, Outcome]]


class Clerk:
    """What one run has in hand: copies to give out, ends to write down, and those who ask for leave to send."""

    def __init__(self, engine: Engine, run_id: int, stock: Stock, tick: Tick) -> None:
        self._engine, self._run_id, self._tick = engine, run_id, tick
        self._session: Session | None = None
        self._watch = Watch()
        self._told: list[tuple[Copy, Answer]] = []
        self._asking: list[Copy] = []
        self.stock = stock
        self.counts: Counter[str] = Counter()

    @property
    def has_news(self) -> bool:
        """Whether there is anything to write."""
        return bool(self._told or self._asking)

    def next(self) -> Copy | None:
        """A copy that is at hand."""
        return self.stock.next()

    def put_back(self, copy: Copy) -> None:
        """Somebody else may take it."""
        self.stock.put_back(copy)

    def tell(self, copy: Copy, answer: Answer) -> None:
        """Note the end of a try; the next `settle` writes it down."""
        self._told.append((copy, answer))

    def ask(self, copy: Copy) -> None:
        """Note that a server waits for the body of this copy; the next `settle` decides."""
        self._asking.append(copy)

    def settle(self, *, filling: bool) -> set[Key]:
        """Write down all that was told, give leave to those that asked, and claim more where it is wished; in one
        transaction. The keys of the copies that may go. After an error of the database nobody has leave, and what was
        told is kept for another try."""
        moment, asking = now(), self._asking
        self._asking = []
        session = self._open()
        with writing(), session.begin():
            readers = {copy.subscriber_id for copy, _ in self._told} | {copy.subscriber_id for copy in asking}
            hold_readers(session.connection(), readers)
            ends = self._write_down(session, moment)
            passed, stopped = self._fence(session, asking, moment)
            if filling:
                self.stock.fill(session, moment)
        self._told = []
        self._count([*ends, *stopped])
        return passed

    def close(self) -> None:
        """Write down what was told and not written yet, trying for a few seconds, and let the database go. What cannot
        be written stays in flight, and the next run calls it uncertain."""
        for pause in LAST_TRIES if self._told else ():
            time.sleep(pause)
            try:
                self.settle(filling=False)
                break
            except (DBAPIError, PoolTimeoutError):
                self._hang_up()
        self._hang_up()

    def _open(self) -> Session:
        """A session over one connection, which is kept: to take it from the pool anew costs a question each time."""
        if self._session is None:
            self._session = Session(self._engine.connect())
        return self._session

    def _hang_up(self) -> None:
        if self._session is not None:
            with suppress(DBAPIError):
                connection = self._session.connection()
                self._session.close()
                connection.close()
        self._session = None

    def _write_down(self, session: Session, moment: datetime) -> Ends:
        """What became of the copies, and what follows for their domains and issues."""
        if not self._told:
            return []
        all_heard = [heard(copy, answer, moment) for copy, answer in self._told]
        fates = self._watch.judge_all(session, all_heard)
        ends = [(copy, outcome(one, fate)) for (copy, _), one, fate in zip(self._told, all_heard, fates, strict=True)]
        session.flush()
        record(session.connection(), ends, self._run_id, moment)
        slow = {
            SITE if one.reply.is_for_all else one.domain for one in all_heard if one.reply.verdict is Verdict.THROTTLE
        }
        if slow:
            self.stock.slow(session, sorted(slow), moment)
        halted = {one.issue_id for one, fate in zip(all_heard, fates, strict=True) if fate.halts}
        if halted:
            record(session.connection(), self.stock.let_go(halted, moment), self._run_id, moment)
        session.flush()
        return ends

    def _fence(self, session: Session, asking: list[Copy], moment: datetime) -> tuple[set[Key], Ends]:
        """Who may go, and what becomes of the others: a halted issue's copies wait, whatever else was stopped is not
        wanted any more."""
        if not asking:
            return set(), []
        connection = session.connection()
        passed = fence(connection, asking, self._run_id)
        if len(passed) == len(asking):
            return passed, []
        halted = halted_among(connection, {copy.issue_id for copy in asking})
        waiting = Outcome(DeliveryState.WAITING, not_before=moment, counts=False)
        stopped = [
            (copy, waiting if copy.issue_id in halted else UNWANTED) for copy in asking if copy.key not in passed
        ]
        record(connection, stopped, self._run_id, moment)
        return passed, stopped

    def _count(self, ends: Ends) -> None:
        for _, one in ends:
            self.counts[one.state] += 1
        if ends:
            self._tick(len(ends))
