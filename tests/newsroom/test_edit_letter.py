"""Letters by hand: written, looked at, sent now or at a time, changed until they begin, and taken back."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.composing.letters import compose_letters
from blueprints.newsletter.models import Delivery, Edition, Issue, IssueState
from tests.newsletter.readers import Readers
from tests.newsroom.writing import values
from tests.signing_in import sign_in
from tests.smtp_sink import Sink
from tests.visiting import Visit, visit
from tests.world import World

NEW = "/desk/newsletter/letters/new/"
WORDS = {"subject": "A word from us 🌍", "body": "Dear reader,\n\nthank you.", "language": ""}


def edit_url(issue: Issue) -> str:
    return f"/desk/newsletter/letters/{issue.id}/edit/"


def write(client: FlaskClient, url: str = NEW, action: str = "save", **changes: Any) -> TestResponse:
    page = visit(client, url)
    articles = [each.get("value") for each in page.all("[name=article]")]
    return client.post(url, data={**values(page), "article": articles, **WORDS, "action": action, **changes})


def letters() -> list[Issue]:
    db.session.rollback()
    db.session.expunge_all()
    return list(db.session.scalars(select(Issue).order_by(Issue.id)))


def send(client: FlaskClient, issue: Issue, action: str = "now", **more: str) -> TestResponse:
    url = f"/desk/newsletter/letters/{issue.id}/send/"
    version = visit(client, url).one("[name=version]").get("value")
    token = visit(client, url).one("form.form [name=csrf_token]").get("value")
    return client.post(url, data={"csrf_token": token, "version": version, "action": action, **more})


def test_it_is_written_in_plain_text_or_html(client: FlaskClient, world: World) -> None:
    sign_in(client, world.ada)
    assert write(client, subject="Plain").status_code == 303
    assert write(client, subject="HTML", body='<p onclick="x()">So</p><script>x()</script>').status_code == 303
    plain, html = letters()
    assert plain.body == "<p>Dear reader,</p>\n<p>thank you.</p>" and html.body == "<p>So</p>"
    assert plain.state == IssueState.PLANNED and plain.send_at is None and plain.editor_id == world.ada.id


def test_sending_the_form_twice_makes_one_letter(client: FlaskClient, world: World) -> None:
    sign_in(client, world.ada)
    form = {**values(visit(client, NEW)), **WORDS}
    first, second = client.post(NEW, data=form), client.post(NEW, data=form)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(letters()) == 1


@pytest.mark.parametrize("key", ["", "x", "0" * 31, "é" * 32])
def test_a_key_of_ones_own_is_refused_or_replaced(client: FlaskClient, world: World, key: str) -> None:
    sign_in(client, world.ada)
    answer = write(client, form_key=key)
    assert answer.status_code == (303 if key == "" else 422)


def test_everybody_of_a_language_gets_it_with_its_stories(
    client: FlaskClient, world: World, readers: Readers, sink: Sink
) -> None:
    port = world.article("River port opens", slug="port")
    readers.add("dan@example.org")
    readers.add("eve@example.org", cadence="breaking")
    readers.add("fay@example.org", form="text")
    sign_in(client, world.ada)
    answer = write(client, action="send", **{"more-add": "/2026/11/port/"})
    page = visit(client, answer.headers["Location"])
    assert "3 readers get it" in page.text(".desk-ask")
    issue = letters()[0]
    assert issue.picks == [port.id]
    assert send(client, issue).status_code == 303
    assert compose_letters() == 3
    readers.deliver()
    assert sum(sink.copies().values()) == 3
    assert b"River port opens" in db.session.scalars(select(Edition.message)).all()[0]
    assert "can no longer be changed" in client.get(edit_url(issue), follow_redirects=True).text


def test_it_waits_for_its_time_by_the_clock_of_the_site(client: FlaskClient, world: World, readers: Readers) -> None:
    readers.add()
    sign_in(client, world.ada)
    write(client)
    issue = letters()[0]
    assert send(client, issue, "later", send_on="2099-06-01", send_at="09:30").status_code == 303
    issue = letters()[0]
    assert issue.send_at is not None and issue.send_at.isoformat() == "2099-06-01T08:30:00+00:00"
    assert compose_letters() == 0
    assert "Until then it can be changed" in visit(client, edit_url(issue)).html
    assert write(client, edit_url(issue), subject="Another").status_code == 303
    with clock.at(issue.send_at):
        assert compose_letters() == 1
    assert letters()[0].title == "Another"


@pytest.mark.parametrize(
    ("day", "time"), [("2020-01-01", "09:00"), ("", "09:00"), ("2099-01-01", ""), ("9999-12-31", "00:00"), ("x", "y")]
)
def test_a_time_that_cannot_be_meant_is_refused(client: FlaskClient, world: World, day: str, time: str) -> None:
    sign_in(client, world.ada)
    write(client)
    assert send(client, letters()[0], "later", send_on=day, send_at=time).status_code == 422
    assert letters()[0].send_at is None


def test_a_planned_letter_is_held_back_or_thrown_away(client: FlaskClient, world: World, readers: Readers) -> None:
    readers.add()
    token = sign_in(client, world.ada)
    write(client)
    issue = letters()[0]
    send(client, issue, "later", send_on="2099-06-01", send_at="09:30")
    assert client.post(edit_url(issue).replace("edit", "hold"), data={"csrf_token": token}).status_code == 303
    assert letters()[0].send_at is None
    cancel = f"/desk/newsletter/issues/{issue.id}/cancel/"
    assert "Throw this letter away?" in visit(client, cancel).text("h1")
    assert client.post(cancel, data={"csrf_token": token}).status_code == 303
    assert letters()[0].state == IssueState.CANCELLED
    with clock.at(clock.now().replace(year=2100)):
        assert compose_letters() == 0


@pytest.mark.parametrize("empty", [{"subject": ""}, {"body": ""}])
def test_what_says_nothing_is_not_sent(client: FlaskClient, world: World, empty: dict[str, str]) -> None:
    sign_in(client, world.ada)
    answer = write(client, action="send", **empty)
    page = client.get(answer.headers["Location"], follow_redirects=True)
    assert "before it can be sent" in page.text


def test_an_earlier_tab_does_not_overwrite_a_later_one_unseen(client: FlaskClient, world: World) -> None:
    sign_in(client, world.ada)
    write(client)
    url = edit_url(letters()[0])
    early = values(visit(client, url))
    write(client, url, subject="The later one")
    answer = client.post(url, data={**early, "subject": "The earlier one"})
    assert answer.status_code == 422 and letters()[0].subject == "The later one"
    page = Visit(answer)
    assert "The later one" in page.text(".desk-theirs")
    assert client.post(url, data=values(page)).status_code == 303
    assert letters()[0].subject == "The earlier one"


def test_what_was_changed_after_the_question_is_not_sent_unseen(client: FlaskClient, world: World) -> None:
    token = sign_in(client, world.ada)
    write(client)
    issue = letters()[0]
    asked = visit(client, f"/desk/newsletter/letters/{issue.id}/send/").one("[name=version]").get("value")
    write(client, edit_url(issue), subject="Something else")
    form = {"csrf_token": token, "version": asked, "action": "now"}
    answer = client.post(f"/desk/newsletter/letters/{issue.id}/send/", data=form)
    assert answer.status_code == 422 and "changed meanwhile" in answer.text
    assert letters()[0].send_at is None


def test_it_is_seen_and_tested_before(client: FlaskClient, world: World, sink: Sink) -> None:
    token = sign_in(client, world.ada)
    answer = write(client, action="see", subject="كلمة من التحرير", body="مرحبا بكم", language="ar")
    page = visit(client, answer.headers["Location"])
    assert page.text(".letter-envelope dd") == "كلمة من التحرير"
    letter = client.get(page.all("iframe")[0].get("src"))
    assert 'dir="rtl"' in letter.text and "مرحبا بكم" in letter.text
    test = answer.headers["Location"].replace("preview", "test")
    assert client.post(test, data={"csrf_token": token, "form": "text"}).status_code == 303
    assert sink.accepted[0].recipient == "ada-okoro@example.org"
    assert not db.session.scalars(select(Delivery)).all()


def test_a_letter_that_says_nothing_yet_can_be_looked_at(client: FlaskClient, world: World) -> None:
    sign_in(client, world.ada)
    answer = write(client, action="see", subject="", body="")
    assert "There is nothing in it yet" in visit(client, answer.headers["Location"]).html


def test_a_number_that_is_no_letter_is_none(client: FlaskClient, world: World) -> None:
    db.session.add(Issue(kind="daily", language="en", slot="2026-11-25", created_at=clock.now()))
    db.session.commit()
    number = letters()[0].id
    sign_in(client, world.ada)
    for path in (f"{number}/edit/", f"{number}/send/", f"{number}/preview/", "99/edit/", "0/edit/"):
        assert client.get(f"/desk/newsletter/letters/{path}").status_code == 404


def test_it_is_for_editors_with_a_token(client: FlaskClient, world: World) -> None:
    sign_in(client, world.ada)
    write(client)
    issue = letters()[0]
    form = {**values(visit(client, edit_url(issue))), "subject": "Mine", "csrf_token": "x"}
    assert client.post(edit_url(issue), data=form).status_code == 422
    token = sign_in(client, world.ben)
    for path in ("edit", "send", "preview", "hold", "test"):
        url = f"/desk/newsletter/letters/{issue.id}/{path}/"
        assert client.post(url, data={"csrf_token": token}).status_code in (403, 404, 405)
        assert client.get(url).status_code in (403, 404, 405)
    assert client.get(NEW).status_code == 403
    assert letters()[0].subject == WORDS["subject"]
