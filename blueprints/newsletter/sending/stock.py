"""The copies that a run has claimed and not yet given out, as many as go now."""

from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from blueprints.newsletter.models import DeliveryState, Edition
from blueprints.newsletter.sending.ledger import Claimed, Copy, Outcome, Place, addresses, claim, first_due
from blueprints.newsletter.sending.stencil import Stencil
from blueprints.newsletter.sending.throttling import Throttle, domain_of, hold_back, hold_rates

BATCH = 200
EDITIONS_IN_MEMORY = 64


class Stock:
    """A pool that is filled from the ledger. What a throttle puts off goes back, and counts as no try."""

    def __init__(self, run_id: int, throttle: Throttle) -> None:
        self._run_id, self._throttle = run_id, throttle
        self._pool: deque[Copy] = deque()
        self._editions: OrderedDict[int, tuple[int, Stencil]] = OrderedDict()
        self._place: Place | None = None
        self.is_dry = False
        self.issues: set[int] = set()

    def __len__(self) -> int:
        return len(self._pool)

    def next(self) -> Copy | None:
        """A copy that is at hand."""
        return self._pool.popleft() if self._pool else None

    def put_back(self, copy: Copy) -> None:
        """Somebody else may take it."""
        self._pool.appendleft(copy)

    def fill(self, session: Session, moment: datetime) -> None:
        """Claim the next copies; where nothing is due any more, it is dry."""
        connection = session.connection()
        rows = self._claim(connection, moment)
        self.is_dry = not rows
        known = addresses(connection, [row.subscriber_id for row in rows]) if rows else {}
        copies = []
        for row in rows:
            to_seq, stencil = self._edition(session, row.edition_id)
            email, secret = known[row.subscriber_id]
            copies.append(
                Copy(row.issue_id, row.subscriber_id, email, secret, row.watermark, to_seq, row.attempts, stencil)
            )
        self.issues.update(row.issue_id for row in rows)
        self._pool.extend(self._unthrottled(session, copies, moment))

    def slow(self, session: Session, domains: Iterable[str], moment: datetime) -> None:
        """A domain, or the whole site (`''`), takes less than it got: halve its rate, and put off what is at hand."""
        hold_rates(session)
        for domain in domains:
            self._throttle.slow(session, domain, moment)
        self._pool = deque(self._unthrottled(session, list(self._pool), moment))

    def let_go(self, issue_ids: set[int], moment: datetime) -> list[tuple[Copy, Outcome]]:
        """Give back what is at hand of issues that were stopped."""
        waiting = Outcome(DeliveryState.WAITING, not_before=moment, counts=False)
        gone = [(copy, waiting) for copy in self._pool if copy.issue_id in issue_ids]
        self._pool = deque(copy for copy in self._pool if copy.issue_id not in issue_ids)
        return gone

    def _claim(self, connection: Connection, moment: datetime) -> Sequence[Claimed]:
        """From where the last were; once there are none, from the beginning, for some may have been let go on."""
        rows = claim(connection, self._run_id, moment, BATCH, self._place) if self._place else ()
        if not rows:
            self._place = first_due(connection, moment)
            rows = claim(connection, self._run_id, moment, BATCH, self._place) if self._place else ()
        return rows

    def _unthrottled(self, session: Session, copies: list[Copy], moment: datetime) -> list[Copy]:
        turns = self._throttle.take(session, [domain_of(copy.email) for copy in copies], moment) if copies else []
        later = [(*copy.key, turn) for copy, turn in zip(copies, turns, strict=True) if turn is not None]
        if later:
            session.flush()
            hold_back(session, self._run_id, later)
        return [copy for copy, turn in zip(copies, turns, strict=True) if turn is None]

    def _edition(self, session: Session, number: int) -> tuple[int, Stencil]:
        if number not in self._editions:
            found = session.execute(select(Edition.to_seq, Edition.message).where(Edition.id == number)).one()
            self._editions[number] = found[0], Stencil(found[1])
            if len(self._editions) > EDITIONS_IN_MEMORY:
                self._editions.popitem(last=False)
        self._editions.move_to_end(number)
        return self._editions[number]
