"""Exporting people: a table that spreadsheets cannot be harmed by, and all about one person."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.models import Subscriber
from blueprints.newsletter.readers import exporting
from blueprints.newsletter.readers.exporting import export_people, export_person
from blueprints.newsletter.readers.history import note
from blueprints.newsletter.readers.importing import import_people, read_rows
from tests.newsletter.readers import Readers
from tests.newsletter.returns import change, event, issue_for
from tests.world import World

MAY = datetime(2026, 5, 1, 9, tzinfo=UTC)


def exported(state: str | None = None) -> list[dict[str, str]]:
    whole = b"".join(export_people(state)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(whole, newline="")))


def test_it_has_everybody_with_what_they_chose_and_how_they_agreed(world: World, readers: Readers) -> None:
    sport = world.category("Sport")
    world.article(tags=("Port",))
    readers.add("dan@example.org", categories=(sport, world.news), zone="Africa/Dakar", form="text")
    change("dan@example.org", consent="Form, “May”,\nsigned", asked_at=MAY, confirmed_at=MAY)
    readers.add("eve@example.org")
    rows = exported()
    assert [row["email"] for row in rows] == ["dan@example.org", "eve@example.org"]
    assert (rows[0]["categories"], rows[0]["zone"], rows[0]["form"]) == ("sport, news", "Africa/Dakar", "text")
    assert (rows[0]["consent"], rows[0]["asked_at"]) == ("Form, “May”,\nsigned", "2026-05-01T09:00:00+00:00")
    assert rows[1]["categories"] == rows[1]["unsubscribed_at"] == ""


def test_it_can_be_of_one_state(readers: Readers) -> None:
    readers.add_many(2)
    change("reader2@example.org", state="complained")
    assert [row["email"] for row in exported("complained")] == ["reader2@example.org"]


def test_it_goes_through_all_of_them_slice_by_slice(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "SLICE", 3)
    emails = readers.add_many(10)
    assert [row["email"] for row in exported()] == emails
    assert len(list(export_people())) == 5


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(readers: Readers, start: str) -> None:
    readers.add("dan@example.org")
    change("dan@example.org", consent=f"{start}HYPERLINK(1)")
    assert exported()[0]["consent"] == f"'{start}HYPERLINK(1)"


def test_an_export_can_be_imported_again(world: World, readers: Readers) -> None:
    sport = world.category("Sport")
    readers.add("+dan@example.org", categories=(sport,), hour=5, cadence="weekly", weekday=3)
    change("+dan@example.org", consent="Form of May", asked_at=MAY)
    readers.add("eve@example.org")
    change("eve@example.org", state="unsubscribed")
    whole = b"".join(export_people())
    db.session.query(Subscriber).delete()
    db.session.commit()
    report = import_people(read_rows(io.BytesIO(whole)), clock.now())
    assert report.added == 1 and [refusal.reason for refusal in report.listed] == ["left there"]
    dan = readers.get("+dan@example.org")
    assert (dan.hour, dan.cadence, dan.weekday, dan.consent, dan.asked_at) == (5, "weekly", 3, "Form of May", MAY)
    assert dan.chosen == {"categories": [str(sport.id)]}


def test_all_about_one_person_is_told_and_nothing_about_another(world: World, readers: Readers) -> None:
    readers.add("dan@example.org", categories=(world.news,))
    readers.add("eve@example.org")
    issue = issue_for("dan@example.org", "eve@example.org")
    for email in ("dan@example.org", "eve@example.org"):
        event(readers.get(email), "soft", issue, status="4.2.2", detail=f"mailbox of {email} is full")
        db.session.commit()
        note(db.session, readers.get(email), "changed", clock.now(), f"the form of {email}")
        db.session.commit()
    told = export_person(db.session, readers.get("dan@example.org"))
    assert b"eve@example.org" not in told
    about = json.loads(told)
    assert about["subscription"]["email"] == "dan@example.org" and about["subscription"]["consent"] == "Yes."
    assert about["subscription"]["choices"] == {"categories": "news"}
    assert about["subscription"]["never_written_to"] is False
    assert [line["kind"] for line in about["history"]] == ["changed"]
    assert [(copy["issue_id"], copy["state"]) for copy in about["deliveries"]] == [(issue, "sent")]
    assert [(back["kind"], back["status"]) for back in about["returned"]] == [("soft", "4.2.2")]
    assert "secret" not in about["subscription"]
