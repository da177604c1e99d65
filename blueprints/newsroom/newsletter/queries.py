"""What the desk shows of the newsletter, as queries: all of it bounded, and by index."""

from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import defer

from blueprints.news.models import Article
from blueprints.newsletter.models import (
    Delivery,
    DeliveryState,
    Issue,
    IssueClick,
    IssueState,
    Kind,
    MailEvent,
    Subscriber,
    SubscriberEvent,
    SubscriberState,
    Suppression,
)

PAGE = 40
MOST_IN_HAND = 50
MOST_REASONS = 200
MOST_CLICKED = 40
MOST_LINES = 200
WORD = 5  # as long as an extended status code (RFC 3463) is, most often
LAST = "\U0010ffff"  # behind whatever goes on from the same letters
UNHAPPY = (
    DeliveryState.DEFERRED,
    DeliveryState.FAILED,
    DeliveryState.UNCERTAIN,
    DeliveryState.HELD,
    DeliveryState.SKIPPED,
)


def halted_issues() -> Select[Issue]:
    """What was stopped and waits for the desk's word, the last first."""
    stopped = select(Issue).where(Issue.state == IssueState.HALTED)
    return stopped.order_by(Issue.id.desc()).limit(MOST_IN_HAND)


def issues_in_hand() -> Select[Issue]:
    """What goes out just now, and letters that are written or wait for their time."""
    going = Issue.state.in_((IssueState.FILLING, IssueState.SENDING))
    letter = (Issue.state == IssueState.PLANNED) & (Issue.kind == Kind.MANUAL)
    return select(Issue).where(or_(going, letter)).order_by(Issue.id.desc()).limit(MOST_IN_HAND)


def past_issues(before: int | None) -> Select[Issue]:
    """What is over, the newest first, behind the one with this number; one more than a page holds."""
    over = select(Issue).where(Issue.state.in_((IssueState.DONE, IssueState.CANCELLED)))
    over = over.where(Issue.id < before) if before is not None else over
    return over.order_by(Issue.id.desc()).limit(PAGE + 1)


def states_of(issue_id: int) -> Select[str, int]:
    """(state, count) of an issue's copies; over a million of them this takes a second."""
    counted = select(Delivery.state, func.count()).where(Delivery.issue_id == issue_id)
    return counted.group_by(Delivery.state)


def reasons_of(issue_id: int) -> Select[str, int | None, str, int]:
    """(state, code, an example of the words, count) of copies that did not simply go, the most frequent first.

    They are taken together by how the words begin, for the rest of them names addresses as a rule.
    """
    example, count = func.min(Delivery.reply), func.count()
    unhappy = select(Delivery.state, Delivery.code, example, count).where(
        Delivery.issue_id == issue_id, Delivery.state.in_(UNHAPPY), Delivery.reply != ""
    )
    grouped = unhappy.group_by(Delivery.state, Delivery.code, func.substr(Delivery.reply, 1, WORD))
    return grouped.order_by(count.desc(), Delivery.code).limit(MOST_REASONS)


def leavers_by(issue: Issue) -> Select[int]:
    """How many left by a link in this issue."""
    return select(func.count()).where(
        SubscriberEvent.kind == "left",
        SubscriberEvent.happened_at >= issue.created_at,
        SubscriberEvent.detail == str(issue.id),
    )


def returned_by(issue_id: int) -> Select[str, int]:
    """(kind, count) of what came back about an issue."""
    return select(MailEvent.kind, func.count()).where(MailEvent.issue_id == issue_id).group_by(MailEvent.kind)


def clicks_of(issue_id: int) -> Select[Article, int]:
    """The articles that were opened from an issue, and how often, the most opened first."""
    clicked = select(Article, IssueClick.count).join(IssueClick, IssueClick.article_id == Article.id)
    of_issue = clicked.where(IssueClick.issue_id == issue_id).options(defer(Article.body, raiseload=True))
    return of_issue.order_by(IssueClick.count.desc(), Article.id.desc()).limit(MOST_CLICKED)


def letter_readers(language: str, moment: datetime) -> Select[int]:
    """How many a letter in this language goes to; in none: to everybody."""
    rested = or_(Subscriber.paused_until.is_(None), Subscriber.paused_until <= moment)
    readers = select(func.count()).where(Subscriber.state == SubscriberState.ACTIVE, rested)
    return readers.where(Subscriber.language == language) if language else readers


def subscriber_states() -> Select[str, int]:
    """(state, count) of all subscribers."""
    return select(Subscriber.state, func.count()).group_by(Subscriber.state)


def subscribers_beginning(words: str, after: str | None) -> Select[Subscriber]:
    """Those whose address begins so, in its order, behind an address; one more than a page holds."""
    beginning = select(Subscriber).where(Subscriber.email_norm >= words, Subscriber.email_norm < words + LAST)
    beginning = beginning.where(Subscriber.email_norm > after) if after else beginning
    return beginning.order_by(Subscriber.email_norm).limit(PAGE + 1)


def subscribers_in(state: str | None, before: int | None) -> Select[Subscriber]:
    """Those in a state, or all, the newest first, behind the one with this number; one more than a page holds."""
    people = select(Subscriber)
    if state == SubscriberState.ACTIVE:
        # Nearly all are, so they are walked by number; behind COALESCE, SQLite cannot sort them all by another index.
        people = people.where(func.coalesce(Subscriber.state == state, False))
    elif state is not None:
        # Nobody else has a turn, and with it the index gives them in order.
        people = people.where(Subscriber.state == state, Subscriber.next_at.is_(None))
    people = people.where(Subscriber.id < before) if before is not None else people
    return people.order_by(Subscriber.id.desc()).limit(PAGE + 1)


def deliveries_to(subscriber_id: int, before: int | None) -> Select[Delivery, Issue]:
    """Every copy for a reader with its issue, the newest first; one more than a page holds."""
    copies = select(Delivery, Issue).join(Issue, Issue.id == Delivery.issue_id)
    theirs = copies.where(Delivery.subscriber_id == subscriber_id)
    theirs = theirs.where(Delivery.issue_id < before) if before is not None else theirs
    return theirs.order_by(Delivery.issue_id.desc()).limit(PAGE + 1)


def events_of(subscriber_id: int) -> Select[MailEvent]:
    """What came back about a reader's copies, the newest first."""
    back = select(MailEvent).where(MailEvent.subscriber_id == subscriber_id)
    return back.order_by(MailEvent.happened_at.desc(), MailEvent.id.desc()).limit(MOST_LINES)


def suppressions_by_reason() -> Select[str, int, datetime]:
    """(reason, count, the last moment) of addresses that are never written to."""
    counted = select(Suppression.reason, func.count(), func.max(Suppression.noted_at))
    return counted.group_by(Suppression.reason).order_by(Suppression.reason)
