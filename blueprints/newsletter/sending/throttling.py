"""How fast each domain, and the whole site, may be written to: token buckets in the database, shared by all machines.

A domain that was never throttled and has no rate of its own has no row, and costs a glance at a short table for each
batch. `''` stands for the whole site. A rate is in copies a minute.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from blueprints.core.database import AnySession
from blueprints.newsletter.models import Delivery, DeliveryState, DomainRate

SITE = ""
START = 120  # what a domain that was free is taken to have got, before its first halving
FREE = 1200  # so fast nobody throttles: the domain is free again
MINUTE = timedelta(minutes=1)
FARTHEST = timedelta(hours=1)
TOGETHER = timedelta(seconds=5)  # replies so close answer copies that were already on their way: one halving is enough


def domain_of(email: str) -> str:
    """What stands behind the @, in small letters."""
    return email.rpartition("@")[2].lower()


class Throttle:
    """The rates as one run sees them. It remembers until when it has put copies off, so that a long queue for a slow
    domain is spread over the hour and not claimed again all at once."""

    def __init__(self, site_rate: int, domain_rates: Mapping[str, int]) -> None:
        self._set = {**domain_rates, **({SITE: site_rate} if site_rate else {})}
        self._put_off: dict[str, datetime] = {}
        self._slowed: dict[str, datetime] = {}

    def take(self, session: AnySession, domains: Sequence[str], moment: datetime) -> list[datetime | None]:
        """Take tokens for copies to these domains, in their order: None for each that may go now, or the moment to put
        it off to, which is no try of it. The caller commits at once: the rows are locked until then."""
        rows = self._rows(session, {*domains, SITE}, moment)
        if not rows:
            return [None] * len(domains)
        for row in rows.values():
            self._refill(row, moment)
        turns = [self._turn(rows, domain, moment) for domain in domains]
        for name, row in rows.items():
            if self._is_free(name, row):
                _drop(session, row)
        return turns

    def slow(self, session: AnySession, domain: str, moment: datetime) -> datetime:
        """Halve the rate after a throttling reply; when the domain's next copy may go. The caller commits.

        What the run has in hand for it should be put off with `hold_back`, by what `take` says."""
        row = self._row(session, domain, moment)
        self._refill(row, moment)
        last = self._slowed.get(domain)
        if last is None or moment - last >= TOGETHER:
            row.per_minute = max(1, (START if self._is_free(domain, row) else row.per_minute) // 2)
            self._slowed[domain] = moment
        row.tokens, row.refilled_at, row.changed_at = 0, moment, moment
        return moment + MINUTE / row.per_minute

    def _turn(self, rows: Mapping[str, DomainRate], domain: str, moment: datetime) -> datetime | None:
        """Whether one copy may go: only where both its domain and the site have a token, so that none is lost."""
        limited = [(name, rows[name]) for name in dict.fromkeys((domain, SITE)) if name in rows]
        limited = [(name, row) for name, row in limited if not self._is_free(name, row)]
        for name, row in limited:
            if row.tokens < 1:
                return self._later(name, row, moment)
        for _, row in limited:
            row.tokens -= 1
        return None

    def _later(self, name: str, row: DomainRate, moment: datetime) -> datetime:
        """Behind all that were put off before; after an hour's worth, in the second half of it again."""
        turn = max(self._put_off.get(name, moment), moment) + MINUTE / row.per_minute
        if turn - moment > FARTHEST:
            turn = moment + FARTHEST / 2
        self._put_off[name] = turn
        return turn

    def _rows(self, session: AnySession, names: set[str], moment: datetime) -> dict[str, DomainRate]:
        """Locked in one order, so that two machines never wait for each other."""
        wanted = select(DomainRate).where(DomainRate.domain.in_(names)).order_by(DomainRate.domain).with_for_update()
        rows = {row.domain: row for row in session.scalars(wanted.execution_options(populate_existing=True))}
        missing = [name for name in sorted(names & self._set.keys()) if name not in rows]
        if not missing:
            return rows
        for name in missing:
            self._make(session, name, moment)
        return {row.domain: row for row in session.scalars(wanted.execution_options(populate_existing=True))}

    def _row(self, session: AnySession, name: str, moment: datetime) -> DomainRate:
        self._make(session, name, moment)
        wanted = select(DomainRate).where(DomainRate.domain == name).with_for_update()
        return session.scalars(wanted.execution_options(populate_existing=True)).one()

    def _make(self, session: AnySession, name: str, moment: datetime) -> None:
        rate = self._set.get(name, 0)
        ensure_row(session, name, rate, moment)

    def _refill(self, row: DomainRate, moment: datetime) -> None:
        """Grow by a tenth for each minute without a throttling reply, and take in the tokens of the time gone by; a
        bucket holds a minute's worth at most, and what is less than a token is kept as time."""
        limit = self._set.get(row.domain, FREE)
        for _ in range(min(int((moment - row.changed_at) / MINUTE), 120)):
            row.changed_at += MINUTE
            row.per_minute += max(1, row.per_minute // 10) if row.per_minute else 0
        row.per_minute = min(row.per_minute or self._set.get(row.domain, 0), limit)
        if not row.per_minute or moment <= row.refilled_at:
            return
        gained = int((moment - row.refilled_at) * row.per_minute / MINUTE)
        row.refilled_at = row.refilled_at + gained * MINUTE / row.per_minute
        if row.tokens + gained >= row.per_minute:
            row.tokens, row.refilled_at = row.per_minute, moment
        else:
            row.tokens += gained

    def _is_free(self, name: str, row: DomainRate) -> bool:
        return name not in self._set and not 0 < row.per_minute < FREE


def ensure_row(session: AnySession, domain: str, rate: int, moment: datetime) -> None:
    """A row for the domain, where there is none yet; whoever makes it at the same moment makes the same."""
    kind = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    fresh = {"per_minute": rate, "tokens": rate, "refilled_at": moment, "changed_at": moment}
    session.execute(kind(DomainRate).values(domain=domain, **fresh).on_conflict_do_nothing())


def hold_rates(session: AnySession) -> None:
    """Lock all rates there are, before any is changed out of their order: two machines that each held one and waited
    for the other's would be torn apart by the database."""
    session.execute(select(DomainRate.domain).order_by(DomainRate.domain).with_for_update())


def hold_back(session: AnySession, run_id: int, later: Iterable[tuple[int, int, datetime]]) -> None:
    """Put claimed copies (issue, subscriber) of a run off to these moments, and count no try. The caller commits."""
    rows = [{"in_issue": issue, "of_reader": reader, "until": until} for issue, reader, until in later]
    if not rows:
        return
    putting_off = (
        update(Delivery)
        .where(
            Delivery.issue_id == bindparam("in_issue"),
            Delivery.subscriber_id == bindparam("of_reader"),
            Delivery.run_id == run_id,
            Delivery.state == DeliveryState.CLAIMED,
        )
        .values(state=DeliveryState.WAITING, not_before=bindparam("until"))
    )
    session.connection().execute(putting_off, rows)


def slowed(session: AnySession) -> Counter[str]:
    """The rate of each domain that is held to one now, for the desk and the status command."""
    rows = session.execute(select(DomainRate.domain, DomainRate.per_minute).where(DomainRate.per_minute > 0))
    return Counter({domain: rate for domain, rate in rows})


def _drop(session: AnySession, row: DomainRate) -> None:
    """Free again: nothing is kept but a quarantine, which ends by itself."""
    row.per_minute = row.tokens = 0
    if row.quarantined_until is None:
        session.flush()
        session.execute(delete(DomainRate).where(DomainRate.domain == row.domain))
        session.expunge(row)
