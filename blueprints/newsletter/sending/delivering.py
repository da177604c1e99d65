"""Delivering: every due copy is claimed, offered, fenced, handed over and written down, one after the other."""

from collections import Counter, OrderedDict
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import current_app

from blueprints.core.clock import now
from blueprints.core.database import db, writing
from blueprints.core.smtp import MailServerAway
from blueprints.newsletter.messages.splicing import splice
from blueprints.newsletter.models import DeliveryState, Edition
from blueprints.newsletter.queries import due_count
from blueprints.newsletter.readers.links import token_for
from blueprints.newsletter.sending.ledger import GRACE, Copy, Outcome, claim, close_finished, fence, record
from blueprints.newsletter.sending.runs import bury_dead_runs, sending_run
from blueprints.newsletter.sending.transport import (
    CopyRefusedError,
    FileTransport,
    SmtpTransport,
    Transport,
    UnansweredError,
)

BATCH = 200
WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720))
A_MOMENT = timedelta(minutes=1)
MOST_BREAKS = 3
EDITIONS_IN_MEMORY = 64

Tick = Callable[[DeliveryState], None]


def own_transport() -> Transport:
    """The mail server of SMTP_URL, or files in instance/outbox/ while none is set."""
    url, sender = current_app.config["SMTP_URL"], current_app.config["MAIL_FROM"]
    return SmtpTransport(url, sender) if url else FileTransport(Path(current_app.instance_path) / "outbox")


def deliver(
    transport: Transport, tick: Tick = lambda state: None, stopping: Callable[[], bool] = lambda: False
) -> Counter[str]:
    """Send what is due; how many copies ended in each state. Raises MailServerAway or SettingsRefusedError, and then no
    reader's try is counted. It commits as it goes; killed at any point, the next run goes on."""
    uncertain = bury_dead_runs()
    outcomes: Counter[str] = Counter({DeliveryState.UNCERTAIN: uncertain} if uncertain else {})
    if not db.session.scalar(due_count(now())):
        db.session.commit()
        return outcomes
    db.session.commit()
    with sending_run() as run_id:
        sender = Sender(run_id, transport)
        try:
            while not stopping() and (copies := sender.claim()):
                for copy in copies:
                    if stopping():
                        break
                    state = sender.send(copy)
                    outcomes[state] += 1
                    tick(state)
        finally:
            transport.close()
    with writing():
        close_finished(db.session, now())
        db.session.commit()
    return outcomes


class Sender:
    """One run with one connection."""

    def __init__(self, run_id: int, transport: Transport) -> None:
        self._run_id, self._transport = run_id, transport
        self._editions: OrderedDict[int, bytes] = OrderedDict()
        self._breaks = 0

    def claim(self) -> list[Copy]:
        """The next copies of this run."""
        with writing():
            copies = list(claim(db.session, self._run_id, now(), BATCH))
            db.session.commit()
        return copies

    def send(self, copy: Copy) -> DeliveryState:
        """Take one copy as far as it goes, and write down how far that was, at once: the sooner after the server's
        answer, the smaller the chance that a kill leaves us not knowing it."""
        message = splice(
            self._edition(copy.edition_id),
            copy.email,
            copy.number,
            token_for(copy.subscriber_id, copy.secret, copy.issue_id),
        )
        try:
            outcome = self._try(copy, message)
            self._breaks = self._breaks + 1 if outcome.state is DeliveryState.UNCERTAIN else 0
        except MailServerAway as trouble:
            self._breaks += 1
            outcome = Outcome(DeliveryState.WAITING, str(trouble), now() + A_MOMENT, counts=False)
            self._record(copy, outcome)
            if self._breaks >= MOST_BREAKS:
                raise
            return outcome.state
        self._record(copy, outcome)
        if self._breaks >= MOST_BREAKS:
            raise MailServerAway(f"the mail server broke off {self._breaks} times in a row: {outcome.reply}")
        return outcome.state

    def _try(self, copy: Copy, message: bytes) -> Outcome:
        try:
            self._transport.offer(copy.email, copy.number)
            if not self._fence(copy):
                self._transport.drop()
                return Outcome(DeliveryState.SKIPPED, "left or served before it was sent", counts=False)
            return Outcome(DeliveryState.SENT, self._transport.hand_over(message))
        except CopyRefusedError as refusal:
            return _refused(copy, refusal)
        except UnansweredError as trouble:
            return Outcome(DeliveryState.UNCERTAIN, str(trouble), now() + GRACE)

    def _fence(self, copy: Copy) -> bool:
        with writing():
            passed = fence(db.session, copy, self._run_id)
            db.session.commit()
        return passed

    def _record(self, copy: Copy, outcome: Outcome) -> None:
        with writing():
            record(db.session, copy, self._run_id, outcome, now())
            db.session.commit()

    def _edition(self, number: int) -> bytes:
        if number not in self._editions:
            self._editions[number] = db.session.get_one(Edition, number).message
            db.session.commit()
            if len(self._editions) > EDITIONS_IN_MEMORY:
                self._editions.popitem(last=False)
        self._editions.move_to_end(number)
        return self._editions[number]


def _refused(copy: Copy, refusal: CopyRefusedError) -> Outcome:
    """4xx waits longer each time; 5xx, or 4xx once too often, is the end of this copy."""
    if refusal.code >= 500 or copy.attempts >= len(WAITS):
        return Outcome(DeliveryState.FAILED, str(refusal))
    return Outcome(DeliveryState.DEFERRED, str(refusal), now() + WAITS[copy.attempts])
