"""The digest, and the mail that asks to confirm."""

from collections.abc import Sequence
from datetime import datetime

from blueprints.core.languages import speaking
from blueprints.core.mail import compose
from blueprints.core.models import OutboxMail
from blueprints.news.models import Article
from blueprints.newsletter.messages.letter import Letter, digest_subject
from blueprints.newsletter.messages.making import message_of
from blueprints.newsletter.models import Form, Issue, Subscriber
from blueprints.newsletter.readers.links import address, token_for

__all__ = ["confirmation_mail", "digest_message", "digest_subject"]


def confirmation_mail(subscriber: Subscriber, token: str) -> OutboxMail:
    """Where to say that the digest is really wanted; who has it already gets the way to their preferences instead."""
    path = f"manage/{token_for(subscriber.id, subscriber.secret)}/" if subscriber.is_active else f"confirm/{token}/"
    with speaking(subscriber.language):
        return compose(subscriber.email, "confirm_subscription", subscriber=subscriber, address=address(path))


def digest_message(issue: Issue, form: str, articles: Sequence[Article], more: int, moment: datetime) -> bytes:
    """A whole digest with holes for what differs between its readers; `moment` is frozen as its Date.

    Where the form is full, the articles need their bodies, bylines and corrections (`queries.told`).
    """
    return message_of(Letter(issue, Form(form), articles, moment, more))
