"""Ten rounds of publishing and sending: nobody is told a story twice, and nobody misses one."""

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.news.models import Article, Category
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.models import Cadence
from blueprints.newsletter.readers.signing_up import confirm, leave
from tests.newsletter.readers import Readers, body, parsed
from tests.smtp_sink import Sink
from tests.world import World

FRIDAY = datetime(2026, 11, 27, 3, tzinfo=UTC)
DAY, CRON = timedelta(days=1), timedelta(hours=3)
STORY = re.compile(r"Story (\d+)\b")
ZONES = ("", "Africa/Nairobi", "Europe/Lisbon", "America/St_Johns")
FORMS = ("normal", "text", "full")


@dataclass
class Rounds:
    """A newsroom, its readers, and which stories each of them must be told: what comes out while they read, of what
    they want."""

    world: World
    readers: Readers
    sections: dict[str, Category]
    wants: dict[str, str] = field(default_factory=dict)
    due: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    stories: dict[int, int] = field(default_factory=dict)
    coming: dict[int, tuple[datetime, str]] = field(default_factory=dict)

    def join(self, at: datetime, number: int) -> None:
        """A new reader, with wishes of their own."""
        email, wants = f"reader{number}@example.org", ("", "", "Sports", "News")[number % 4]
        self.readers.add(
            email, categories=(self.sections[wants],) if wants else (), zone=ZONES[number % 3], hour=number * 5 % 24,
            cadence=Cadence.WEEKLY if number % 5 == 4 else Cadence.DAILY, weekday=1 + number % 7,
            form=FORMS[number % 3], state="pending", confirmed_at=None,
        )  # fmt: skip
        confirm(db.session, self.readers.get(email), at)
        db.session.commit()
        self.wants[email] = wants

    def leave(self, at: datetime, number: int) -> None:
        """Somebody goes, and is told nothing more."""
        email = f"reader{number}@example.org"
        leave(db.session, self.readers.get(email), at)
        db.session.commit()
        del self.wants[email]

    def publish(self, at: datetime, section: str = "News", *, published: datetime | None = None) -> None:
        """A story, which may bear another date."""
        number = len(self.stories)
        story = self.world.article(f"Story {number}", category=self.sections[section], published=published or at)
        self.stories[number] = story.id
        self.coming[number] = (max(at, published or at), section)

    def appear(self, at: datetime) -> None:
        """What is out by now is due to all who read."""
        for number, (moment, section) in [*self.coming.items()]:
            if moment <= at:
                del self.coming[number]
                for email, wants in self.wants.items():
                    if wants in ("", section):
                        self.due[email].add(number)

    def change(self, at: datetime, number: int, how: str) -> None:
        """Withdraw a story, bring it back with its date, or edit it."""
        article = db.session.get_one(Article, self.stories[number])
        if how == "withdraw":
            article.unpublish(at)
        elif how == "bring back":
            article.publish(article.published_at or at)
        else:
            article.standfirst = f"Edited at {at:%H:%M}."
            article.update(at)
        db.session.commit()
        db.session.expunge_all()

    def round(self, number: int, hour: int, at: datetime) -> None:
        """What happens in this hour of this day."""
        self.appear(at)
        if hour == 0:
            self.publish(at, "Sports" if number % 3 == 1 else "News")
        if hour == 6 and number % 3 == 0:
            self.publish(at, published=at - 3 * DAY)
        if hour == 6 and number % 4 == 1:
            self.publish(at, "Sports", published=at + timedelta(hours=14))
        if hour == 9:
            self.change(at, len(self.stories) // 2, "edit")
        if hour == 3 and number % 2 == 0:
            self.change(at, len(self.stories) - 1, "withdraw")
            self.withdrawn = len(self.stories) - 1
        if hour == 15 and number % 2 == 1:
            self.change(at, self.withdrawn, "bring back")
        if hour == 12 and number in (1, 3, 5):
            self.join(at, 10 + number)
        if hour == 18 and number in (4, 6):
            self.leave(at, number)
        self.appear(at)

    withdrawn: int = 0


def test_nobody_is_told_a_story_twice_and_nobody_misses_one(world: World, readers: Readers, sink: Sink) -> None:
    chance = random.Random(2026)
    replies = {"rcpt": "450 4.2.1 not now", "body": "451 4.3.0 not now"}
    sink.plan = lambda stage, count, to: replies.get(stage) if chance.random() < 0.07 else None
    rounds = Rounds(world, readers, {"News": world.news, "Sports": world.category("Sports", position=2)})
    with clock.at(FRIDAY):
        for number in range(9):
            rounds.join(FRIDAY, number)
    moment = FRIDAY
    while moment < FRIDAY + 18 * DAY:
        moment += CRON
        with clock.at(moment):
            day, hour = (moment - FRIDAY).days, moment.hour
            if day < 10:
                rounds.round(day, hour, moment)
            compose_due()
            readers.deliver()
    told: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for mail in sink.accepted:
        told[mail.recipient].update({int(n) for n in STORY.findall(body(parsed(mail.content), "plain"))})
    assert len(rounds.stories) == 17 and len(rounds.wants) == 10
    assert [(email, n) for email, counts in told.items() for n, count in counts.items() if count > 1] == []
    assert {email: set(told[email]) for email in rounds.wants} == {email: rounds.due[email] for email in rounds.wants}
