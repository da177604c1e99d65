"""How often somebody may try, and that an owner is never shut out."""

from flask import Flask
from flask.testing import FlaskClient

from tests.auth.people import submit, with_password
from tests.world import World

ADA = "ada-okoro@example.org"


def browser(app: Flask, address: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def tries(client: FlaskClient, email: str, count: int) -> list[int]:
    return [submit(client, email, "a wrong password").status_code for _ in range(count)]


def test_one_place_has_ten_tries_at_an_account(app: Flask, world: World) -> None:
    with_password(world.ada)
    attacker = browser(app, "203.0.113.7")
    assert tries(attacker, ADA, 12) == [422] * 10 + [429] * 2
    assert submit(attacker, ADA).status_code == 429
    assert submit(browser(app, "198.51.100.1"), ADA).status_code == 303


def test_the_owner_gets_in_while_many_places_attack(app: Flask, world: World) -> None:
    with_password(world.ada)
    for number in range(40):
        tries(browser(app, f"203.0.113.{number}"), ADA, 4)
    newcomer = browser(app, "203.0.113.200")
    assert tries(newcomer, ADA, 2) == [422, 429]
    assert submit(browser(app, "198.51.100.1"), ADA).status_code == 303


def test_an_unknown_account_is_limited_alike(app: Flask, world: World) -> None:
    attacker = browser(app, "203.0.113.7")
    assert tries(attacker, "nobody@example.org", 12) == [422] * 10 + [429] * 2


def test_letter_case_gives_no_new_tries(app: Flask, world: World) -> None:
    attacker = browser(app, "203.0.113.7")
    assert tries(attacker, ADA, 5) + tries(attacker, ADA.upper(), 6) == [422] * 10 + [429]


def test_a_subscriber_of_ipv6_is_one_place(app: Flask, world: World) -> None:
    answers = [tries(browser(app, f"2001:db8:1:2::{number}"), ADA, 1)[0] for number in range(11)]
    assert answers == [422] * 10 + [429]


def test_one_place_cannot_try_every_account(app: Flask, world: World) -> None:
    attacker = browser(app, "203.0.113.7")
    answers = [tries(attacker, f"person-{number}@example.org", 1)[0] for number in range(61)]
    assert answers == [422] * 60 + [429]


def test_a_forwarded_address_is_not_believed(app: Flask, world: World) -> None:
    attacker = browser(app, "203.0.113.7")
    for number in range(10):
        attacker.environ_base["HTTP_X_FORWARDED_FOR"] = f"198.51.100.{number}"
        submit(attacker, ADA, "a wrong password")
    attacker.environ_base["HTTP_X_FORWARDED_FOR"] = "198.51.100.99"
    assert submit(attacker, ADA, "a wrong password").status_code == 429
