"""An issue at the desk: what became of its copies and why, and what the desk does when it stopped."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.models import (
    Delivery,
    DeliveryState,
    EditionArticle,
    Issue,
    IssueClick,
    IssueState,
    Subscriber,
)
from blueprints.newsletter.readers.signing_up import leave
from tests.newsletter.readers import Readers
from tests.newsletter.returns import event, issue_for
from tests.signing_in import sign_in
from tests.visiting import Visit, visit
from tests.world import World

EMAILS = ("a@example.org", "b@example.org", "c@example.org", "d@example.org")


@pytest.fixture
def issue(readers: Readers) -> int:
    """An issue that four readers were sent; its number."""
    for email in EMAILS:
        readers.add(email)
    return issue_for(*EMAILS)


def page_of(client: FlaskClient, issue: int) -> Visit:
    """The page, a moment after the numbers were counted last."""
    client.application.extensions.pop("kept_counts", None)
    return visit(client, f"/desk/newsletter/issues/{issue}/")


def become(email: str, state: str, **fields: Any) -> None:
    of_reader = select(Subscriber.id).where(Subscriber.email == email).scalar_subquery()
    changing = update(Delivery).where(Delivery.subscriber_id == of_reader)
    db.session.execute(changing.values(state=state, **fields))
    db.session.commit()
    db.session.expunge_all()


def set_state(issue: int, state: str, **fields: Any) -> None:
    db.session.execute(update(Issue).where(Issue.id == issue).values(state=state, **fields))
    db.session.commit()
    db.session.expunge_all()


def numbers(page: Visit) -> dict[str, str]:
    return dict(
        zip(
            [each.text for each in page.all(".issue-numbers dt")],
            [each.text for each in page.all(".issue-numbers dd")],
            strict=True,
        )
    )


def test_it_counts_copies_and_says_why(client: FlaskClient, world: World, issue: int) -> None:
    become("a@example.org", DeliveryState.FAILED, code=550, reply="5.1.1 <a@example.org>: User unknown")
    become("b@example.org", DeliveryState.FAILED, code=550, reply="5.1.1 <b@example.org>: User unknown")
    become("c@example.org", DeliveryState.DEFERRED, code=451, reply="4.7.1 Come back", not_before=clock.now())
    sign_in(client, world.ada)
    page = page_of(client, issue)
    assert numbers(page) == {"Sent": "1", "Put off": "1", "Failed": "2", "Left by it": "0"}
    rows = [[" ".join(cell.itertext()) for cell in row.iter("td")] for row in page.all(".issue-progress tbody tr")]
    assert rows == [
        ["Failed", "550", "5.1.1 …@…: User unknown", "2"],
        ["Put off", "451", "4.7.1 Come back", "1"],
    ]
    assert "@example.org" not in page.text("main")
    assert "3 of 4 copies are settled" in page.text("main")


def test_it_counts_who_left_bounces_complaints_and_clicks(
    client: FlaskClient, world: World, readers: Readers, issue: int
) -> None:
    people = [readers.get(email) for email in EMAILS]
    leave(db.session, people[0], clock.now(), issue)
    leave(db.session, people[1], clock.now())
    event(people[2], "complaint", issue)
    event(people[3], "hard", issue)
    article, draft = world.article("River port opens"), world.article("Unseen")
    db.session.add(IssueClick(issue_id=issue, article_id=article.id, count=1234))
    db.session.add(IssueClick(issue_id=issue, article_id=draft.id, count=3))
    db.session.commit()
    sign_in(client, world.ada)
    page = page_of(client, issue)
    assert numbers(page) == {"Sent": "4", "Left by it": "1", "Complaints": "1", "Bounced for good": "1"}
    assert [each.text for each in page.all("[aria-labelledby=clicks] td")] == ["1,234", "3"]
    assert not db.session.scalars(select(EditionArticle)).all()


def test_it_looks_again_by_itself_only_while_it_goes_out(client: FlaskClient, world: World, issue: int) -> None:
    sign_in(client, world.ada)
    link = page_of(client, issue).one("[data-hx-trigger]")
    answer = client.get(link.get("data-hx-get"), headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<div class="issue-progress"')
    assert client.get(link.get("data-hx-get")).headers["Location"] == f"/desk/newsletter/issues/{issue}/"
    set_state(issue, IssueState.DONE)
    assert not page_of(client, issue).all("[data-hx-trigger]")


def test_the_numbers_are_counted_once_a_minute(client: FlaskClient, world: World, issue: int) -> None:
    sign_in(client, world.ada)
    page_of(client, issue)
    become("a@example.org", DeliveryState.FAILED)
    url = f"/desk/newsletter/issues/{issue}/"
    assert numbers(visit(client, url))["Sent"] == "4"
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert numbers(visit(client, url))["Sent"] == "3"


def test_what_was_halted_goes_on(client: FlaskClient, world: World, issue: int) -> None:
    set_state(issue, IssueState.HALTED, halted_for="554 5.7.1 <b>Blocked</b>", filled_at=clock.now())
    token = sign_in(client, world.ada)
    page = page_of(client, issue)
    assert "554 5.7.1 <b>Blocked</b>" in page.text(".issue-halted")
    url = f"/desk/newsletter/issues/{issue}/resume/"
    assert client.post(url, data={"csrf_token": "x"}).status_code == 303
    assert db.session.scalars(select(Issue.state)).one() == IssueState.HALTED
    assert client.post(url, data={"csrf_token": token}).status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(Issue.state)).one() == IssueState.SENDING
    assert client.post(url, data={"csrf_token": token}).status_code == 303


def test_it_is_ended_after_a_question(client: FlaskClient, world: World, issue: int) -> None:
    token = sign_in(client, world.ada)
    url = f"/desk/newsletter/issues/{issue}/cancel/"
    assert "Stop this issue for good?" in visit(client, url).text("h1")
    assert client.post(url, data={"csrf_token": "x"}).status_code == 422
    assert client.post(url, data={"csrf_token": token}).status_code == 303
    assert client.get(url).status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(Issue.state)).one() == IssueState.CANCELLED


@pytest.mark.parametrize(("ruling", "state"), [("send", DeliveryState.WAITING), ("assume", DeliveryState.SENT)])
def test_the_desk_rules_on_what_is_held(
    client: FlaskClient, world: World, issue: int, ruling: str, state: DeliveryState
) -> None:
    become("a@example.org", DeliveryState.HELD, reply="nobody knows", uncertain_at=clock.now())
    token = sign_in(client, world.ada)
    assert "Of 1 copy nobody knows" in page_of(client, issue).text(".issue-progress .notice")
    url = f"/desk/newsletter/issues/{issue}/held/"
    assert client.post(f"{url}{ruling}/", data={"csrf_token": token}).status_code == 303
    assert client.post(f"{url}burn/", data={"csrf_token": token}).status_code == 404
    db.session.rollback()
    states = sorted(db.session.scalars(select(Delivery.state)))
    assert states == sorted([DeliveryState.SENT] * 3 + [state])


def test_it_is_for_editors(client: FlaskClient, world: World, issue: int) -> None:
    token = sign_in(client, world.ben)
    for path in ("", "progress/", "cancel/"):
        assert client.get(f"/desk/newsletter/issues/{issue}/{path}").status_code == 403
    for path in ("resume/", "cancel/", "held/send/", "held/assume/"):
        answer = client.post(f"/desk/newsletter/issues/{issue}/{path}", data={"csrf_token": token})
        assert answer.status_code == 403
    sign_in(client, world.ada)
    assert client.get("/desk/newsletter/issues/999/").status_code == 404
