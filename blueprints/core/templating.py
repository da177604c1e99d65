"""What templates can use everywhere: asset addresses, pictures, and times in the site's zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_compact_decimal, format_decimal
from flask import Flask, current_app
from flask.json.provider import DefaultJSONProvider
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from blueprints.core.assets import bundle_path
from blueprints.core.calendars import other_date
from blueprints.core.clock import now
from blueprints.core.frugality import frugal_body, saves_data, tap_box
from blueprints.core.languages import current_locale, language_name
from blueprints.core.models import Picture
from blueprints.core.storage import picture_url
from blueprints.core.wording import gettext, ngettext

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "ckb", "dv", "yi"}
MIDDLE = 50  # percent
A_MINUTE, AN_HOUR, A_DAY = 60, 3600, 86400  # seconds


class PlainJson(DefaultJSONProvider):
    """JSON with its letters as they are: a headline in Amharic then costs a third."""

    ensure_ascii = False


def init_templating(app: Flask) -> None:
    """Make templates strict and give them our filters and globals."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.json = PlainJson(app)
    app.jinja_env.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":")}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset=bundle_path, picture_url=picture_url, srcset=srcset, now=now)
    app.jinja_env.globals.update(saves_data=saves_data, tap_box=tap_box, look_of=look_of)
    app.jinja_env.filters.update(
        ago=ago,
        long_date=long_date,
        short_date=short_date,
        second_date=second_date,
        day_name=day_name,
        clock_time=clock_time,
        local_stamp=local_stamp,
        iso=iso,
        number=number,
        compact=compact,
        kilobytes=kilobytes,
        direction=direction,
        language_name=language_name,
        stamp=stamp,
        frugal_body=frugal_body,
        years_ago=years_ago,
    )
    names = {"site_name": "SITE_NAME", "site_url": "SITE_URL"}
    app.jinja_env.globals.update({name: app.config[setting] for name, setting in names.items()})


def local(moment: datetime) -> datetime:
    """The moment in the site's own zone."""
    return moment.astimezone(ZoneInfo(current_app.config["TIMEZONE"]))


def ago(moment: datetime) -> str:
    """`12 minutes ago` up to a day, then the date."""
    seconds = int((now() - moment).total_seconds())
    if seconds < 0 or seconds >= A_DAY:
        return short_date(moment)
    if seconds < A_MINUTE:
        return gettext("just now")
    whole = seconds // (AN_HOUR if seconds >= AN_HOUR else A_MINUTE)
    if seconds >= AN_HOUR:
        return ngettext("%(num)d hour ago", "%(num)d hours ago", whole)
    return ngettext("%(num)d minute ago", "%(num)d minutes ago", whole)


def stamp(moment: datetime) -> Markup:
    """A <time> element: relative while fresh, with the full time and its zone in the title."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(iso(moment), local_stamp(moment), ago(moment))


def years_ago(moment: datetime) -> int:
    """Whole years since then, by the calendar of the site's zone; for a 29th of February a year ends with February."""
    then, today = local(moment).date(), local(now()).date()
    return today.year - then.year - ((today.month, today.day) < (then.month, then.day))


def long_date(moment: datetime) -> str:
    """`Tuesday, 14 October 2025` in the site's zone."""
    return format_date(local(moment).date(), "full", locale=current_locale())


def day_name(day: date) -> str:
    """`14 October 2025`, of a day as such."""
    return format_date(day, "long", locale=current_locale())


def second_date(moment: datetime) -> str:
    """The date by the other calendar that this language's readers count by, as one line; empty where they have none."""
    return other_date(local(moment).date()).replace(" ", "\u00a0")


def short_date(moment: datetime) -> str:
    """`14 October 2025` in the site's zone."""
    return format_date(local(moment).date(), "long", locale=current_locale())


def clock_time(moment: datetime) -> str:
    """`14:05` in the site's zone."""
    return format_time(local(moment), "HH:mm", locale=current_locale())


def local_stamp(moment: datetime) -> str:
    """`14 October 2025, 14:05 WAT`: a full local time that names its zone."""
    return f"{short_date(moment)}, {clock_time(moment)} {local(moment).tzname() or ''}"


def iso(moment: datetime) -> str:
    """RFC 3339 with seconds and offset, in the site's zone."""
    return local(moment).isoformat(timespec="seconds")


def number(count: int) -> str:
    """`12,345`."""
    return format_decimal(count, locale=current_locale())


def compact(count: int) -> str:
    """`1.2K` for counters."""
    return format_compact_decimal(count, locale=current_locale(), fraction_digits=0 if count >= 10000 else 1)


def kilobytes(size: int) -> str:
    """`9.1 KB` below ten, `84 KB` above; of 1024 bytes."""
    return f"{size / 1024:.1f} KB" if size < 10240 else f"{size / 1024:.0f} KB"


def direction(language: str) -> str:
    """`rtl` or `ltr` for a BCP 47 tag."""
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in RIGHT_TO_LEFT else "ltr"


def srcset(picture: Picture, extension: str) -> Markup:
    """The srcset of all renditions in one format."""
    return Markup(", ".join(f"{escape(picture_url(picture, width, extension))} {width}w" for width in picture.widths))


def look_of(picture: Picture) -> Markup:
    """The class attribute with a picture's main colour and, where it is not in the middle, its focal point."""
    names = []
    if picture.colour:
        channels = zip("rgb", bytes.fromhex(picture.colour[1:]), strict=True)
        names += ["tone", *(f"{channel}{value // 64}" for channel, value in channels)]
    focal = zip("xy", (picture.focal_x, picture.focal_y), strict=True)
    names += [f"f{axis}{round(percent / 20)}" for axis, percent in focal if percent != MIDDLE]
    return Markup(' class="{}"').format(" ".join(names)) if names else Markup()
