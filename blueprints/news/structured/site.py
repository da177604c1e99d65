"""The site and the newsroom behind it, told whole on the front page and by name elsewhere."""

from flask import current_app

from blueprints.news.addresses import full_url, url_of
from blueprints.news.menu import menu_pages
from blueprints.news.structured.terms import Facts, known, thing

SITE, PUBLISHER = "/#site", "/#publisher"
# Standing pages that say how the newsroom works, by their paths, as schema.org names them.
POLICIES = {
    "principles": "publishingPrinciples",
    "standards": "publishingPrinciples",
    "editorial-policy": "publishingPrinciples",
    "ethics": "ethicsPolicy",
    "ownership": "ownershipFundingInfo",
    "diversity": "diversityPolicy",
    "team": "masthead",
}


def site_facts() -> Facts:
    """The site, and how to search it."""
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": full_url("/search/?q=") + "{q}"},
    }
    return thing(
        "WebSite",
        **{"@id": full_url(SITE)},
        name=current_app.config["SITE_NAME"],
        url=full_url("/"),
        inLanguage=current_app.config["LANGUAGE"],
        publisher=known({**publisher(), "logo": None}),
        potentialAction=search,
    )


def organization_facts() -> Facts:
    """The newsroom, with the pages that say how it works where an editor made them."""
    policies = {POLICIES[page.path]: full_url(url_of(page)) for page in menu_pages() if page.path in POLICIES}
    facts = publisher()
    return thing(facts.pop("@type"), **facts, **policies, correctionsPolicy=full_url("/corrections/"))


def publisher() -> Facts:
    """Who publishes, with the logo, as every article names it."""
    logo = {"@type": "ImageObject", "url": full_url("/static/icons/icon-180.png"), "width": "180", "height": "180"}
    return {
        "@type": "NewsMediaOrganization",
        "@id": full_url(PUBLISHER),
        "name": current_app.config["SITE_NAME"],
        "url": full_url("/"),
        "logo": logo,
    }
