"""Subscribers, issues, deliveries and what comes back, as rows."""

from blueprints.newsletter.models.delivery import Delivery, DeliveryState, DomainRate, Run
from blueprints.newsletter.models.feedback import FeedbackKind, MailEvent, Suppression
from blueprints.newsletter.models.issue import (
    DIGESTS,
    Edition,
    EditionArticle,
    Issue,
    IssueClick,
    IssueState,
    Kind,
)
from blueprints.newsletter.models.subscriber import (
    CHOOSABLE,
    Cadence,
    Form,
    Subscriber,
    SubscriberEvent,
    SubscriberState,
    as_choices,
    chosen_in,
)
from blueprints.newsletter.models.wish import SubscriptionWish

__all__ = [
    "CHOOSABLE",
    "DIGESTS",
    "Cadence",
    "Delivery",
    "DeliveryState",
    "DomainRate",
    "Edition",
    "EditionArticle",
    "FeedbackKind",
    "Form",
    "Issue",
    "IssueClick",
    "IssueState",
    "Kind",
    "MailEvent",
    "Run",
    "Subscriber",
    "SubscriberEvent",
    "SubscriberState",
    "SubscriptionWish",
    "Suppression",
    "as_choices",
    "chosen_in",
]
