"""The form of a standing page."""

from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired

from blueprints.core.forms import no_nul
from blueprints.news.models import Page
from blueprints.newsroom.forms.checks import fold_space
from blueprints.newsroom.forms.text import TextForm


class PageForm(TextForm):
    """A standing page."""

    title = TextAreaField("Title", filters=[fold_space], validators=[InputRequired("A page needs a title."), no_nul])
    published = BooleanField("Readers can see it")

    def show(self, page: Page) -> None:
        """What the page says now."""
        self.title.data, self.standfirst.data, self.body.data = page.title, page.standfirst, page.body
        self.published.data, self.version.data = page.published_at is not None, page.edited_at.isoformat()
