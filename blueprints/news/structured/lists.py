"""Lists of articles, and the pages that are lists: the front page, a category, a tag, somebody's articles."""

from collections.abc import Iterable

from blueprints.auth.models import Account
from blueprints.core.storage import best_width, picture_url
from blueprints.news.addresses import full_url, url_of
from blueprints.news.front_page import FrontPage
from blueprints.news.models import Article, Category, Tag
from blueprints.news.structured.site import SITE
from blueprints.news.structured.terms import Facts, known, thing

FACE_WIDTH = 320


def list_facts(articles: Iterable[Article]) -> Facts:
    """The articles of a list as an ItemList, each once, in their order."""
    once = {article.id: article for article in articles}
    listed = [
        {"@type": "ListItem", "position": place, "name": article.headline, "url": full_url(url_of(article))}
        for place, article in enumerate(once.values(), 1)
    ]
    return thing("ItemList", itemListElement=listed)


def front_facts(front: FrontPage) -> Facts:
    """What the front page leads with; the bands have pages that tell of themselves."""
    return list_facts(front.top)


def category_facts(category: Category, articles: Iterable[Article]) -> Facts:
    """A category's page."""
    return _collection(category.title, category.description, url_of(category), articles)


def tag_facts(tag: Tag, articles: Iterable[Article]) -> Facts:
    """A tag's page."""
    return _collection(tag.name, "", url_of(tag), articles)


def author_facts(author: Account) -> Facts:
    """Somebody's page, by developers.google.com/search/docs/appearance/structured-data/profile-page."""
    face = author.picture
    person = {
        "@type": "Person",
        "name": author.name,
        "url": full_url(url_of(author)),
        "jobTitle": author.job_title,
        "description": author.bio,
        "image": full_url(picture_url(face, best_width(face, FACE_WIDTH))) if face is not None else "",
        "sameAs": author.contact_url if author.contact_url.startswith(("https://", "http://")) else "",
    }
    return thing(
        "ProfilePage", url=full_url(url_of(author)), isPartOf={"@id": full_url(SITE)}, mainEntity=known(person)
    )


def _collection(name: str, description: str, path: str, articles: Iterable[Article]) -> Facts:
    listed = list_facts(articles)
    del listed["@context"]
    return thing(
        "CollectionPage",
        name=name,
        description=description,
        url=full_url(path),
        isPartOf={"@id": full_url(SITE)},
        mainEntity=listed if "itemListElement" in listed else None,
    )
