"""What machines are told of a page: schema.org as JSON-LD, and the picture and words of a shared link."""

from typing import Any

from blueprints.news import bp
from blueprints.news.addresses import full_url
from blueprints.news.structured.article import article_facts
from blueprints.news.structured.lists import author_facts, category_facts, front_facts, list_facts, tag_facts
from blueprints.news.structured.sharing import description_of, og_locale
from blueprints.news.structured.site import organization_facts, site_facts
from blueprints.news.structured.trails import article_trail, category_trail

TELLERS = (
    *(article_facts, article_trail, category_trail, organization_facts, site_facts),
    *(author_facts, category_facts, front_facts, list_facts, tag_facts),
    *(description_of, full_url, og_locale),
)


@bp.app_context_processor
def _tellers() -> dict[str, Any]:
    return {teller.__name__: teller for teller in TELLERS}
