"""The forms that readers fill in."""

import re
from datetime import datetime

from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from blueprints.core.email_addresses import EmailRefused, read_email
from blueprints.core.forms import PublicForm, no_nul, one_line, strip_text
from blueprints.news.comments import Words
from blueprints.news.enquiries import Enquiry
from blueprints.news.models import Article, Comment

SHORTEST, LONGEST = 2, 4000
LONGEST_NAME = 80
ID = re.compile(r"[1-9][0-9]{0,8}")


class CommentForm(PublicForm):
    """A comment or an answer; `website` is bait that people neither see nor reach."""

    name = StringField(
        "Your name",
        id="comment-name",
        filters=[strip_text],
        validators=[
            InputRequired("Please write your name."),
            no_nul,
            one_line,
            Length(max=LONGEST_NAME, message=f"Please keep your name to {LONGEST_NAME} letters."),
        ],
    )
    email = StringField(
        "Your email address",
        id="comment-email",
        filters=[strip_text],
        validators=[InputRequired("Please write your email address."), no_nul],
    )
    text = TextAreaField(
        "Your comment",
        id="comment-text",
        filters=[strip_text],
        validators=[
            InputRequired("Please write something."),
            no_nul,
            Length(min=SHORTEST, message="Please write a little more."),
            Length(max=LONGEST, message=f"Please keep it to {LONGEST:,} letters; nothing was lost, shorten it here."),
        ],
    )
    website = StringField("Leave this empty", id="comment-website", validators=[Optional(), no_nul])
    parent_id = HiddenField(id="comment-parent", filters=[lambda typed: typed if typed and ID.fullmatch(typed) else ""])

    def set_apart(self) -> None:
        """Give its fields ids of their own, since the forms of several answers can stand on one page."""
        for field in self:
            field.id = f"comment-{field.short_name}{self.parent_id.data}"

    def is_welcome(self, article: Article, parent: Comment | None, moment: datetime) -> bool:
        """Whether this can be said here and now; the errors stand in the form."""
        well = self.validate()
        if article.comments_closed_at is not None and article.comments_closed_at <= moment:
            self.form_errors.append("Comments on this article are closed.")
        if self.is_answer and parent is None:
            self.form_errors.append("The comment that you answer is no longer here.")
        return well and not self.form_errors

    @property
    def is_answer(self) -> bool:
        """Whether it was written as an answer, to whatever."""
        return any(self.parent_id.raw_data or [self.parent_id.data])

    def validate_name(self, field: StringField) -> None:
        """A name of marks that do not show would leave a hole in the page."""
        if not any(character.isalnum() for character in field.data):
            raise ValidationError("Please write your name.")

    def validate_email(self, field: StringField) -> None:
        """Mail is never sent to it, but it must be one."""
        try:
            read_email(field.data)
        except EmailRefused as error:
            raise ValidationError(str(error)) from error

    def words(self) -> Words:
        """What was typed, once it is right."""
        text, email = self.text.data or "", read_email(self.email.data or "").norm
        return Words(name=self.name.data or "", email=email, text=text, bait=self.website.data or "")


class EnquiryForm(PublicForm):
    """A letter to the desk; `website` is bait that people neither see nor reach."""

    name = StringField(
        "Your name",
        id="enquiry-name",
        filters=[strip_text],
        validators=[
            InputRequired("Please write your name."),
            no_nul,
            one_line,
            Length(max=LONGEST_NAME, message=f"Please keep your name to {LONGEST_NAME} letters."),
        ],
    )
    email = StringField(
        "Your email address",
        id="enquiry-email",
        filters=[strip_text],
        validators=[InputRequired("Please write your email address."), no_nul, one_line],
    )
    organisation = StringField(
        "Organisation",
        id="enquiry-organisation",
        filters=[strip_text],
        validators=[no_nul, one_line, Length(max=120, message="Please keep it to 120 letters.")],
    )
    message = TextAreaField(
        "Your message",
        id="enquiry-message",
        filters=[strip_text],
        validators=[
            InputRequired("Please write something."),
            no_nul,
            Length(min=SHORTEST, message="Please write a little more."),
            Length(max=LONGEST, message=f"Please keep it to {LONGEST:,} letters; nothing was lost, shorten it here."),
        ],
    )
    website = StringField("Leave this empty", id="enquiry-website", validators=[Optional(), no_nul])

    def validate_email(self, field: StringField) -> None:
        """The answer goes there."""
        try:
            read_email(field.data)
        except EmailRefused as error:
            raise ValidationError(str(error)) from error

    def enquiry(self) -> Enquiry:
        """What was typed, once it is right."""
        return Enquiry(
            name=self.name.data or "",
            email=read_email(self.email.data or ""),
            organisation=self.organisation.data or "",
            message=self.message.data or "",
        )
