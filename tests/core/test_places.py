"""However many wait to write, readers are answered."""

from contextlib import ExitStack

from flask import Flask
from flask.testing import FlaskClient

from blueprints.core.places import THREADS, WRITERS

BODY = {"email": "cleo@example.org", "password": "wrong " * 3}


def test_who_finds_no_place_is_told_when_to_come_again_and_reading_goes_on(app: Flask, client: FlaskClient) -> None:
    assert WRITERS < THREADS
    with ExitStack() as full:
        for _ in range(WRITERS):
            full.enter_context(app.extensions["writing_places"])
        answer = client.post("/sign-in/", data=BODY)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "back in a moment" in answer.text
        assert client.get("/").status_code == 200
    assert client.post("/sign-in/", data=BODY).status_code == 422


def test_everybody_gives_their_place_back(client: FlaskClient) -> None:
    for _ in range(WRITERS):
        assert client.post("/nowhere/").status_code in (404, 405)
        assert client.post("/sign-in/", data=BODY, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/sign-in/", data=BODY).status_code == 422
