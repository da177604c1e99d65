"""The one form of an article."""

import re
import secrets

from flask_wtf.file import FileField, MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from blueprints.core.forms import https_address, no_nul, one_line, strip_text
from blueprints.core.languages import language_name
from blueprints.core.models import Picture
from blueprints.core.templating import direction
from blueprints.core.wording import gettext, lazy_gettext
from blueprints.news.models import Article
from blueprints.newsroom.forms.checks import few_tags, fold_space, number_or_none, possible_id, tag_names
from blueprints.newsroom.forms.family import FamilyFields
from blueprints.newsroom.forms.gallery import MOST_IN_GALLERY, GalleryPictureForm, percent
from blueprints.newsroom.forms.labels import BylineField, LabelFields
from blueprints.newsroom.forms.languages import LANGUAGES
from blueprints.newsroom.forms.text import TextForm
from blueprints.newsroom.manuscript import Gallery, Manuscript, PictureWords

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
NO_PICTURE = PictureWords()


class ArticleForm(TextForm, LabelFields, BylineField, FamilyFields):
    """An article with everything beside it; only publishing demands that it is complete."""

    headline = TextAreaField(lazy_gettext("Headline"), filters=[fold_space], validators=[no_nul, Length(max=300)])
    category = SelectField(
        lazy_gettext("Category"), coerce=number_or_none, validators=[InputRequired(lazy_gettext("Choose a category."))]
    )
    tags = StringField(lazy_gettext("Tags"), filters=[strip_text], validators=[no_nul, one_line, few_tags])
    language = SelectField(lazy_gettext("Language"))
    country = StringField(
        lazy_gettext("Country or place"), filters=[fold_space], validators=[no_nul, one_line, Length(max=100)]
    )
    picture_file = FileField(lazy_gettext("Picture"))
    picture_alt = TextAreaField(
        lazy_gettext("What the picture shows, for those who do not see it"),
        filters=[fold_space],
        validators=[no_nul, Length(max=1000)],
    )
    picture_caption = TextAreaField(
        lazy_gettext("Caption"), filters=[fold_space], validators=[no_nul, Length(max=1000)]
    )
    picture_credit = StringField(
        lazy_gettext("Credit"), filters=[fold_space], validators=[no_nul, one_line, Length(max=300)]
    )
    focal_x = percent(lazy_gettext("Most important point, percent from the left"))
    focal_y = percent(lazy_gettext("Percent from the top"))
    remove_picture = BooleanField(lazy_gettext("Remove the picture"))
    kept_picture = IntegerField(widget=HiddenInput(), validators=[Optional()], filters=[possible_id])
    gallery = FieldList(FormField(GalleryPictureForm), max_entries=MOST_IN_GALLERY)
    gallery_files = MultipleFileField(lazy_gettext("Add pictures"))
    video_url = StringField(
        lazy_gettext("Address of a video"),
        filters=[strip_text],
        validators=[no_nul, one_line, Length(max=2000), https_address],
    )
    slug = StringField(
        lazy_gettext("Last part of the address"), filters=[strip_text], validators=[no_nul, one_line, Length(max=200)]
    )
    comments_closed = BooleanField(lazy_gettext("Close the comments"))
    is_update = BooleanField(lazy_gettext("Mark as updated"))
    correction = TextAreaField(
        lazy_gettext("Add a correction"), filters=[strip_text], validators=[no_nul, Length(max=4000)]
    )
    publish_on = DateField(lazy_gettext("Day"), validators=[Optional()])
    publish_at = TimeField(lazy_gettext("Time"), validators=[Optional()])
    form_key = HiddenField()

    def offer(self, categories: list[tuple[int, str]], language: str, *, may_break: bool) -> None:
        """Fill the choices, this language among them, and take away what this person may not decide."""
        self.category.choices = [("", gettext("Choose a category")), *categories]
        self.language.choices = [(code, language_name(code)) for code in dict.fromkeys([*LANGUAGES, language])]
        if not may_break:
            self.keep_from_alarms()

    def begin(self, category_id: int | None, language: str) -> None:
        """An empty form with a key of its own, which makes sending it twice harmless."""
        self.form_key.data = secrets.token_urlsafe(16)
        self.category.data, self.language.data = category_id, language
        self.show_labels(None)

    def show(self, article: Article) -> None:
        """What the article says now."""
        for name in ("headline", "standfirst", "body", "language", "country", "video_url", "slug"):
            self[name].data = getattr(article, name)
        self.category.data, self.version.data = article.category_id, str(article.version)
        self.tags.data = ", ".join(tag.name for tag in article.tags)
        self.comments_closed.data = article.comments_closed_at is not None
        self.form_key.data = article.form_key or ""
        self.show_labels(article)
        self.show_bylines(article)
        self.show_family(article)
        if article.lead_picture is not None:
            self.show_picture(article.lead_picture)
        for part in article.gallery:
            self.add_to_gallery(part.picture)

    def show_picture(self, picture: Picture) -> None:
        """The picture that is there, with its words."""
        self.kept_picture.data = picture.id
        self.picture_alt.data = picture.alt
        self.picture_caption.data, self.picture_credit.data = picture.caption, picture.credit
        self.focal_x.data, self.focal_y.data = picture.focal_x, picture.focal_y

    def add_to_gallery(self, picture: Picture) -> None:
        """One more picture at the end of the strip."""
        place = len(self.gallery) + 1
        words = {"alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
        self.gallery.append_entry({"kept": picture.id, "place": place, **words})

    def speak(self, language: str) -> None:
        """Let browsers read, check and align the writing in its own language."""
        for field in (self.headline, self.standfirst, self.body):
            field.render_kw = {"lang": language, "dir": direction(language)}

    def validate_form_key(self, field: Field) -> None:
        """Only keys as `begin` makes them."""
        if field.data and not KEY.fullmatch(field.data):
            raise ValidationError(gettext("This form was damaged on its way. Press the button again."))

    def words(self) -> PictureWords:
        """What is said about the lead image."""
        x, y = self.focal_x.data, self.focal_y.data
        return PictureWords(
            self.picture_alt.data,
            self.picture_caption.data,
            self.picture_credit.data,
            50 if x is None else x,
            50 if y is None else y,
        )

    def manuscript(self, picture: Picture | None, gallery: Gallery = ()) -> Manuscript:
        """What it holds, with the picture that was chosen."""
        return Manuscript(
            headline=self.headline.data,
            standfirst=self.standfirst.data,
            body=self.html(),
            category_id=self.category.data,
            tags=tag_names(self.tags.data),
            language=self.language.data,
            country=self.country.data,
            video_url=self.video_url.data,
            slug=self.slug.data,
            labels=self.labels(),
            bylines=self.names,
            comments_closed=self.comments_closed.data,
            picture=picture,
            words=self.words() if picture is not None else NO_PICTURE,
            gallery=gallery,
            correction=self.correction.data,
            is_update=self.is_update.data,
            source_id=self.source_id,
            caught_up=self.caught_up.data,
        )

    def complain(self, name: str, reason: str) -> None:
        """Add an error to a field after validation."""
        self[name].errors = [*self[name].errors, reason]
