"""Where mails come from: a Maildir, an IMAP server, a pipe. First the commit, then they are put away."""

import io
import json
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from blueprints.core.config import ROOT
from blueprints.core.database import db
from blueprints.core.locks import exclusive
from blueprints.newsletter.feedback import imap, ingesting
from blueprints.newsletter.feedback.acting import Outcome
from blueprints.newsletter.feedback.imap import Imap
from blueprints.newsletter.feedback.ingesting import MailboxAwayError, MailboxRefusedError, ingest
from blueprints.newsletter.feedback.mailboxes import Maildir, Pipe
from blueprints.newsletter.feedback.parts import MOST_BYTES
from blueprints.newsletter.models import Subscriber
from tests.conftest import KEY
from tests.imap_server import ImapServer
from tests.newsletter import returned_mails as mails
from tests.newsletter.readers import Readers
from tests.newsletter.returns import events, issue_for, token, verp
from tests.newsletter.test_commands import run

EMAIL = "dan@example.org"
CERTIFICATE = Path(__file__).parent / "localhost.pem"


@pytest.fixture
def dan(readers: Readers) -> Subscriber:
    readers.add(EMAIL)
    issue_for(EMAIL)
    subscriber = readers.get(EMAIL)
    db.session.expunge_all()
    return subscriber


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty Maildir."""
    for name in ("new", "cur", "tmp"):
        (tmp_path / "Maildir" / name).mkdir(parents=True)
    return tmp_path / "Maildir"


@pytest.fixture
def servers() -> Iterator[Callable[..., ImapServer]]:
    """IMAP servers, stopped in the end."""
    made: list[ImapServer] = []

    def make(*can: str, tls: bool = False, at_once: bool = False) -> ImapServer:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        made.append(ImapServer(*can, tls=context if tls or at_once else None, at_once=at_once))
        return made[-1]

    yield make
    for server in made:
        server.stop()


def three(dan: Subscriber) -> list[bytes]:
    """A bounce, a mail that asks to leave, and one for people."""
    return [mails.gmail(verp(1, dan)), mails.leave_mail(token(1, dan)), mails.letter()]


def fill(folder: Path, contents: list[bytes]) -> None:
    for number, content in enumerate(contents, 1):
        (folder / "new" / f"170000{number}.M1P{number}.host").write_bytes(content)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_maildir_is_read_and_what_is_done_lies_in_cur_as_seen(app: Flask, dan: Subscriber, folder: Path) -> None:
    fill(folder, three(dan))
    code, told = run(app, "ingest", "--maildir", str(folder))
    assert (code, told) == (0, "3 mails: 1 bounced for good, 1 left, 1 of other kinds; 1 for people to read.\n")
    assert names(folder / "new") == ["1700003.M1P3.host"]
    assert names(folder / "cur") == ["1700001.M1P1.host:2,S", "1700002.M1P2.host:2,S"]
    assert run(app, "ingest", "--maildir", str(folder))[1] == "1 mail: 1 of other kinds; 1 for people to read.\n"


def test_what_a_mail_program_took_from_new_unseen_is_read_too(app: Flask, dan: Subscriber, folder: Path) -> None:
    bounce, leaving, _ = three(dan)
    (folder / "cur" / "1.a.host:2,").write_bytes(bounce)
    (folder / "cur" / "2.b.host:2,FS").write_bytes(leaving)
    (folder / "new" / ".hidden").write_bytes(leaving)
    (folder / "new" / "link").symlink_to(folder / "cur" / "2.b.host:2,FS")
    assert ingest(Maildir(folder)) == {Outcome.HARD: 1}
    assert names(folder / "cur") == ["1.a.host:2,S", "2.b.host:2,FS"]


def test_what_is_done_can_go_to_a_folder_of_its_own(app: Flask, dan: Subscriber, folder: Path) -> None:
    fill(folder, three(dan))
    report = json.loads(run(app, "ingest", "--maildir", str(folder), "--processed", "Done", "--json")[1])
    assert (report["mails"], report["hard"], report["leave"], report["for_people"]) == (3, 1, 1, 1)
    assert names(folder / ".Done" / "cur") == ["1700001.M1P1.host:2,S", "1700002.M1P2.host:2,S"]


def test_reading_a_whole_mailbox_again_has_no_effect(app: Flask, dan: Subscriber, folder: Path) -> None:
    fill(folder, three(dan)[:2])
    ingest(Maildir(folder))
    before = events()
    fill(folder, three(dan)[:1] + [path.read_bytes() for path in sorted((folder / "cur").iterdir())])
    assert ingest(Maildir(folder)) == {Outcome.KNOWN: 3}
    assert events() == before


def test_an_endless_mail_is_read_only_so_far(app: Flask, dan: Subscriber, folder: Path) -> None:
    fill(folder, [mails.gmail(verp(1, dan)) + b"x" * (3 * MOST_BYTES)])
    assert len(next(Maildir(folder).mails())[1]) == MOST_BYTES
    assert ingest(Maildir(folder)) == {Outcome.HARD: 1}


def test_a_thousand_mails_go_in_batches(app: Flask, dan: Subscriber, folder: Path) -> None:
    fill(folder, [mails.letter() for _ in range(250)] + three(dan)[:2])
    ticks: list[int] = []
    counts = ingest(Maildir(folder), ticks.append)
    assert (counts[Outcome.OTHER], counts[Outcome.HARD], ticks) == (250, 1, [100, 100, 52])


@pytest.mark.parametrize("arguments", [(), ("--stdin", "--maildir", "."), ("--imap", "imap://a:b@c", "--stdin")])
def test_one_place_must_be_said(app: Flask, arguments: tuple[str, ...]) -> None:
    assert run(app, "ingest", *arguments)[0] == 2


def test_what_is_no_maildir_is_refused(app: Flask, tmp_path: Path) -> None:
    code, told = run(app, "ingest", "--maildir", str(tmp_path / "none"))
    assert code == 78 and "no Maildir" in told
    with pytest.raises(MailboxRefusedError):
        Maildir(tmp_path, "a/b")


def test_killed_between_commit_and_moving_nothing_happens_twice(
    app: Flask, readers: Readers, dan: Subscriber, folder: Path
) -> None:
    fill(folder, three(dan))
    killing = (
        "import os, signal, sys\n"
        "from app import create_app\n"
        "from blueprints.newsletter.feedback.mailboxes import Maildir\n"
        "Maildir.put_away = lambda self, keys: os.kill(os.getpid(), signal.SIGKILL)\n"
        "create_app().test_cli_runner().invoke(args=['newsletter', 'ingest', '--maildir', sys.argv[1]])"
    )
    assert process(app, "-c", killing, str(folder)).wait(60) == -signal.SIGKILL
    assert len(names(folder / "new")) == 3
    assert sorted(events()) == [("hard", "5.1.1"), ("leave", "")]
    assert readers.get(EMAIL).state == "unsubscribed"
    counts = ingest(Maildir(folder))
    assert counts == {Outcome.KNOWN: 2, Outcome.OTHER: 1} and len(events()) == 2
    assert len(names(folder / "new")) == 1


def process(app: Flask, *command: str, stdin: bytes = b"") -> "subprocess.Popen[bytes]":
    """A process of its own over the same database."""
    db.session.rollback()
    own = {name: app.config[name] for name in ("DATABASE_URL", "SITE_URL", "MAIL_FROM", "TIMEZONE")}
    started = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **own, "INSTANCE_PATH": app.instance_path, "SECRET_KEY": KEY},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert started.stdin
    started.stdin.write(stdin)
    started.stdin.close()
    return started


def test_a_pipe_gives_0_when_it_is_done(app: Flask, readers: Readers, dan: Subscriber) -> None:
    told = process(app, "-m", "flask", "newsletter", "ingest", "--stdin", stdin=mails.leave_mail(token(1, dan)))
    assert told.wait(60) == 0
    assert readers.get(EMAIL).state == "unsubscribed"
    kept = Path(app.instance_path) / "returned"
    assert [names(kept / name) for name in ("new", "tmp")] == [[], []]


def test_what_people_must_read_is_kept_whole(app: Flask, tmp_path: Path) -> None:
    long = mails.letter() + b"\r\nmore" * MOST_BYTES
    with Pipe(io.BytesIO(long), tmp_path / "kept") as pipe:
        assert ingest(pipe) == {Outcome.OTHER: 1}
    (kept,) = (tmp_path / "kept" / "new").iterdir()
    assert kept.read_bytes() == long


def test_a_pipe_gives_75_while_the_database_is_away(app: Flask, tmp_path: Path) -> None:
    db.session.remove()
    db.engine.dispose()
    app.config["DATABASE_URL"] = f"sqlite:///{tmp_path / 'none' / 'none.sqlite3'}"
    told = process(app, "-m", "flask", "newsletter", "ingest", "--stdin", stdin=mails.leave_mail(f"1.{'A' * 22}"))
    assert told.wait(60) == 75 and told.stderr and b"try again" in told.stderr.read()
    assert names(Path(app.instance_path) / "returned" / "new") == []


def test_a_database_without_tables_is_no_reason_to_bounce(app: Flask, dan: Subscriber) -> None:
    db.session.execute(text("ALTER TABLE mail_event RENAME TO away"))
    db.session.commit()
    try:
        told = process(app, "-m", "flask", "newsletter", "ingest", "--stdin", stdin=mails.leave_mail(token(1, dan)))
        assert told.wait(60) == 75
    finally:
        db.session.execute(text("ALTER TABLE away RENAME TO mail_event"))
        db.session.commit()


@pytest.mark.parametrize("can", [(), ("MOVE", "UIDPLUS"), ("UIDPLUS",)])
def test_an_imap_folder_is_read_and_what_is_done_is_moved(
    app: Flask, dan: Subscriber, servers: Callable[..., ImapServer], can: tuple[str, ...]
) -> None:
    server = servers(*can)
    server.add(*three(dan))
    code, told = run(app, "ingest", "--imap", server.url, "--processed", "Done")
    assert (code, told) == (0, "3 mails: 1 bounced for good, 1 left, 1 of other kinds; 1 for people to read.\n")
    assert len(server.uids("Done")) == 2
    assert server.uids() == ([3] if can else [1, 2, 3]) and server.uids(flag="\\Deleted") == ([] if can else [1, 2])
    assert run(app, "ingest", "--imap", server.url)[1].startswith("1 mail:")


def test_without_another_folder_it_is_marked_as_seen(
    app: Flask, dan: Subscriber, servers: Callable[..., ImapServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "WINDOW", 2)
    monkeypatch.setattr(ingesting, "BATCH", 1)
    server = servers()
    server.add(mails.letter(), *three(dan), mails.letter())
    run(app, "ingest", "--imap", server.url)
    assert server.uids(flag="\\Seen") == [2, 3] and server.uids() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "SEARCH", "FETCH", "STORE"])
def test_a_connection_that_dies_half_way_loses_nothing(
    app: Flask, dan: Subscriber, servers: Callable[..., ImapServer], command: str
) -> None:
    server = servers()
    server.add(*three(dan))
    server.plan = lambda each, count: "drop" if each == command else None
    code, told = run(app, "ingest", "--imap", server.url)
    assert code == 75 and told.count("\n") == 1 and "pass word" not in told
    assert server.uids(flag="\\Seen") == [] and server.uids() == [1, 2, 3]
    server.plan = lambda each, count: None
    assert run(app, "ingest", "--imap", server.url)[0] == 0
    assert len(events()) == 2 and server.uids(flag="\\Seen") == [1, 2]


def test_a_mail_that_went_meanwhile_is_passed_over(
    app: Flask, dan: Subscriber, servers: Callable[..., ImapServer]
) -> None:
    server = servers()
    server.add(*three(dan))

    def take_one(command: str, count: int) -> None:
        if (command, count) == ("FETCH", 1):
            server.folders["INBOX"].pop()

    server.plan = take_one
    assert run(app, "ingest", "--imap", server.url)[1] == "2 mails: 1 bounced for good, 1 left.\n"


@pytest.mark.parametrize("at_once", [True, False])
def test_the_password_goes_only_through_encryption(
    app: Flask,
    dan: Subscriber,
    servers: Callable[..., ImapServer],
    monkeypatch: pytest.MonkeyPatch,
    at_once: bool,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    server = servers("MOVE", tls=True, at_once=at_once)
    server.add(*three(dan))
    assert run(app, "ingest", "--imap", server.url)[0] == 0
    assert at_once or server.heard.index("STARTTLS") < next(
        number for number, line in enumerate(server.heard) if line.startswith("LOGIN")
    )
    monkeypatch.delenv("SSL_CERT_FILE")
    code, told = run(app, "ingest", "--imap", server.url)
    assert code == 75 and "certificate" in told


def test_a_wrong_password_folder_or_address_is_told_plainly(
    app: Flask, servers: Callable[..., ImapServer], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = servers()
    wrong = [
        server.url.replace("pass%20word", "guess"),
        server.url.replace("INBOX", "Nowhere"),
        "imap://localhost",
        "http://a:b@localhost",
        "imap://a:secret@localhost:99999/",
        "imap://a:[secret]@localhost/",
        "imap://a:secret[@localhost/",
        "imap://a:secret\N{CARE OF}@localhost/",
        server.url.replace("pass%20word", "secret%C3%A9"),
        f"@{tmp_path / 'none'}",
    ]
    for url in wrong:
        code, told = run(app, "ingest", "--imap", url)
        assert code == 78 and told.count("\n") == 1 and "guess" not in told and "secret" not in told, url
    monkeypatch.setattr(imap, "THIS_MACHINE", ())
    assert run(app, "ingest", "--imap", server.url)[0] == 78 and not any("LOGIN" in line for line in server.heard[-2:])
    (tmp_path / "address").write_text(f"{server.url}\n", encoding="utf-8")
    monkeypatch.undo()
    assert run(app, "ingest", "--imap", f"@{tmp_path / 'address'}") == (0, "No new mails.\n")
    server.stop()
    with pytest.raises(MailboxAwayError), Imap(server.url):
        pass


def test_a_folder_may_have_a_name_in_any_script(
    app: Flask, dan: Subscriber, servers: Callable[..., ImapServer]
) -> None:
    server = servers("MOVE")
    server.add(three(dan)[0], folder="Entw&APw-rfe &- &ZeVnLIqe-")
    address = server.url.replace("INBOX", "Entw%C3%BCrfe%20&%20%E6%97%A5%E6%9C%AC%E8%AA%9E")
    assert run(app, "ingest", "--imap", address)[1] == "1 mail: 1 bounced for good.\n"


def test_two_at_once_do_not_read_one_mailbox(app: Flask, folder: Path) -> None:
    with exclusive(db.engine, Path(app.instance_path), "ingest") as mine:
        assert mine
        code, told = run(app, "ingest", "--maildir", str(folder))
    assert code == 75 and "Another ingest" in told
