"""Settings: from the environment or instance/config.py, checked before anything starts."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

import click
from babel import Locale, UnknownLocaleError
from email_validator import EmailNotValidError, validate_email
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from blueprints.core.database import engine_options

ROOT = Path(__file__).resolve().parents[2]
SHORTEST_KEY = 32
KNOWN_KEYS = {"dev", "secret", "changeme", "change-me", "password", "secret-key", "secret_key"}

DEFAULTS: dict[str, str] = {
    "SITE_URL": "",
    "SITE_NAME": "AAN TV",
    "HOST": "127.0.0.1",
    "PORT": "8000",
    "DATABASE_URL": "",
    "SECRET_KEY": "",
    "SMTP_URL": "",
    "MAIL_FROM": "",
    "TIMEZONE": "Africa/Lagos",
    "LANGUAGE": "en",
    "MEDIA_URL": "/media/",
    "REDIS_URL": "",
    "TRUSTED_PROXIES": "0",
}


class SettingError(click.ClickException):
    """A setting that cannot be meant, told in one line."""


def instance_path(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of what this installation owns; made when absent, refused when it cannot be written."""
    path = Path(environ.get("INSTANCE_PATH") or ROOT / "instance").expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(f"INSTANCE_PATH: cannot make {path}: {error.strerror}") from error
    if not os.access(path, os.W_OK):
        raise SettingError(f"INSTANCE_PATH: {path} cannot be written to")
    return path


def load_settings(instance: Path, overrides: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """Every setting, checked: what is passed in beats the environment, which beats instance/config.py."""
    raw: dict[str, Any] = {**DEFAULTS, **_read_file(instance / "config.py")}
    raw.update({name: environ[name] for name in DEFAULTS if environ.get(name)})
    raw.update(overrides)
    settings = {name: CHECKS.get(name, _text)(name, str(raw[name])) for name in DEFAULTS}
    settings["SITE_URL_GIVEN"] = bool(settings["SITE_URL"])
    settings["SITE_URL"] = settings["SITE_URL"] or _own_address(settings["HOST"], settings["PORT"])
    settings["DATABASE_URL"] = settings["DATABASE_URL"] or f"sqlite:///{instance / 'newsroom.sqlite3'}"
    settings["SECRET_KEY"] = settings["SECRET_KEY"] or _own_key(instance / "secret_key")
    settings["MAIL_FROM"] = settings["MAIL_FROM"] or f"newsroom@{urlsplit(settings['SITE_URL']).hostname}"
    return settings


def flask_settings(settings: Mapping[str, Any], instance: Path) -> dict[str, Any]:
    """What Flask and its extensions want to be told, derived from our settings."""
    secure = settings["SITE_URL"].startswith("https://")
    return {
        **settings,
        "SQLALCHEMY_DATABASE_URI": settings["DATABASE_URL"],
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings["DATABASE_URL"]),
        "MEDIA_FOLDER": instance / "media",
        "SESSION_COOKIE_NAME": "__Host-desk" if secure else "desk",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": re.sub("^unix:", "redis+unix:", settings["REDIS_URL"]) or "memory://",
        "RATELIMIT_SWALLOW_ERRORS": True,
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
    }


def _read_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    names: dict[str, Any] = {}
    try:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)  # the operator's own file
    except Exception as error:
        raise SettingError(f"instance/config.py: {error}") from error
    unknown = sorted(name for name in names if name.isupper() and name not in DEFAULTS)
    if unknown:
        raise SettingError(f"instance/config.py: there is no setting {unknown[0]}")
    return {name: value for name, value in names.items() if name in DEFAULTS}


def _own_address(host: str, port: int) -> str:
    name = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def _own_key(path: Path) -> str:
    """The key made on the first run; made once even when two processes start together."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _key("instance/secret_key", path.read_text(encoding="ascii").strip())
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def _text(name: str, value: str) -> str:
    if any(ord(character) < 32 for character in value):
        raise SettingError(f"{name} may not hold line breaks or control characters")
    return value


def _site_name(name: str, value: str) -> str:
    if not value.strip() or len(value) > 120:
        raise SettingError(f"{name} must be 1 to 120 characters")
    return _text(name, value.strip())


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


def _key(name: str, value: str) -> str:
    if value and (len(value) < SHORTEST_KEY or value.lower() in KNOWN_KEYS or len(set(value)) < 8):
        raise SettingError(f"{name} must be at least {SHORTEST_KEY} random characters")
    return value


def _smtp_url(name: str, value: str) -> str:
    parts = _address(name, value)
    if value and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        raise SettingError(f"{name} must look like smtp://user:password@host:port or smtps://host")
    return value


def _mail_from(name: str, value: str) -> str:
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


CHECKS: dict[str, Callable[[str, str], Any]] = {
    "SITE_URL": _site_url,
    "SITE_NAME": _site_name,
    "PORT": _port,
    "DATABASE_URL": _database_url,
    "SECRET_KEY": _key,
    "SMTP_URL": _smtp_url,
    "MAIL_FROM": _mail_from,
    "TIMEZONE": _timezone,
    "LANGUAGE": _language,
    "MEDIA_URL": _media_url,
    "REDIS_URL": _redis_url,
    "TRUSTED_PROXIES": _proxies,
}
