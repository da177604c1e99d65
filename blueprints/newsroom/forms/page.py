"""The form of a standing page."""

from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from blueprints.core.forms import StaffForm, no_nul
from blueprints.core.wording import lazy_gettext
from blueprints.news.models import Page
from blueprints.newsroom.forms.checks import fold_space
from blueprints.newsroom.forms.text import TextForm

MOST = 999
PATH_HINT = lazy_gettext("Write a path such as about/team.")


class NewPageForm(StaffForm):
    """One more page, hidden at first."""

    title = StringField(
        lazy_gettext("Title"),
        filters=[fold_space],
        validators=[DataRequired(lazy_gettext("A page needs a title.")), no_nul, Length(max=300)],
    )
    path = StringField(
        lazy_gettext("Address"), filters=[fold_space], validators=[DataRequired(PATH_HINT), no_nul, Length(max=400)]
    )


class PageForm(TextForm):
    """A standing page."""

    title = TextAreaField(
        lazy_gettext("Title"),
        filters=[fold_space],
        validators=[InputRequired(lazy_gettext("A page needs a title.")), no_nul],
    )
    path = StringField(
        lazy_gettext("Address"), filters=[fold_space], validators=[DataRequired(PATH_HINT), no_nul, Length(max=400)]
    )
    position = IntegerField(
        lazy_gettext("Place in the menu"),
        validators=[Optional(), NumberRange(1, MOST, lazy_gettext("A number from 1 to %(max)d, or nothing."))],
    )
    takes_enquiries = BooleanField(lazy_gettext("Readers can write to us here"))
    published = BooleanField(lazy_gettext("Readers can see it"))

    def show(self, page: Page) -> None:
        """What the page says now."""
        self.title.data, self.standfirst.data, self.body.data = page.title, page.standfirst, page.body
        self.path.data, self.position.data = page.path, page.position or None
        self.takes_enquiries.data = page.takes_enquiries
        self.published.data, self.version.data = page.published_at is not None, page.edited_at.isoformat()
