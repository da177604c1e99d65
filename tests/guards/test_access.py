"""Every blueprint says who may enter."""

from flask import Flask
from flask.testing import FlaskClient

from blueprints.auth.access import require_staff
from blueprints.core.access import RULES


def test_every_blueprint_has_an_access_rule(app: Flask) -> None:
    assert set(app.blueprints) == set(RULES)


def test_the_desk_is_for_staff(app: Flask) -> None:
    assert RULES["newsroom"] is require_staff
    assert require_staff in app.before_request_funcs["newsroom"]


def test_a_stranger_reaches_no_page_of_the_desk(app: Flask, client: FlaskClient) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("newsroom."):
            path = app.url_map.bind("localhost").build(
                rule.endpoint, dict.fromkeys(rule.arguments, 1), force_external=False
            )
            for method in (rule.methods or set()) & {"GET", "POST"}:
                answer = client.open(path, method=method)
                assert answer.status_code == 303, f"{method} {path}: {answer.status}"
                assert answer.headers["Location"].startswith("/sign-in/"), path
