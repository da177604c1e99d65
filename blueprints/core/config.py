"""Settings: from the environment or instance/config.py, checked before anything starts."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from blueprints.core.database import engine_options
from blueprints.core.setting_checks import CHECKS, SettingError, any_text, secret_key

ROOT = Path(__file__).resolve().parents[2]

DEFAULTS: dict[str, str] = {
    "SITE_URL": "",
    "SITE_NAME": "AAN TV",
    "HOST": "127.0.0.1",
    "PORT": "8000",
    "DATABASE_URL": "",
    "SECRET_KEY": "",
    "SMTP_URL": "",
    "MAIL_FROM": "",
    "BOUNCE_ADDRESS": "",
    "POSTAL_ADDRESS": "",
    "SENDING_CONNECTIONS": "10",
    "SENDING_RATE": "0",
    "DOMAIN_RATES": "",
    "SENDING_WINDOW": "",
    "QUIET_HOURS": "22-6",
    "UNCERTAIN": "resend",
    "RELAY_LOG": "",
    "TIMEZONE": "Africa/Lagos",
    "LANGUAGE": "en",
    "LANGUAGES": "en fr ar sw ha yo am pt",
    "CALENDARS": "am=ethiopic ar=hijri",
    "MEDIA_URL": "/media/",
    "REDIS_URL": "",
    "TRUSTED_PROXIES": "0",
    "DESK_EMAIL": "",
    "SECURITY_CONTACT": "",
    "BREAKING_HOURS": "6",
    "WEBSUB_HUB": "",
    "OFFLINE_READING": "on",
}


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
    settings = {name: CHECKS.get(name, any_text)(name, str(raw[name])) for name in DEFAULTS}
    settings["SITE_URL_GIVEN"] = bool(settings["SITE_URL"])
    settings["SITE_URL"] = settings["SITE_URL"] or _own_address(settings["HOST"], settings["PORT"])
    settings["DATABASE_URL"] = settings["DATABASE_URL"] or f"sqlite:///{instance / 'newsroom.sqlite3'}"
    settings["SECRET_KEY"] = settings["SECRET_KEY"] or _own_key(instance / "secret_key")
    settings["MAIL_FROM"] = settings["MAIL_FROM"] or f"newsroom@{urlsplit(settings['SITE_URL']).hostname}"
    settings["DESK_EMAIL"] = settings["DESK_EMAIL"] or settings["MAIL_FROM"]
    settings["SECURITY_CONTACT"] = settings["SECURITY_CONTACT"] or f"mailto:{settings['DESK_EMAIL']}"
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
        "SEND_FILE_MAX_AGE_DEFAULT": 7 * 86400,  # seconds; the icons, which need no second asking
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
        return secret_key("instance/secret_key", path.read_text(encoding="ascii").strip())
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key
