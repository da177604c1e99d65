"""check-dns, against a real name server on the loopback and a real mail server."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.newsletter.name_server import NameServer
from tests.smtp_sink import Sink

ADDRESS = "198.51.100.7"
KEY = base64.b64encode(b"k" * 294).decode()
SHORT_KEY = base64.b64encode(b"k" * 162).decode()
MAIL = """\
Received: from mail.news.example (mail.news.example [8.8.4.4]) by mx.example.net
Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=news.example; dkim=pass header.d=news.example; dmarc=pass
DKIM-Signature: v=1; a=rsa-sha256; d=news.example; s=main;
 h=From:To:Subject:List-Unsubscribe{more}; bh=x; b=y
From: letters@news.example
Subject: Test

Hello.
"""


@pytest.fixture
def zone() -> Iterator[NameServer]:
    """A name server that knows all that there should be."""
    server = NameServer(
        {
            ("news.example", "TXT"): ['"some-proof=1"', f'"v=spf1 ip4:{ADDRESS} " "-all"'],
            ("news.example", "MX"): ["20 backup.news.example.", "10 mail.news.example."],
            ("mail.news.example", "A"): [ADDRESS],
            ("main._domainkey.news.example", "TXT"): [f'"v=DKIM1; k=rsa; p={KEY[:200]}" "{KEY[200:]}"'],
            ("_dmarc.news.example", "TXT"): ['"v=DMARC1; p=quarantine; rua=mailto:dmarc@news.example"'],
            ("7.100.51.198.in-addr.arpa", "PTR"): ["mail.news.example."],
        }
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def settings(app: Flask, sink: Sink) -> None:
    app.config.update(SITE_URL="https://news.example", MAIL_FROM="letters@news.example", BOUNCE_ADDRESS="")


def check(app: Flask, zone: NameServer, *options: str) -> tuple[int, list[str]]:
    """Exit code and lines."""
    outcome = app.test_cli_runner().invoke(args=["newsletter", "check-dns", "--server", zone.address, *options])
    return outcome.exit_code, outcome.output.splitlines()


def checked(app: Flask, zone: NameServer) -> tuple[int, str]:
    """The report of an operator who tells all that there is to tell."""
    code, lines = check(app, zone, "--selector", "main", "--ip", ADDRESS)
    return code, "\n".join(lines)


def test_all_is_well(app: Flask, zone: NameServer) -> None:
    code, lines = check(app, zone, "--selector", "main", "--ip", ADDRESS)
    assert code == 0 and {line.split()[0] for line in lines} == {"good"}
    told = "\n".join(lines)
    for words in (
        f"SPF: {ADDRESS} may send for news.example",
        "DKIM: main._domainkey.news.example holds a key",
        "DMARC: _dmarc.news.example says p=quarantine",
        "Alignment: bounces to news.example belong to mails from news.example",
        "Answers: mails to news.example go to mail.news.example",
        f"Reverse: {ADDRESS} is mail.news.example, and back",
        "Mail server: 127.0.0.1 is this machine",
    ):
        assert words in told


def test_what_is_not_told_is_said_to_be_unknown_and_is_no_fault(app: Flask, zone: NameServer) -> None:
    code, lines = check(app, zone)
    assert code == 0
    assert [line.split()[1] for line in lines if line.startswith("unknown")] == ["SPF:", "DKIM:", "Reverse:"]


def test_an_empty_zone_is_told_what_to_write(app: Flask, zone: NameServer) -> None:
    zone.records = {("news.example", "A"): [ADDRESS]}
    code, told = checked(app, zone)
    assert code == 1
    assert f'write news.example TXT "v=spf1 ip4:{ADDRESS} -all"' in told
    assert 'write main._domainkey.news.example TXT "v=DKIM1; k=rsa; p=…"' in told
    assert 'write _dmarc.news.example TXT "v=DMARC1; p=none' in told
    assert "write news.example MX 10" in told and f"bad      Reverse: {ADDRESS} has no name" in told


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("v=spf1 include:_spf.relay.example -all", f"good     SPF: {ADDRESS} may send"),
        ("v=spf1 redirect=_spf.relay.example", f"good     SPF: {ADDRESS} may send"),
        ("v=spf1 mx -all", f"good     SPF: {ADDRESS} may send"),
        ("v=spf1 a:mail.news.example/28 -all", f"good     SPF: {ADDRESS} may send"),
        ("v=spf1 ip4:203.0.113.0/24 ~all", "may not send for news.example (softfail)"),
        ("v=spf1 ip6:2001:db8::/32 -all", "may not send for news.example (fail)"),
        ("v=spf1 +all", "weak     SPF: news.example lets anybody send"),
        ("v=spf1 ip4:198.51.100.999 -all", "bad      SPF: news.example: "),
        ("v=spf1 iq4:1.2.3.4 -all", "“iq4:1.2.3.4” is no mechanism"),
        ("v=spf1 include:nowhere.example -all", "nowhere.example, which it includes, has no SPF record"),
        ("v=spf1 include:news.example -all", "more than 10 times"),
    ],
)
def test_spf_is_followed_as_receivers_do(app: Flask, zone: NameServer, record: str, words: str) -> None:
    zone.records["news.example", "TXT"] = [f'"{record}"']
    zone.records["_spf.relay.example", "TXT"] = ['"v=spf1 ip4:198.51.100.0/24 -all"']
    assert words in checked(app, zone)[1]


def test_two_spf_records_are_none(app: Flask, zone: NameServer) -> None:
    zone.records["news.example", "TXT"] = ['"v=spf1 -all"', '"v=spf1 mx -all"']
    code, told = checked(app, zone)
    assert code == 1 and "has 2 SPF records, so none counts" in told


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (f"v=DKIM1; p={SHORT_KEY}", "weak     DKIM"),
        ("v=DKIM1; p=", "was withdrawn"),
        ("v=DKIM1; p=%%%", "cannot be read"),
        ("v=DKIM1", "holds no key"),
    ],
)
def test_a_key_that_is_no_key_is_told(app: Flask, zone: NameServer, record: str, words: str) -> None:
    zone.records["main._domainkey.news.example", "TXT"] = [f'"{record}"']
    assert words in checked(app, zone)[1]


def test_a_policy_may_stand_above_and_a_foreign_return_path_is_told(app: Flask, zone: NameServer) -> None:
    app.config.update(MAIL_FROM="letters@mail.news.example", BOUNCE_ADDRESS="bounces@bounces.news.example")
    told = checked(app, zone)[1]
    assert "DMARC: _dmarc.news.example says p=quarantine" in told
    assert "Alignment: bounces to bounces.news.example belong to mails from mail.news.example" in told
    app.config["BOUNCE_ADDRESS"] = "bounces@relay.example"
    assert "weak     Alignment: bounces go to relay.example" in checked(app, zone)[1]
    zone.records["_dmarc.news.example", "TXT"] = ['"v=DMARC1; p=none; aspf=s"']
    app.config["BOUNCE_ADDRESS"] = "bounces@bounces.news.example"
    told = checked(app, zone)[1]
    assert "weak     DMARC" in told and "weak     Alignment" in told


def test_a_name_that_leads_elsewhere_and_a_domain_that_takes_no_mail(app: Flask, zone: NameServer) -> None:
    zone.records["mail.news.example", "A"] = ["203.0.113.9"]
    zone.records["news.example", "MX"] = ["0 ."]
    code, told = checked(app, zone)
    assert code == 1
    assert f"→ write mail.news.example A {ADDRESS}" in told and "mails to news.example go nowhere" in told


def test_a_received_mail_tells_selector_address_and_what_was_signed(
    app: Flask, zone: NameServer, tmp_path: Path
) -> None:
    mail = tmp_path / "test.eml"
    mail.write_text(MAIL.format(more=":List-Unsubscribe-Post"))
    code, lines = check(app, zone, "--mail", str(mail))
    told = "\n".join(lines)
    assert "good     One click" in told and "good     Receiver: dmarc=pass" in told
    assert "main._domainkey.news.example holds a key" in told
    assert code == 1 and "8.8.4.4 may not send for news.example" in told
    mail.write_text(MAIL.format(more="").replace("dkim=pass", "dkim=fail"))
    told = "\n".join(check(app, zone, "--mail", str(mail))[1])
    assert "bad      One click: list-unsubscribe-post not under the signature" in told
    assert "bad      Receiver: dkim=fail" in told
    mail.write_text(MAIL.format(more="").replace("d=news.example", "d=relay.example"))
    assert "no DKIM signature of news.example" in "\n".join(check(app, zone, "--mail", str(mail))[1])


def test_a_server_that_is_away_and_a_site_without_https_are_faults(app: Flask, zone: NameServer) -> None:
    app.config.update(SMTP_URL="smtp://127.0.0.1:9", SITE_URL="http://news.example")
    code, told = checked(app, zone)
    assert code == 1 and "bad      Mail server" in told and "bad      Leaving" in told
    app.config["SMTP_URL"] = ""
    assert "SMTP_URL is not set" in checked(app, zone)[1]


def test_without_an_answer_one_plain_line(app: Flask, zone: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blueprints.newsletter.checking.names.PATIENCE", 0.3)
    zone.is_silent = True
    code, lines = check(app, zone)
    assert code == 1
    assert lines[-1].startswith("Error: no name server answers for news.example") and len(lines) == 2


@pytest.mark.parametrize("ip", ["x", "1.2.3", "198.51.100.0/24"])
def test_no_address_is_told_so(app: Flask, zone: NameServer, ip: str) -> None:
    code, lines = check(app, zone, "--ip", ip)
    assert code == 2 and "--ip is an address" in lines[-1]
