"""Subscribers, issues and deliveries, as rows."""

from blueprints.newsletter.models.delivery import Delivery, DeliveryState, Run
from blueprints.newsletter.models.issue import DigestSlot, Edition, Issue
from blueprints.newsletter.models.subscriber import Period, Subscriber, subscriber_category

__all__ = [
    "Delivery",
    "DeliveryState",
    "DigestSlot",
    "Edition",
    "Issue",
    "Period",
    "Run",
    "Subscriber",
    "subscriber_category",
]
