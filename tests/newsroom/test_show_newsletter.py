"""The newsletter at the desk: what goes out next, what stopped, what went, and how it grows."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.models import Cadence, Issue, IssueState, Subscriber, SubscriberState
from blueprints.newsletter.readers.history import note
from blueprints.newsletter.readers.signing_up import set_turn
from tests.newsletter.readers import Readers
from tests.signing_in import sign_in
from tests.visiting import visit
from tests.world import World

OVERVIEW = "/desk/newsletter/"


def waiting(readers: Readers, email: str, **fields: str) -> None:
    """A reader whose turn is set."""
    number = readers.add(email, **fields).id
    subscriber = db.session.get_one(Subscriber, number)
    set_turn(subscriber, clock.now())
    db.session.commit()
    db.session.expunge_all()


def issue(state: str, slot: str, **fields: object) -> int:
    """An issue in this state; its number."""
    made = Issue(kind="daily", language="en", slot=slot, state=state, created_at=clock.now(), **fields)
    db.session.add(made)
    db.session.commit()
    number = made.id
    db.session.expunge_all()
    return number


def test_it_shows_what_goes_out_next(client: FlaskClient, world: World, readers: Readers) -> None:
    world.article("River port opens", published_seq=1)
    world.article("Le port ouvre", language="fr", published_seq=2)
    waiting(readers, "dan@example.org")
    waiting(readers, "eve@example.org", cadence=Cadence.WEEKLY)
    number = readers.add("fay@example.org", cadence=Cadence.BREAKING).id
    assert db.session.get_one(Subscriber, number).next_at is None
    sign_in(client, world.ada)
    page = visit(client, OVERVIEW)
    assert [link.text for link in page.all(".digest-row h3 a")] == ["Daily digest, English", "Weekly digest, English"]
    assert "1 reader" in page.text(".digest-row") and "River port opens" in page.text(".digest-row")
    assert "Le port ouvre" not in page.html


def test_a_halted_issue_is_told_on_every_page_to_editors(client: FlaskClient, world: World) -> None:
    number = issue(IssueState.HALTED, "2026-11-25", title="River port opens", halted_for="554 5.7.1 No")
    sign_in(client, world.ada)
    halted = visit(client, OVERVIEW)
    assert "554 5.7.1 No" in halted.text(".issue-halted")
    assert halted.one(".issue-halted form").get("action") == f"/desk/newsletter/issues/{number}/resume/"
    for path in ("/desk/", "/desk/comments/"):
        assert visit(client, path).one(".desk-alarm a").get("href") == f"/desk/newsletter/issues/{number}/"
    sign_in(client, world.ben)
    assert not visit(client, "/desk/").all(".desk-alarm")


def test_many_halted_issues_do_not_fill_the_desk(client: FlaskClient, world: World) -> None:
    for number in range(5):
        issue(IssueState.HALTED, f"slot-{number}", title=f"Issue {number}")
    sign_in(client, world.ada)
    assert [link.text for link in visit(client, "/desk/").all(".desk-alarm a")] == [
        "Issue 4",
        "Issue 3",
        "3 more stopped",
    ]
    assert len(visit(client, OVERVIEW).all(".issue-halted")) == 5


def test_past_issues_go_on_page_by_page(client: FlaskClient, world: World) -> None:
    for number in range(42):
        issue(IssueState.DONE, f"slot-{number}", title=f"Issue {number}")
    sign_in(client, world.ada)
    page = visit(client, OVERVIEW)
    assert len(page.all("[aria-labelledby=past] li")) == 40
    older = visit(client, page.one("[aria-labelledby=past] .button").get("href"))
    assert [link.text for link in older.all("[aria-labelledby=past] bdi")] == ["Issue 1", "Issue 0"]


@pytest.mark.parametrize("asked", ["x", "-1", "0", "99999999999", "2147483648", ""])
def test_it_refuses_a_place_that_is_none(client: FlaskClient, world: World, asked: str) -> None:
    sign_in(client, world.ada)
    assert client.get(f"{OVERVIEW}?before={asked}").status_code == 404


def test_growth_is_drawn_and_told(client: FlaskClient, world: World, readers: Readers) -> None:
    today = clock.now()
    for number, (kind, days) in enumerate([("confirmed", 3), ("imported", 3), ("confirmed", 1), ("left", 1)]):
        subscriber = db.session.merge(readers.add(f"reader{number}@example.org"))
        note(db.session, subscriber, kind, today - timedelta(days=days))
        if kind == "left":
            subscriber.state = SubscriberState.UNSUBSCRIBED
        db.session.commit()
    sign_in(client, world.ada)
    page = visit(client, OVERVIEW)
    assert len(page.all(".growth-joined")) == 2 and len(page.all(".growth-left")) == 1
    rows = [[cell.text for cell in row.iter("td")] for row in page.all("[aria-labelledby=growth] tbody tr")]
    assert len(rows) == 90
    assert rows[:4] == [["0", "0", "3"], ["1", "1", "3"], ["0", "0", "3"], ["2", "0", "3"]]
    assert rows[4] == ["0", "0", "1"]


def test_it_is_for_editors(client: FlaskClient, world: World) -> None:
    sign_in(client, world.ben)
    assert client.get(OVERVIEW).status_code == 403


def test_an_editor_is_shown_no_way_to_addresses(client: FlaskClient, world: World) -> None:
    sign_in(client, world.ada)
    page = visit(client, OVERVIEW)
    assert not [link for link in page.all("a") if (link.get("href") or "").startswith("/desk/subscribers/")]
