"""What each setting may be: read from text, or refused in one line that names it."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

import click
from babel import Locale, UnknownLocaleError
from email_validator import EmailNotValidError, validate_email
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

SPOKEN = ("en", "fr", "ar", "sw", "ha", "yo", "am", "pt")  # languages that the interface has words for
SHORTEST_KEY = 32
KNOWN_KEYS = {"dev", "secret", "changeme", "change-me", "password", "secret-key", "secret_key"}


class SettingError(click.ClickException):
    """A setting that cannot be meant, told in one line."""


def any_text(name: str, value: str) -> str:
    """The value as it is, on one line."""
    if any(ord(character) < 32 for character in value):
        raise SettingError(f"{name} may not hold line breaks or control characters")
    return value


def _site_name(name: str, value: str) -> str:
    if not value.strip() or len(value) > 120:
        raise SettingError(f"{name} must be 1 to 120 characters")
    return any_text(name, value.strip())


def _site_url(name: str, value: str) -> str:
    parts = _address(name, value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/")):
        raise SettingError(f"{name} must look like https://example.org, not {value!r}")
    return value.rstrip("/")


def _address(name: str, value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _ = parts.port  # refuses what is no number from 0 to 65535
    except ValueError as error:  # told without the value, which may hold a password
        raise SettingError(f"{name} is not an address that can be read") from error
    return parts


def _port(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise SettingError(f"{name} must be a number from 1 to 65535, not {value!r}")
    return int(value)


def _database_url(name: str, value: str) -> str:
    value = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", value)
    try:
        kind = make_url(value).get_backend_name() if value else "sqlite"
    except (ArgumentError, ValueError) as error:
        raise SettingError(f"{name} is not a database address") from error
    if kind not in ("sqlite", "postgresql"):
        raise SettingError(f"{name} must begin with sqlite:// or postgresql://, not {kind}://")
    return value


def secret_key(name: str, value: str) -> str:
    """A key that nobody can guess."""
    if value and (len(value) < SHORTEST_KEY or value.lower() in KNOWN_KEYS or len(set(value)) < 8):
        raise SettingError(f"{name} must be at least {SHORTEST_KEY} random characters")
    return value


def _smtp_url(name: str, value: str) -> str:
    parts = _address(name, value)
    if value and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        raise SettingError(f"{name} must look like smtp://user:password@host:port or smtps://host")
    return value


def _email(name: str, value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False, test_environment=True).normalized if value else ""
    except EmailNotValidError as error:
        raise SettingError(f"{name} is not an email address: {value!r}") from error


def _timezone(name: str, value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise SettingError(f"{name} must be a zone such as Africa/Lagos, not {value!r}") from error
    return value


def _language(name: str, value: str) -> str:
    try:
        Locale.parse(value, sep="-")
    except (ValueError, TypeError, UnknownLocaleError) as error:
        raise SettingError(f"{name} must be a language tag such as en or sw, not {value!r}") from error
    return value


def _languages(name: str, value: str) -> tuple[str, ...]:
    unknown = [each for each in value.split() if each not in SPOKEN]
    if unknown:
        raise SettingError(f"{name} are some of {', '.join(SPOKEN)}, with spaces between, not {unknown[0]!r}")
    return tuple(dict.fromkeys(value.split()))


def _calendars(name: str, value: str) -> dict[str, str]:
    pairs = dict(each.partition("=")[::2] for each in value.split())
    wrong = [f"{language}={calendar}" for language, calendar in pairs.items() if calendar not in ("ethiopic", "hijri")]
    if wrong:
        raise SettingError(f"{name} looks like 'am=ethiopic ar=hijri', not {wrong[0]!r}")
    return pairs


def _media_url(name: str, value: str) -> str:
    if not re.fullmatch(r"(https?://[^\s/?#]+)?/([^\s?#]+/)?", value):
        raise SettingError(f"{name} must be a path or address that ends in a slash, not {value!r}")
    return value


def _redis_url(name: str, value: str) -> str:
    if value and _address(name, value).scheme not in ("redis", "rediss", "unix"):
        raise SettingError(f"{name} must begin with redis://, not {value!r}")
    return value


def _proxies(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) > 9:
        raise SettingError(f"{name} is the number of proxies in front, 0 to 9, not {value!r}")
    return int(value)


def _hours(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= 168:
        raise SettingError(f"{name} is a number of hours from 1 to 168, not {value!r}")
    return int(value)


def _connections(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= 20:
        raise SettingError(f"{name} is a number of connections from 1 to 20, not {value!r}")
    return int(value)


def _rate(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) > 1_000_000:
        raise SettingError(f"{name} is a number of mails in a minute, or 0 for as many as go, not {value!r}")
    return int(value)


def _domain_rates(name: str, value: str) -> dict[str, int]:
    pairs = [each.partition("=")[::2] for each in value.split()]
    return {domain.lower(): _rate(f"{name} of {domain}", rate) for domain, rate in pairs}


def _span(name: str, value: str) -> tuple[int, int] | None:
    """From one full hour to another, perhaps over midnight."""
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", value)
    if value and (not found or not all(int(hour) <= 24 for hour in found.groups())):
        raise SettingError(f"{name} is two hours such as 22-6, or nothing, not {value!r}")
    return (int(found.group(1)) % 24, int(found.group(2)) % 24) if found else None


def _uncertain(name: str, value: str) -> str:
    if value not in ("resend", "hold", "assume"):
        raise SettingError(f"{name} is resend, hold or assume, not {value!r}")
    return value


def _security_contact(name: str, value: str) -> str:
    if value and not re.fullmatch(r"(https://|mailto:|tel:)[^\s]+", value):
        raise SettingError(f"{name} must begin with https://, mailto: or tel:, not {value!r}")
    return value


def _hub(name: str, value: str) -> str:
    if value and (_address(name, value).scheme not in ("http", "https") or not _address(name, value).hostname):
        raise SettingError(f"{name} must be the whole address of a hub, not {value!r}")
    return value


def _switch(name: str, value: str) -> bool:
    if value not in ("on", "off"):
        raise SettingError(f"{name} is on or off, not {value!r}")
    return value == "on"


CHECKS: dict[str, Callable[[str, str], Any]] = {
    "SITE_URL": _site_url,
    "SITE_NAME": _site_name,
    "PORT": _port,
    "DATABASE_URL": _database_url,
    "SECRET_KEY": secret_key,
    "SMTP_URL": _smtp_url,
    "MAIL_FROM": _email,
    "BOUNCE_ADDRESS": _email,
    "SENDING_CONNECTIONS": _connections,
    "SENDING_RATE": _rate,
    "DOMAIN_RATES": _domain_rates,
    "SENDING_WINDOW": _span,
    "QUIET_HOURS": _span,
    "UNCERTAIN": _uncertain,
    "TIMEZONE": _timezone,
    "LANGUAGE": _language,
    "LANGUAGES": _languages,
    "CALENDARS": _calendars,
    "MEDIA_URL": _media_url,
    "REDIS_URL": _redis_url,
    "TRUSTED_PROXIES": _proxies,
    "DESK_EMAIL": _email,
    "SECURITY_CONTACT": _security_contact,
    "BREAKING_HOURS": _hours,
    "WEBSUB_HUB": _hub,
    "OFFLINE_READING": _switch,
}
