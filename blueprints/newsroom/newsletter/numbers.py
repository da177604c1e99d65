"""The numbers of an issue: what became of its copies, why, and what readers did; counted at most once a minute."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from blueprints.core.database import AnySession
from blueprints.core.kept_counts import forget_count, kept_count
from blueprints.news.models import Article
from blueprints.newsletter.models import DeliveryState, Issue, IssueState
from blueprints.newsroom.newsletter import queries

ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")
LONGEST = 200
OVER = timedelta(minutes=10)  # what is over changes little
UNDER_WAY = (DeliveryState.WAITING, DeliveryState.CLAIMED, DeliveryState.INFLIGHT, DeliveryState.DEFERRED)


@dataclass(frozen=True)
class Reason:
    """Why copies were put off, refused or left out: the mail server's code and words, an address in them hidden."""

    state: str
    code: int | None
    words: str
    count: int


@dataclass(frozen=True)
class Numbers:
    """How many copies are in each state, and what came back by kind."""

    states: Counter[str]
    reasons: Sequence[Reason]
    left: int
    returned: dict[str, int]

    @property
    def total(self) -> int:
        """All copies that were made so far."""
        return self.states.total()

    @property
    def waiting(self) -> int:
        """Those that are still to go."""
        return sum(self.states[state] for state in UNDER_WAY)

    @property
    def settled(self) -> int:
        """Those of which nothing more is to be done."""
        return self.total - self.waiting


def numbers_of(session: AnySession, issue: Issue) -> Numbers:
    """The numbers of an issue; a minute old at most, or ten for one that is over."""
    over = issue.state in (IssueState.DONE, IssueState.CANCELLED)
    return kept_count(_name(issue.id), lambda: _count(session, issue), OVER if over else timedelta(minutes=1))


def forget_numbers(issue_id: int) -> None:
    """Count anew, because the desk changed something."""
    forget_count(_name(issue_id))


def clicks_of(session: AnySession, issue: Issue) -> list[tuple[Article, int]]:
    """The articles that readers opened from an issue, and how often."""
    return [(article, count) for article, count in session.execute(queries.clicks_of(issue.id))]


def _name(issue_id: int) -> tuple[str, int]:
    return "issue-numbers", issue_id


def _count(session: AnySession, issue: Issue) -> Numbers:
    states = Counter(dict(session.execute(queries.states_of(issue.id)).all()))
    reasons = [
        Reason(state, code, ADDRESS.sub("…@…", words)[:LONGEST], count)
        for state, code, words, count in session.execute(queries.reasons_of(issue.id))
    ]
    left = session.scalar(queries.leavers_by(issue)) or 0
    returned = dict(session.execute(queries.returned_by(issue.id)).all())
    return Numbers(states, reasons, left, returned)
