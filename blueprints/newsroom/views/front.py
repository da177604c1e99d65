"""The front page at the desk: what leads it and each band, previewed before readers see it."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.auth.access import signed_in
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import private
from blueprints.core.templating import local
from blueprints.core.wording import gettext
from blueprints.news.addresses import url_of
from blueprints.news.menu import menu_categories
from blueprints.news.views.front import front_page
from blueprints.newsroom import bp, queries
from blueprints.newsroom.curation import Curation, address_of, all_picks, version_of
from blueprints.newsroom.forms import FrontForm
from blueprints.newsroom.loading import editors_only
from blueprints.newsroom.local_time import zone_label


@bp.route("/front/", methods=["GET", "POST"])
def edit_front() -> ResponseReturnValue:
    """The picks of the top and of every band; an earlier tab does not overwrite a later one unseen."""
    editors_only()
    if request.method == "GET":
        return private(_form_page(FrontForm(formdata=None), _kept(request.args.get("add", 0, type=int))))
    form, curation = FrontForm(), _sent()
    chosen, sound = curation.chosen(), form.validate()
    conflict = form.version.data != version_of(curation.picks) and not curation.is_kept(chosen)
    if chosen is None or not sound or conflict:
        return private(_form_page(form, curation, conflict=conflict, unsaved=True), 422)
    curation.write(chosen, signed_in().id)
    db.session.commit()
    flash(gettext("Saved. Readers see it now."), "saved")
    return redirect(url_for("newsroom.edit_front"), 303)


@bp.post("/front/preview/")
def preview_front() -> ResponseReturnValue:
    """The front page with what the form holds, which is then forgotten."""
    editors_only()
    form, curation = FrontForm(), _sent()
    chosen, sound = curation.chosen(), form.validate()
    if chosen is None or not sound:
        return private(_form_page(form, curation, unsaved=True), 422)
    curation.write(chosen, signed_in().id)
    page = front_page("newsroom/preview_front.html")
    db.session.rollback()
    return private(page)


def _kept(add: int) -> Curation:
    curation = _curation()
    article = address_of(db.session, add)
    ends = {pick.id: local(pick.until) for pick in curation.picks if pick.until is not None}
    curation.show(menu_categories(), ends, url_of(article) if article else "")
    return curation


def _sent() -> Curation:
    curation = _curation()
    curation.take(menu_categories(), request.form)
    return curation


def _curation() -> Curation:
    return Curation(db.session, all_picks(db.session), current_app.config["TIMEZONE"], now())


def _form_page(form: FrontForm, curation: Curation, *, conflict: bool = False, unsaved: bool = False) -> str:
    moment = now()
    form.version.data = version_of(curation.picks)
    form.version.raw_data = None
    return render_template(
        "newsroom/edit_front.html",
        form=form,
        places=curation.places,
        picks=curation.picks,
        names={place.category_id: place.name for place in curation.places},
        recent=db.session.scalars(queries.recent_articles(moment)).all(),
        zone=zone_label(current_app.config["TIMEZONE"], moment),
        conflict=conflict,
        unsaved=unsaved,
    )
