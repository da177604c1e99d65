"""Editions: what is new to a reader of an issue, rendered once for all to whom the same is new in the same form."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from blueprints.core.database import AnySession
from blueprints.news.models import Article
from blueprints.newsletter.composing.choosing import Choice, Plan, Selection
from blueprints.newsletter.composing.schedule import slot_of
from blueprints.newsletter.messages.digest import digest_message, digest_subject
from blueprints.newsletter.models import Edition, EditionArticle, Form, Issue, IssueState
from blueprints.newsletter.queries import told

LIVELY = (IssueState.PLANNED, IssueState.FILLING, IssueState.SENDING, IssueState.DONE)


class Wanted(NamedTuple):
    """What decides which edition a reader gets: which digest of which local day, and what is new to them."""

    kind: str
    language: str
    day: date
    form: str
    watermark: int
    choices: str


class Shelf:
    """The editions of the digests that are due at one moment, as far as this process knows them by heart.

    `cutoff` is the highest published_seq that they may hold.
    """

    def __init__(self, choice: Choice, cutoff: int, moment: datetime) -> None:
        self._choice, self._cutoff, self._moment = choice, cutoff, moment
        self._issues: dict[tuple[str, str, str], Issue | None] = {}
        self._editions: dict[tuple[int, str, Selection], int] = {}

    def selection_for(self, session: AnySession, wanted: Wanted) -> Selection:
        """What is new to this reader: nothing of an issue that was cancelled, so that the next one has it. Nothing is
        written."""
        issue = self._issue(session, wanted)
        if issue is not None and issue.state == IssueState.CANCELLED:
            return Selection(())
        plan = Plan(tuple(issue.picks), frozenset(issue.dropped)) if issue else Plan()
        return self._choice.for_reader(wanted.watermark, wanted.choices, wanted.language, plan)

    def edition_for(self, session: AnySession, wanted: Wanted, selection: Selection) -> tuple[int, int]:
        """The numbers of the issue and of the edition with this selection, which are made when they are the first."""
        issue = self._issue(session, wanted) or self._open(session, wanted)
        key = (issue.id, wanted.form, selection)
        if key not in self._editions:
            self._editions[key] = self._edition(session, issue, wanted.form, selection)
        return issue.id, self._editions[key]

    def subject_for(self, session: AnySession, wanted: Wanted) -> str:
        """What would stand on the envelope."""
        selection = self.selection_for(session, wanted)
        issue = self._issue(session, wanted)
        return (issue.subject if issue else "") or digest_subject(self._articles(session, selection), selection.more)

    def open_again(self, session: AnySession, issue_ids: Collection[int]) -> None:
        """Let the copies that were added to these issues go out, and remember up to where they tell the news."""
        ids = Issue.id.in_(issue_ids)
        session.execute(update(Issue).where(ids, Issue.to_seq < self._cutoff).values(to_seq=self._cutoff))
        lively = update(Issue).where(ids, Issue.state.in_(LIVELY))
        session.execute(lively.values(state=IssueState.SENDING, finished_at=None))

    def _issue(self, session: AnySession, wanted: Wanted) -> Issue | None:
        """The issue that this reader's copy belongs to, if there is one."""
        key = (wanted.kind, wanted.language, slot_of(wanted.kind, wanted.day))
        if key not in self._issues:
            kind, language, slot = key
            issue = session.scalar(select(Issue).filter_by(kind=kind, language=language, slot=slot))
            if issue is not None:
                session.expunge(issue)
            self._issues[key] = issue
        return self._issues[key]

    def _open(self, session: AnySession, wanted: Wanted) -> Issue:
        """A new issue, or the one that another process made a moment ago; it begins where the last one ended."""
        kind, language, slot = wanted.kind, wanted.language, slot_of(wanted.kind, wanted.day)
        of_kind = select(Issue.to_seq).filter_by(kind=kind, language=language)
        last = session.scalar(of_kind.order_by(Issue.id.desc()).limit(1)) or 0
        issue = Issue(
            kind=kind, language=language, slot=slot, state=IssueState.SENDING, created_at=self._moment, from_seq=last,
            to_seq=last, picks=[], dropped=[],
        )  # fmt: skip
        try:
            with session.begin_nested():
                session.add(issue)
                session.flush()
            session.refresh(issue)
        except IntegrityError:
            issue = session.scalars(select(Issue).filter_by(kind=kind, language=language, slot=slot)).one()
        session.expunge(issue)
        self._issues[kind, language, slot] = issue
        return issue

    def _edition(self, session: AnySession, issue: Issue, form: str, selection: Selection) -> int:
        digest = hashlib.sha256(repr((form, selection)).encode()).hexdigest()
        known = session.scalar(select(Edition.id).where(Edition.issue_id == issue.id, Edition.digest == digest))
        return known or self._render(session, issue, form, selection, digest)

    def _render(self, session: AnySession, issue: Issue, form: str, selection: Selection, digest: str) -> int:
        articles = self._articles(session, selection, form)
        message = digest_message(issue, form, articles, selection.more, self._moment)
        edition = Edition(issue_id=issue.id, digest=digest, to_seq=self._cutoff, message=message)
        session.add(edition)
        session.flush()
        held = [
            {"edition_id": edition.id, "article_id": article.id, "position": position}
            for position, article in enumerate(articles)
        ]
        session.execute(insert(EditionArticle), held)
        title = issue.subject or digest_subject(articles, selection.more)
        session.execute(update(Issue).where(Issue.id == issue.id, Issue.title == "").values(title=title))
        return edition.id

    def _articles(self, session: AnySession, selection: Selection, form: str = Form.NORMAL) -> list[Article]:
        """The selected articles in the order of the selection, with their bodies where the form is full."""
        query = told(selection.article_ids, form, self._moment)
        found = {article.id: article for article in session.scalars(query)}
        return [found[number] for number in selection.article_ids if number in found]
