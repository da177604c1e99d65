"""Loading with permission in one step: what a person may touch, or 403 and 404."""

from flask import abort, request

from blueprints.auth.access import signed_in
from blueprints.auth.models import Account
from blueprints.core.database import db
from blueprints.news.models import Article, Category, Comment, Page
from blueprints.newsroom import queries
from blueprints.newsroom.forms.checks import possible_id


def editable_article(article_id: int) -> Article:
    """The article, for its author and for editors; 403 for other authors, 404 when there is none."""
    article: Article = db.first_or_404(queries.article_to_edit(article_id))
    person = signed_in()
    if article.author_id != person.id and not person.is_editor:
        abort(403)
    return article


def judged_comment(comment_id: int) -> Comment:
    """The comment, for editors."""
    editors_only()
    comment: Comment = db.first_or_404(queries.comment_to_judge(comment_id))
    return comment


def editable_page(page_id: int) -> Page:
    """The standing page, for editors."""
    editors_only()
    return db.get_or_404(Page, page_id)


def editable_section(section_id: int) -> Category:
    """The section, for editors."""
    editors_only()
    return db.get_or_404(Category, possible_id(section_id) or 0)


def staff_person(account_id: int) -> Account:
    """Anybody of the staff, for admins."""
    admins_only()
    account = db.get_or_404(Account, possible_id(account_id) or 0)
    if not account.is_staff:
        abort(404)
    return account


def other_person(account_id: int) -> Account:
    """Somebody else of the staff, for admins; nobody changes their own role or locks themselves out."""
    account = staff_person(account_id)
    if account.id == signed_in().id:
        abort(403)
    return account


def editors_only() -> None:
    """403 for authors."""
    if not signed_in().is_editor:
        abort(403)


def admins_only() -> None:
    """403 for authors and editors."""
    if not signed_in().is_admin:
        abort(403)


def asked_number(name: str) -> int | None:
    """The id that the address names as the place where a list goes on; 404 for what can be none."""
    words = request.args.get(name)
    if words is None:
        return None
    number = possible_id(int(words)) if words.isascii() and words.isdigit() and len(words) < 11 else None
    return number if number is not None else abort(404)
