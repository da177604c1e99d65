"""The forms of the desk: an article, the front page, a standing page, people."""

from blueprints.newsroom.forms.article import ArticleForm
from blueprints.newsroom.forms.front import FrontForm, PickForm, PlaceForm
from blueprints.newsroom.forms.page import PageForm
from blueprints.newsroom.forms.people import InvitationForm, RoleForm

__all__ = ["ArticleForm", "FrontForm", "InvitationForm", "PageForm", "PickForm", "PlaceForm", "RoleForm"]
