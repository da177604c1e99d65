"""The forms of sections: a new one, all that is told of one, and the order of the menu."""

from wtforms import FieldList, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from blueprints.core.forms import StaffForm, no_nul
from blueprints.core.languages import language_name, offered
from blueprints.core.setting_checks import SPOKEN
from blueprints.core.wording import gettext, lazy_gettext
from blueprints.news.models import Category, CategoryForm
from blueprints.newsroom.forms.checks import fold_space, number_or_none

MOST = 999
NAME = [DataRequired(lazy_gettext("A section needs a name.")), no_nul, Length(max=100)]
PLACE = [Optional(), NumberRange(1, MOST, lazy_gettext("A number from 1 to %(max)d, or nothing."))]
FORMS = [
    (CategoryForm.LIST, lazy_gettext("A list of articles")),
    (CategoryForm.WALL, lazy_gettext("A wall of pictures")),
    (CategoryForm.FIGURES, lazy_gettext("Cards with a figure")),
    (CategoryForm.FACES, lazy_gettext("Faces and opinions")),
    (CategoryForm.PLACES, lazy_gettext("Rows by place")),
]


class NewSectionForm(StaffForm):
    """One more section."""

    name = StringField(lazy_gettext("Name"), filters=[fold_space], validators=NAME)


class SectionForm(StaffForm):
    """What a section is called, where it stands and how it looks."""

    name = StringField(lazy_gettext("Name"), filters=[fold_space], validators=NAME)
    description = TextAreaField(lazy_gettext("Description"), filters=[fold_space], validators=[no_nul, Length(max=600)])
    slug = StringField(lazy_gettext("Address"), filters=[fold_space], validators=[no_nul, Length(max=200)])
    position = IntegerField(lazy_gettext("Place in the menu"), validators=PLACE)
    form = SelectField(lazy_gettext("Its articles stand as"), choices=FORMS)
    parent = SelectField(lazy_gettext("Below"), coerce=number_or_none)

    names = FieldList(StringField(filters=[fold_space], validators=[no_nul, Length(max=100)]), max_entries=len(SPOKEN))

    def offer(self, section: Category, others: list[Category]) -> None:
        """Let it stand below any section that does not stand below it, and be called something in each language."""
        for language in offered()[1 + len(self.names) :]:
            self.names.append_entry(section.names.get(language, ""))
        for entry, language in zip(self.names, offered()[1:], strict=False):
            entry.label.text = gettext("Name in %(language)s", language=language_name(language))
            entry.render_kw = {"lang": language}
        self.parent.choices = [("", gettext("No other section"))]
        self.parent.choices += [(other.id, other.name) for other in others if other.id != section.id]

    def show(self, section: Category) -> None:
        """What it says now."""
        self.name.data, self.description.data, self.slug.data = section.name, section.description, section.slug
        self.position.data, self.form.data, self.parent.data = section.position, section.form, section.parent_id
