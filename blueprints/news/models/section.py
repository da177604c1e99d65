"""Categories, which a newsroom plans, and tags, which grow."""

from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.core.database import Base
from blueprints.core.languages import current_language
from blueprints.core.wording import gettext

# What WordPress files under when nobody chose, in the languages of this continent's newsrooms.
FILLERS = {"uncategorized", "uncategorised", "non-classe", "sem-categoria", "sin-categoria", "ghair-musannaf"}


class CategoryForm(StrEnum):
    """The form that a section's articles take, on its page and in its band."""

    LIST = "list"
    WALL = "wall"
    FIGURES = "figures"
    FACES = "faces"
    PLACES = "places"


class Category(Base):
    """A section of the site; `position` orders the menu, and null keeps it out of the menu."""

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    form: Mapped[str] = mapped_column(String(20), default=CategoryForm.LIST)
    position: Mapped[int | None] = mapped_column(index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)

    names: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # in other languages, by their tags

    parent: Mapped["Category | None"] = relationship(remote_side="Category.id", lazy="raise_on_sql")

    @property
    def title(self) -> str:
        """The name that readers see, in the language in force where it has one in it."""
        return gettext("More stories") if self.is_filler else self.names.get(current_language()) or self.name

    @property
    def is_filler(self) -> bool:
        """Whether this only says that nobody chose a category; readers are not told so."""
        return self.slug in FILLERS


class Tag(Base):
    """A subject that articles share."""

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))
