"""News that breaks: one issue for ever for each article and language, for those who want nothing else."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from flask import current_app
from sqlalchemy import func, or_, select

from blueprints.core.database import AnySession, db, writing
from blueprints.core.setting_checks import hours_of
from blueprints.news.models import Article
from blueprints.news.numbering import number_published
from blueprints.news.queries import visible
from blueprints.newsletter.composing.choosing import Choice
from blueprints.newsletter.composing.fresh import FRESH, choice_at
from blueprints.newsletter.composing.ledgering import withdraw_issue
from blueprints.newsletter.composing.mailings import (
    COLUMNS,
    Mailing,
    Recipient,
    already_sent,
    fill,
    finish,
    make_editions,
    open_issue,
    unfilled,
)
from blueprints.newsletter.composing.quiet import after_quiet
from blueprints.newsletter.composing.reading import awake
from blueprints.newsletter.composing.schedule import zone_of
from blueprints.newsletter.messages.letters import breaking_message
from blueprints.newsletter.models import Cadence, Delivery, EditionArticle, Issue, IssueState, Kind, Subscriber
from blueprints.newsletter.queries import told
