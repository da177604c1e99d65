"""What a run claims, and in which order."""

from datetime import timedelta

from sqlalchemy import update

from blueprints.core import clock
from blueprints.core.database import db, writing
from blueprints.newsletter.models import Delivery, Issue, Run
from blueprints.newsletter.sending.stock import BATCH, Stock
from blueprints.newsletter.sending.throttling import Throttle
from tests.newsletter.readers import Readers
from tests.newsletter.returns import issue_for


def test_copies_of_an_issue_that_goes_on_again_come_when_the_others_are_claimed(readers: Readers) -> None:
    """Each claim begins where the last one did, not with the million copies of an issue that was stopped."""
    emails = readers.add_many(BATCH + 50)
    with clock.at(clock.now() - timedelta(hours=1)):
        stopped = issue_for(*emails[:3], state="waiting")
    going_out = issue_for(*emails, state="waiting")
    db.session.execute(update(Issue).where(Issue.id == stopped).values(state="halted"))
    db.session.add(run := Run(key="x", started_at=clock.now()))
    db.session.commit()
    stock = Stock(run.id, Throttle(0, {}))
    assert claimed(stock) == [going_out] * BATCH
    db.session.execute(update(Issue).where(Issue.id == stopped).values(state="sending"))
    db.session.commit()
    assert claimed(stock) == [going_out] * 50
    assert claimed(stock) == [stopped] * 3 and not stock.is_dry
    assert claimed(stock) == [] and stock.is_dry
    db.session.execute(update(Delivery).values(state="waiting", not_before=clock.now()))
    assert len(claimed(stock)) == BATCH


def claimed(stock: Stock) -> list[int]:
    """The issues of the next claim."""
    with writing():
        stock.fill(db.session(), clock.now())
        db.session.commit()
    return sorted(copy.issue_id for copy in iter(stock.next, None))
