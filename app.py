"""The application: configuration, extensions, blueprints, error pages."""

import os
from typing import Any

from flask import Flask

import blueprints.auth.commands
import blueprints.auth.views
import blueprints.core.commands
import blueprints.core.completing
import blueprints.core.offline
import blueprints.core.views
import blueprints.news.commands
import blueprints.news.views
import blueprints.newsletter.commands
import blueprints.newsletter.views
import blueprints.newsroom.commands
import blueprints.newsroom.views
from blueprints.core.asking import Request
from blueprints.core.config import flask_settings, instance_path, load_settings
from blueprints.core.database import db
from blueprints.core.errors import init_errors
from blueprints.core.extensions import csrf, limiter, login_manager, migrate
from blueprints.core.languages import LanguageRoots, init_languages, offered
from blueprints.core.page_cache import PageCache
from blueprints.core.places import init_places
from blueprints.core.purge_reader import PurgeReader
from blueprints.core.security import init_security, trust_proxies
from blueprints.core.templating import init_templating

FEATURES = (
    blueprints.core.bp,
    blueprints.auth.bp,
    blueprints.newsletter.bp,
    blueprints.newsroom.bp,
    blueprints.news.bp,
)


def create_app(**overrides: Any) -> Flask:
    """The newsroom as one WSGI application; keyword arguments override settings, for tests."""
    instance = instance_path({**os.environ, **{k: str(v) for k, v in overrides.items() if k == "INSTANCE_PATH"}})
    app = Flask(__name__, instance_path=str(instance))
    app.request_class = Request
    app.config.from_mapping(flask_settings(load_settings(instance, overrides, os.environ), instance))
    init_security(app)
    init_places(app)
    init_languages(app)
    init_templating(app)
    init_errors(app)
    for extension in (db, csrf, limiter, login_manager):
        extension.init_app(app)
    migrate.init_app(app, db, directory="migrations", render_as_batch=True)
    for feature in FEATURES:
        app.register_blueprint(feature)
    with app.app_context():
        views = LanguageRoots(app.wsgi_app, offered()[1:])
        app.wsgi_app = PageCache(views, PurgeReader(db.engine))  # type: ignore[method-assign]
    trust_proxies(app)
    return app
