"""What readers missed: a story that was off the site when their digest was composed, and came back behind their
watermark."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select

from blueprints.core.database import AnySession
from blueprints.newsletter.composing.among import among
from blueprints.newsletter.composing.reading import MAYBE_READ
from blueprints.newsletter.models import Delivery, DeliveryState, Edition, EditionArticle


class Returned(NamedTuple):
    """An article that came back, its number, the issues that were composed without it, and those that held it."""

    article_id: int
    number: int
    passed_by: Sequence[int]
    held_by: Sequence[int]


def missed_by(
    session: AnySession, subscriber_ids: Sequence[int], returned: Iterable[Returned]
) -> dict[int, frozenset[int]]:
    """The ids of the articles that each of these subscribers was passed over with: a digest that was sent went on
    beyond the number without it, and no copy held it."""
    missed: defaultdict[int, set[int]] = defaultdict(set)
    for article in returned:
        for subscriber_id in _passed_over(session, subscriber_ids, article):
            missed[subscriber_id].add(article.article_id)
    return {number: frozenset(ids) for number, ids in missed.items()}


def _passed_over(session: AnySession, subscriber_ids: Sequence[int], article: Returned) -> set[int]:
    beyond = select(Delivery.subscriber_id).join(Edition, Edition.id == Delivery.edition_id)
    sent = beyond.where(
        Delivery.issue_id.in_(article.passed_by),
        among(session, Delivery.subscriber_id, subscriber_ids),
        Delivery.state == DeliveryState.SENT,
        Delivery.watermark < article.number,
        Edition.to_seq >= article.number,
    )
    passed = set(session.scalars(sent))
    if not passed or not article.held_by:
        return passed
    holding = select(Delivery.subscriber_id).join(EditionArticle, EditionArticle.edition_id == Delivery.edition_id)
    told = holding.where(
        Delivery.issue_id.in_(article.held_by),
        among(session, Delivery.subscriber_id, passed),
        Delivery.state.in_(MAYBE_READ),
        EditionArticle.article_id == article.article_id,
    )
    return passed - set(session.scalars(told))
