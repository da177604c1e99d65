"""A reader's own page: how often and about what, a rest, another address, and what we hold."""

from datetime import datetime

from babel.dates import get_day_names
from flask import current_app, redirect, render_template, request, url_for
from flask.globals import app_ctx
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.extensions import limiter
from blueprints.core.languages import current_language, current_locale, language_name, offered
from blueprints.core.pages import private
from blueprints.newsletter import bp
from blueprints.newsletter.forms import AddressForm, PauseForm, PreferencesForm
from blueprints.newsletter.models import Subscriber
from blueprints.newsletter.readers import zones
from blueprints.newsletter.readers.choosing import change, end_rest, rest_until, start_of, today_of
from blueprints.newsletter.readers.offering import authors_for, sections, tags_for
from blueprints.newsletter.readers.queries import history_of
from blueprints.newsletter.readers.wishing import answer_aside, note_wish
from blueprints.newsletter.views.holding import holder, posted

LINES_SHOWN = 20
TOLD = ("paused", "resumed", "moving")


@bp.route("/manage/<token>/", methods=["GET", "POST"])
def edit_preferences(token: str) -> ResponseReturnValue:
    """How often and about what, for whoever holds the link from a mail; `find` looks for more to tick."""
    subscriber, moment = holder(token), now()
    form = _form_for(subscriber, moment)
    finding = request.form.get("act") == "find"
    saved = posted() and form.validate() and not finding
    if saved:
        change(db.session, subscriber, form.store, moment)
        db.session.commit()
    return _page(subscriber, token, form, told="kept" if saved else request.args.get("told", ""))


@bp.post("/manage/<token>/pause/")
def pause(token: str) -> ResponseReturnValue:
    """No letters for a while."""
    subscriber, form, moment = holder(token), PauseForm(), now()
    form.today = today_of(subscriber, moment)
    if not form.validate():
        return _page(subscriber, token, _form_for(subscriber, moment), pausing=form)
    rest_until(db.session, subscriber, start_of(form.first_day, subscriber), moment)
    db.session.commit()
    return redirect(url_for("newsletter.edit_preferences", token=token, told="paused"), 303)


@bp.post("/manage/<token>/resume/")
def resume(token: str) -> ResponseReturnValue:
    """Letters again."""
    end_rest(db.session, holder(token), now())
    db.session.commit()
    return redirect(url_for("newsletter.edit_preferences", token=token, told="resumed"), 303)


@bp.post("/manage/<token>/move/")
@limiter.limit("3/minute;10/hour")
def move_address(token: str) -> ResponseReturnValue:
    """Ask the new address; what is known of it shows in neither the answer nor its time."""
    subscriber, form = holder(token), AddressForm()
    if not form.validate():
        return _page(subscriber, token, _form_for(subscriber, now()), moving=form)
    note_wish(db.session, form.address, current_language(), now(), source="move", subscriber_id=subscriber.id)
    db.session.commit()
    answer_aside(app_ctx.app)
    return redirect(url_for("newsletter.edit_preferences", token=token, told="moving"), 303)


def _form_for(subscriber: Subscriber, moment: datetime) -> PreferencesForm:
    names = ("cadence", "hour", "weekday", "zone", "form", "language")
    now_chosen = {name: str(getattr(subscriber, name)) for name in names}
    form = PreferencesForm(**now_chosen, **subscriber.chosen)
    days = get_day_names("wide", "stand-alone", locale=current_locale())
    form.weekday.choices = [SelectChoice(str(day), days[day - 1]) for day in range(1, 8)]
    own = [subscriber.zone] if subscriber.zone else []
    site_zone = current_app.config["TIMEZONE"]
    form.zone.choices = [SelectChoice(*each) for each in zones.choices(site_zone, own, moment)]
    spoken = dict.fromkeys((*offered(), subscriber.language))
    form.language.choices = [SelectChoice(each, language_name(each)) for each in spoken]
    told = dict.fromkeys((*offered(), *subscriber.chosen.get("languages", ())))
    form.languages.choices = [SelectChoice(each, language_name(each)) for each in told]
    find = form.find.data or ""
    form.categories.choices = sections(db.session)
    form.tags.choices = tags_for(db.session, form.tags.data or (), find, moment)
    form.authors.choices = authors_for(db.session, form.authors.data or (), find, moment)
    return form


def _page(
    subscriber: Subscriber,
    token: str,
    form: PreferencesForm,
    *,
    told: str = "",
    pausing: PauseForm | None = None,
    moving: AddressForm | None = None,
) -> ResponseReturnValue:
    refused = any(each and each.errors for each in (form, pausing, moving))
    page = render_template(
        "newsletter/edit_preferences.html",
        subscriber=subscriber,
        key=token,
        form=form,
        told=told,
        pausing=pausing or PauseForm(None),
        moving=moving or AddressForm(None),
        resting=subscriber.paused_until is not None and subscriber.paused_until > now(),
        next_letter=zones.told_time(subscriber.next_at, subscriber.zone),
        history=db.session.scalars(history_of(subscriber.id, LINES_SHOWN)).all(),
    )
    return private(page, 422 if refused else 200)
