"""Ingesting: a mailbox read through, batch by batch: first the commit, then the mails are put away.

Killed between the two, the next run finds the mails again and knows them: nothing happens twice, nothing is lost.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Generic, Protocol, TypeVar

from blueprints.core.clock import now
from blueprints.core.database import db, writing
from blueprints.newsletter.feedback.acting import Actor, Outcome
from blueprints.newsletter.feedback.reading import Reading, read_mail

BATCH = 100

Key = TypeVar("Key")


class Mailbox(Protocol, Generic[Key]):
    """Where mails lie; a key finds one again."""

    def mails(self) -> Iterator[tuple[Key, bytes]]:
        """The unread ones, each at most as far as it is worth reading."""

    def put_away(self, keys: Sequence[Key]) -> None:
        """Nobody needs to look at these any more."""


class MailboxAwayError(Exception):
    """The mailbox cannot be reached or used now; told in one line."""


class MailboxRefusedError(Exception):
    """The mailbox refuses us: the name, the password or the address is wrong."""


def ingest(mailbox: Mailbox[Key], tick: Callable[[int], None] = lambda count: None) -> Counter[Outcome]:
    """Act on all unread mails; how many came to what. Raises MailboxAwayError, and what was done until then stays done.
    Commits batch by batch."""
    actor, counts = Actor(), Counter[Outcome]()
    readings = ((key, read_mail(raw)) for key, raw in mailbox.mails())
    while batch := list(islice(readings, BATCH)):
        outcomes = act_on(actor, [reading for _, reading in batch])
        pairs = zip(batch, outcomes, strict=True)
        mailbox.put_away([key for (key, _), outcome in pairs if outcome.is_handled])
        counts.update(outcomes)
        tick(len(batch))
    return counts


def act_on(actor: Actor, readings: Sequence[Reading]) -> list[Outcome]:
    """One transaction for these."""
    with writing():
        outcomes = actor.act(db.session, readings, now())
        db.session.commit()
    return outcomes
