"""The forms that readers fill in."""

import re
from datetime import datetime

from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from blueprints.core.email_addresses import EmailRefused, read_email
from blueprints.core.forms import PublicForm, at_most, no_nul, one_line, strip_text
from blueprints.core.wording import gettext, lazy_gettext
from blueprints.news.comments import Words
from blueprints.news.enquiries import Enquiry
from blueprints.news.models import Article, Comment

SHORTEST, LONGEST = 2, 4000
LONGEST_NAME = 80
TOO_LONG = lazy_gettext("Please keep it to %(most)s letters; nothing was lost, shorten it here.", most=f"{LONGEST:,}")
LONG_NAME = lazy_gettext("Please keep your name to %(most)d letters.", most=LONGEST_NAME)
ID = re.compile(r"[1-9][0-9]{0,8}")


def letter(label: str) -> TextAreaField:
    """The field of what a reader has to say."""
    return TextAreaField(
        label,
        filters=[strip_text],
        validators=[
            InputRequired(lazy_gettext("Please write something.")),
            no_nul,
            Length(min=SHORTEST, message=lazy_gettext("Please write a little more.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
    )


class ReaderForm(PublicForm):
    """Who writes; `website` is bait that people neither see nor reach, and `kind` begins the ids of the fields."""

    kind = ""

    name = StringField(
        lazy_gettext("Your name"),
        filters=[strip_text],
        validators=[
            InputRequired(lazy_gettext("Please write your name.")),
            no_nul,
            one_line,
            Length(max=LONGEST_NAME, message=LONG_NAME),
        ],
    )
    email = StringField(
        lazy_gettext("Your email address"),
        filters=[strip_text],
        validators=[InputRequired(lazy_gettext("Please write your email address.")), no_nul, one_line],
    )
    website = StringField(lazy_gettext("Leave this empty"), validators=[Optional(), no_nul])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            field.id = f"{self.kind}-{field.short_name}{self.mark}"

    @property
    def mark(self) -> str:
        """What sets its ids apart from another form of its kind on the same page."""
        return ""

    def validate_name(self, field: StringField) -> None:
        """A name of marks that do not show would leave a hole in the page."""
        if not any(character.isalnum() for character in field.data):
            raise ValidationError(gettext("Please write your name."))

    def validate_email(self, field: StringField) -> None:
        """It must be one, whether or not mail goes there."""
        try:
            read_email(field.data)
        except EmailRefused as error:
            raise ValidationError(str(error)) from error


class CommentForm(ReaderForm):
    """A comment or an answer."""

    kind = "comment"

    text = letter(lazy_gettext("Your comment"))
    parent_id = HiddenField(filters=[lambda typed: typed if typed and ID.fullmatch(typed) else ""])

    @property
    def mark(self) -> str:
        """What it answers, since the forms of several answers can be open."""
        return self.parent_id.data or ""

    def is_welcome(self, article: Article, parent: Comment | None, moment: datetime) -> bool:
        """Whether this can be said here and now; the errors stand in the form."""
        well = self.validate()
        if article.comments_closed_at is not None and article.comments_closed_at <= moment:
            self.form_errors.append(gettext("Comments on this article are closed."))
        if self.is_answer and parent is None:
            self.form_errors.append(gettext("The comment that you answer is no longer here."))
        return well and not self.form_errors

    @property
    def is_answer(self) -> bool:
        """Whether it was written as an answer, to whatever."""
        return any(self.parent_id.raw_data or [self.parent_id.data])

    def words(self) -> Words:
        """What was typed, once it is right."""
        text, email = self.text.data or "", read_email(self.email.data or "").norm
        return Words(name=self.name.data or "", email=email, text=text, bait=self.website.data or "")


class EnquiryForm(ReaderForm):
    """A letter to the desk."""

    kind = "enquiry"

    organisation = StringField(
        lazy_gettext("Organisation"),
        filters=[strip_text],
        validators=[no_nul, one_line, at_most(120)],
    )
    message = letter(lazy_gettext("Your message"))

    def enquiry(self) -> Enquiry:
        """What was typed, once it is right."""
        return Enquiry(
            name=self.name.data or "",
            email=read_email(self.email.data or ""),
            organisation=self.organisation.data or "",
            message=self.message.data or "",
        )
