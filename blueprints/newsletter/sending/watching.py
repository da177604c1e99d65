"""Watching what the mail server says, copy by copy: when an issue must stop, and when a domain is not to be believed.

Everything that a run hears passes through one `Watch`, in the order in which it was heard. It counts in memory, and
begins with what earlier runs left in the database, so that an issue which goes out by tens is stopped as well as one
that goes out at once.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from blueprints.core.database import AnySession
from blueprints.newsletter.feedback import quarantine as outages
from blueprints.newsletter.feedback.suspending import consider
from blueprints.newsletter.models import (
    Delivery,
    DeliveryState,
    DomainRate,
    FeedbackKind,
    Issue,
    IssueState,
    MailEvent,
    Subscriber,
)
from blueprints.newsletter.sending.halting import halt
from blueprints.newsletter.sending.noting import Heard, note_reply
from blueprints.newsletter.sending.replies import Fate, Stage, Verdict, classify

# Twenty alike in a row say that the mail is refused, whoever it is for. Where they are not alike, or some copies pass,
# their share says it, from forty tried on: so a verdict for all stops an issue within sixty copies even with twenty
# connections at work, while one refusal or two among the first forty, as one strict domain makes, do not.
ALIKE = 20
TRIED = 40
SHARE = 20  # one in so many, or 5 %
DOMAINS_IN_MEMORY = 2000
AGAIN = timedelta(days=7)  # a domain that knows nobody twice in a week has no outage: those readers are gone
BELIEVE_LATER = timedelta(hours=2)


@dataclass
class Course:
    """How an issue fares: how many were tried and refused for policy, and how many alike in a row at last."""

    tried: int = 0
    refused: int = 0
    alike: str = ""
    in_a_row: int = 0
    is_seeded: bool = False

    def refuse(self, alike: str) -> bool:
        """Count a refusal for policy; whether the issue must stop."""
        self.follow(alike)
        self.refused += 1
        return self.in_a_row >= ALIKE or (self.tried >= TRIED and self.refused * SHARE > self.tried)

    def follow(self, alike: str) -> None:
        """Lengthen the row of refusals alike, or begin another."""
        self.in_a_row = self.in_a_row + 1 if alike == self.alike else 1
        self.alike = alike

    def accept(self) -> None:
        """A copy was taken, so the server does not refuse all."""
        self.in_a_row = 0


@dataclass
class Ask:
    """How a domain's readers fared in an issue: tried, unknown, and at how many unknown to look closely."""

    tried: int = 0
    unknown: int = 0
    look_at: int = outages.FEWEST


class Watch:
    """The watch of one run, on all its issues. Its methods are to be called by one thread at a time."""

    def __init__(self) -> None:
        self._courses: dict[int, Course] = {}
        self._domains: OrderedDict[tuple[int, str], Ask] = OrderedDict()

    def judge_all(self, session: AnySession, heard: Sequence[Heard]) -> list[Fate]:
        """What is done with copies whose replies came one after the other, and is recorded for all at once.

        To be called in the transaction that then records the fates, which the caller commits. Where one `halts`, its
        issue has just been stopped: what the run holds of it is to be given back. What a halt or a quarantine takes
        back of earlier copies, it takes back of those before it here, which are not recorded yet.
        """
        fates: list[Fate] = []
        for one in heard:
            fate = self.judge(session, one)
            fates = (
                [_taken_back(*pair, one, fate) for pair in zip(heard, fates, strict=False)] if fate.undoes else fates
            )
            fates.append(fate)
        return fates

    def judge(self, session: AnySession, heard: Heard) -> Fate:
        """What is done with one copy, and what must be done besides: events, a quarantine, a halt. As for `judge_all`,
        but recorded before the next is judged."""
        course = self._courses.setdefault(heard.issue_id, Course())
        asked = self._asked(heard.issue_id, heard.domain)
        fate = heard.fate
        if fate.counts:
            course.tried, asked.tried = course.tried + 1, asked.tried + 1
        match heard.reply.verdict:
            case Verdict.OK:
                course.accept()
            case Verdict.POLICY:
                return self._refused(session, course, heard)
            case Verdict.HARD:
                return self._unknown(session, asked, heard)
            case Verdict.FULL if fate.state is DeliveryState.FAILED:
                note_reply(session, FeedbackKind.SOFT, heard)
                consider(session, heard.subscriber_id, heard.moment)
        return fate

    def _refused(self, session: AnySession, course: Course, heard: Heard) -> Fate:
        if not course.is_seeded:
            _seed(session, course, heard.issue_id)
        note_reply(session, FeedbackKind.POLICY, heard)
        if session.scalar(select(Issue.state).where(Issue.id == heard.issue_id)) == IssueState.HALTED:
            return Fate(DeliveryState.WAITING, heard.moment, counts=False)  # it was on its way when the issue stopped
        if not course.refuse(heard.reply.alike):
            return heard.fate
        del self._courses[heard.issue_id]
        halt(session, heard.issue_id, str(heard.reply), heard.moment)
        return Fate(DeliveryState.WAITING, heard.moment, counts=False, halts=True, undoes=True)

    def _unknown(self, session: AnySession, asked: Ask, heard: Heard) -> Fate:
        """There is no such reader, unless the domain says so of too many at once."""
        not_believed = Fate(DeliveryState.DEFERRED, heard.moment + BELIEVE_LATER, counts=False)
        if outages.is_quarantined(session, heard.domain, heard.moment):
            return not_believed
        if asked.unknown == 0:
            _seed_domain(session, asked, heard)
        note_reply(session, FeedbackKind.HARD, heard)
        asked.unknown += 1
        if asked.unknown >= asked.look_at and outages.is_outage(asked.unknown, asked.tried):
            asked.look_at *= 2
            if _is_sudden(session, asked, heard):
                take_back(session, heard.issue_id, heard.domain, heard.moment)
                outages.quarantine(session, heard.domain, heard.moment)
                return replace(not_believed, undoes=True)
        consider(session, heard.subscriber_id, heard.moment)
        return heard.fate

    def _asked(self, issue_id: int, domain: str) -> Ask:
        """The domains of the last copies: where many readers are, it comes back soon enough not to be forgotten."""
        asked = self._domains.setdefault((issue_id, domain), Ask())
        self._domains.move_to_end((issue_id, domain))
        if len(self._domains) > DOMAINS_IN_MEMORY:
            self._domains.popitem(last=False)
        return asked


def _taken_back(earlier: Heard, its_fate: Fate, later: Heard, fate: Fate) -> Fate:
    """The fate of an earlier copy after a later one brought a halt or a quarantine: as that of the later, where it had
    failed for the same reason."""
    same_issue = earlier.issue_id == later.issue_id and earlier.reply.verdict is later.reply.verdict
    same = same_issue and (fate.halts or earlier.domain == later.domain)
    return replace(fate, halts=False, undoes=False) if same and its_fate.state is DeliveryState.FAILED else its_fate


def take_back(session: AnySession, issue_id: int, domain: str, moment: datetime) -> None:
    """Let copies wait again that failed because their domain knew nobody, and forget that it said so."""
    failed = (
        select(MailEvent.subscriber_id)
        .join(Subscriber, Subscriber.id == MailEvent.subscriber_id)
        .where(MailEvent.issue_id == issue_id, MailEvent.kind == FeedbackKind.HARD, outages.at_domain(domain))
    )
    waiting = update(Delivery).where(
        Delivery.issue_id == issue_id, Delivery.state == DeliveryState.FAILED, Delivery.subscriber_id.in_(failed)
    )
    waiting = waiting.values(state=DeliveryState.DEFERRED, not_before=moment + BELIEVE_LATER)
    session.execute(waiting.execution_options(synchronize_session=False))
    undone = select(Delivery.subscriber_id).where(
        Delivery.issue_id == issue_id, Delivery.state != DeliveryState.SENT, Delivery.subscriber_id.in_(failed)
    )
    forgetting = delete(MailEvent).where(
        MailEvent.issue_id == issue_id, MailEvent.kind == FeedbackKind.HARD, MailEvent.subscriber_id.in_(undone)
    )
    session.execute(forgetting.execution_options(synchronize_session=False))


def _seed(session: AnySession, course: Course, issue_id: int) -> None:
    """What earlier runs met: asked at the first refusal of a run, because it reads the whole issue."""
    over = Delivery.state.in_((DeliveryState.SENT, DeliveryState.FAILED))
    totals = select(func.count(), func.max(Delivery.sent_at)).where(Delivery.issue_id == issue_id, over)
    tried, last_sent = session.execute(totals).one()
    same = (Delivery.issue_id == MailEvent.issue_id) & (Delivery.subscriber_id == MailEvent.subscriber_id)
    refusals = (
        select(MailEvent.detail, MailEvent.happened_at)
        .join(Delivery, same)
        .where(MailEvent.issue_id == issue_id, MailEvent.kind == FeedbackKind.POLICY)
        .where(Delivery.state != DeliveryState.SENT)
    )
    course.is_seeded = True
    course.tried = max(course.tried, tried + 1)
    course.refused = session.scalar(select(func.count()).select_from(refusals.subquery())) or 0
    newest = session.execute(refusals.order_by(MailEvent.id.desc()).limit(ALIKE)).all()
    for detail, happened_at in reversed(newest):
        if last_sent is None or happened_at > last_sent:
            course.follow(_alike(detail))


def _alike(detail: str) -> str:
    """What `Reply.alike` was of a reply that an event keeps."""
    code, _, words = detail.partition(" ")
    return classify(Stage.DOT, int(code), words).alike if code.isdecimal() else ""


def _seed_domain(session: AnySession, asked: Ask, heard: Heard) -> None:
    """What earlier runs met there: the unknown are few and found by an index, the others only where it matters."""
    asked.unknown = outages.suddenly_unknown(session, heard.issue_id, heard.domain)
    if asked.unknown + 1 >= outages.FEWEST:
        asked.tried = max(asked.tried, outages.copies_tried(session, heard.issue_id, heard.domain) + 1)


def _is_sudden(session: AnySession, asked: Ask, heard: Heard) -> bool:
    """Whether it knew these readers until now, and did not forget them once already this week."""
    lately = select(DomainRate.domain).where(
        DomainRate.domain == heard.domain, DomainRate.quarantined_until > heard.moment - AGAIN
    )
    if session.scalar(lately) is not None:
        return False
    return outages.is_outage(outages.suddenly_unknown(session, heard.issue_id, heard.domain), asked.tried)
