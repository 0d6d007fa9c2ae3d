"""Settings. What differs between installations comes from eight environment variables, all optional:

``PRODUCTION``     1 on a public server: then SECRET_KEY, ALLOWED_HOSTS and SITE_URL must be given.
``SECRET_KEY``     signs sessions; 50 characters or more. Without it one is made and kept in ``VAR/secret_key``.
``ALLOWED_HOSTS``  host names the site answers to, separated by commas. Default: localhost only.
``DATABASE_URL``   ``postgres://user:password@host/name``. Default: SQLite in ``VAR``.
``VAR``            the folder for all that is not code: database, key, collected static files. Default: ``var``.
``SITE_URL``       the public address, such as ``https://example.org``: for absolute links, and behind a proxy for
                   signing in. Default: as asked.
``CONTACT``        an e-mail address or https address where readers report a mistake; on the page about the site and in
                   the feed. Default: none is named.
``DEBUG``          1 shows tracebacks in the browser; never together with PRODUCTION.
"""

import fcntl
import os
from pathlib import Path
from urllib.parse import quote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management.utils import get_random_secret_key
from django.core.validators import URLValidator, validate_email

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str) -> bool:
    """Whether an environment variable is switched on: 1, true, yes or on."""
    value = os.environ.get(name, "").strip().lower()
    if value not in ("", "0", "false", "no", "off", "1", "true", "yes", "on"):
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")
    return value in ("1", "true", "yes", "on")


PRODUCTION = flag("PRODUCTION")
DEBUG = flag("DEBUG")
VAR = BASE_DIR / (os.environ.get("VAR") or "var")
SITE_URL = os.environ.get("SITE_URL", "").rstrip("/")
CONTACT = os.environ.get("CONTACT", "").strip()
if CONTACT:
    try:
        (URLValidator(schemes=["https"]) if "://" in CONTACT else validate_email)(CONTACT)
    except ValidationError as error:
        raise ImproperlyConfigured(
            f"CONTACT is {CONTACT!r}; write an e-mail address, or an address that begins with https://."
        ) from error


def secret_key() -> str:
    """The key from the environment, or the one this installation made for itself (never in production)."""
    given = os.environ.get("SECRET_KEY", "")
    weak = len(given) < 50 or len(set(given)) < 5 or given.startswith("django-insecure")
    if given and weak and PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY is too weak for PRODUCTION: give at least 50 random characters.")
    if given:
        return given
    if PRODUCTION:
        raise ImproperlyConfigured("PRODUCTION needs a SECRET_KEY of at least 50 random characters in the environment.")
    return kept_secret_key(VAR / "secret_key")


def kept_secret_key(path: Path) -> str:
    """The key in this file; made on first use. The lock lets several processes that start at once agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        key = file.read().strip()
        if not key:
            key = get_random_secret_key()
            file.write(key)
        return key


SECRET_KEY = secret_key()
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("PRODUCTION needs ALLOWED_HOSTS: the host names this site answers to.")
if PRODUCTION and urlsplit(SITE_URL).scheme != "https":
    raise ImproperlyConfigured(
        "PRODUCTION needs SITE_URL, the https address of this site: without it nobody can sign in."
    )
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG shows secrets to visitors: switch it off in PRODUCTION.")
if not ALLOWED_HOSTS:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "timeline.apps.TimelineConfig",
    "sources.apps.SourcesConfig",
    "timeline.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
]

MIDDLEWARE = [
    "timeline.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "timeline.middleware.refuse_unreadable_addresses",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "timeline.urls"
WSGI_APPLICATION = "timeline.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# What was acknowledged survives a power cut (FULL); a write transaction takes its lock at once (IMMEDIATE), so that
# nothing can change between a check and the write that rests on it; connections stay open, so that a full disk does
# not take the readers down too.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    "timeout": 10,
}
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{quote(str(VAR / 'wederhoor.sqlite3'))}", conn_max_age=None, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "timeline" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
CSRF_FAILURE_VIEW = "timeline.views.errors.csrf_failure"
if urlsplit(SITE_URL).scheme == "https":
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# An event with its evidence is one long form: about 15 fields for each of some hundred quotes, figures and notes.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"redacted": {"()": "timeline.redacting.Redacting"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "redacted"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
