"""Preview pictures, each under an address that names what it shows; an old address leads to today's."""

import re

from flask import Response, abort, make_response, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from blueprints.auth.models import Account
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import as_picture
from blueprints.news import bp
from blueprints.news.addresses import full_url
from blueprints.news.models import Article, Category, Page, Tag
from blueprints.news.previews.preview import Previewed, made, preview_of
from blueprints.news.views.discussed import readable
from blueprints.news.views.sections import wrote

MARK = re.compile(r"[0-9a-f]{12}")


@bp.get("/previews/<int:article_id>-<mark>.jpg")
def show_article_preview(article_id: int, mark: str) -> ResponseReturnValue:
    """What a shared article shows; gone once it is withdrawn."""
    short = select(Article).where(Article.id == article_id)
    options = defer(Article.body, raiseload=True), joinedload(Article.category), joinedload(Article.lead_picture)
    return _answer(readable(db.first_or_404(short.options(*options))), mark)


@bp.get("/previews/<any(site, category, tag, author, page):kind>/<int:number>-<mark>.jpg")
def show_preview(kind: str, number: int, mark: str) -> ResponseReturnValue:
    """What a shared list or standing page shows: its name."""
    return _answer(_named(kind, number), mark)


@bp.app_template_global("preview_of")
def _preview_now(thing: Previewed) -> dict[str, str | int]:
    preview = preview_of(thing, now())
    return {"address": full_url(preview.path), "alt": preview.alt, "width": preview.width, "height": preview.height}


def _named(kind: str, number: int) -> Previewed:
    match kind:
        case "category":
            return db.get_or_404(Category, number)
        case "tag":
            return db.get_or_404(Tag, number)
        case "author":
            return _author(number)
        case "page":
            page: Page = db.first_or_404(select(Page).where(Page.id == number, Page.published_at <= now()))
            return page
    return None if number == 0 else abort(404)


def _author(number: int) -> Account:
    """Somebody who writes here; the name of any other account is nobody's business."""
    account: Account = db.get_or_404(Account, number)
    if not account.is_staff and not wrote(account):
        abort(404)
    return account


def _answer(thing: Previewed, mark: str) -> ResponseReturnValue:
    preview = preview_of(thing, now())
    if not MARK.fullmatch(mark):
        abort(404)
    if mark != preview.mark:
        return redirect(preview.path)
    db.session.rollback()  # drawing takes a while, in which nothing should be held
    answer: Response = make_response(made(preview))
    answer.mimetype = "image/jpeg"
    return as_picture(answer)
