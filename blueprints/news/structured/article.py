"""An article, by developers.google.com/search/docs/appearance/structured-data/article."""

from blueprints.core.templating import iso
from blueprints.news.addresses import full_url, url_of
from blueprints.news.models import Article, Byline
from blueprints.news.structured.sharing import description_of, images_of
from blueprints.news.structured.site import SITE, publisher
from blueprints.news.structured.terms import Facts, known, thing


def article_facts(article: Article) -> Facts:
    """The article as a NewsArticle; its bylines and their accounts, tags and corrections are loaded.

    No VideoObject: the film that an article links to is not on the page, as Google wants it to be.
    """
    address, published = full_url(url_of(article)), article.published_at or article.created_at
    return thing(
        "NewsArticle",
        headline=article.headline,
        description=description_of(article),
        url=address,
        mainEntityOfPage={"@type": "WebPage", "@id": address},
        datePublished=iso(published),
        dateModified=iso(max(published, article.updated_at or published)),
        inLanguage=article.language,
        wordCount=article.words,
        isAccessibleForFree=True,
        isPartOf={"@id": full_url(SITE)},
        articleSection="" if article.category.is_filler else article.category.title,
        genre="Opinion" if article.is_opinion else "",
        author=[_person(byline) for byline in article.bylines],
        publisher=publisher(),
        keywords=[tag.name for tag in article.tags],
        image=images_of(article),
        correction=[
            {"@type": "CorrectionComment", "text": each.text, "datePublished": iso(each.corrected_at)}
            for each in article.corrections
        ],
    )


def _person(byline: Byline) -> Facts:
    """Who wrote it; a guest has no page here."""
    home = full_url(url_of(byline.account)) if byline.account is not None else ""
    return known({"@type": "Person", "name": byline.name, "url": home})
