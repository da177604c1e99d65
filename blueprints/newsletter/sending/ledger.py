"""The ledger's moves: claim, fence, outcome, and what a dead run leaves behind. The caller commits."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Select, case, exists, null, or_, select, update
from sqlalchemy.engine import Connection

from blueprints.core.database import AnySession
from blueprints.newsletter.models import DIGESTS, Delivery, DeliveryState, Issue, IssueState
from blueprints.newsletter.readers.links import token_for
from blueprints.newsletter.sending.bulk import Row, as_stored
from blueprints.newsletter.sending.moves import (
    ADDRESSES,
    CLAIMING,
    FIRST_DUE,
    GOING_OUT_AMONG,
    HOLDING,
    MAYBE_SENT,
    PASSED,
    PASSING,
    RECORDING,
    RECORDING_AND_SERVING,
    SERVED,
    UNTRIED,
)
from blueprints.newsletter.sending.stencil import Stencil

# A server that still held the body when the connection broke has given up or answered by then (RFC 5321 §4.5.3.2.6).
GRACE = timedelta(minutes=10)
IN_HAND = (DeliveryState.CLAIMED, *MAYBE_SENT)


class Copy(NamedTuple):
    """A claimed delivery, with all that sending it needs."""

    issue_id: int
    subscriber_id: int
    email: str
    secret: bytes
    watermark: int | None
    to_seq: int
    attempts: int
    stencil: Stencil

    @property
    def key(self) -> tuple[int, int]:
        """Which row it is."""
        return self.issue_id, self.subscriber_id

    @property
    def number(self) -> str:
        """What its Message-ID and its file are named by: the same however often it is tried."""
        return f"digest-{self.issue_id}-{self.subscriber_id}"

    def message(self) -> bytes:
        """The whole mail."""
        return self.stencil.filled(self.email, self.number, self._token())

    def body(self) -> bytes:
        """The whole mail as it goes over the wire, with its dot."""
        return self.stencil.stuffed(self.email, self.number, self._token())

    def _token(self) -> str:
        return token_for(self.subscriber_id, self.secret, self.issue_id)


class Claimed(NamedTuple):
    """The row of a copy that a run has just taken."""

    issue_id: int
    subscriber_id: int
    edition_id: int
    watermark: int | None
    attempts: int


class Place(NamedTuple):
    """How far in the row of the due: they go by moment, then by issue."""

    not_before: datetime
    issue_id: int


class Outcome(NamedTuple):
    """What became of a try; `counts` says whether it was a try of this copy or only the server's trouble."""

    state: DeliveryState
    code: int | None = None
    reply: str = ""
    queue_id: str = ""
    not_before: datetime | None = None
    counts: bool = True


def first_due(connection: Connection, moment: datetime) -> Place | None:
    """Where the copies that may go out begin."""
    found = connection.execute(FIRST_DUE, {"moment": moment}).one_or_none()
    return Place._make(found) if found else None


def claim(connection: Connection, run_id: int, moment: datetime, count: int, place: Place) -> Sequence[Claimed]:
    """Take so many due copies from this place on that nobody else holds."""
    asked = {"run": run_id, "moment": moment, "most": count, "since": place.not_before, "first": place.issue_id}
    return sorted(Claimed(*row) for row in connection.execute(CLAIMING, asked))


def addresses(connection: Connection, subscriber_ids: Sequence[int]) -> dict[int, tuple[str, bytes]]:
    """Where these subscribers get their mail, and the secrets of their links."""
    rows = connection.execute(ADDRESSES, {"readers": subscriber_ids})
    return {number: (email, secret) for number, email, secret in rows}


def hold_readers(connection: Connection, subscriber_ids: Collection[int]) -> None:
    """Lock these subscribers, always in the same order, so that copies of two issues for one of them cannot pass the
    fence at once on two machines. SQLite has one writer anyway."""
    if subscriber_ids and connection.dialect.name == "postgresql":
        connection.execute(HOLDING, {"readers": subscriber_ids})


def fence(connection: Connection, copies: Sequence[Copy], run_id: int) -> set[tuple[int, int]]:
    """The last step before the bodies: which of these copies are still ours, still wanted, and of an issue that still
    goes out. The caller holds the readers."""
    passed = 0
    left = list(copies)
    while left:  # one copy of each reader at a time, so that a second digest meets the first
        first = {copy.subscriber_id: copy for copy in reversed(left)}
        keys = [{"issue": copy.issue_id, "reader": copy.subscriber_id, "run": run_id} for copy in first.values()]
        passed += PASSING.run(connection, keys)
        left = [copy for copy in left if first[copy.subscriber_id] is not copy]
    if passed == len(copies):
        return {copy.key for copy in copies}
    inflight = connection.execute(PASSED, {"run": run_id})
    return {copy.key for copy in copies} & {(issue, reader) for issue, reader in inflight}


def halted_among(connection: Connection, issue_ids: Collection[int]) -> set[int]:
    """Those of these issues that do not go out any more."""
    return set(issue_ids) - set(connection.scalars(GOING_OUT_AMONG, {"issues": list(issue_ids)}))


def record(connection: Connection, outcomes: Sequence[tuple[Copy, Outcome]], run_id: int, moment: datetime) -> None:
    """Write down what became of copies; with each that was sent, the subscriber's watermark moves."""
    if not outcomes:
        return
    stored = as_stored(connection, moment)
    waits = {one.not_before for _, one in outcomes}
    later = {wait: as_stored(connection, wait) for wait in waits}
    rows = [_as_row(copy, one, run_id, stored, later[one.not_before]) for copy, one in outcomes]
    if connection.dialect.name == "postgresql":
        RECORDING_AND_SERVING.run(connection, rows)
        return
    RECORDING.run(connection, rows)
    sent = [copy for copy, one in outcomes if one.state is DeliveryState.SENT and copy.to_seq]
    newest = {copy.subscriber_id: copy for copy in sorted(sent, key=attrgetter("to_seq"))}
    served = [
        {"issue": copy.issue_id, "reader": copy.subscriber_id, "run": run_id, "seq": copy.to_seq}
        for copy in newest.values()
    ]
    if served:
        SERVED.run(connection, served)


def _as_row(copy: Copy, outcome: Outcome, run_id: int, moment: Any, wait: Any) -> Row:
    return {
        "issue": copy.issue_id,
        "reader": copy.subscriber_id,
        "run": run_id,
        "new": outcome.state.value,
        "last_code": outcome.code,
        "last_reply": outcome.reply[:500],
        "queue": outcome.queue_id,
        "wait": wait,
        "counted": int(outcome.counts),
        "sent": moment if outcome.state is DeliveryState.SENT else None,
        "unsure": moment if outcome.state is DeliveryState.UNCERTAIN else None,
        "seq": copy.to_seq,
    }


def busy_among(subscriber_ids: Sequence[int]) -> Select[int]:
    """Those of these subscribers who have a copy that may be on its way just now."""
    return select(Delivery.subscriber_id).where(Delivery.subscriber_id.in_(subscriber_ids), Delivery.state.in_(IN_HAND))


def already_served(issue_ids: Sequence[int], subscriber_ids: Sequence[int]) -> Select[int, int]:
    """(issue, subscriber) of the copies that there are already, whatever became of them."""
    return select(Delivery.issue_id, Delivery.subscriber_id).where(
        Delivery.issue_id.in_(issue_ids), Delivery.subscriber_id.in_(subscriber_ids)
    )


def give_back(session: AnySession, run_id: int, moment: datetime) -> tuple[int, int]:
    """Free what a run holds: claims return at once, what was in flight becomes uncertain; how many of each."""
    inflight = Delivery.state == DeliveryState.INFLIGHT
    freeing = (
        update(Delivery)
        .where(Delivery.run_id == run_id, Delivery.state.in_((DeliveryState.CLAIMED, DeliveryState.INFLIGHT)))
        .values(
            state=case((inflight, DeliveryState.UNCERTAIN.value), else_=DeliveryState.WAITING.value),
            not_before=case((inflight, moment + GRACE), else_=moment),
            uncertain_at=case((inflight, moment), else_=Delivery.uncertain_at),
        )
        .returning(Delivery.state)
        .execution_options(synchronize_session=False)
    )
    states = session.scalars(freeing).all()
    uncertain = states.count(DeliveryState.UNCERTAIN)
    return len(states) - uncertain, uncertain


def withdraw_untried(
    session: AnySession, subscriber_ids: Sequence[int], reason: str, *, only_digests: bool = False
) -> None:
    """Skip the copies of these subscribers that nobody has in hand."""
    waiting = update(Delivery).where(Delivery.subscriber_id.in_(subscriber_ids), Delivery.state.in_(UNTRIED))
    if only_digests:
        waiting = waiting.where(Delivery.watermark.is_not(None))
    values = waiting.values(state=DeliveryState.SKIPPED, not_before=null(), reply=reason)
    session.execute(values.execution_options(synchronize_session=False))


def give_again(session: AnySession, subscriber_id: int, reason: str, moment: datetime) -> None:
    """Let this reader's copies wait again that were withdrawn for a reason which is none any more, of issues that still
    go out. They are held, so that none is taken for finished meanwhile."""
    withdrawn = Delivery.subscriber_id == subscriber_id, Delivery.state == DeliveryState.SKIPPED
    theirs = exists().where(Delivery.issue_id == Issue.id, *withdrawn)
    lively = select(Issue.id).where(
        Issue.state.in_((IssueState.FILLING, IssueState.SENDING, IssueState.HALTED)), theirs
    )
    ids = session.scalars(lively.order_by(Issue.id).with_for_update()).all()
    again = update(Delivery).where(Delivery.issue_id.in_(ids), *withdrawn, Delivery.reply == reason)
    values = again.values(state=DeliveryState.WAITING, not_before=moment, reply="")
    session.execute(values.execution_options(synchronize_session=False))


def close_finished(session: AnySession, moment: datetime) -> None:
    """Note the issues of which no copy is open any more, and that get no others. They are held first, so that the
    second look sees what composing added to one meanwhile."""
    filled = or_(Issue.kind.in_(DIGESTS), Issue.filled_at.is_not(None))
    going_out = select(Issue.id).where(Issue.state.in_((IssueState.FILLING, IssueState.SENDING)), filled)
    ids = session.scalars(going_out.order_by(Issue.id).with_for_update()).all()
    over = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SKIPPED)
    still_open = exists().where(Delivery.issue_id == Issue.id, Delivery.state.not_in(over))
    finished = update(Issue).where(Issue.id.in_(ids), ~still_open)
    session.execute(
        finished.values(state=IssueState.DONE, finished_at=moment).execution_options(synchronize_session=False)
    )
