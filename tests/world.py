"""A small world: Ada edits, Ben writes, Cleo reads, Dan is a stranger."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from slugify import slugify
from sqlalchemy.orm import Session, scoped_session

from blueprints.auth.models import Account, Role
from blueprints.core.clock import now
from blueprints.news.editing import new_article, save_article, tags_named
from blueprints.news.models import Article, Category, Comment, Page, Pick

Thing = TypeVar("Thing")


@dataclass
class World:
    """Factories over one session; each commits, and empties the session so that a forgotten load fails."""

    session: scoped_session[Session]
    made: list[Any] = field(default_factory=list)

    @cached_property
    def ada(self) -> Account:
        """An editor."""
        return self.account("Ada Okoro", Role.EDITOR)

    @cached_property
    def ben(self) -> Account:
        """An author."""
        return self.account("Ben Diallo", Role.AUTHOR)

    @cached_property
    def cleo(self) -> Account:
        """A reader with an account."""
        return self.account("Cleo Mensah", Role.READER)

    @cached_property
    def news(self) -> Category:
        """The category News."""
        return self.category("News", position=1)

    def account(self, name: str, role: Role = Role.AUTHOR, *, active: bool = True) -> Account:
        """A person whose address is their slug at example.org; without a password."""
        email = f"{slugify(name)}@example.org"
        moment = now()
        account = Account(
            email=email,
            email_norm=email,
            name=name,
            slug=slugify(name),
            role=role,
            bio="",
            created_at=moment,
            activated_at=moment if active else None,
        )
        return self._keep(account)

    def category(
        self, name: str, position: int | None = None, parent: Category | None = None, **fields: Any
    ) -> Category:
        """A section of the site."""
        parent_id = parent.id if parent else None
        return self._keep(
            Category(slug=slugify(name), name=name, description="", position=position, parent_id=parent_id, **fields)
        )

    def article(
        self,
        headline: str = "River port opens",
        *,
        body: str = "<p>The port opened on Monday.</p>",
        published: datetime | None = None,
        draft: bool = False,
        author: Account | None = None,
        category: Category | None = None,
        tags: tuple[str, ...] = (),
        **fields: Any,
    ) -> Article:
        """An article, published an hour ago unless told otherwise."""
        author, category = self.session.merge(author or self.ben), self.session.merge(category or self.news)
        language = fields.pop("language", "en")
        article = new_article(self.session, headline=headline, author=author, category=category, language=language)
        for name, value in fields.items():
            setattr(article, name, value)
        article.tags = tags_named(self.session, list(tags))
        if not draft:
            article.publish(published or now() - timedelta(hours=1))
        save_article(self.session, article, body)
        return self._keep(article)

    def pick(self, article: Article, position: int = 0, *, category: Category | None = None, **fields: Any) -> Pick:
        """An editor's choice for the top of the front page, or for a section's band."""
        place = {"article_id": article.id, "category_id": category.id if category else None, "position": position}
        return self._keep(Pick(**place, picked_at=now(), **fields))

    def comment(self, article: Article, text: str = "Well said.", *, name: str = "Cleo", held: bool = False) -> Comment:
        """A comment, visible unless held."""
        email = f"{slugify(name)}@example.org"
        moment = now()
        return self._keep(
            Comment(
                article_id=article.id,
                name=name,
                email=email,
                text=text,
                posted_at=moment,
                fingerprint=Comment.fingerprint_of(email, text, None),
                approved_at=None if held else moment,
            )
        )

    def page(self, path: str, title: str, body: str = "<p>About us.</p>", **fields: Any) -> Page:
        """A standing page."""
        moment = now()
        return self._keep(
            Page(path=path, title=title, body=body, created_at=moment, edited_at=moment, published_at=moment, **fields)
        )

    def _keep(self, thing: Thing) -> Thing:
        self.session.add(thing)
        self.session.commit()
        self.session.refresh(thing)
        self.session.expunge_all()
        return thing
