"""The forms of the desk: an article, the front page, sections, standing pages, people."""

from blueprints.newsroom.forms.alias import AliasForm
from blueprints.newsroom.forms.article import ArticleForm
from blueprints.newsroom.forms.front import FrontForm, PickForm, PlaceForm
from blueprints.newsroom.forms.page import NewPageForm, PageForm
from blueprints.newsroom.forms.people import AddressForm, InvitationForm, RoleForm
from blueprints.newsroom.forms.section import NewSectionForm, SectionForm
from blueprints.newsroom.forms.withdrawal import WithdrawalForm

__all__ = [
    "AddressForm",
    "AliasForm",
    "ArticleForm",
    "FrontForm",
    "InvitationForm",
    "NewPageForm",
    "NewSectionForm",
    "PageForm",
    "PickForm",
    "PlaceForm",
    "RoleForm",
    "SectionForm",
    "WithdrawalForm",
]
