"""Posts become articles in the state they were in."""

from urllib.parse import unquote

from blueprints.auth.models import Account
from blueprints.core.clock import now
from blueprints.news.editing import list_article, new_article
from blueprints.news.models import Article, Category, ImportedRecord, Pick, Target
from blueprints.news.search import index_article
from blueprints.news.wordpress.comments import take_comments
from blueprints.news.wordpress.desk import Desk, publication, text_of, text_with_found_pictures, title_of
from blueprints.news.wordpress.headlines import headline_of
from blueprints.news.wordpress.labels import bear
from blueprints.news.wordpress.people import take_author
from blueprints.news.wordpress.records import Author, Item, Term
from blueprints.news.wordpress.redirects import old_path, redirect
from blueprints.news.wordpress.terms import NOWHERE, take_tags


def take_article(desk: Desk, item: Item) -> None:
    """Take one post in; of one that is here already, only what it lacked."""
    if item.status in ("trash", "inherit"):
        desk.report.leave("article", f"in {item.status}")
        desk.graves.bury_post(item)
        return
    known = desk.ledger.record("post", item.post_id)
    article = _new(desk, item) if known is None else _known(desk, item, known)
    if article is not None:
        take_comments(desk.ledger, desk.report, article, item.comments)


def _known(desk: Desk, item: Item, record: ImportedRecord) -> Article | None:
    desk.report.known["article"] += 1
    article = desk.ledger.session.get(Article, record.local_id)
    if article is None:
        desk.report.leave("article", "came in before and was deleted here since")
        return None
    text = text_with_found_pictures(desk, item, article.body, record.note)
    if text is not None:
        article.write_body(text.body)
        article.lead_picture_id = article.lead_picture_id or text.lead_picture_id
        record.note = text.note
        index_article(desk.ledger.session, article)
        desk.report.change("article", "now shows pictures that were missing before")
    return article


def _new(desk: Desk, item: Item) -> Article:
    session = desk.ledger.session
    text = text_of(desk, item)
    category_id, extra_tags = _place(desk, item)
    headline = headline_of(title_of(desk, item, text, "article"), tuple(term.name for term in item.categories))
    article = new_article(
        session,
        headline=headline.text,
        author=session.get_one(Account, _author_id(desk, item)),
        category=session.get_one(Category, category_id),
        language=desk.language,
        slug=unquote(item.slug),
    )
    article.standfirst = text.standfirst
    article.tags = take_tags(desk.ledger, desk.report, [*item.tags, *extra_tags])
    article.lead_picture_id = text.lead_picture_id
    article.write_body(text.body)
    _set_state(desk, item, article)
    bear(desk.report, article, headline, desk.usual_hours)
    session.flush()
    index_article(session, article)
    list_article(session, article)
    desk.ledger.remember("post", item.post_id, article.id, text.note)
    if item.password or item.status == "private":
        desk.graves.bury_post(item, _old_addresses(item), (Target.ARTICLE, article.id))
    else:
        redirect(session, _old_addresses(item), Target.ARTICLE, article)
    desk.report.add_notes(text.notes)
    desk.report.came_in["article"] += 1
    return article


def _set_state(desk: Desk, item: Item, article: Article) -> None:
    moment = publication(desk, item, article.headline, "article")
    written_at = item.published_at or now()
    article.created_at = min(written_at, now())
    article.edited_at = min(item.modified_at or written_at, now())
    if moment is not None:
        article.publish(moment)
        if item.sticky:
            desk.ledger.session.add(Pick(article_id=article.id, position=0, picked_at=now()))
    if not item.comments_open:
        article.comments_closed_at = article.edited_at


def _author_id(desk: Desk, item: Item) -> int:
    if not item.author:
        desk.report.change("article", "had no author and carries the old site's name")
    login = item.author or desk.site.title or "Newsroom"
    known = desk.ledger.local_id("author", login)
    return known if known is not None else take_author(desk.ledger, desk.report, Author(login, "", login))


def _place(desk: Desk, item: Item) -> tuple[int, list[Term]]:
    """The one category of ours, the narrowest that it had; its other categories become tags."""
    placed = [term for term in item.categories if unquote(term.slug) not in NOWHERE]
    if not placed:
        desk.report.change("article", "was in no category and went to News")
        return desk.sections.default_id(), []
    implied = {above for term in placed for above in desk.sections.ancestors(term.slug)}
    narrow = [term for term in placed if term.slug not in implied] or placed
    if len(narrow) > 1:
        desk.report.change("article", "was in several categories: the first stays, the others became tags")
    if len(narrow) < len(placed):
        desk.report.change("article", "was in a category and in the one above it: the narrower stays")
    return desk.sections.take_term(narrow[0]), narrow[1:]


def _old_addresses(item: Item) -> list[str]:
    link = old_path(item.link)
    former = [link.replace(f"/{unquote(item.slug)}/", f"/{old}/") for old in item.meta_values("_wp_old_slug")]
    return [link, *former, f"/?p={item.post_id}"]
