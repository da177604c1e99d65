"""What the form of an article asks about its labels, its figure and its names."""

from collections.abc import Sequence

from flask import current_app
from wtforms import BooleanField, Field, Form, IntegerField, StringField, ValidationError
from wtforms.validators import Length, NumberRange, Optional

from blueprints.auth.models import Account
from blueprints.core.clock import now
from blueprints.core.forms import no_nul, one_line, strip_text
from blueprints.core.wording import lazy_gettext
from blueprints.news.models import Article, ArticleState
from blueprints.newsroom.bylines import Name, NameRefusedError, names_of, read_names, shown_names
from blueprints.newsroom.forms.checks import fold_space
from blueprints.newsroom.labels import Labels

LONGEST_BREAKING = 168


class LabelFields(Form):
    """The labels; those that raise an alarm are an editor's."""

    breaking = BooleanField(lazy_gettext("Breaking"))
    breaking_hours = IntegerField(
        lazy_gettext("For how many hours"),
        validators=[Optional(), NumberRange(1, LONGEST_BREAKING, lazy_gettext("Between 1 and %(max)d hours."))],
    )
    live = BooleanField(lazy_gettext("Live"))
    developing = BooleanField(lazy_gettext("Developing"))
    is_video = BooleanField(lazy_gettext("Video"))
    is_opinion = BooleanField(lazy_gettext("Opinion"))
    figure = StringField(lazy_gettext("Figure"), filters=[fold_space], validators=[no_nul, one_line, Length(max=40)])
    figure_caption = StringField(
        lazy_gettext("What the figure says"), filters=[fold_space], validators=[no_nul, one_line, Length(max=200)]
    )

    def keep_from_alarms(self) -> None:
        """Take away what only an editor decides."""
        del self.breaking, self.breaking_hours, self.live

    def show_labels(self, article: Article | None) -> None:
        """What the article bears now; while it breaks before readers, no hours means that its end stays."""
        if article is not None:
            for name in ("is_video", "is_opinion", "figure", "figure_caption"):
                self[name].data = getattr(article, name)
            self.developing.data = article.developing_at is not None
        if "breaking" not in self:
            return
        breaking = article is not None and article.is_breaking(now())
        out = article is not None and article.state(now()) is ArticleState.PUBLISHED
        self.breaking.data, self.live.data = breaking, article is not None and article.live_at is not None
        self.breaking_hours.data = None if breaking and out else current_app.config["BREAKING_HOURS"]

    def labels(self) -> Labels:
        """What it holds."""
        may_break = "breaking" in self
        return Labels(
            breaking=self.breaking.data if may_break else None,
            hours=self.breaking_hours.data if may_break else None,
            usual_hours=current_app.config["BREAKING_HOURS"],
            live=self.live.data if may_break else None,
            developing=self.developing.data,
            video=self.is_video.data,
            opinion=self.is_opinion.data,
            figure=self.figure.data,
            figure_caption=self.figure_caption.data,
        )


class BylineField(Form):
    """The names above an article."""

    bylines = StringField(lazy_gettext("By"), filters=[strip_text], validators=[no_nul, Length(max=2200)])

    people: Sequence[Account] = ()
    names: tuple[Name, ...] = ()

    @property
    def known_names(self) -> list[str]:
        """How the people of the newsroom are written."""
        return list(shown_names(self.people).values())

    def know(self, people: Sequence[Account], article: Article | None) -> None:
        """Whose names are theirs: the staff's, and of those who stand there already."""
        there = [byline.account for byline in article.bylines if byline.account] if article is not None else []
        self.people = list({person.id: person for person in (*people, *there)}.values())

    def show_bylines(self, article: Article) -> None:
        """Who stands there now."""
        written = shown_names(self.people)
        self.bylines.data = ", ".join(guest or written[number or 0] for number, guest in names_of(article))

    def validate_bylines(self, field: Field) -> None:
        """Whom the names mean."""
        try:
            self.names = read_names(field.data, self.people)
        except NameRefusedError as refused:
            raise ValidationError(str(refused)) from refused
