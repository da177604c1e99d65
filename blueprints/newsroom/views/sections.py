"""Sections: the menu's order, one more, and the form of one."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.core.database import db
from blueprints.core.forms import UNKEEPABLE, StaffForm
from blueprints.core.pages import private
from blueprints.core.wording import gettext
from blueprints.news.models import Category
from blueprints.newsroom import bp, queries
from blueprints.newsroom.forms import NewSectionForm, SectionForm
from blueprints.newsroom.forms.section import MOST
from blueprints.newsroom.loading import editable_section, editors_only
from blueprints.newsroom.sections import is_loop, new_section, order_menu, write_section


@bp.get("/sections/")
def list_sections() -> ResponseReturnValue:
    """The menu in its order, then what is not in it."""
    editors_only()
    return private(_list(NewSectionForm(formdata=None)))


@bp.post("/sections/")
def add_section() -> ResponseReturnValue:
    """One more section, not yet in the menu."""
    editors_only()
    form = NewSectionForm()
    if not form.validate():
        return private(_list(form), 422)
    section = new_section(db.session, form.name.data)
    db.session.commit()
    flash(gettext("Added. Give it a place in the menu when it is ready."), "saved")
    return redirect(url_for("newsroom.edit_section", section_id=section.id), 303)


@bp.post("/sections/order/")
def order_sections() -> ResponseReturnValue:
    """Put the menu in this order."""
    editors_only()
    everything = _all()
    typed = {each.id: UNKEEPABLE.sub("", request.form.get(f"place-{each.id}", "")).strip() for each in everything}
    wrong = {number for number, words in typed.items() if words and not _is_place(words)}
    if wrong or not StaffForm().validate():
        return private(_list(NewSectionForm(formdata=None), typed, wrong), 422)
    order_menu(db.session, {number: int(words) if words else None for number, words in typed.items()}, everything)
    db.session.commit()
    flash(gettext("The menu has this order now."), "saved")
    return redirect(url_for("newsroom.list_sections"), 303)


@bp.route("/sections/<int:section_id>/edit/", methods=["GET", "POST"])
def edit_section(section_id: int) -> ResponseReturnValue:
    """Everything that is told of a section; a change of address leaves a redirect."""
    section, everything = editable_section(section_id), _all()
    form = SectionForm()
    form.offer(section, list(everything))
    if request.method == "GET":
        form.show(section)
        return private(_form_page(form, section))
    sound = form.validate()
    if sound and is_loop(section, form.parent.data, everything):
        form.parent.errors, sound = (gettext("That section stands below this one already."),), False
    if not sound or not write_section(db.session, section, form):
        return private(_form_page(form, section), 422)
    db.session.commit()
    flash(gettext("Saved."), "saved")
    return redirect(url_for("newsroom.edit_section", section_id=section_id), 303)


def _all() -> Sequence[Category]:
    return db.session.scalars(queries.all_categories()).all()


def _is_place(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) <= len(str(MOST)) and int(words) > 0


def _form_page(form: SectionForm, section: Category) -> str:
    return render_template("newsroom/edit_section.html", form=form, section=section)


def _list(
    form: NewSectionForm, typed: dict[int, str] | None = None, wrong: frozenset[int] | set[int] = frozenset()
) -> str:
    sections = _all()
    names = {each.id: each.name for each in sections}
    places = typed or {each.id: str(each.position or "") for each in sections}
    context = {
        "form": form,
        "sections": sections,
        "names": names,
        "places": places,
        "wrong": wrong,
        "unsaved": typed is not None,
    }
    return render_template("newsroom/list_sections.html", **context)
