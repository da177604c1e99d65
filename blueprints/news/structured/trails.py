"""The way to a page as a BreadcrumbList."""

from blueprints.core.languages import here
from blueprints.core.wording import gettext
from blueprints.news.addresses import full_url, url_of
from blueprints.news.models import Article, Category
from blueprints.news.structured.terms import Facts, thing


def article_trail(article: Article) -> Facts:
    """The way to the article."""
    section = [] if article.category.is_filler else [(article.category.title, url_of(article.category))]
    return _trail([*section, (article.headline, url_of(article))])


def category_trail(category: Category) -> Facts:
    """The way to a section; its parent is loaded."""
    above = [category.parent] if category.parent and not category.parent.is_filler else []
    return _trail([*((each.name, url_of(each)) for each in above), (category.title, url_of(category))])


def _trail(steps: list[tuple[str, str]]) -> Facts:
    places = [(gettext("Home"), here("/")), *steps]
    listed = [
        {"@type": "ListItem", "position": place, "name": name, "item": full_url(path)}
        for place, (name, path) in enumerate(places, 1)
    ]
    return thing("BreadcrumbList", itemListElement=listed)
