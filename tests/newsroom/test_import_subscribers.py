"""Tables of subscribers at the desk: checked first, brought in, given out; nothing in them runs anywhere."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from blueprints.auth.models import Role
from blueprints.core.database import db
from blueprints.newsletter.models import Subscriber, SubscriberEvent
from tests.newsletter.readers import Readers
from tests.newsletter.returns import change
from tests.signing_in import sign_in
from tests.visiting import read, visit
from tests.world import World

IMPORT, EXPORT = "/desk/subscribers/import/", "/desk/subscribers/export/"
TABLE = """email,language
dan@example.org,en
eve@example.org,fr
nobody,en
dan@example.org,en
"=1+1@example.org",xx
"""


@pytest.fixture
def token(client: FlaskClient, world: World) -> str:
    """An admin's form token; this browser is theirs."""
    return sign_in(client, world.account("Root", Role.ADMIN))


def upload(client: FlaskClient, token: str, table: str | bytes, action: str = "check", **more: Any) -> TestResponse:
    content = table.encode() if isinstance(table, str) else table
    form = {"csrf_token": token, "consent": "They signed at the fair", "action": action, **more}
    return client.post(IMPORT, data={**form, "table": (io.BytesIO(content), "fair.csv")})


def export(client: FlaskClient, token: str, state: str = "") -> TestResponse:
    """The whole table, which comes piece by piece."""
    return client.post(EXPORT, data={"csrf_token": token, "state": state}, buffered=True)


def emails() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Subscriber.email).order_by(Subscriber.email)))


def test_it_is_checked_first_and_nothing_is_changed(client: FlaskClient, token: str) -> None:
    page = read(upload(client, token, TABLE))
    assert "Of 5 lines 2 people would be subscribed" in page.text(".notice")
    lines = [[" ".join(cell.itertext()) for cell in row.iter("td")] for row in page.all("tbody tr")]
    assert [line[0] for line in lines] == ["4", "5", "6"]
    assert "nobody" in lines[0][2] and "earlier line" in lines[1][1]
    assert emails() == []


def test_it_is_brought_in_once(client: FlaskClient, token: str) -> None:
    page = read(upload(client, token, TABLE, "import"))
    assert "Of 5 lines 2 people were subscribed" in page.text(".notice")
    assert emails() == ["dan@example.org", "eve@example.org"]
    assert set(db.session.scalars(select(Subscriber.consent))) == {"They signed at the fair"}
    assert db.session.scalars(select(SubscriberEvent.detail)).all() == ["fair.csv"] * 2
    assert "0 people were subscribed" in read(upload(client, token, TABLE, "import")).text(".notice")


def test_nobody_is_brought_in_of_whom_nothing_says_that_they_agreed(client: FlaskClient, token: str) -> None:
    answer = upload(client, token, TABLE, "import", consent="")
    assert answer.status_code == 422 and "say how and when they did" in answer.text
    assert emails() == []


@pytest.mark.parametrize(
    "table", [b"", b"\0\0\0", b"PK\x03\x04\x14\x00", "a,b\n1,2\n", b"\xff\xfe", "😀\n", '"' * 200_000, "x" * 300_000]
)
def test_what_is_no_table_is_refused(client: FlaskClient, token: str, table: str | bytes) -> None:
    answer = upload(client, token, table, "import")
    assert answer.status_code in (200, 422) and emails() == []
    read(answer, answer.status_code)


def test_a_table_that_is_too_large_or_none_is_refused(client: FlaskClient, token: str) -> None:
    assert upload(client, token, b"a" * (12 << 20)).status_code == 413
    assert client.post(IMPORT, data={"csrf_token": token, "consent": "Yes", "action": "import"}).status_code == 422


def test_more_refusals_than_can_be_read_are_counted(client: FlaskClient, token: str) -> None:
    table = "email\n" + "".join(f"nobody{number}\n" for number in range(1200))
    page = read(upload(client, token, table))
    assert len(page.all("tbody tr")) == 1000 and "The first thousand are listed" in page.text("main")


def test_markup_and_formulas_in_a_table_stay_words(client: FlaskClient, token: str) -> None:
    page = read(upload(client, token, 'email\n"<script>x</script>"\n=HYPERLINK("http://x")\n\u202ex@y\n'))
    assert not page.all("main script") and len(page.all("tbody tr")) == 3


def test_it_needs_its_token(client: FlaskClient, token: str) -> None:
    assert upload(client, "x", TABLE, "import").status_code == 422
    assert client.post(EXPORT, data={"csrf_token": "x"}).status_code == 303
    assert emails() == []


def test_all_are_given_out_and_no_cell_runs(client: FlaskClient, readers: Readers, token: str) -> None:
    readers.add("dan@example.org")
    readers.add("+eve@example.org")
    change("dan@example.org", consent="=cmd|' /C calc'!A0")
    answer = export(client, token)
    assert answer.mimetype == "text/csv" and 'filename="subscribers.csv"' in answer.headers["Content-Disposition"]
    assert "private, no-store" in answer.headers["Cache-Control"]
    lines = answer.text.splitlines()
    assert len(lines) == 3 and "'=cmd" in lines[1] and lines[2].startswith("'+eve@example.org")
    assert len(export(client, token, "pending").text.splitlines()) == 1


def test_what_is_given_out_can_be_brought_in_again(client: FlaskClient, readers: Readers, token: str) -> None:
    readers.add("dan@example.org")
    table = export(client, token).data
    assert "0 people would be subscribed" in read(upload(client, token, table, consent="")).text(".notice")
    db.session.query(Subscriber).delete()
    db.session.commit()
    assert "1 person was subscribed" in read(upload(client, token, table, "import", consent="")).text(".notice")


def test_the_form_says_what_it_wants(client: FlaskClient, token: str) -> None:
    page = visit(client, IMPORT)
    assert page.one("form.narrow-form").get("enctype") == "multipart/form-data"
    assert page.one("button[value=check]").get("formtarget") == "check"
