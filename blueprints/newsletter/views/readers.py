"""The newsletter's pages: what it is, signing up, preferences, leaving, and issues to read on the web."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.extensions import limiter
from blueprints.core.languages import current_language
from blueprints.core.outbox import deliver_soon
from blueprints.core.pages import private, public, wants_fragment
from blueprints.newsletter import bp
from blueprints.newsletter.forms import PreferencesForm, SubscribeForm
from blueprints.newsletter.models import Issue, Subscriber
from blueprints.newsletter.queries import articles_of, choosable_categories, latest_issues
from blueprints.newsletter.readers.links import holder_of, token_for
from blueprints.newsletter.readers.signing_up import CONSENT, confirm, leave, set_turn, sign_up, wish_to_confirm

ISSUES_SHOWN = 10


@bp.app_context_processor
def _consent() -> dict[str, str]:
    return {"newsletter_consent": CONSENT}


@bp.get("/")
def show_newsletter() -> ResponseReturnValue:
    """What one gets, how often, and the latest issues."""
    issues = db.session.scalars(latest_issues(ISSUES_SHOWN)).all()
    return public(render_template("newsletter/show_newsletter.html", issues=issues), "newsletter", "menu")


@bp.get("/issues/<int:number>/")
def show_issue(number: int) -> ResponseReturnValue:
    """An issue on the web, without anything of who got it."""
    issue = db.session.get(Issue, number)
    if issue is None:
        abort(404)
    articles = db.session.scalars(articles_of(issue, now())).all()
    page = render_template("newsletter/show_issue.html", issue=issue, articles=articles)
    return public(page, "newsletter", "menu", "feed")


@bp.post("/subscribe/")
@limiter.limit("6/minute;60/hour")
def subscribe() -> ResponseReturnValue:
    """Take an address; the answer is the same whether it was new, known, asked a moment ago or a machine's."""
    form = SubscribeForm()
    good = form.validate()
    if good and not form.website.data:
        sign_up(db.session, form.address, current_language(), form.article.data, now())
        db.session.commit()
        deliver_soon()
    fragment = wants_fragment()
    place = (form.place.data if fragment and not form.place.errors else "") or "page"
    template = "newsletter/_subscribed.html" if fragment else "newsletter/subscribe.html"
    subscription = {"form": form, "done": good, "place": place}
    return private(render_template(template, subscription=subscription), 200 if good else 422)


@bp.route("/confirm/<token>/", methods=["GET", "POST"])
def confirm_subscription(token: str) -> ResponseReturnValue:
    """A button that confirms, for scanners of mail follow every link; and what it did."""
    subscriber = wish_to_confirm(db.session, token, now())
    if subscriber is None:
        return private(render_template("newsletter/confirm_subscription.html", subscriber=None), 404)
    if _posted():
        confirm(db.session, subscriber, now())
        db.session.commit()
    context = {"subscriber": subscriber, "done": subscriber.is_active, "token": token}
    key = token_for(subscriber.id, subscriber.secret)
    return private(render_template("newsletter/confirm_subscription.html", **context, key=key))


@bp.route("/manage/<token>/", methods=["GET", "POST"])
def edit_preferences(token: str) -> ResponseReturnValue:
    """How often and about what, for whoever holds the link from a mail."""
    subscriber = _holder(token)
    categories = [category for category in db.session.scalars(choosable_categories()) if not category.is_filler]
    form = PreferencesForm(
        cadence=subscriber.cadence, categories=[int(number) for number in subscriber.chosen.get("categories", ())]
    )
    form.categories.choices = [SelectChoice(str(category.id), category.title) for category in categories]
    saved = _posted() and form.validate()
    if saved:
        chosen = set(form.categories.data or [])
        subscriber.cadence = form.cadence.data
        subscriber.choose({**subscriber.chosen, "categories": [str(number) for number in chosen]})
        set_turn(subscriber, now())
        db.session.commit()
    page = render_template("newsletter/edit_preferences.html", form=form, subscriber=subscriber, key=token, saved=saved)
    return private(page, 422 if form.errors else 200)


@bp.route("/unsubscribe/<token>/", methods=["GET", "POST"])
def unsubscribe(token: str) -> ResponseReturnValue:
    """GET shows a button; POST acts at once, also for a mail program's one click (RFC 8058); twice is fine."""
    subscriber = _holder(token)
    if _posted():
        leave(db.session, subscriber, now())
        db.session.commit()
    return private(render_template("newsletter/unsubscribe.html", subscriber=subscriber, key=token))


def _holder(token: str) -> Subscriber:
    subscriber = holder_of(db.session, token)
    if subscriber is None:
        abort(404)
    return subscriber


def _posted() -> bool:
    return request.method == "POST"
