"""Deliveries and runs, and what a subscriber may choose from, as queries."""

from datetime import datetime

from sqlalchemy import Select, func, select

from blueprints.news.models import Category
from blueprints.newsletter.models import Delivery, Run


def choosable_categories() -> Select[Category]:
    """What a subscriber may choose from: the top categories, those of the menu first."""
    top = select(Category).where(Category.parent_id.is_(None))
    return top.order_by(Category.position.is_(None), Category.position, Category.name)


def due_count(moment: datetime) -> Select[int]:
    """How many copies may be tried at this moment."""
    return select(func.count()).select_from(Delivery).where(Delivery.not_before <= moment)


def open_runs() -> Select[Run]:
    """The runs that have not ended, whether they live or not."""
    return select(Run).where(Run.ended_at.is_(None)).order_by(Run.id)
