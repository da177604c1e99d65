"""Flask's extensions, made once and bound to the application in create_app()."""

import hashlib
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect


class QuietLoginManager(LoginManager):
    """Flask-Login without what opens the session on every page: its template variable and its remember-me cookie."""

    def __init__(self) -> None:
        LoginManager.__init__(self)

    def init_app(self, app: Flask, add_context_processor: bool = False) -> None:
        """Bind to the application, and touch no answer."""
        LoginManager.init_app(self, app, add_context_processor)
        app.after_request_funcs[None].remove(self._update_remember_cookie)
        app.config["SESSION_PROTECTION"] = None  # it would write to the cookie when a phone changes its network


def client_network() -> str:
    """Who asks, for limits: a keyed hash of the address, of its /64 in IPv6, where one subscriber has that many."""
    network = _network_of(request.remote_addr or "127.0.0.1")
    key = current_app.config["SECRET_KEY"].encode()[:64]
    return hashlib.blake2b(network.encode(), key=key, digest_size=16).hexdigest()


def _network_of(address: str) -> str:
    """What a proxy calls an address may be none; an IPv4 one in IPv6 clothes has no neighbours in its /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network(f"{found.packed.hex(':', 2)}/64", strict=False))
    return address


csrf = CSRFProtect()
limiter = Limiter(key_func=client_network, headers_enabled=False)
login_manager: LoginManager = QuietLoginManager()
migrate = Migrate()
