"""Acting: what follows from mails that came back, once it is proved whose they are. The caller commits.

The proof is a MAC by the reader's own secret: of a return path, or of a link. Whoever can show neither changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from blueprints.core.database import LARGEST_ID, AnySession
from blueprints.newsletter.feedback import quarantine
from blueprints.newsletter.feedback.reading import Reading, Sort
from blueprints.newsletter.feedback.suspending import complain, consider
from blueprints.newsletter.models import FeedbackKind, Issue, MailEvent, Subscriber, SubscriberState
from blueprints.newsletter.readers.links import holder_of, issue_of
from blueprints.newsletter.readers.signing_up import leave
from blueprints.newsletter.sending.return_path import is_genuine, numbers_in


class Outcome(StrEnum):
    """What a mail came to. KNOWN was read before; UNPROVED shows no proof that holds, and is left for people like
    OTHER."""

    HARD = "hard"
    SOFT = "soft"
    POLICY = "policy"
    COMPLAINT = "complaint"
    LEAVE = "leave"
    KNOWN = "known"
    DELAY = "delay"
    AUTO_REPLY = "auto-reply"
    UNPROVED = "unproved"
    OTHER = "other"

    @property
    def is_handled(self) -> bool:
        """Whether nobody needs to look at the mail any more."""
        return self not in (Outcome.UNPROVED, Outcome.OTHER)


UNTOUCHED = {Sort.DELAY: Outcome.DELAY, Sort.AUTO_REPLY: Outcome.AUTO_REPLY, Sort.OTHER: Outcome.OTHER}


@dataclass(frozen=True)
class Proof:
    """Whose copy it was, and of which issue; 0 where it is not known or is no more."""

    subscriber: Subscriber
    issue_id: int


class Actor:
    """Acts on batches of mails, and remembers between them how many copies a domain was sent."""

    def __init__(self) -> None:
        self._copies: dict[tuple[int, str], int] = {}

    def act(self, session: AnySession, readings: Sequence[Reading], moment: datetime) -> list[Outcome]:
        """What each came to. Events of the whole batch are written before anybody is judged, so that an outage in it is
        seen before it is held against anyone."""
        judged: dict[int, None] = {}
        touched: dict[tuple[int, str], None] = {}
        outcomes = []
        for reading in readings:
            outcome, proof = _act(session, reading, moment)
            outcomes.append(outcome)
            if proof is not None and outcome in (Outcome.HARD, Outcome.SOFT):
                judged[proof.subscriber.id] = None
                touched[proof.issue_id, quarantine.domain_of(proof.subscriber.email_norm)] = None
        self._watch(session, touched, moment)
        for subscriber_id in sorted(judged):  # in one order, so that two machines never wait for each other
            consider(session, subscriber_id, moment)
        return outcomes

    def _watch(self, session: AnySession, touched: Iterable[tuple[int, str]], moment: datetime) -> None:
        for issue_id, domain in touched:
            unknown = quarantine.suddenly_unknown(session, issue_id, domain)
            if unknown < quarantine.FEWEST or quarantine.was_quarantined(session, domain, moment):
                continue
            if (issue_id, domain) not in self._copies:
                self._copies[issue_id, domain] = quarantine.copies_tried(session, issue_id, domain)
            if quarantine.is_outage(unknown, self._copies[issue_id, domain]):
                quarantine.quarantine(session, domain, moment)


def _act(session: AnySession, reading: Reading, moment: datetime) -> tuple[Outcome, Proof | None]:
    if reading.sort in UNTOUCHED:
        return UNTOUCHED[reading.sort], None
    proof = _proof(session, reading)
    if proof is None:
        return Outcome.UNPROVED, None
    kind = reading.failure.kind if reading.failure is not None else FeedbackKind(reading.sort.value)
    if not _note(session, kind, reading, proof, moment):
        return Outcome.KNOWN, proof
    if kind is FeedbackKind.COMPLAINT:
        complain(session, proof.subscriber.id, moment, reading.detail)
    elif kind is FeedbackKind.LEAVE and proof.subscriber.state != SubscriberState.COMPLAINED:
        leave(session, proof.subscriber, moment, proof.issue_id)
    return Outcome(kind.value), proof


def _proof(session: AnySession, reading: Reading) -> Proof | None:
    """The first sign that holds."""
    for address in reading.addresses:
        numbers = numbers_in(address)
        subscriber = session.get(Subscriber, numbers[1]) if numbers and max(numbers) <= LARGEST_ID else None
        if numbers and subscriber is not None and is_genuine(address, subscriber.secret):
            return Proof(subscriber, _still_there(session, numbers[0]))
    for token in reading.tokens:
        holder = holder_of(session, token)
        if holder is not None:
            return Proof(holder, _still_there(session, issue_of(token)))
    return None


def _still_there(session: AnySession, issue_id: int) -> int:
    return session.scalar(select(Issue.id).where(Issue.id == issue_id)) or 0 if issue_id <= LARGEST_ID else 0


def _note(session: AnySession, kind: FeedbackKind, reading: Reading, proof: Proof, moment: datetime) -> bool:
    """Write it down; whether it is new.

    A copy can bounce once in each way, whoever reports it; a complaint or a wish to leave counts once for each mail, so
    that somebody who came back can leave by an old mail again.
    """
    about = f"{proof.issue_id} {proof.subscriber.id}"
    same = about if reading.sort is Sort.BOUNCE and proof.issue_id else f"{about} {reading.identity}"
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    event = insert(MailEvent).values(
        fingerprint=sha256(f"mail {kind} {same}".encode()).hexdigest(),
        kind=kind,
        subscriber_id=proof.subscriber.id,
        issue_id=proof.issue_id or None,
        status=reading.failure.status if reading.failure else "",
        detail=reading.detail,
        happened_at=_happened_at(reading, proof, moment),
    )
    return session.scalar(event.on_conflict_do_nothing().returning(MailEvent.id)) is not None


def _happened_at(reading: Reading, proof: Proof, moment: datetime) -> datetime:
    """When the mail was written, as far as that can be true: not before they agreed to anything, and not later than
    now. So a mailbox that lay for weeks is not taken for a bad day."""
    earliest = proof.subscriber.asked_at
    return max(earliest, min(reading.written_at or moment, moment))
