"""The forms of sections: a new one, all that is told of one, and the order of the menu."""

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from blueprints.core.forms import StaffForm, no_nul
from blueprints.news.models import Category, CategoryForm
from blueprints.newsroom.forms.checks import fold_space, number_or_none

MOST = 999
NAME = [DataRequired("A section needs a name."), no_nul, Length(max=100)]
PLACE = [Optional(), NumberRange(1, MOST, f"A number from 1 to {MOST}, or nothing.")]
FORMS = [
    (CategoryForm.LIST, "A list of articles"),
    (CategoryForm.WALL, "A wall of pictures"),
    (CategoryForm.FIGURES, "Cards with a figure"),
    (CategoryForm.FACES, "Faces and opinions"),
    (CategoryForm.PLACES, "Rows by place"),
]


class NewSectionForm(StaffForm):
    """One more section."""

    name = StringField("Name", filters=[fold_space], validators=NAME)


class SectionForm(StaffForm):
    """What a section is called, where it stands and how it looks."""

    name = StringField("Name", filters=[fold_space], validators=NAME)
    description = TextAreaField("Description", filters=[fold_space], validators=[no_nul, Length(max=600)])
    slug = StringField("Address", filters=[fold_space], validators=[no_nul, Length(max=200)])
    position = IntegerField("Place in the menu", validators=PLACE)
    form = SelectField("Its articles stand as", choices=FORMS)
    parent = SelectField("Below", coerce=number_or_none)

    def offer(self, section: Category, others: list[Category]) -> None:
        """Let it stand below any section that does not stand below it."""
        self.parent.choices = [("", "No other section")]
        self.parent.choices += [(other.id, other.name) for other in others if other.id != section.id]

    def show(self, section: Category) -> None:
        """What it says now."""
        self.name.data, self.description.data, self.slug.data = section.name, section.description, section.slug
        self.position.data, self.form.data, self.parent.data = section.position, section.form, section.parent_id
