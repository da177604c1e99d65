"""The part of an article's form that says which article it is a version of, in another language."""

from wtforms import BooleanField, Field, StringField, ValidationError
from wtforms.validators import Length

from blueprints.core.database import db
from blueprints.core.forms import StaffForm, no_nul, one_line, strip_text
from blueprints.core.wording import gettext, lazy_gettext
from blueprints.news.addresses import full_url, url_of
from blueprints.news.families import sources_behind
from blueprints.news.models import Article
from blueprints.newsroom import queries


class FamilyFields(StaffForm):
    """Whose version an article is, and whether it has caught up with it."""

    source = StringField(
        lazy_gettext("A version of"), filters=[strip_text], validators=[no_nul, one_line, Length(max=2000)]
    )
    caught_up = BooleanField(lazy_gettext("It says all that its source says now"))
    source_id: int | None = None
    behind: tuple[int, int] | None = None

    def show_family(self, article: Article) -> None:
        """The address of its source."""
        source = db.session.get(Article, article.source_id) if article.source_id else None
        self.source.data = full_url(url_of(source)) if source is not None else ""

    def know_family(self, article: Article | None) -> None:
        """How far it is behind its source."""
        self.behind = sources_behind(db.session, article) if article is not None else None

    def validate_source(self, field: Field) -> None:
        """An address of an article of ours, by its last part, drafts among them."""
        if not field.data:
            return
        slug = field.data.partition("?")[0].partition("#")[0].strip("/").rpartition("/")[2]
        found = db.session.scalars(queries.article_to_pick(slug)).first()
        if found is None:
            raise ValidationError(gettext("There is no article at this address."))
        self.source_id = found.id
