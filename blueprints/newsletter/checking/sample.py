"""What a reader would get if it were their turn now."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from blueprints.core.database import AnySession
from blueprints.news.numbering import number_published
from blueprints.newsletter.composing.editions import Shelf
from blueprints.newsletter.composing.fresh import choice_at, newest_number
from blueprints.newsletter.composing.reading import Wanted
from blueprints.newsletter.composing.schedule import slot_of, zone_of
from blueprints.newsletter.messages.letter import Letter
from blueprints.newsletter.models import Form, Issue, Subscriber
from blueprints.newsletter.queries import told


def reader_of(session: AnySession, email_norm: str) -> Subscriber | None:
    """Who subscribed with this address."""
    return session.scalar(select(Subscriber).filter_by(email_norm=email_norm))


def digest_for(
    session: AnySession, reader: Subscriber | None, moment: datetime, *, kind: str, form: str, language: str
) -> Letter | None:
    """The digest with what is new to them, or with all that is fresh where nothing is or nobody is known; None where
    nothing is fresh at all. It numbers what was published: the caller rolls back."""
    number_published(session, moment)
    shelf = Shelf(choice_at(session, moment), newest_number(session), moment)
    zone = zone_of(reader.zone if reader else "", current_app.config["TIMEZONE"])
    day = moment.astimezone(zone).date()
    choices = reader.choices if reader else ""
    for watermark in (reader.watermark if reader else 0, 0):
        selection = shelf.selection_for(session, Wanted(kind, language, day, form, watermark, choices))
        if selection.article_ids:
            break
    else:
        return None
    slot = slot_of(kind, day)
    known = session.scalar(select(Issue).filter_by(kind=kind, language=language, slot=slot))
    issue = known or Issue(kind=kind, language=language, slot=slot)
    found = {article.id: article for article in session.scalars(told(selection.article_ids, form, moment))}
    articles = [found[number] for number in selection.article_ids if number in found]
    return Letter(issue, Form(form), articles, moment, selection.more)
