"""Standing pages such as About."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from blueprints.core.database import Base
from blueprints.core.sanitiser import CleanHtml


class Page(Base):
    """A page outside the flow of news; `path` has no outer slashes, as in `about/team`."""

    __tablename__ = "page"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(400), unique=True)
    title: Mapped[str] = mapped_column(Text)
    standfirst: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    takes_enquiries: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    def write_body(self, clean: CleanHtml) -> None:
        """Take over a body that the sanitiser made."""
        self.body = clean.html
