"""Feeds that changed, waiting to be announced to the WebSub hub."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from blueprints.core.database import Base


class HubPing(Base):
    """One feed (its path) that a transaction changed; gone once the hub has taken it."""

    __tablename__ = "hub_ping"

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(400), unique=True)
    queued_at: Mapped[datetime]
    not_before: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
