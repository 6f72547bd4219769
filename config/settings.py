"""All settings of every process in one file; what differs comes from the environment (`.env.example`).

GEDAG_FACE says which process this is: `deelnemer` and `beheer` are the two web faces, `worker` is Celery's
worker and beat, `migrate` (the default) is manage.py with the owner's database login.
"""

import datetime as dt
import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from config.env import (
    env_base_url,
    env_bool,
    env_choice,
    env_contacts,
    env_database,
    env_email,
    env_list,
    env_text,
)
from config.log_lines import quiet_loggers, shown_from
from config.private_keys import private_keys_of
from config.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = BASE_DIR / ".gedag"
RETENTION_REGISTER = BASE_DIR / "config" / "retention.yaml"
RETENTION_REGISTER_ENGLISH = BASE_DIR / "config" / "retention.english.yaml"
COOKIE_REGISTER = BASE_DIR / "config" / "cookies.yaml"
LICENCES = BASE_DIR / "docs" / "licenties.md"
PUBLICCODE = BASE_DIR / "publiccode.yml"

FACE = env_choice("GEDAG_FACE", ("deelnemer", "beheer", "worker", "migrate"), "migrate")
SECRET_KEY = env_text("SECRET_KEY")
# Older ones, so that links in mails and secrets in the outbox outlive a new SECRET_KEY.
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS", "")
# What private words of participants are locked with; beheer has none of it.
PRIVATE_KEYS = private_keys_of(os.environ, FACE)
DEBUG = env_bool("GEDAG_DEBUG", default=False)
DEMO = env_bool("GEDAG_DEMO", default=False)
MAIL_PAGE = env_text("GEDAG_MAIL_PAGE", "")

URL_DEELNEMER = env_base_url("GEDAG_URL_DEELNEMER", "http://localhost:8000")
URL_BEHEER = env_base_url("GEDAG_URL_BEHEER", "http://localhost:8001")
OWN_URL = urlsplit(URL_BEHEER if FACE == "beheer" else URL_DEELNEMER)
SECURE = OWN_URL.scheme == "https"
# On one's own machine the number does as well as the name.
_OWN_NAMES = "localhost,127.0.0.1,[::1]" if OWN_URL.hostname == "localhost" else OWN_URL.hostname or ""
ALLOWED_HOSTS = env_list("GEDAG_ALLOWED_HOSTS", _OWN_NAMES)

# allauth insists on its middleware, which only the staff face has; the owner needs its migrations.
_STAFF_SIGN_IN = FACE in {"beheer", "migrate"}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    *(["allauth", "allauth.account", "allauth.mfa"] if _STAFF_SIGN_IN else []),
    "csp",
    "django_htmx",
    "template_partials",
    "pgtrigger",
    "pghistory",
    "config.apps.ConfigConfig",
    "accounts.apps.AccountsConfig",
    "interactions.apps.InteractionsConfig",
    "challenges.apps.ChallengesConfig",
    "insights.apps.InsightsConfig",
]

_EVERY_FACE_FIRST = [
    "config.request_log.request_log",  # before all else: it sees every answer
    # What gives every answer its headers stands around what may answer by itself: the way to https, static files.
    "accounts.middleware.response_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.gate.turn_away",  # before anything asks the database
]
_EVERY_FACE_LAST = [
    "django.middleware.locale.LocaleMiddleware",
    "accounts.middleware.refuse_large_bodies",  # before anything reads the body
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.wrong_method",
    "accounts.middleware.NotKeptMiddleware",
    "accounts.middleware.TooOftenMiddleware",
    "accounts.middleware.AudienceMiddleware",
]
_PARTICIPANT = ["accounts.middleware.row_security", "accounts.middleware.participant"]
_STAFF = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.staff_session",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.history",
    "accounts.middleware.row_security",
    "allauth.account.middleware.AccountMiddleware",
]
# The participant face has no Django session at all: its only cookies are `deelname` and the CSRF token.
MIDDLEWARE_OF = {
    "deelnemer": [*_EVERY_FACE_FIRST, *_PARTICIPANT, *_EVERY_FACE_LAST],
    "beheer": [*_EVERY_FACE_FIRST, *_STAFF, *_EVERY_FACE_LAST],
}
URLCONF_OF = {"deelnemer": "config.urls_deelnemer", "beheer": "config.urls_beheer"}
MIDDLEWARE = MIDDLEWARE_OF["beheer" if _STAFF_SIGN_IN else "deelnemer"]
ROOT_URLCONF = URLCONF_OF.get(FACE, URLCONF_OF["deelnemer"])
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "accounts.templatetags.components",
                "challenges.templatetags.looks",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "accounts.context_processors.page",
                "challenges.context_processors.sender",
            ],
        },
    }
]
FORM_RENDERER = "accounts.forms.widgets.GedagFormRenderer"

# --- data -----------------------------------------------------------------------------------------------------
_DATABASE_URL = {
    "deelnemer": "DATABASE_URL_DEELNEMER",
    "beheer": "DATABASE_URL_BEHEER",
    "worker": "DATABASE_URL_WORKER",
    "migrate": "DATABASE_URL",
}[FACE]
# What hangs lets go of its place: a statement, somebody who waits for a row, a transaction that nobody goes on with.
# The worker draws releases, whose statements may take long; rows that a frozen one holds are free after its lease.
_DATABASE_PATIENCE = {
    "deelnemer": {"statement": "5s", "lock": "2s", "idle_in_transaction_session": "10s"},
    "beheer": {"statement": "15s", "lock": "5s", "idle_in_transaction_session": "30s"},
    "worker": {"idle_in_transaction_session": "5min"},
}
DATABASES = {
    "default": {
        **env_database(_DATABASE_URL, _DATABASE_PATIENCE.get(FACE, {})),
        # One connection for each place at work (config/gate.py), kept: measured faster than a pool.
        "CONN_MAX_AGE": None if FACE in {"deelnemer", "beheer"} else 0,
        "CONN_HEALTH_CHECKS": True,
        # A statement says for whom it reads (accounts/queries/row_security.py); a cursor on the server cannot.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env_text("REDIS_URL", "redis://127.0.0.1:6379/0")

# --- staff sign-in (beheer only): a code by e-mail, no passwords, and then one of an app on the phone ---------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "accounts.adapters.staff.StaffAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
# Three wrong tries a code; counted once more, for many at once, by accounts/services/limit_table.py.
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
# Per address allauth counts before our own limits do, and so anybody could use up a colleague's.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip"}
ACCOUNT_FORMS = {"confirm_login_code": "accounts.forms.beheer.sign_in.LoginCodeForm"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "/inloggen/"
LOGIN_REDIRECT_URL = "/beheer/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/inloggen/?waarom=uit"  # the page says why one is there
MFA_ADAPTER = "accounts.adapters.staff.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]  # no security keys yet
MFA_TOTP_ISSUER = "Gedag"
MFA_TOTP_TOLERANCE = (
    1  # a code of half a minute ago still counts: phones are not exact, nor are fingers quick
)
STAFF_SESSION_IDLE = dt.timedelta(minutes=60)  # without a request
STAFF_SESSION_LONGEST = dt.timedelta(hours=12)  # whatever somebody does
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Rate limits of staff sign-in count in the database, so they hold over processes and without Valkey.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if FACE != "beheer"
    else {"BACKEND": "accounts.adapters.limits.LimitsCache", "LOCATION": "beheer_cache"}
}

# --- cookies and headers: names and Secure follow the scheme --------------------------------------------------
COOKIE_PREFIX_OF = {
    face: "__Host-" if url.startswith("https:") else ""
    for face, url in (("deelnemer", URL_DEELNEMER), ("beheer", URL_BEHEER))
}
_PREFIX = COOKIE_PREFIX_OF["beheer" if FACE == "beheer" else "deelnemer"]
PARTICIPANT_COOKIE_NAME = f"{_PREFIX}deelname"
PARTICIPANT_COOKIE_AGE = 400 * 24 * 60 * 60
RETURN_COOKIE_NAME = f"{_PREFIX}terug"  # ten minutes, while an e-mail code is on its way
CSRF_COOKIE_NAME = f"{_PREFIX}{FACE}-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "accounts.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
SESSION_COOKIE_NAME = f"{_PREFIX}beheer"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE
BEHIND_PROXY = env_bool("GEDAG_BEHIND_PROXY", default=False)
# Sign-in limits count addresses: behind our one proxy the visitor's, as the proxy wrote it.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^gezond$", r"^klaar$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Whom to tell of a weak spot (RFC 9116). The file says anew each day that it holds for this long; a year is the most.
SECURITY_CONTACTS = env_contacts("GEDAG_SECURITY_CONTACT")
SECURITY_TXT_VALID = dt.timedelta(days=180)
# A note of a thousand characters is the longest thing anyone types here.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
# One page takes more: the design tokens of a municipality, as a file.
LARGE_BODIES = {r"^/beheer/[-\w]+/uitstraling/[-\w]+/overnemen/$": 1024 * 1024}
# What is sent in stays in memory: nothing of a stranger's is ever written to disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# --- language and time ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
# Participants read Dutch or English; the staff's side is Dutch.
LANGUAGES = [("nl", "Nederlands"), *([("en", "English")] if FACE != "beheer" else [])]
LANGUAGE_COOKIE_NAME = f"{_PREFIX}taal"
LANGUAGE_COOKIE_AGE = PARTICIPANT_COOKIE_AGE
PRINT_FONTS = STATE_DIR / "fonts"  # made when Gedag is set up (config/print_fonts.py)
LOCALE_PATHS = [STATE_DIR / "locale"]  # compiled from locale/ when Gedag is set up (config/translations.py)
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# --- static files ---------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env_text("GEDAG_STATIC_ROOT", str(STATE_DIR / "static")))
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [
    STATE_DIR / "frontend",  # built files before their sources
    BASE_DIR / "static",
    ("handleiding", BASE_DIR / "docs" / "beheer" / "beelden"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

# --- mail -----------------------------------------------------------------------------------------------------
_SMTP = env_email("EMAIL_URL", "smtp://127.0.0.1:25")
EMAIL_HOST, EMAIL_PORT = _SMTP["host"], _SMTP["port"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _SMTP["username"], _SMTP["password"]
EMAIL_USE_SSL, EMAIL_USE_TLS = _SMTP["use_ssl"], _SMTP["use_tls"]
EMAIL_TIMEOUT = 10
# A file outside the database, shared by all workers, by which they notice that an old copy of it was put back.
SENDING_MARK = env_text("GEDAG_SENDING_MARK", "")
# A file outside the database and its backups, shared by all processes: who was erased since a backup was made.
ERASURE_LIST = env_text("GEDAG_ERASURE_LIST", "")
DEFAULT_FROM_EMAIL = env_text("GEDAG_FROM_EMAIL", "Gedag <gedag@localhost>")

# --- tasks: PostgreSQL holds the truth, Celery only starts work ----------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # every task is idempotent, so a second run is harmless
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Threads, not processes: a stop reaches work that is going on, which ends between two messages (accounts/tasks.py).
# Sending everything takes one of them and codes another, so that planning and the heartbeat always find one free.
CELERY_WORKER_POOL = "config.celery:Threads"
CELERY_WORKER_CONCURRENCY = 4
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- log: names and numbers, one JSON object a line (accounts/events.py, config/log_lines.py) ------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.log_lines.LineFormatter"}},
    "handlers": {
        "lines": {
            "class": "config.log_lines.LineHandler",
            "formatter": "line",
            "level": shown_from(),
        }
    },
    "root": {
        "handlers": ["lines"],
        "level": env_choice("GEDAG_LOG_LEVEL", ("DEBUG", "INFO", "WARNING"), "INFO"),
    },
    "loggers": quiet_loggers(
        {
            "django": "INFO",
            "django.request": "ERROR",  # what is less than an error stands in the line of the request
            "django.server": "WARNING",
            "celery": "INFO",
            "celery.app.trace": "CRITICAL",  # our own lines say how a task ended
            "celery.beat": "WARNING",
            "celery.task": "WARNING",
            "celery.worker.strategy": "WARNING",
            "_granian": "INFO",
            "granian.access": "CRITICAL",
        }
    ),
}
