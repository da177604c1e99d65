"""What somebody asked for in a form, before we looked whose address it is."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from blueprints.core.database import Base


class SubscriptionWish(Base):
    """That an address was typed into a form: the same row whoever has the address, and looked at after the answer.

    `subscriber_id` is who wants to move to this address, and null for a sign-up. Once it is answered (`mailed_at`) the
    address is forgotten, and keyed hashes of it and of the network stay for a day, for the limits.
    """

    __tablename__ = "subscription_wish"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320))
    email_norm: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(35))
    cadence: Mapped[str] = mapped_column(String(10), default="")
    zone: Mapped[str] = mapped_column(String(64), default="")
    source: Mapped[str] = mapped_column(String(20), default="")
    article_id: Mapped[int | None]
    subscriber_id: Mapped[int | None] = mapped_column(ForeignKey("subscriber.id", ondelete="CASCADE"), index=True)
    address_key: Mapped[str] = mapped_column(String(32))
    network: Mapped[str] = mapped_column(String(32))
    asked_at: Mapped[datetime]
    mailed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_subscription_wish_waiting", "mailed_at", "id"),
        Index("ix_subscription_wish_address", "address_key", "mailed_at"),
        Index("ix_subscription_wish_network", "network", "mailed_at"),
    )
