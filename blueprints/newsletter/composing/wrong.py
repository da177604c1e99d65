"""What went out before a correction: the issues and editions that held the article as it was, and who was sent them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from flask import current_app
from sqlalchemy import Select, select

from blueprints.core.database import AnySession
from blueprints.news.models import Correction
from blueprints.newsletter.composing.among import among
from blueprints.newsletter.composing.mailings import RECIPIENT, Recipient
from blueprints.newsletter.composing.reading import IN_HAND, UNTRIED
from blueprints.newsletter.models import (
    Delivery,
    DeliveryState,
    Edition,
    EditionArticle,
    Issue,
    IssueState,
    Kind,
    Subscriber,
)

MARGIN = timedelta(minutes=1)  # an edition so much younger may still have read what was not committed
Column = TypeVar("Column")
OVER = (IssueState.DONE, IssueState.CANCELLED)


@dataclass(frozen=True)
class Wrong:
    """An article as it was until a correction."""

    article_id: int
    until: datetime

    @classmethod
    def of(cls, correction: Correction) -> "Wrong":
        """What this one corrects."""
        return cls(correction.article_id, correction.corrected_at + MARGIN)

    def languages(self, session: AnySession) -> set[str]:
        """Those that it went out in; a letter to everybody is in the site's own."""
        found = session.scalars(self._issues(select(Issue.language).distinct()))
        return {language or str(current_app.config["LANGUAGE"]) for language in found}

    def issues(self, session: AnySession, language: str) -> list[int]:
        """The issues in this language that held it."""
        same = (language, "") if language == current_app.config["LANGUAGE"] else (language,)
        return sorted(session.scalars(self._issues(select(Issue.id).distinct()).where(Issue.language.in_(same))))

    def readers(self, session: AnySession, issue_ids: Sequence[int], after: int, count: int) -> list[Recipient]:
        """The next so many who were sent it, behind this one, in order; also those who left meanwhile."""
        ids: set[int] = set()
        for issue_id in issue_ids:
            sent = self._copies(session, issue_id).where(Delivery.state == DeliveryState.SENT)
            sent = sent.where(Delivery.subscriber_id > after).order_by(Delivery.subscriber_id)
            ids.update(session.scalars(sent.limit(count)))
        found = select(*RECIPIENT).where(among(session, Subscriber.id, sorted(ids)[:count])).order_by(Subscriber.id)
        return [Recipient(*row) for row in session.execute(found)]

    def is_under_way(self, session: AnySession, issue_ids: Sequence[int]) -> bool:
        """Whether a copy is open, of which nobody knows yet whether it will be sent."""
        lively = select(Issue.id).where(Issue.id.in_(issue_ids), Issue.state.not_in(OVER))
        for issue_id in session.scalars(lively).all():
            undecided = self._copies(session, issue_id).where(Delivery.state.in_((*UNTRIED, *IN_HAND)))
            if session.scalar(undecided.limit(1)) is not None:
                return True
        return False

    def _copies(self, session: AnySession, issue_id: int) -> Select[int]:
        editions = session.scalars(self._editions().where(Edition.issue_id == issue_id)).all()
        held = among(session, Delivery.edition_id, editions)
        return select(Delivery.subscriber_id).where(Delivery.issue_id == issue_id, held)

    def _editions(self) -> Select[int]:
        holding = select(Edition.id).join(EditionArticle, EditionArticle.edition_id == Edition.id)
        return holding.where(EditionArticle.article_id == self.article_id, Edition.made_at < self.until)

    def _issues(self, query: Select[Column]) -> Select[Column]:
        held = self._editions().with_only_columns(Edition.issue_id)
        return query.where(Issue.id.in_(held), Issue.kind != Kind.CORRECTION)
