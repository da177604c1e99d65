"""What the settings do to a whole run: the rate of the site, what is uncertain, and the hours of sending."""

from datetime import timedelta

import pytest
from flask import Flask

from blueprints.newsletter.jobs import told
from blueprints.newsletter.sending.delivering import deliver
from tests.newsletter.readers import QUICK, Readers
from tests.smtp_sink import STALL, Sink
from tests.world import World

LATER = timedelta(minutes=11)


def test_a_rate_for_the_site_is_kept_over_runs(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    app.config["SENDING_RATE"] = 10
    world.article()
    emails = readers.add_many(25)
    assert readers.send() == {"sent": 10}
    assert readers.deliver(after=timedelta(minutes=1)) == {"sent": 10}
    assert readers.deliver(after=timedelta(minutes=3)) == {"sent": 5}
    assert sink.copies() == dict.fromkeys(emails, 1)


@pytest.mark.parametrize("setting", ["hold", "assume"])
def test_what_is_uncertain_goes_by_the_setting(
    app: Flask, world: World, readers: Readers, sink: Sink, setting: str
) -> None:
    app.config["UNCERTAIN"] = setting
    sink.plan = lambda stage, count, recipient: STALL if stage == "accepted" and count == 2 else None
    world.article()
    emails = readers.add_many(3)
    readers.send()
    readers.deliver(after=LATER)
    assert readers.states() == ({"sent": 3} if setting == "assume" else {"sent": 2, "held": 1})
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_nothing_goes_out_while_the_window_is_closed(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    readers.add()
    readers.compose()
    with readers.later() as moment:
        hour = (moment.hour + 1) % 24  # in Lagos
        app.config["SENDING_WINDOW"] = ((hour + 1) % 24, (hour + 2) % 24)
        assert told(deliver(patience=QUICK)) == "nothing goes out in these hours (SENDING_WINDOW)"
    assert readers.deliver(after=timedelta(hours=1)) == {"sent": 1}
