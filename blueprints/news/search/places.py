"""Places: one number that holds an article's date and id, so that the full text lies in the order of dates.

The seconds since 1970 stand before the 31 bits of the id. "The newest matches" and "between two days" are then what
both databases read first, without a look at the articles themselves.
"""

from datetime import datetime

ID_BITS = 31
ID_MASK = (1 << ID_BITS) - 1
HIGHEST = (1 << 63) - 1


def place_of(moment: datetime, article_id: int) -> int:
    """Where an article of this date stands; what is older than 1970 stands at its beginning."""
    return max(0, int(moment.timestamp())) << ID_BITS | article_id


def end_of(moment: datetime) -> int:
    """The last place of this second."""
    return place_of(moment, ID_MASK)


def id_at(place: int) -> int:
    """Which article stands there."""
    return place & ID_MASK


def days_at(place: int) -> float:
    """Days since 1970."""
    return (place >> ID_BITS) / 86400
