"""Importing people: whoever agreed elsewhere is subscribed at once, and nobody is brought back."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.models import Subscriber, SubscriberEvent
from blueprints.newsletter.readers.importing import SLICE, ImportReport, import_people, read_rows
from blueprints.newsletter.readers.rows import Reason, Refusal, Row
from blueprints.newsletter.readers.suppressing import suppress
from blueprints.newsletter.readers.tables import NotATable
from tests.newsletter.readers import Readers
from tests.newsletter.returns import change
from tests.world import World

AGREED = "Paper forms at the book fair, May 2026"
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def rows(table: str | bytes, consent: str = AGREED) -> list[Row | Refusal]:
    return list(read_rows(io.BytesIO(table.encode() if isinstance(table, str) else table), consent))


def brought_in(table: str | bytes, consent: str = AGREED, *, dry_run: bool = False) -> ImportReport:
    with clock.at(NOON):
        report = import_people(rows(table, consent), NOON, origin="people.csv", dry_run=dry_run)
    db.session.expunge_all()
    return report


def emails() -> list[str]:
    return list(db.session.scalars(select(Subscriber.email).order_by(Subscriber.id)))


def reasons(report: ImportReport) -> list[tuple[int, str]]:
    return [(refusal.line, refusal.reason.value) for refusal in report.listed]


def test_they_are_subscribed_at_once_from_the_newest_article_on(world: World, readers: Readers) -> None:
    world.article("Port opens", published=NOON - timedelta(hours=1))
    assert brought_in("email\ndan@example.org\n").added == 1
    dan = readers.get("dan@example.org")
    assert dan.is_active and dan.confirmed_at == NOON and dan.asked_at == NOON
    assert (dan.watermark, dan.source, dan.consent, len(dan.secret)) == (1, "import", AGREED, 16)
    assert (dan.language, dan.cadence, dan.hour, dan.weekday, dan.zone, dan.form) == ("en", "daily", 7, 6, "", "normal")
    assert dan.next_at == datetime(2026, 11, 26, 6, tzinfo=UTC)
    line = db.session.scalars(select(SubscriberEvent)).one()
    assert (line.kind, line.detail, line.happened_at) == ("imported", "people.csv", NOON)


def test_everything_that_a_reader_can_choose_has_a_column(world: World, readers: Readers) -> None:
    news, sport = world.news, world.category("Sport", names={"fr": "Sports, loisirs"})
    world.article(tags=("Port",), category=sport)
    columns = "Email;language;cadence;hour;weekday;zone;form;categories;tags;authors;languages;consent\n"
    line = "dan@example.org;fr_FR;Weekly;18:00;5;Africa/Dakar;text;sport | News;port;ben-diallo;fr,sw;2024-05-01\n"
    assert brought_in(columns + line, "").added == 1
    dan = readers.get("dan@example.org")
    assert (dan.language, dan.cadence, dan.hour, dan.weekday, dan.zone, dan.form) == (
        *("fr", "weekly", 18, 5, "Africa/Dakar", "text"),
    )
    assert (dan.consent, dan.asked_at) == ("2024-05-01", datetime(2024, 5, 1, tzinfo=UTC))
    assert dan.next_at == datetime(2026, 11, 27, 18, tzinfo=UTC)
    assert dan.chosen["categories"] == sorted([str(sport.id), str(news.id)])
    assert dan.chosen["authors"] == [str(world.ben.id)] and dan.chosen["languages"] == ["fr", "sw"]
    again = brought_in("email;sections\neve@example.org;Sports, loisirs\n")
    assert again.added == 1 and readers.get("eve@example.org").chosen == {"categories": [str(sport.id)]}


@pytest.mark.parametrize(
    ("column", "said", "reason"),
    [
        ("language", "tlh", Reason.LANGUAGE),
        ("cadence", "hourly", Reason.CADENCE),
        ("hour", "24", Reason.HOUR),
        ("hour", "7.5", Reason.HOUR),
        ("weekday", "0", Reason.HOUR),
        ("zone", "Africa/Atlantis", Reason.ZONE),
        ("zone", "../../etc/passwd", Reason.ZONE),
        ("form", "pdf", Reason.FORM),
        ("categories", "sport, gossip", Reason.CHOICE),
        ("consent", "no", Reason.CONSENT),
        ("status", "unsubscribed", Reason.LEFT_THERE),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused_with_its_number(
    world: World, column: str, said: str, reason: Reason
) -> None:
    world.category("Sport")
    report = brought_in(
        f"email,{column}\nada@example.org,\ndan@example.org,{said!s}\n".replace(f",{said}", f',"{said}"')
    )
    assert (report.read, report.added, reasons(report)) == (2, 1, [(3, reason.value)])
    assert report.listed[0].words


@pytest.mark.parametrize(
    "address", ["dan", "dan@", "a@b@example.org", "dan@example..org", "دان@example.org", "x" * 400]
)
def test_a_malformed_address_is_refused(app: Flask, address: str) -> None:
    report = brought_in(f"email\n{address}\n")
    assert reasons(report) == [(2, "address")] and len(report.listed[0].said) <= 80


def test_nobody_is_brought_back(readers: Readers) -> None:
    for state in ("active", "pending", "unsubscribed", "suspended", "complained"):
        readers.add(f"{state}@example.org")
        change(f"{state}@example.org", state=state)
    suppress(db.session, "gone@example.org", "hard", NOON)
    db.session.commit()
    people = ("active", "Pending", "unsubscribed", "SUSPENDED", "complained", "gone", "new")
    report = brought_in("email\n" + "\n".join(f"{name}@example.org" for name in people))
    told = ["there", "pending", "left", "suspended", "complained", "suppressed"]
    assert reasons(report) == list(zip(range(2, 8), told, strict=True)) and report.added == 1
    assert readers.get("unsubscribed@example.org").state == "unsubscribed"
    assert readers.get("pending@example.org").state == "pending"


def test_the_first_of_two_lines_with_one_address_stands(readers: Readers) -> None:
    filler = "".join(f"reader{number}@example.org,7\n" for number in range(SLICE))
    report = brought_in(f"email,hour\ndan@example.org,5\n{filler}Dan@EXAMPLE.org,9\n")
    assert reasons(report) == [(SLICE + 3, "twice")] and report.added == SLICE + 1
    assert readers.get("dan@example.org").hour == 5


def test_twice_changes_nothing(app: Flask) -> None:
    table = "email\nada@example.org\nben@example.org\n"
    assert brought_in(table).added == 2
    again = brought_in(table)
    assert (again.added, again.refused) == (0, {Reason.THERE: 2})
    assert db.session.scalar(select(func.count()).select_from(SubscriberEvent)) == 2


def test_an_import_that_was_cut_goes_on_where_it_was(app: Flask) -> None:
    table = "email\n" + "".join(f"reader{number}@example.org\n" for number in range(2 * SLICE + 5))

    def cut_off(rows: list[Row | Refusal]) -> Iterator[Row | Refusal]:
        yield from rows[: SLICE + 7]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_people(cut_off(rows(table)), NOON)
    db.session.rollback()
    assert len(emails()) == SLICE
    rest = brought_in(table)
    assert (rest.added, rest.refused[Reason.THERE]) == (SLICE + 5, SLICE)
    assert len(emails()) == 2 * SLICE + 5


def test_a_dry_run_says_the_same_and_writes_nothing(readers: Readers) -> None:
    readers.add("ada@example.org")
    table = "email\nada@example.org\nben@example.org\nben@example.org\nnobody\n"
    dry = brought_in(table, dry_run=True)
    assert emails() == ["ada@example.org"]
    wet = brought_in(table)
    assert dry == wet and dry.added == 1
    assert reasons(dry) == [(2, "there"), (4, "twice"), (5, "address")]


@pytest.mark.parametrize(
    "table",
    [
        b"\xef\xbb\xbfemail,note\r\nada@example.org,\xc3\xa9t\xc3\xa9\r\nben@example.org,\r\n",
        "email\tnote\nada@example.org\tété\nben@example.org\t\n".encode("utf-16"),
        b"email;note\r\nada@example.org;\xe9t\xe9\r\nben@example.org;\r\n",
        b'sep=;\r\n"email";"note, of a kind"\r\nada@example.org;x\r\nben@example.org;\r\n',
        b'email,note\nada@example.org,"two\nlines, one ""quoted"""\n\nben@example.org,\n',
        b"email\rada@example.org\rben@example.org\r",
        b"ada@example.org\nben@example.org\n",
        b"name,address\n".replace(b"name,address\n", b"Ada,ada@example.org\nBen,ben@example.org"),
        b"email,note\nada@example.org,a\0b\nben@example.org\n",
    ],
    ids=["bom", "utf-16", "windows", "excel", "quoted", "mac", "bare", "headless", "nul"],
)
def test_tables_are_read_as_people_have_them(app: Flask, table: bytes) -> None:
    assert [row.email.norm for row in rows(table) if isinstance(row, Row)] == ["ada@example.org", "ben@example.org"]


def test_lines_are_counted_as_an_editor_counts_them(app: Flask) -> None:
    report = brought_in('email,note\n"ada@example.org","one\ntwo\nthree"\n\nnobody,x\n')
    assert reasons(report) == [(6, "address")]


def test_a_quotation_mark_that_is_never_closed_costs_what_it_swallowed_and_no_more(app: Flask) -> None:
    filler = "".join(f"reader{number}@example.org,\n" for number in range(8_000))
    read = rows(f'email,note\nada@example.org,\nben@example.org,"never closed\n{filler}')
    assert [row.line for row in read if isinstance(row, Refusal) and row.reason is Reason.BROKEN] == [3]
    assert 1 < len(read) < 8_000


def test_a_line_without_end_is_cut(app: Flask) -> None:
    report = brought_in("email\n" + "x" * 500_000 + "\ndan@example.org\n")
    assert report.added == 1 and set(report.refused) == {Reason.ADDRESS}


@pytest.mark.parametrize("table", ["", "\n\n", "name,city\nAda,Lagos\n", "\0\0\0", '"'])
def test_a_file_without_addresses_is_refused_whole(app: Flask, table: str) -> None:
    with pytest.raises(NotATable):
        rows(table)


def test_without_consent_nobody_is_taken(app: Flask) -> None:
    with pytest.raises(NotATable):
        rows("email\ndan@example.org\n", "")
    people = "email,consent\nada@example.org,\nben@example.org,yes\neve@example.org,form of May\n"
    report = brought_in(people, "")
    assert reasons(report) == [(2, "consent"), (3, "consent")] and emails() == ["eve@example.org"]


def test_an_export_of_mailchimp_is_known(readers: Readers) -> None:
    header = (
        '"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,'
        "LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\n"
    )
    line = (
        'dan@example.org,Dan,Obi,2,"2021-03-04 09:00:00",,"2021-03-04 09:05:10",192.0.2.1,6.4,3.4,1,1,Africa/Lagos,ng,'
        '05,"2023-01-01 00:00:00",101,ab12,,"""gold"",""fair"""\n'
    )
    assert brought_in(header + line, "").added == 1
    dan = readers.get("dan@example.org")
    assert (dan.zone, dan.choices, dan.consent) == ("Africa/Lagos", "", "2021-03-04 09:05:10")
    assert dan.asked_at == datetime(2021, 3, 4, 9, 5, 10, tzinfo=UTC)
    left = header.replace("CONFIRM_IP", "UNSUB_TIME")
    report = brought_in(left + line.replace("dan@", "eve@").replace("192.0.2.1", "2022-01-01 10:00:00"), "")
    assert reasons(report) == [(2, "left there")]


def test_an_export_of_ghost_is_known(app: Flask) -> None:
    header = (
        "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels\n"
    )
    lines = (
        "1,dan@example.org,Dan,,true,false,,2024-01-02T03:04:05.000Z,,fair\n"
        "2,eve@example.org,Eve,,false,false,,2024-01-02T03:04:05.000Z,,\n"
    )
    report = brought_in(header + lines)
    assert emails() == ["dan@example.org"] and reasons(report) == [(3, "left there")]


def test_an_export_of_listmonk_is_known(app: Flask) -> None:
    header = "uuid,email,name,attributes,status,created_at,updated_at\n"
    lines = "".join(
        f'0a,{status}@example.org,X,"{{""city"": ""Lagos""}}",{status},2024-01-02,2024-01-02\n'
        for status in ("enabled", "disabled", "blocklisted")
    )
    report = brought_in(header + lines)
    assert emails() == ["enabled@example.org"] and reasons(report) == [(3, "left there"), (4, "left there")]
