"""Search at the desk: names that are written two ways, and what readers asked in vain."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.auth.access import signed_in
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.forms import UNKEEPABLE, StaffForm
from blueprints.core.pages import private
from blueprints.core.wording import gettext
from blueprints.news.models import SearchAlias
from blueprints.news.search.aliases import AliasRefused, add_alias, all_aliases, remove_alias
from blueprints.news.search.misses import forget_miss, most_missed
from blueprints.newsroom import bp
from blueprints.newsroom.forms import AliasForm
from blueprints.newsroom.forms.checks import possible_id
from blueprints.newsroom.loading import editors_only


@bp.get("/search/")
def list_searches() -> ResponseReturnValue:
    """The aliases, and beside them what was missed most."""
    editors_only()
    return private(_list(AliasForm(formdata=None)))


@bp.post("/search/aliases/")
def add_search_alias() -> ResponseReturnValue:
    """One more name that is written two ways; it counts from the next search on."""
    editors_only()
    form = AliasForm()
    if not form.validate() or not _is_added(form):
        return private(_list(form), 422)
    db.session.commit()
    flash(gettext("Added. Whoever asks for the one finds the other too."), "saved")
    return redirect(url_for("newsroom.list_searches"), 303)


@bp.post("/search/aliases/<int:alias_id>/remove/")
def remove_search_alias(alias_id: int) -> ResponseReturnValue:
    """The two are different words again."""
    editors_only()
    alias = db.get_or_404(SearchAlias, possible_id(alias_id) or 0)
    if not StaffForm().validate():
        return private(_list(AliasForm(formdata=None)), 422)
    remove_alias(db.session, alias)
    db.session.commit()
    flash(gettext("Removed."), "saved")
    return redirect(url_for("newsroom.list_searches"), 303)


@bp.post("/search/misses/forget/")
def forget_search_miss() -> ResponseReturnValue:
    """Take one from the list of what was missed."""
    editors_only()
    if not StaffForm().validate():
        return private(_list(AliasForm(formdata=None)), 422)
    forget_miss(db.session, UNKEEPABLE.sub("", request.form.get("words", "")))
    db.session.commit()
    return redirect(url_for("newsroom.list_searches"), 303)


def _is_added(form: AliasForm) -> bool:
    try:
        add_alias(db.session, form.one.data or "", form.other.data or "", by=signed_in().id, moment=now())
    except AliasRefused as refused:
        form.other.errors = (str(refused),)
        return False
    return True


def _list(form: AliasForm) -> str:
    aliases, misses = db.session.scalars(all_aliases()).all(), db.session.scalars(most_missed()).all()
    return render_template("newsroom/list_searches.html", form=form, aliases=aliases, misses=misses)
