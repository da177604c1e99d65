"""Flask's extensions, made once and bound to the application in create_app()."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
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


csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, headers_enabled=False)
login_manager: LoginManager = QuietLoginManager()
migrate = Migrate()
