"""Standing pages: the list, and the form of one."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import private
from blueprints.core.purging import purge
from blueprints.core.sanitiser import clean_html
from blueprints.core.wording import gettext
from blueprints.news.models import Page
from blueprints.news.moving import MoveRefused, move_page, page_path
from blueprints.newsroom import bp, queries
from blueprints.newsroom.forms import NewPageForm, PageForm
from blueprints.newsroom.loading import editable_page, editors_only


@bp.get("/pages/")
def list_pages() -> ResponseReturnValue:
    """About and its like, in their order."""
    editors_only()
    return private(_list(NewPageForm(formdata=None)))


@bp.post("/pages/")
def add_page() -> ResponseReturnValue:
    """One more page, which readers do not see yet."""
    editors_only()
    form = NewPageForm()
    if not form.validate():
        return private(_list(form), 422)
    try:
        path, moment = page_path(db.session, form.path.data), now()
    except MoveRefused as refused:
        form.path.errors = (str(refused),)
        return private(_list(form), 422)
    page = Page(path=path, title=form.title.data, created_at=moment, edited_at=moment, published_at=None)
    db.session.add(page)
    db.session.commit()
    flash(gettext("Added. Readers see it once you tick it."), "saved")
    return redirect(url_for("newsroom.edit_page", page_id=page.id), 303)


@bp.route("/pages/<int:page_id>/edit/", methods=["GET", "POST"])
def edit_page(page_id: int) -> ResponseReturnValue:
    """The form of one page; an earlier tab does not overwrite a later one unseen."""
    page, form = editable_page(page_id), PageForm()
    if request.method == "GET":
        form.show(page)
        return private(_form_page(form, page))
    sound, conflict = form.validate(), _is_conflict(form, page)
    if not sound or conflict or not _move(page, form):
        form.version.data = page.edited_at.isoformat()
        return private(_form_page(form, page, conflict=conflict), 422)
    _write(page, form, now())
    db.session.commit()
    flash(gettext("Saved."), "saved")
    return redirect(url_for("newsroom.edit_page", page_id=page.id), 303)


def _list(form: NewPageForm) -> str:
    return render_template("newsroom/list_pages.html", pages=db.session.scalars(queries.pages()).all(), form=form)


def _move(page: Page, form: PageForm) -> bool:
    """Whether the page can live where the form says, and does now."""
    try:
        move_page(db.session, page, form.path.data or "")
    except MoveRefused as refused:
        form.path.errors = (str(refused),)
        return False
    return True


def _form_page(form: PageForm, page: Page, *, conflict: bool = False) -> str:
    return render_template("newsroom/edit_page.html", form=form, page=page, conflict=conflict)


def _is_conflict(form: PageForm, page: Page) -> bool:
    if form.version.data == page.edited_at.isoformat():
        return False
    mine = (form.title.data, form.standfirst.data, clean_html(form.html()).html, form.published.data)
    settings = (form.path.data, form.position.data or 0, form.takes_enquiries.data)
    return (*mine, *settings) != (
        *(page.title, page.standfirst, page.body, page.published_at is not None),
        *(page.path, page.position, page.takes_enquiries),
    )


def _write(page: Page, form: PageForm, moment: datetime) -> None:
    page.title, page.standfirst, page.edited_at = form.title.data, form.standfirst.data, moment
    page.position, page.takes_enquiries = form.position.data or 0, form.takes_enquiries.data
    page.write_body(clean_html(form.html()))
    page.published_at = (page.published_at or moment) if form.published.data else None
    purge(db.session, f"page:{page.id}", "menu")
