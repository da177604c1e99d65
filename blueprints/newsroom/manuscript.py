"""What an author hands in, as one value: written into an article, or compared with it."""

from dataclasses import dataclass
from datetime import datetime

from slugify import slugify

from blueprints.core.clock import now
from blueprints.core.database import AnySession
from blueprints.core.models import Picture
from blueprints.core.purging import purge
from blueprints.core.sanitiser import clean_html
from blueprints.news.addresses import url_of
from blueprints.news.editing import LONGEST_SLUG, free_slug, leave_redirect, save_article, tags_named, tags_of
from blueprints.news.families import join_family
from blueprints.news.models import Article, Category, Correction, GalleryPicture, Target
from blueprints.newsroom.bylines import Name, names_of, write_bylines
from blueprints.newsroom.labels import Labels


@dataclass(frozen=True)
class PictureWords:
    """What is said about a picture."""

    alt: str = ""
    caption: str = ""
    credit: str = ""
    focal_x: int = 50
    focal_y: int = 50


Gallery = tuple[tuple[Picture, PictureWords], ...]


@dataclass(frozen=True)
class Manuscript:
    """An article as a form holds it; without names above it, they are its author's."""

    headline: str
    standfirst: str
    body: str
    category_id: int
    tags: tuple[str, ...]
    language: str
    country: str
    video_url: str
    slug: str
    labels: Labels
    bylines: tuple[Name, ...]
    comments_closed: bool
    picture: Picture | None
    words: PictureWords
    gallery: Gallery = ()
    correction: str = ""
    is_update: bool = False
    source_id: int | None = None
    caught_up: bool = False

    def is_in(self, article: Article, moment: datetime) -> bool:
        """Whether the article says all this already, so that writing it again would change nothing."""
        return (
            self.correction in ("", *(known.text for known in article.corrections))
            and not self.caught_up
            and self.source_id == article.source_id
            and (self.headline, self.standfirst) == (article.headline, article.standfirst)
            and clean_html(self.body).html == article.body
            and {slugify(tag) for tag in self.tags} == {slugify(tag.name) for tag in article.tags}
            and (self.category_id, self.language, self.country)
            == (article.category_id, article.language, article.country)
            and (self.video_url, self.comments_closed) == (article.video_url, article.comments_closed_at is not None)
            and self.labels.are_on(article, moment)
            and (self.bylines or ((article.author_id, ""),)) == names_of(article)
            and self._shows_picture_of(article)
            and [(picture.digest, words) for picture, words in self.gallery]
            == [(part.picture.digest, words_of(part.picture)) for part in article.gallery]
        )

    def _shows_picture_of(self, article: Article) -> bool:
        mine, theirs = self.picture, article.lead_picture
        if mine is None or theirs is None:
            return mine is theirs
        return mine.digest == theirs.digest and self.words == words_of(theirs)


def words_of(picture: Picture) -> PictureWords:
    """What is said about this picture."""
    return PictureWords(picture.alt, picture.caption, picture.credit, picture.focal_x, picture.focal_y)


def worded(picture: Picture, words: PictureWords, known: list[Picture]) -> Picture:
    """The picture itself where it is one of these and says so already, else a new row with these words."""
    if picture in known and words_of(picture) == words:
        return picture
    return Picture(
        digest=picture.digest,
        width=picture.width,
        height=picture.height,
        widths=list(picture.widths),
        alt=words.alt,
        caption=words.caption,
        credit=words.credit,
        focal_x=words.focal_x,
        focal_y=words.focal_y,
        colour=picture.colour,
        sizes=dict(picture.sizes),
        created_at=now(),
        completed_at=picture.completed_at,
    )


def write(session: AnySession, article: Article, manuscript: Manuscript, out_at: datetime | None = None) -> None:
    """Take the manuscript over; an address that readers may know leads on to the new one.

    `out_at` is when it will be published, if it is about to be.
    """
    moment = now()
    address, known = url_of(article), article.published_at is not None and article.published_at <= moment
    shared = _shared(article)
    if article.published_at is not None:
        purge(session, *tags_of(article))  # a category or tag that it leaves shows it no longer
    _take_slug(session, article, manuscript, known)
    article.headline, article.standfirst = manuscript.headline, manuscript.standfirst
    article.category = session.get_one(Category, manuscript.category_id)
    article.tags = tags_named(session, list(manuscript.tags))
    article.language, article.country = manuscript.language, manuscript.country
    article.video_url = manuscript.video_url
    article.lead_picture = _own_picture(article, manuscript)
    _take_gallery(article, manuscript)
    if manuscript.caught_up or manuscript.source_id != article.source_id:
        join_family(session, article, manuscript.source_id)
    manuscript.labels.write(article, moment, out_at or article.published_at)
    write_bylines(session, article, manuscript.bylines)
    if manuscript.comments_closed != (article.comments_closed_at is not None):
        article.comments_closed_at = moment if manuscript.comments_closed else None
    _note_change(article, manuscript, moment, known)
    if known and _shared(article) != shared:
        article.share_version += 1  # networks keep what a link showed, so it gets another link
    save_article(session, article, manuscript.body)
    if known and url_of(article) != address:
        leave_redirect(session, address, Target.ARTICLE, article.id)


def _shared(article: Article) -> tuple[str, str]:
    """What a shared link shows of it."""
    return article.headline, article.lead_picture.digest if article.lead_picture else ""


def _take_slug(session: AnySession, article: Article, manuscript: Manuscript, known: bool) -> None:
    """As asked for; else, while no reader knows it, after the headline."""
    wanted = slugify(manuscript.slug, max_length=LONGEST_SLUG, word_boundary=True)
    follows = slugify(article.headline, max_length=LONGEST_SLUG, word_boundary=True)
    if wanted in ("", article.slug):
        untouched = not article.headline or article.slug.startswith(follows)
        wanted = manuscript.headline if not known and untouched and manuscript.headline != article.headline else ""
    if wanted and wanted != article.slug:
        article.slug = free_slug(session, wanted, article.id)


def _own_picture(article: Article, manuscript: Manuscript) -> Picture | None:
    """The picture with these words in a row of the article's own, since another article may show the same file."""
    known = [article.lead_picture] if article.lead_picture is not None else []
    return worded(manuscript.picture, manuscript.words, known) if manuscript.picture is not None else None


def _take_gallery(article: Article, manuscript: Manuscript) -> None:
    """The strip in its new order; rows stay where they are and change their picture, since their place is their key."""
    known = [part.picture for part in article.gallery]
    wanted = [worded(picture, words, known) for picture, words in manuscript.gallery]
    for part, picture in zip(article.gallery, wanted, strict=False):
        part.picture = picture
    for position in range(len(article.gallery), len(wanted)):
        article.gallery.append(GalleryPicture(position=position, picture=wanted[position]))
    del article.gallery[len(wanted) :]


def _note_change(article: Article, manuscript: Manuscript, moment: datetime, known: bool) -> None:
    if not known:
        return
    if manuscript.correction and manuscript.correction not in (known.text for known in article.corrections):
        article.corrections.append(Correction(text=manuscript.correction, corrected_at=moment))
    if manuscript.is_update:
        article.update(moment)
