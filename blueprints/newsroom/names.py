"""What the desk calls states, lists and roles before people, whose values are kept and compared in English."""

from blueprints.auth.models import Role
from blueprints.core.wording import lazy_gettext
from blueprints.news.models import ArticleState
from blueprints.newsroom.queries import Filter

STATE_NAMES = {
    ArticleState.DRAFT: lazy_gettext("Draft"),
    ArticleState.SCHEDULED: lazy_gettext("Scheduled"),
    ArticleState.PUBLISHED: lazy_gettext("Published"),
    ArticleState.WITHDRAWN: lazy_gettext("Withdrawn"),
}
FILTER_NAMES = {
    Filter.ALL: lazy_gettext("All"),
    Filter.DRAFTS: lazy_gettext("Drafts"),
    Filter.SCHEDULED: STATE_NAMES[ArticleState.SCHEDULED],
    Filter.PUBLISHED: STATE_NAMES[ArticleState.PUBLISHED],
    Filter.WITHDRAWN: STATE_NAMES[ArticleState.WITHDRAWN],
}
ROLE_NAMES = {
    Role.READER: lazy_gettext("reader"),
    Role.AUTHOR: lazy_gettext("author"),
    Role.EDITOR: lazy_gettext("editor"),
    Role.ADMIN: lazy_gettext("admin"),
}
