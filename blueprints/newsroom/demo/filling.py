"""Filling an empty database with the demo edition: pictures first, then all rows in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, text

from blueprints.auth.models import Account, Role
from blueprints.core.clock import at, now
from blueprints.core.database import AnySession, Base
from blueprints.core.purging import EVERYTHING, purge
from blueprints.core.sanitiser import clean_html
from blueprints.news.editing import new_article, save_article, tags_named
from blueprints.news.families import join_family
from blueprints.news.models import Article, Byline, Category, Comment, Correction, GalleryPicture, Page
from blueprints.newsroom.demo.counts import spread_views
from blueprints.newsroom.demo.pictures import Drawn, Order
from blueprints.newsroom.demo.texts import (
    ArticleText,
    CategoryText,
    CommentText,
    Edition,
    GalleryText,
    PageText,
    PersonText,
)

BEFORE_EVERYTHING = timedelta(days=500)
BREAKING_FOR = timedelta(hours=6)


def is_empty(session: AnySession) -> bool:
    """Whether nobody and nothing is here yet."""
    return session.scalar(select(Account.id).limit(1)) is None and session.scalar(select(Article.id).limit(1)) is None


def empty(session: AnySession) -> None:
    """Delete every row of every table, in the same transaction as what comes after."""
    session.execute(text("DELETE FROM article_search"))
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(table.delete())


def orders(edition: Edition) -> list[Order]:
    """Every picture that the edition shows, once."""
    wanted = [face_of(person) for person in edition.people]
    wanted += [lead_of(article) for article in edition.articles]
    wanted += [part_of(article, part) for article in edition.articles for part in article.gallery]
    return list(dict.fromkeys(wanted))


def face_of(person: PersonText) -> Order:
    """The portrait of one of the staff."""
    return Order(person.motif, person.slug, face=True)


def lead_of(article: ArticleText) -> Order:
    """The lead image of an article; a version has its source's."""
    return Order(article.motif, article.version_of or article.slug)


def part_of(article: ArticleText, part: GalleryText) -> Order:
    """One picture of an article's gallery."""
    return Order(part.motif, f"{article.slug}-{part.motif}")


@dataclass
class Filling:
    """The whole edition, written through the domain's own verbs and dated back from one moment; the caller commits."""

    session: AnySession
    edition: Edition
    drawn: Mapping[Order, Drawn]
    moment: datetime = field(default_factory=now)

    def fill(self) -> None:
        """Add every row."""
        with at(self.moment - BEFORE_EVERYTHING):
            self.people = {person.slug: self._add_person(person) for person in self.edition.people}
            self.categories = {each.slug: self._add_category(each) for each in self.edition.categories}
            for page in self.edition.pages:
                self._add_page(page)
        self.articles = {each.slug: self._add_article(each) for each in self.edition.articles}
        self._join_families()
        self.comments: dict[str, Comment] = {}
        for comment in self.edition.comments:
            self.comments[comment.key] = self._add_comment(comment)
        purge(self.session, EVERYTHING)

    def _add_person(self, person: PersonText) -> Account:
        account = Account(
            email=person.email,
            email_norm=person.email.casefold(),
            name=person.name,
            slug=person.slug,
            role=Role(person.role),
            bio=person.bio,
            picture=self.drawn[face_of(person)].picture(f"Drawn portrait of {person.name}"),
            created_at=now(),
            activated_at=now(),
        )
        self.session.add(account)
        return account

    def _add_category(self, each: CategoryText) -> Category:
        category = Category(
            slug=each.slug,
            name=each.name,
            names=dict(each.names),
            description=each.description,
            form=each.form,
            position=each.position,
        )
        self.session.add(category)
        return category

    def _add_page(self, each: PageText) -> None:
        page = Page(path=each.path, title=each.title, standfirst=each.standfirst, position=each.position)
        page.takes_enquiries = each.takes_enquiries
        page.write_body(clean_html(each.body))
        page.created_at = page.edited_at = page.published_at = now()
        self.session.add(page)

    def _add_article(self, each: ArticleText) -> Article:
        published = self.moment - timedelta(hours=each.age_hours)
        with at(published):
            article = self._write(each)
            article.publish(published)
            self._label(article, each, published)
            article.gallery = self._gallery(each)
            save_article(self.session, article, each.body)
        self._change_later(article, each, published)
        self._count(article, each, published)
        return article

    def _join_families(self) -> None:
        """Once all are written and changed, so that each was made from its source as it stands."""
        self.session.flush()
        for each in self.edition.articles:
            if each.version_of:
                join_family(self.session, self.articles[each.slug], self.articles[each.version_of].id)

    def _write(self, each: ArticleText) -> Article:
        article = new_article(
            self.session,
            headline=each.headline,
            author=self.people[each.author],
            category=self.categories[each.category],
            language=each.language,
            slug=each.slug,
        )
        article.figure, article.figure_caption = each.figure, each.figure_caption
        lead = self.drawn[lead_of(each)]
        article.standfirst, article.country, article.video_url = each.standfirst, each.country, each.video_url
        article.lead_picture = lead.picture(each.picture_alt, each.picture_caption, each.picture_credit)
        article.tags = tags_named(self.session, list(each.tags))
        return article

    def _label(self, article: Article, each: ArticleText, published: datetime) -> None:
        """What stands above it; a byline is the slug of one of the staff, or a guest's name."""
        article.breaking_until = published + BREAKING_FOR if each.breaking else None
        article.live_at = published if each.live else None
        article.developing_at = published if each.developing else None
        article.is_video, article.is_opinion = each.video, each.opinion
        if each.bylines:
            article.bylines = [
                Byline(position=place, account=self.people.get(name), guest="" if name in self.people else name)
                for place, name in enumerate(each.bylines)
            ]

    def _gallery(self, each: ArticleText) -> list[GalleryPicture]:
        drawn = [(part, self.drawn[part_of(each, part)]) for part in each.gallery]
        return [
            GalleryPicture(position=position, picture=made.picture(part.alt, part.caption))
            for position, (part, made) in enumerate(drawn)
        ]

    def _change_later(self, article: Article, each: ArticleText, published: datetime) -> None:
        """What happened to it after it went out; a change that lies ahead is left out."""
        updated = published + timedelta(hours=each.updated_hours_after or 0)
        if each.updated_hours_after is not None and updated <= self.moment:
            article.update(updated)
        corrected = published + timedelta(hours=each.correction_hours_after)
        if each.correction and corrected <= self.moment:
            self.session.add(Correction(article_id=article.id, text=each.correction, corrected_at=corrected))

    def _count(self, article: Article, each: ArticleText, published: datetime) -> None:
        if article.counter is not None:
            article.counter.views, article.counter.shares = each.popularity, each.shares
        self.session.add_all(spread_views(article.id, each.popularity, published, self.moment))

    def _add_comment(self, each: CommentText) -> Comment:
        """Dated after what it answers, which stands before it in the file."""
        article, parent = self.articles[each.article], self.comments.get(each.reply_to)
        began = parent.posted_at if parent else article.published_at or self.moment
        posted = min(began + timedelta(hours=each.hours_after), self.moment - timedelta(minutes=1))
        parent_id = parent.id if parent else None
        comment = Comment(
            article_id=article.id,
            parent_id=parent_id,
            name=each.name,
            email=each.email,
            text=each.text,
            posted_at=posted,
            fingerprint=Comment.fingerprint_of(each.email, each.text, parent_id),
            approved_at=posted if each.state == "visible" else None,
        )
        self.session.add(comment)
        self.session.flush()
        if comment.is_visible and article.counter is not None:
            article.counter.comments += 1
        return comment
