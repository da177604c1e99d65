"""The staff, for admins: invite, change a role, close and open an account."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.auth.access import signed_in
from blueprints.auth.models import Role
from blueprints.auth.people import InvitationRefused, change_role, disable, enable, invite_account
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.forms import StaffForm
from blueprints.core.outbox import deliver_soon
from blueprints.core.pages import private
from blueprints.core.wording import gettext
from blueprints.news.moving import MoveRefused, move_author
from blueprints.newsroom import bp, queries
from blueprints.newsroom.forms import AddressForm, InvitationForm, RoleForm
from blueprints.newsroom.loading import admins_only, other_person, staff_person
from blueprints.newsroom.names import ROLE_NAMES


@bp.get("/people/")
def list_people() -> ResponseReturnValue:
    """Everybody of the newsroom, and a form to invite one more."""
    admins_only()
    return private(_page(InvitationForm(role=Role.AUTHOR)))


@bp.post("/people/invite/")
def invite_person() -> ResponseReturnValue:
    """Send somebody a link by which they join."""
    admins_only()
    form = InvitationForm()
    if not form.validate():
        return private(_page(form), 422)
    try:
        invite_account(db.session, form.email.data, Role(form.role.data), form.name.data or None, now())
    except InvitationRefused as refused:
        form.email.errors = (str(refused),)
        return private(_page(form), 422)
    db.session.commit()
    deliver_soon()
    return _back(gettext("An invitation is on its way to %(email)s.", email=form.email.data))


@bp.post("/people/<int:account_id>/role/")
def change_person_role(account_id: int) -> ResponseReturnValue:
    """Give somebody another role; they sign in anew."""
    person, form = other_person(account_id), RoleForm()
    if not form.validate():
        abort(400)
    name = person.name
    change_role(db.session, person, Role(form.role.data), now())
    db.session.commit()
    return _back(gettext("%(name)s is now %(role)s.", name=name, role=ROLE_NAMES[Role(form.role.data)]))


@bp.post("/people/<int:account_id>/disable/")
def disable_person(account_id: int) -> ResponseReturnValue:
    """Close an account; what it wrote stays."""
    person = other_person(account_id)
    _demand_token()
    disable(db.session, person, now())
    db.session.commit()
    return _back(gettext("The account is closed, and signed out everywhere."))


@bp.post("/people/<int:account_id>/enable/")
def enable_person(account_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    person = other_person(account_id)
    _demand_token()
    enable(db.session, person)
    db.session.commit()
    return _back(gettext("The account is open again."))


@bp.post("/people/<int:account_id>/address/")
def move_person(account_id: int) -> ResponseReturnValue:
    """Give somebody's page another address; the old one leads there."""
    person, form = staff_person(account_id), AddressForm()
    if not form.validate():
        too_long = gettext("This page was open for too long. Press the button once more.")
        form.slug.errors = form.slug.errors or (too_long,)
        return private(_page(InvitationForm(None), {person.id: form}), 422)
    try:
        move_author(db.session, person, form.slug.data)
    except MoveRefused as refused:
        form.slug.errors = (str(refused),)
        return private(_page(InvitationForm(None), {person.id: form}), 422)
    slug = person.slug
    db.session.commit()
    return _back(gettext("The page is at %(path)s now.", path=f"/author/{slug}/"))


def _page(form: InvitationForm, refused: dict[int, AddressForm] | None = None) -> str:
    people = db.session.scalars(queries.staff()).all()
    forms = {person.id: RoleForm(formdata=None, role=person.role) for person in people}
    return render_template(
        "newsroom/list_people.html",
        people=people,
        forms=forms,
        form=form,
        me=signed_in(),
        refused=refused or {},
        role_names=ROLE_NAMES,
    )


def _demand_token() -> None:
    if not StaffForm().validate():
        abort(400)


def _back(words: str) -> ResponseReturnValue:
    flash(words, "done")
    return redirect(url_for("newsroom.list_people"), 303)
