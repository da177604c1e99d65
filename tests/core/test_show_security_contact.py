"""Whom to tell of a weakness: RFC 9116."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.core.clock import now


def fields(client: FlaskClient) -> dict[str, str]:
    answer = client.get("/.well-known/security.txt?fresh")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in answer.text.splitlines())


def test_it_says_whom_to_tell_and_until_when(client: FlaskClient) -> None:
    told = fields(client)
    assert told["Contact"] == "mailto:desk@example.org"
    assert told["Canonical"] == "http://localhost/.well-known/security.txt"
    assert told["Preferred-Languages"] == "en"
    assert now() + timedelta(days=200) < datetime.fromisoformat(told["Expires"]) < now() + timedelta(days=365)


@pytest.mark.parametrize("contact", ["https://aantv.example/weakness/", "mailto:safe@example.org"])
def test_a_contact_of_its_own_goes_first(app: Flask, client: FlaskClient, contact: str) -> None:
    app.config["SECURITY_CONTACT"] = contact
    assert fields(client)["Contact"] == contact


def test_the_old_place_leads_there(client: FlaskClient) -> None:
    answer = client.get("/security.txt")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/.well-known/security.txt")
