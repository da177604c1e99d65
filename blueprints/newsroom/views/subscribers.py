"""Subscribers at the desk, for admins: finding them, one more by hand, and one with all that happened to them."""

from collections.abc import Sequence

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.forms import UNKEEPABLE, StaffForm
from blueprints.core.kept_counts import kept_count
from blueprints.core.outbox import deliver_soon
from blueprints.core.pages import private
from blueprints.core.wording import gettext
from blueprints.newsletter.models import Subscriber, SubscriberState
from blueprints.newsletter.readers import exporting
from blueprints.newsletter.readers.queries import history_of
from blueprints.newsletter.readers.signing_up import ask_to_confirm, leave
from blueprints.newsletter.readers.suppressing import BY_DESK, reason_of
from blueprints.newsroom import bp
from blueprints.newsroom.forms.subscribers import NewSubscriberForm
from blueprints.newsroom.loading import admins_only, asked_number
from blueprints.newsroom.newsletter import names, queries
from blueprints.newsroom.newsletter.adding import subscribe_by_hand
from blueprints.newsroom.newsletter.people import close_address, erase, open_address, wished_names

RULE = "/subscribers/<int:subscriber_id>/"
ACTS = ("unsubscribe", "suppress", "release", "confirm")
LONGEST_SEARCH = 320


@bp.get("/subscribers/")
def list_subscribers() -> ResponseReturnValue:
    """Those whose address begins so, or those in a state, page by page."""
    admins_only()
    asked = UNKEEPABLE.sub("", request.args.get("q", "")).strip().lower()[:LONGEST_SEARCH]
    if asked:
        after = UNKEEPABLE.sub("", request.args.get("behind", ""))[:LONGEST_SEARCH]
        people = db.session.scalars(queries.subscribers_beginning(asked, after)).all()
    else:
        people = db.session.scalars(queries.subscribers_in(_state(), asked_number("before"))).all()
    return private(_list(people, asked, _new_form(None)))


@bp.post("/subscribers/")
def add_subscriber() -> ResponseReturnValue:
    """Somebody by hand: asked to confirm, or subscribed at once where they agreed already."""
    admins_only()
    form = _new_form()
    if not form.validate() or not subscribe_by_hand(form, now()):
        people = db.session.scalars(queries.subscribers_in(None, None)).all()
        return private(_list(people, "", form), 422)
    deliver_soon()
    flash(_said(form), "saved")
    return redirect(url_for("newsroom.list_subscribers", q=form.address.norm), 303)


@bp.get(RULE)
def show_subscriber(subscriber_id: int) -> ResponseReturnValue:
    """What somebody chose, what happened to them, and every copy with the mail server's reply."""
    subscriber = _subscriber(subscriber_id)
    copies = db.session.execute(queries.deliveries_to(subscriber_id, asked_number("before"))).all()
    suppressed = reason_of(db.session, subscriber.email_norm)
    page = render_template(
        "newsroom/show_subscriber.html",
        subscriber=subscriber,
        wished=wished_names(db.session, subscriber),
        history=db.session.scalars(history_of(subscriber_id, queries.MOST_LINES)).all(),
        copies=copies[: queries.PAGE],
        after=copies[queries.PAGE - 1][0].issue_id if len(copies) > queries.PAGE else None,
        returned=db.session.scalars(queries.events_of(subscriber_id)).all(),
        suppressed=suppressed,
        acts=_acts(subscriber, suppressed),
        names=names,
    )
    return private(page)


@bp.get(f"{RULE}data/")
def export_subscriber(subscriber_id: int) -> ResponseReturnValue:
    """All that is kept about somebody, as a file to hand to them."""
    answer = Response(exporting.export_person(db.session, _subscriber(subscriber_id)), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="subscriber-{subscriber_id}.json"'
    return answer


@bp.post(f"{RULE}<act>/")
def change_subscriber(subscriber_id: int, act: str) -> ResponseReturnValue:
    """End it, close or open the address, or send the mail with their link again."""
    subscriber, moment = _subscriber(subscriber_id), now()
    if act not in ACTS:
        abort(404)
    if not StaffForm().validate():
        words = gettext("This page was open for too long. Press the button once more.")
    elif act == "unsubscribe":
        leave(db.session, subscriber, moment)
        words = gettext("Unsubscribed. Nothing more is sent to them.")
    elif act == "suppress":
        close_address(db.session, subscriber, moment)
        words = gettext("This address is never written to from now on.")
    elif act == "release":
        open_address(db.session, subscriber, moment)
        words = gettext("This address may be written to again.")
    else:
        words = _ask_again(subscriber)
    db.session.commit()
    deliver_soon()
    flash(words, "saved")
    return redirect(url_for("newsroom.show_subscriber", subscriber_id=subscriber_id), 303)


@bp.route(f"{RULE}erase/", methods=["GET", "POST"])
def erase_subscriber(subscriber_id: int) -> ResponseReturnValue:
    """Asks once more, then removes somebody for good."""
    subscriber, form = _subscriber(subscriber_id), StaffForm()
    if request.method == "GET" or not form.validate():
        suppressed = reason_of(db.session, subscriber.email_norm)
        page = render_template(
            "newsroom/erase_subscriber.html", subscriber=subscriber, form=form, suppressed=suppressed
        )
        return private(page, 200 if request.method == "GET" else 422)
    erase(db.session, subscriber)
    db.session.commit()
    flash(gettext("Erased. Nothing of them is kept here."), "saved")
    return redirect(url_for("newsroom.list_subscribers"), 303)


def _acts(subscriber: Subscriber, suppressed: str | None) -> list[tuple[str, str, bool]]:
    """What can be done about somebody: the end of the address, the words on the button, whether it takes away."""
    acts = []
    if subscriber.state in (SubscriberState.ACTIVE, SubscriberState.PENDING) and suppressed is None:
        is_active = subscriber.state == SubscriberState.ACTIVE
        acts.append(("confirm", gettext("Send them their link") if is_active else gettext("Ask them again"), False))
        acts.append(("unsubscribe", gettext("Unsubscribe"), True))
    if suppressed is not None or subscriber.state == SubscriberState.SUSPENDED:
        acts.append(("release", gettext("Let it be written to again"), False))
    if suppressed is None:
        acts.append(("suppress", gettext("Never write to it"), True))
    return acts


def _ask_again(subscriber: Subscriber) -> str:
    """Send the link that confirms; to whom the newsletter goes, the link to their wishes."""
    if reason_of(db.session, subscriber.email_norm) is not None:
        return gettext("Nothing was sent: this address is never written to.")
    if subscriber.state not in (SubscriberState.ACTIVE, SubscriberState.PENDING):
        return gettext("Nothing was sent: whoever left comes back by their own hand only.")
    ask_to_confirm(db.session, subscriber, subscriber.language, BY_DESK, now())
    return gettext("The mail with their link is on its way.")


def _state() -> str | None:
    asked = request.args.get("state")
    if asked is None:
        return None
    return asked if asked in list(SubscriberState) else abort(404)


def _subscriber(subscriber_id: int) -> Subscriber:
    admins_only()
    locked = request.method == "POST"
    return db.session.get(Subscriber, subscriber_id, with_for_update=locked or None) or abort(404)


def _new_form(*none: None) -> NewSubscriberForm:
    form = NewSubscriberForm(*none)
    form.offer()
    return form


def _said(form: NewSubscriberForm) -> str:
    if form.agreed.data:
        return gettext("Subscribed. Their first letter comes at its time.")
    return gettext("A mail asks them to confirm. Until they do, nothing else is sent.")


def _list(people: Sequence[Subscriber], asked: str, form: NewSubscriberForm) -> str:
    shown = people[: queries.PAGE]
    counts = kept_count("subscriber-states", lambda: dict(db.session.execute(queries.subscriber_states()).all()))
    return render_template(
        "newsroom/list_subscribers.html",
        people=shown,
        more=len(people) > queries.PAGE,
        asked=asked,
        state=_state() if request.method == "GET" else None,
        counts=counts,
        form=form,
        names=names,
    )
