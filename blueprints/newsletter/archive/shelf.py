"""What an issue holds on the web: what the editor set first, then what its copies had, as far as it is still out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from blueprints.core.database import AnySession
from blueprints.core.languages import root_of
from blueprints.news.addresses import full_url
from blueprints.news.models import Article, Correction
from blueprints.news.paging import Cursor
from blueprints.newsletter.archive.queries import cards_of, correction_numbered, issue_out, issues_out, places_in
from blueprints.newsletter.models import DIGESTS, Issue

PAGE = 20


@dataclass(frozen=True)
class Contents:
    """An issue with its articles in order, and the correction that it tells, if it does."""

    issue: Issue
    articles: Sequence[Article]
    correction: Correction | None

    @property
    def paragraphs(self) -> list[str]:
        """The editor's note, piece by piece."""
        return [" ".join(piece.split()) for piece in self.issue.note.split("\n\n") if piece.strip()]


@dataclass(frozen=True)
class Shelf:
    """One page of the archive, and where the next one begins, if there is one."""

    issues: Sequence[Issue]
    after: Cursor | None


def shelf(session: AnySession, language: str, after: Cursor | None, size: int = PAGE) -> Shelf:
    """The issues of a language behind the cursor, of all where none is named."""
    found = session.scalars(issues_out(language, size + 1, after)).all()
    last = Cursor(found[size - 1].created_at, found[size - 1].id) if len(found) > size else None
    return Shelf(found[:size], last)


def public_issue(session: AnySession, number: int) -> Issue | None:
    """The issue with this number, if it went out."""
    return session.scalar(issue_out(number))


def contents_of(session: AnySession, issue: Issue, moment: datetime) -> Contents:
    """All that the issue's page shows."""
    places: dict[int, int] = dict(session.execute(places_in(issue.id)).tuples().all())
    if issue.article_id is not None:
        places.setdefault(issue.article_id, 0)
    picks = {number: place for place, number in enumerate(issue.picks)}
    ids = [number for number in places if number not in set(issue.dropped)]
    found = session.scalars(cards_of(ids, moment)).all()
    ordered = sorted(found, key=lambda article: (picks.get(article.id, len(picks)), places[article.id], -article.id))
    correction = session.scalar(correction_numbered(issue.correction_id, moment)) if issue.correction_id else None
    return Contents(issue, ordered, correction)


def sample_of(issues: Sequence[Issue]) -> Issue | None:
    """What to show to somebody who does not know the newsletter yet: the newest digest, if there is one."""
    return next((issue for issue in issues if issue.kind in DIGESTS), None)


def issue_path(issue: Issue) -> str:
    """Where it is read, in its own language."""
    return f"{root_of(issue.language)}/newsletter/issues/{issue.id}/"


def issue_address(issue: Issue) -> str:
    """The whole address."""
    return full_url(issue_path(issue))
