"""What the desk's tests of the newsletter need: readers, and a mail server."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.newsletter.readers import Readers
from tests.smtp_sink import Sink
from tests.world import World


@pytest.fixture
def readers(app: Flask, world: World) -> Readers:
    """Factories of subscribers, and of what is sent to them."""
    return Readers(app)


@pytest.fixture
def sink(app: Flask) -> Iterator[Sink]:
    """A real SMTP server; the application is set to it."""
    sink = Sink()
    sink.start()
    app.config["SMTP_URL"] = sink.url
    yield sink
    sink.stop()
