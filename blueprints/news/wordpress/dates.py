"""WordPress' dates: two columns, one in UTC that may be empty, one in the site's zone."""

from datetime import UTC, datetime, tzinfo


def moment(universal: str, local: str, zone: tzinfo) -> datetime | None:
    """The moment in UTC: from the UTC column when it holds one, else from the local one read in `zone`."""
    return _parse(universal, UTC) or _parse(local, zone)


def _parse(text: str, zone: tzinfo) -> datetime | None:
    # WordPress writes 0000-00-00 00:00:00 into the UTC column of a draft, which no calendar knows.
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
