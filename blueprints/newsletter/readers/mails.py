"""The mails about an address: to the new one, which must say yes, and to the old one, which is told."""

from blueprints.core.languages import speaking
from blueprints.core.mail import compose
from blueprints.core.models import OutboxMail
from blueprints.newsletter.models import Subscriber
from blueprints.newsletter.readers.links import address, token_for


def move_mail(subscriber: Subscriber, token: str) -> OutboxMail:
    """To the address that a subscription should move to: the link whose button moves it."""
    with speaking(subscriber.language):
        return compose(
            subscriber.new_email or "",
            "change_address",
            until=subscriber.confirm_until,
            address=address(f"confirm/{token}/"),
        )


def moved_mail(subscriber: Subscriber) -> OutboxMail:
    """To the address that it moves away from: that it does, and where to take it back. The new one is not told."""
    path = f"manage/{token_for(subscriber.id, subscriber.secret)}/"
    with speaking(subscriber.language):
        return compose(subscriber.email, "changed_address", address=address(path))
