"""Editions: what is new to a reader of an issue, rendered once for all to whom the same is new in the same form.

What must be made is made beside the readers' transaction (`Shelf.prepare`), so that no lock is held while a letter is
written, and two processes that make the same agree on the first.
"""

import logging
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update

from blueprints.core.clock import now
from blueprints.core.database import AnySession, writing
from blueprints.news.models import Article
from blueprints.newsletter.composing.binding import bind, fingerprint, known_edition, unless_there
from blueprints.newsletter.composing.choosing import Choice, Plan, Selection
from blueprints.newsletter.composing.reading import Reader, Wanted
from blueprints.newsletter.composing.schedule import slot_of
from blueprints.newsletter.messages.digest import digest_message, digest_subject
from blueprints.newsletter.models import Edition, Form, Issue, IssueState
from blueprints.newsletter.queries import told

log = logging.getLogger(__name__)

LIVELY = (IssueState.PLANNED, IssueState.FILLING, IssueState.SENDING, IssueState.DONE)
REMEMBERED = 20_000


class Place(NamedTuple):
    """Where a copy belongs; None in both where there is nothing to be sent."""

    issue_id: int | None
    edition_id: int | None


NOTHING = Place(None, None)


class Shelf:
    """The editions of the digests that are due at one moment, as far as this process knows them by heart.

    `cutoff` is the highest published_seq that they may hold, `hidden` the articles that are off the site meanwhile.
    """

    def __init__(self, choice: Choice, cutoff: int, moment: datetime, hidden: Collection[int] = ()) -> None:
        self._choice, self._cutoff, self._moment, self._hidden = choice, cutoff, moment, set(hidden)
        self._issues: dict[tuple[str, str, str], Issue | None] = {}
        self._editions: dict[tuple[int, str, Selection], int | None] = {}
        self._places: dict[tuple[object, ...], Place] = {}
        self.troubles: list[Exception] = []

    def selection_for(self, session: AnySession, wanted: Wanted) -> Selection:
        """What is new to this reader: nothing of an issue that was cancelled, so that the next one has it. Nothing is
        written."""
        issue = self._issue(session, wanted)
        if issue is not None and issue.state == IssueState.CANCELLED:
            return Selection(())
        plan = Plan(tuple(issue.picks), frozenset(issue.dropped)) if issue else Plan()
        return self._choice.for_reader(wanted.watermark, wanted.choices, wanted.language, plan, wanted.missed)

    def place_of(self, session: AnySession, reader: Reader, missed: frozenset[int] = frozenset()) -> Place | Wanted:
        """Where this reader's copy belongs; or what they want, where it must be prepared first."""
        key = (*reader[1:8], missed)  # all that decides it
        if key in self._places:
            return self._places[key]
        wanted = reader.wanted(reader.next_at, missed)
        place = self._find(session, wanted)
        if place is None:
            return wanted
        if len(self._places) >= REMEMBERED:
            self._places.clear()
        self._places[key] = place
        return place

    def prepare(self, session: AnySession, unknown: Iterable[Wanted]) -> None:
        """Make the issues and editions that these need, each in a transaction of its own: others may make the same."""
        if len(self._editions) >= REMEMBERED:
            self._editions.clear()
        for wanted in unknown:
            try:
                self._prepare(session, wanted)
            except Exception as trouble:  # one story that cannot be rendered holds up only those who would get it
                session.rollback()
                log.exception("an edition of the %s digest", wanted.kind)
                self.troubles.append(trouble)
        session.commit()

    def _prepare(self, session: AnySession, wanted: Wanted) -> None:
        issue = self._issue(session, wanted) or self._open(session, wanted)
        selection = self.selection_for(session, wanted)
        key = (issue.id, wanted.form, selection)
        if selection.article_ids and key not in self._editions:
            self._editions[key] = self._edition(session, issue, wanted.form, selection)

    def subject_for(self, session: AnySession, wanted: Wanted) -> str:
        """What would stand on the envelope."""
        selection = self.selection_for(session, wanted)
        issue = self._issue(session, wanted)
        return (issue.subject if issue else "") or digest_subject(self._articles(session, selection), selection.more)

    def open_again(self, session: AnySession, issue_ids: Collection[int]) -> set[int]:
        """Hold these issues until the transaction ends, let the copies that it adds go out, and remember up to where
        they tell the news, and without what; which of them were cancelled meanwhile."""
        cancelled: set[int] = set()
        held = select(Issue).where(Issue.id.in_(issue_ids)).order_by(Issue.id).with_for_update()
        for issue in session.scalars(held.execution_options(populate_existing=True)):
            if issue.state == IssueState.CANCELLED:
                cancelled.add(issue.id)
            if issue.state in LIVELY:
                issue.state, issue.finished_at = IssueState.SENDING, None
            issue.to_seq = max(issue.to_seq, self._cutoff)
            if not self._hidden.issubset(issue.absent):
                issue.absent = sorted(self._hidden.union(issue.absent))
        session.flush()
        return cancelled

    def _find(self, session: AnySession, wanted: Wanted) -> Place | None:
        """None where the issue or the edition is not there yet, or not known."""
        selection = self.selection_for(session, wanted)
        if not selection.article_ids:
            return NOTHING
        issue = self._issue(session, wanted)
        key = (issue.id, wanted.form, selection) if issue is not None else None
        if issue is None or key not in self._editions:
            return None
        edition_id = self._editions[key]
        return Place(issue.id, edition_id) if edition_id is not None else NOTHING

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
        kind, language, slot = key = (wanted.kind, wanted.language, slot_of(wanted.kind, wanted.day))
        session.commit()
        with writing():
            of_kind = select(Issue.to_seq).filter_by(kind=kind, language=language)
            last = session.scalar(of_kind.order_by(Issue.id.desc()).limit(1)) or 0
            opening = unless_there(session, Issue).values(
                kind=kind, language=language, slot=slot, state=IssueState.SENDING, created_at=self._moment,
                from_seq=last, to_seq=last, picks=[], dropped=[], absent=[],
            )  # fmt: skip
            session.execute(opening)
            session.commit()
        del self._issues[key]
        issue = self._issue(session, wanted)
        assert issue is not None
        return issue

    def _edition(self, session: AnySession, issue: Issue, form: str, selection: Selection) -> int | None:
        """The number of the edition with this selection, which is made when it is the first; None where nothing of it
        can be seen any more."""
        versions = [self._choice.versions.get(number) for number in selection.article_ids]
        mark = fingerprint(form, selection, self._cutoff, versions, issue.subject, issue.preheader, issue.note)
        return known_edition(session, issue.id, mark) or self._render(session, issue, form, selection, mark)

    def _render(self, session: AnySession, issue: Issue, form: str, selection: Selection, mark: str) -> int | None:
        edition = Edition(issue_id=issue.id, digest=mark, to_seq=self._cutoff, made_at=now())
        articles = self._articles(session, selection, form)
        self._hidden.update(set(selection.article_ids) - {article.id for article in articles})
        if not articles:
            return None
        edition.message = digest_message(issue, form, articles, selection.more, self._moment)
        title = issue.subject or digest_subject(articles, selection.more)
        ids = [article.id for article in articles]
        session.commit()
        with writing():
            number = bind(session, edition, ids)
            session.execute(update(Issue).where(Issue.id == issue.id, Issue.title == "").values(title=title))
            session.commit()
        return number

    def _articles(self, session: AnySession, selection: Selection, form: str = Form.NORMAL) -> list[Article]:
        """The selected articles in the order of the selection, with their bodies where the form is full."""
        query = told(selection.article_ids, form, self._moment)
        found = {article.id: article for article in session.scalars(query)}
        return [found[number] for number in selection.article_ids if number in found]
