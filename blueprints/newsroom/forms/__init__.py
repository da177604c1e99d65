"""The forms of the desk: an article, a standing page, people."""

from blueprints.newsroom.forms.article import ArticleForm
from blueprints.newsroom.forms.page import PageForm
from blueprints.newsroom.forms.people import InvitationForm, RoleForm

__all__ = ["ArticleForm", "InvitationForm", "PageForm", "RoleForm"]
