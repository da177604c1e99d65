"""Editions: each different selection of an issue is rendered once and kept."""

import hashlib

from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.database import AnySession
from blueprints.news.models import Article
from blueprints.news.queries import these
from blueprints.newsletter.choosing import Selection
from blueprints.newsletter.mail import digest_message, digest_subject
from blueprints.newsletter.models import Edition, Issue


class EditionShelf:
    """The editions of one issue that this process knows by heart."""

    def __init__(self, issue_id: int) -> None:
        self._issue_id = issue_id
        self._numbers: dict[Selection, int] = {}

    def edition_for(self, session: AnySession, issue: Issue, selection: Selection) -> int:
        """The number of the edition with this selection; rendered when it is the first."""
        if selection not in self._numbers:
            digest = hashlib.sha256(repr(selection).encode()).hexdigest()
            known = select(Edition.id).where(Edition.issue_id == self._issue_id, Edition.digest == digest)
            self._numbers[selection] = session.scalar(known) or _render(session, issue, selection, digest)
        return self._numbers[selection]


def subject_of(session: AnySession, selection: Selection) -> str:
    """What would stand on the envelope of this selection."""
    return digest_subject(_articles(session, selection), selection.more)


def _render(session: AnySession, issue: Issue, selection: Selection, digest: str) -> int:
    message = digest_message(issue, _articles(session, selection), selection.more)
    edition = Edition(issue_id=issue.id, digest=digest, message=message)
    session.add(edition)
    session.flush()
    return edition.id


def _articles(session: AnySession, selection: Selection) -> list[Article]:
    """The selected articles in the order of the selection."""
    found = {article.id: article for article in session.scalars(these(selection.article_ids, now()))}
    return [found[number] for number in selection.article_ids if number in found]
