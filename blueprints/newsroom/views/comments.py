"""Comments that wait for an editor."""

from collections.abc import Callable
from datetime import datetime

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.core.clock import now
from blueprints.core.database import AnySession, db
from blueprints.core.forms import StaffForm
from blueprints.core.pages import private, wants_fragment
from blueprints.core.wording import gettext
from blueprints.news import comments
from blueprints.news.models import Comment
from blueprints.newsroom import bp, queries
from blueprints.newsroom.loading import editors_only, judged_comment

SHOWN = 50


@bp.get("/comments/")
def list_comments() -> ResponseReturnValue:
    """The longest waiting first; what is judged leaves the list, so the next ones come up."""
    editors_only()
    held = db.session.scalars(queries.held_comments().limit(SHOWN + 1)).all()
    return private(render_template("newsroom/list_comments.html", held=held[:SHOWN], more=len(held) > SHOWN))


@bp.post("/comments/<int:comment_id>/approve/")
def approve_comment(comment_id: int) -> ResponseReturnValue:
    """Show it to everybody."""
    return _judge(comment_id, comments.approve_comment, gettext("Approved. Readers see it now."))


@bp.post("/comments/<int:comment_id>/reject/")
def reject_comment(comment_id: int) -> ResponseReturnValue:
    """Keep it from the page."""
    return _judge(comment_id, comments.reject_comment, gettext("Rejected. Nobody sees it."))


def _judge(comment_id: int, verb: Callable[[AnySession, Comment, datetime], None], words: str) -> ResponseReturnValue:
    comment = judged_comment(comment_id)
    if not StaffForm().validate():
        abort(400)
    verb(db.session, comment, now())
    db.session.commit()
    if wants_fragment():
        return private(render_template("newsroom/_judged_comment.html", words=words))
    flash(words, "done")
    return redirect(url_for("newsroom.list_comments"), 303)
