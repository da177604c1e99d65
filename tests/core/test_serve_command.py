"""flask serve: one clear line where it cannot."""

import socket

import pytest
from flask import Flask


def test_a_used_port_gives_one_clear_line(app: Flask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        app.config["PORT"] = taken.getsockname()[1]
        outcome = app.test_cli_runner().invoke(args=["serve"])
    assert outcome.exit_code == 1
    assert outcome.output.strip().count("\n") == 0
    assert f"Cannot listen on 127.0.0.1:{app.config['PORT']}" in outcome.output


@pytest.mark.parametrize("option", ["--workers", "--threads"])
def test_it_refuses_to_serve_with_nobody(app: Flask, option: str) -> None:
    outcome = app.test_cli_runner().invoke(args=["serve", option, "0"])
    assert outcome.exit_code == 2
    assert option in outcome.output
