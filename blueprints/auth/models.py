"""People: accounts, their signed-in sessions, and links that work once."""

from datetime import datetime, timedelta
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.core.database import Base
from blueprints.core.models import Picture
from blueprints.core.wording import lazy_gettext


class Role(StrEnum):
    """What a person may do, from least to most."""

    READER = "reader"
    AUTHOR = "author"
    EDITOR = "editor"
    ADMIN = "admin"


ROLE_WORDS = {
    Role.READER: lazy_gettext("reader"),
    Role.AUTHOR: lazy_gettext("author"),
    Role.EDITOR: lazy_gettext("editor"),
    Role.ADMIN: lazy_gettext("admin"),
}


class Account(UserMixin, Base):
    """A person with a name; without `activated_at` a byline only, which cannot sign in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(320))
    email_norm: Mapped[str | None] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    role: Mapped[str] = mapped_column(String(20), default=Role.READER)
    job_title: Mapped[str] = mapped_column(String(120), default="")
    bio: Mapped[str] = mapped_column(Text, default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    contact_url: Mapped[str] = mapped_column(String(400), default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]

    picture: Mapped[Picture | None] = relationship(lazy="raise_on_sql")

    @property
    def role_words(self) -> str:
        """What this person may do, in a word."""
        return str(ROLE_WORDS[Role(self.role)])

    @property
    def is_staff(self) -> bool:
        """Whether the desk is open to this person."""
        return self.role in (Role.AUTHOR, Role.EDITOR, Role.ADMIN)

    @property
    def is_editor(self) -> bool:
        """Whether this person may touch what others wrote."""
        return self.role in (Role.EDITOR, Role.ADMIN)

    @property
    def is_admin(self) -> bool:
        """Whether this person may invite and change people."""
        return self.role == Role.ADMIN

    @property
    def may_sign_in(self) -> bool:
        """Whether a password or a link opens this account."""
        return self.activated_at is not None and self.disabled_at is None


class SignIn(Base):
    """One signed-in session, kept on the server so that it can be ended there; `browser` is what it calls itself."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    browser: Mapped[str] = mapped_column(String(200), default="")
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="raise_on_sql")

    LONGEST = timedelta(hours=12)
    IDLE = timedelta(minutes=30)

    def is_open(self, now: datetime) -> bool:
        """Whether this session still counts at this moment."""
        fresh = now - self.started_at < self.LONGEST and now - self.seen_at < self.IDLE
        return self.ended_at is None and fresh


class Purpose(StrEnum):
    """What a one-time link opens."""

    SIGN_IN = "sign-in"
    RESET = "password"
    INVITATION = "invitation"


class OneTimeLink(Base):
    """A link that works once and expires; only its hash is kept."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class PasswordRequest(Base):
    """Somebody asked for a new password for this address; the row lives until it is answered, known or unknown."""

    __tablename__ = "password_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    email_norm: Mapped[str] = mapped_column(String(320))
    asked_at: Mapped[datetime]
