"""The next digest before it goes: what it would hold, and what an editor decides about it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask import current_app
from sqlalchemy import Select, func, select

from blueprints.core.database import AnySession
from blueprints.core.kept_counts import kept_count
from blueprints.news.models import Article
from blueprints.newsletter.composing.binding import unless_there
from blueprints.newsletter.composing.choosing import Choice, Plan, Selection
from blueprints.newsletter.composing.fresh import choice_at
from blueprints.newsletter.composing.schedule import slot_of, zone_of
from blueprints.newsletter.models import DIGESTS, Form, Issue, IssueState, Subscriber, SubscriberState
from blueprints.newsletter.queries import told


class Audience(NamedTuple):
    """Those who wait for the digest of a kind in a language: when the first of them is due, and how many they are."""

    kind: str
    language: str
    due_at: datetime
    readers: int


@dataclass(frozen=True)
class Upcoming:
    """The next digest of a kind in a language, as somebody who chose nothing would get it now.

    `articles` stand in their order, `dropped` are those that an editor took out, `more` is how many stay untold.
    `begun` is the number above which everything is new to nearly all its readers. `issue` is there once somebody
    decided something or the first copies were made.
    """

    audience: Audience
    slot: str
    begun: int
    issue: Issue | None
    articles: Sequence[Article]
    dropped: Sequence[Article]
    more: int

    @property
    def is_going_out(self) -> bool:
        """Whether copies of it were made already, so that a decision holds for later ones only."""
        return self.issue is not None and self.issue.state != IssueState.PLANNED

    def as_issue(self) -> Issue:
        """The issue; or one that stands for it and is in no database."""
        return self.issue or self.plain_issue()

    def plain_issue(self) -> Issue:
        """The issue as if nobody had decided anything."""
        audience = self.audience
        words = {"subject": "", "preheader": "", "note": "", "body": ""}
        return Issue(kind=audience.kind, language=audience.language, slot=self.slot, picks=[], dropped=[], **words)


@dataclass(frozen=True)
class Decision:
    """What an editor decides: article ids that come first, in order, those that stay out, and words."""

    picks: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    subject: str = ""
    preheader: str = ""
    note: str = ""

    @classmethod
    def of(cls, issue: Issue | None) -> "Decision":
        """What was decided so far."""
        if issue is None:
            return cls()
        return cls(tuple(issue.picks), tuple(issue.dropped), issue.subject, issue.preheader, issue.note)

    @property
    def version(self) -> str:
        """What tells whether somebody else decided otherwise meanwhile."""
        return hashlib.blake2b(repr(self).encode(), digest_size=16).hexdigest()


def audiences(session: AnySession) -> list[Audience]:
    """All who wait for a digest, those of the next one first; at most a minute old."""
    rows = kept_count("newsletter-audiences", lambda: _waiting(session))
    return sorted(rows, key=lambda each: (each.due_at, each.kind, -each.readers, each.language))


def upcoming_digests(session: AnySession, moment: datetime) -> list[Upcoming]:
    """Every digest that somebody waits for, the next first."""
    choice = choice_at(session, moment)
    return [_upcoming(session, choice, each, moment) for each in audiences(session)]


def upcoming(session: AnySession, kind: str, language: str, moment: datetime) -> Upcoming | None:
    """The next digest of this kind in this language; None where nobody waits for one."""
    found = next((each for each in audiences(session) if (each.kind, each.language) == (kind, language)), None)
    return _upcoming(session, choice_at(session, moment), found, moment) if found is not None else None


def may_hold(session: AnySession, shown: Upcoming, article_id: int, moment: datetime) -> bool:
    """Whether this article would be in the digest if an editor put it first: it is new, and in its language."""
    return article_id in _select(choice_at(session, moment), shown, Plan((article_id,))).article_ids


def picks_for(
    session: AnySession, shown: Upcoming, order: Sequence[int], dropped: Sequence[int], moment: datetime
) -> tuple[int, ...]:
    """As few picks as make this order, so that what comes out later finds its place by itself behind them. What was
    picked before and still stands first stays picked."""
    by_itself = _select(choice_at(session, moment), shown, Plan((), frozenset(dropped))).article_ids
    before = [number for number in (shown.issue.picks if shown.issue else ()) if number in order]
    kept = next((n for n, both in enumerate(zip(before, order, strict=False)) if both[0] != both[1]), len(before))
    for count in range(min(kept, len(order)), len(order) + 1):
        first = tuple(order[:count])
        if [*first, *(number for number in by_itself if number in order and number not in first)] == list(order):
            return first
    return tuple(order)


def decide(session: AnySession, shown: Upcoming, decision: Decision, editor_id: int, moment: datetime) -> Issue:
    """Write down what an editor decided, in an issue that is made when there is none yet. The caller commits."""
    issue = _planned(session, shown, moment)
    issue.picks, issue.dropped = list(decision.picks), list(decision.dropped)
    issue.subject, issue.preheader, issue.note = decision.subject, decision.preheader, decision.note
    issue.editor_id = editor_id
    return issue


def _planned(session: AnySession, shown: Upcoming, moment: datetime) -> Issue:
    """The issue, which cron may have opened meanwhile."""
    kind, language = shown.audience.kind, shown.audience.language
    last = session.scalar(_last_number(kind, language)) or 0
    opening = unless_there(session, Issue).values(
        kind=kind, language=language, slot=shown.slot, state=IssueState.PLANNED, created_at=moment,
        from_seq=last, to_seq=last, picks=[], dropped=[], absent=[],
    )  # fmt: skip
    session.execute(opening)
    found = select(Issue).filter_by(kind=kind, language=language, slot=shown.slot).with_for_update()
    return session.scalars(found.execution_options(populate_existing=True)).one()


def _waiting(session: AnySession) -> list[Audience]:
    wanting = select(Subscriber.cadence, Subscriber.language, func.min(Subscriber.next_at), func.count())
    active = wanting.where(Subscriber.state == SubscriberState.ACTIVE, Subscriber.cadence.in_(DIGESTS))
    rows = session.execute(active.group_by(Subscriber.cadence, Subscriber.language))
    return [Audience(kind, language, due_at, count) for kind, language, due_at, count in rows if due_at is not None]


def _upcoming(session: AnySession, choice: Choice, audience: Audience, moment: datetime) -> Upcoming:
    zone = zone_of(_first_zone(session, audience), current_app.config["TIMEZONE"])
    slot = slot_of(audience.kind, max(audience.due_at, moment).astimezone(zone).date())
    issue = session.scalar(select(Issue).filter_by(kind=audience.kind, language=audience.language, slot=slot))
    shown = Upcoming(audience, slot, _begun(session, audience, issue), issue, (), (), 0)
    dropped = tuple(issue.dropped) if issue else ()
    selection = _select(choice, shown, Plan(tuple(issue.picks) if issue else (), frozenset(dropped)))
    articles = in_order(session, selection.article_ids, moment)
    return Upcoming(audience, slot, shown.begun, issue, articles, in_order(session, dropped, moment), selection.more)


def _select(choice: Choice, shown: Upcoming, decided: Plan) -> Selection:
    return choice.for_reader(shown.begun, "", shown.audience.language, decided)


def _begun(session: AnySession, audience: Audience, issue: Issue | None) -> int:
    """Where the issue began; while it is planned, where the last one has come to, which is where nearly all are."""
    if issue is not None and issue.state != IssueState.PLANNED:
        return issue.from_seq
    earlier = _last_number(audience.kind, audience.language)
    return session.scalar(earlier.where(Issue.id != issue.id) if issue else earlier) or 0


def _last_number(kind: str, language: str) -> Select[int]:
    return select(Issue.to_seq).filter_by(kind=kind, language=language).order_by(Issue.id.desc()).limit(1)


def _first_zone(session: AnySession, audience: Audience) -> str:
    first = select(Subscriber.zone).where(
        Subscriber.state == SubscriberState.ACTIVE,
        Subscriber.next_at == audience.due_at,
        Subscriber.cadence == audience.kind,
        Subscriber.language == audience.language,
    )
    return session.scalar(first.limit(1)) or ""


def in_order(session: AnySession, ids: Sequence[int], moment: datetime, form: str = Form.NORMAL) -> list[Article]:
    """The visible ones among these articles in this order, with what a letter of this form tells of them."""
    found = {article.id: article for article in session.scalars(told(ids, form, moment))}
    return [found[number] for number in ids if number in found]
