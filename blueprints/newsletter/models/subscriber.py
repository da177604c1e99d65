"""The subscriber: who asked for which mail, and how far they have been served."""

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from blueprints.core.database import Base

TO_CONFIRM = timedelta(days=7)
SECRET_BYTES = 16
# In the order of its letters whatever the database speaks, so that the index finds how an address begins.
BY_LETTER = String(320).with_variant(String(320, collation="C"), "postgresql")
CHOOSABLE = ("categories", "tags", "authors", "languages")


class Cadence(StrEnum):
    """How often somebody wants to be written to."""

    DAILY = "daily"
    WEEKLY = "weekly"
    BREAKING = "breaking"


class Form(StrEnum):
    """How much of the news a mail holds: words only, cards with a picture, or whole articles to read offline."""

    TEXT = "text"
    NORMAL = "normal"
    FULL = "full"


class SubscriberState(StrEnum):
    """Whether mail goes to somebody, and why not: only to the active."""

    PENDING = "pending"
    ACTIVE = "active"
    UNSUBSCRIBED = "unsubscribed"
    SUSPENDED = "suspended"
    COMPLAINED = "complained"


class Subscriber(Base):
    """Someone who asked for the newsletter.

    `watermark` is the last published_seq that they were sent: what is new for them lies above it. The secret signs
    their links, so that changing the site's key breaks no link in an old mail. `next_at` is when their next digest is
    due, and null while none is; `last_at` when the last was made. `choices` is canonical JSON of what they want, and
    empty for everything (`chosen`, `choose`). `zone` is empty where it is the site's.
    """

    __tablename__ = "subscriber"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320))
    email_norm: Mapped[str] = mapped_column(BY_LETTER, unique=True)
    state: Mapped[str] = mapped_column(String(12), default=SubscriberState.PENDING)
    language: Mapped[str] = mapped_column(String(35))
    cadence: Mapped[str] = mapped_column(String(10), default=Cadence.DAILY)
    hour: Mapped[int] = mapped_column(default=7)
    weekday: Mapped[int] = mapped_column(default=6)
    zone: Mapped[str] = mapped_column(String(64), default="")
    form: Mapped[str] = mapped_column(String(10), default=Form.NORMAL)
    choices: Mapped[str] = mapped_column(Text, default="")
    next_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
    secret: Mapped[bytes] = mapped_column(LargeBinary, default=lambda: secrets.token_bytes(SECRET_BYTES))
    watermark: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(String(20), default="")
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"))
    consent: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    new_email: Mapped[str | None] = mapped_column(String(320))
    confirm_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    confirm_until: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    unsubscribed_at: Mapped[datetime | None]
    left_why: Mapped[str] = mapped_column(String(20), default="")

    __table_args__ = (
        Index("ix_subscriber_due", "state", "next_at", "id"),
        Index("ix_subscriber_cadence", "cadence", "state", "id"),
    )

    @property
    def is_active(self) -> bool:
        """Whether mail goes to them."""
        return self.state == SubscriberState.ACTIVE

    @property
    def chosen(self) -> dict[str, list[str]]:
        """What they want of each of `CHOOSABLE`: ids as text, and language tags; a kind that is absent means all."""
        return chosen_in(self.choices)

    def choose(self, wanted: Mapping[str, Iterable[str]]) -> None:
        """Take what is wanted of each kind; nothing of a kind means all of it."""
        self.choices = as_choices(wanted)

    def ask(self, now: datetime, consent: str, token_hash: str) -> None:
        """Note that somebody asked for the newsletter in these words; nothing is sent before they confirm."""
        self.asked_at, self.consent = now, consent
        self.confirm_hash, self.confirm_until = token_hash, now + TO_CONFIRM

    def confirm(self, now: datetime, watermark: int) -> None:
        """Begin, or begin again, with what is published from here on; confirming twice changes nothing."""
        if not self.is_active:
            self.state, self.confirmed_at, self.unsubscribed_at = SubscriberState.ACTIVE, now, None
            self.watermark = max(self.watermark, watermark)

    def unsubscribe(self, now: datetime) -> None:
        """End it at once; twice is fine. The link that confirmed once must not bring it back."""
        if self.unsubscribed_at is None:
            self.unsubscribed_at = now
        self.state, self.next_at = SubscriberState.UNSUBSCRIBED, None
        self.confirm_hash = self.confirm_until = None


class SubscriberEvent(Base):
    """Something that happened to a subscription, for its history and for the drawing of growth.

    Kinds: asked, confirmed, changed, moved (to another address), paused, left, suspended, complained, imported.
    """

    __tablename__ = "subscriber_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    detail: Mapped[str] = mapped_column(Text, default="")
    happened_at: Mapped[datetime]

    __table_args__ = (Index("ix_subscriber_event_kind", "kind", "happened_at"),)


def chosen_in(choices: str) -> dict[str, list[str]]:
    """What canonical JSON of `as_choices` says."""
    return json.loads(choices) if choices else {}


def as_choices(wanted: Mapping[str, Iterable[str]]) -> str:
    """Canonical JSON, so that the same wishes are the same text; empty where nothing is narrowed."""
    kept = {kind: sorted(set(wanted[kind])) for kind in CHOOSABLE if wanted.get(kind)}
    return json.dumps(kept, sort_keys=True, separators=(",", ":")) if kept else ""
