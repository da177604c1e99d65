"""What an article, a standing page and a letter have in common."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from blueprints.core.forms import StaffForm, no_nul
from blueprints.core.wording import lazy_gettext
from blueprints.newsroom.forms.checks import fold_space
from blueprints.newsroom.forms.languages import passage_languages
from blueprints.newsroom.plain_text import as_html
from blueprints.newsroom.typed import finished

LONGEST_BODY = 1_000_000


class BodyForm(StaffForm):
    """What everything has in common that is written at the desk: a body, and the state that it was read in."""

    body = TextAreaField(
        lazy_gettext("Body"),
        validators=[
            no_nul,
            Length(
                max=LONGEST_BODY,
                message=lazy_gettext("This text is longer than a million characters. Take something out."),
            ),
        ],
    )
    version = HiddenField(validators=[no_nul, Length(max=40)])

    def html(self) -> str:
        """The body as HTML, not yet sanitised."""
        return finished(as_html(self.body.data or ""))

    @property
    def passage_languages(self) -> list[tuple[str, str, str]]:
        """What a passage within the text can be marked as."""
        return passage_languages()


class TextForm(BodyForm):
    """What an article and a standing page have in common."""

    standfirst = TextAreaField(lazy_gettext("Standfirst"), filters=[fold_space], validators=[no_nul, Length(max=600)])
