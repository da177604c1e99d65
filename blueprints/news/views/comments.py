"""Comments: reading on, answering, posting, and seeing that one waits."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.extensions import limiter
from blueprints.core.pages import private, public, wants_fragment
from blueprints.news import bp, comments
from blueprints.news.addresses import url_of
from blueprints.news.discussion import Discussion, comment_before, read_discussion, visible_comments
from blueprints.news.forms import ID, CommentForm
from blueprints.news.models import Article, ArticleCounter, Comment
from blueprints.news.views.discussed import discussed_article, visible_comment
from blueprints.news.waiting import comment_of, token_for


@bp.get("/articles/<int:article_id>/comments/")
def list_comments(article_id: int) -> Response:
    """The comments from some place on, for those without JavaScript."""
    article = discussed_article(article_id)
    body = render_template(
        "news/list_comments.html",
        article=article,
        discussion=_discussion(article_id),
        comment_form=CommentForm(None),
    )
    return public(body, "menu", f"article:{article_id}")


@bp.get("/articles/<int:article_id>/comments/more/")
def show_more_comments(article_id: int) -> Response:
    """The next stretch, to be put behind the last."""
    article = discussed_article(article_id)
    body = render_template("news/_threads.html", article=article, discussion=_discussion(article_id))
    return public(body, f"article:{article_id}")


@bp.get("/articles/<int:article_id>/comments/<int:comment_id>/reply/")
def show_reply(article_id: int, comment_id: int) -> Response:
    """The form for an answer, below what it answers."""
    article, parent = discussed_article(article_id), visible_comment(article_id, comment_id)
    form = _reply_form(parent)
    body = render_template("news/show_reply.html", article=article, parent=parent, comment_form=form)
    return public(body, "menu", f"article:{article_id}")


@bp.get("/articles/<int:article_id>/comments/<int:comment_id>/reply/form/")
def show_reply_form(article_id: int, comment_id: int) -> Response:
    """The same form alone, to be put below the comment."""
    article, parent = discussed_article(article_id), visible_comment(article_id, comment_id)
    form = _reply_form(parent)
    body = render_template("news/_comment_form.html", article=article, parent=parent, comment_form=form, titled=False)
    return public(body, f"article:{article_id}")


@bp.post("/articles/<int:article_id>/comments/")
@limiter.limit("10/minute;120/hour")
def post_comment(article_id: int) -> ResponseReturnValue:
    """Say something under an article; the writer sees it at once."""
    article, form = discussed_article(article_id), CommentForm()
    parent = db.session.scalar(_asked_parent(article_id, form))
    if not form.is_welcome(article, parent, now()):
        return _refuse(article, parent, form)
    comment = comments.post_comment(db.session, article, parent, form.words(), now())
    db.session.commit()
    return _show(article, comment)


@bp.get("/comments/waiting/<token>/")
def show_waiting_comment(token: str) -> ResponseReturnValue:
    """A comment that only its writer sees; once it is approved, its place under the article."""
    comment = db.session.get(Comment, comment_of(token) or abort(404)) or abort(404)
    article = discussed_article(comment.article_id)
    if comment.is_visible:
        return redirect(_place_of(article, comment), 303)
    answer = private(render_template("news/show_waiting_comment.html", article=article, comment=comment))
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _reply_form(parent: Comment) -> CommentForm:
    form = CommentForm(None, parent_id=str(parent.id))
    form.text.render_kw = {"autofocus": True}
    return form


def _discussion(article_id: int) -> Discussion:
    asked = request.args.get("after")
    if asked is None:
        return read_discussion(db.session, article_id)
    known = select(Comment).where(Comment.article_id == article_id, Comment.parent_id.is_(None))
    after = db.session.scalar(known.where(Comment.id == int(asked))) if ID.fullmatch(asked) else None
    return read_discussion(db.session, article_id, after or abort(404))


def _asked_parent(article_id: int, form: CommentForm) -> Select[Comment]:
    return visible_comments(article_id).where(Comment.id == int(form.parent_id.data or 0))


def _refuse(article: Article, parent: Comment | None, form: CommentForm) -> ResponseReturnValue:
    """The form again, as it was filled, with what is wrong."""
    context = {"article": article, "parent": parent, "comment_form": form, "titled": not form.is_answer}
    if wants_fragment():
        return private(render_template("news/_comment_form.html", **context), 422)
    return private(render_template("news/show_reply.html", **context), 422)


def _show(article: Article, comment: Comment) -> ResponseReturnValue:
    """The comment to its writer: put below the others, or on the page where it stands, or on one of its own."""
    if wants_fragment():
        form = None if comment.parent_id else CommentForm(None)
        count = db.session.scalar(select(ArticleCounter.comments).where(ArticleCounter.article_id == article.id))
        context = {"article": article, "comment": comment, "count": count or 0, "comment_form": form}
        return private(render_template("news/_posted.html", **context))
    if comment.is_visible:
        return redirect(_place_of(article, comment), 303)
    return redirect(url_for("news.show_waiting_comment", token=token_for(comment)), 303)


def _place_of(article: Article, comment: Comment) -> str:
    before = comment_before(db.session, comment)
    page = url_for("news.list_comments", article_id=article.id, after=before.id) if before else url_of(article)
    return f"{page}#comment-{comment.id}"
