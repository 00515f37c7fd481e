"""Settings: every value comes from the environment; with none set, a demo on this machine runs.

With PRODUCTION set, nothing runs on values that were made up here.

The table of the variables stands in README.md.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django_guid.integrations.celery import CeleryIntegration

from . import environment as env
from .celery_settings import beat_schedule, transport_options
from .database_settings import database_settings
from .logging import configuration as logging_configuration

# DRF's and Django's generic classes take type arguments at run time, too.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

# --- The installation -----------------------------------------------------------------------

DEMO = env.flag("DEMO")
DEBUG = env.flag("DEBUG")
PRODUCTION = env.flag("PRODUCTION")
if PRODUCTION:
    env.require("SECRET_KEY", "ENCRYPTION_KEYS", "FRONTEND_URL")
FRONTEND_URL = env.text("FRONTEND_URL", "http://localhost:8000").rstrip("/")
# Under which people have opened it before; links to these still lead to their conversations.
FORMER_FRONTEND_URLS = env.words("FORMER_FRONTEND_URLS")
IS_HTTPS = FRONTEND_URL.startswith("https://")
SECRET_KEY = env.secret("SECRET_KEY", VAR_DIR)
ENCRYPTION_KEYS = env.split(
    env.secret("ENCRYPTION_KEYS", VAR_DIR, make=lambda: Fernet.generate_key().decode())
)
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS", f"{urlsplit(FRONTEND_URL).hostname},localhost,127.0.0.1,[::1]"
)

# --- Linear ---------------------------------------------------------------------------------

LINEAR_CLIENT_ID = env.text("LINEAR_CLIENT_ID")
LINEAR_CLIENT_SECRET = env.text("LINEAR_CLIENT_SECRET")
# Of the application's own webhook, whose address is FRONTEND_URL/linear/webhooks.
LINEAR_WEBHOOK_SECRET = env.text("LINEAR_WEBHOOK_SECRET")
# Whether people in Linear may mention the app and give it issues: asked for when connecting.
LINEAR_AGENT = env.flag("LINEAR_AGENT")
LINEAR_API_URL = env.text("LINEAR_API_URL", "https://api.linear.app").rstrip("/")
LINEAR_AUTHORIZE_URL = env.text("LINEAR_AUTHORIZE_URL", "https://linear.app/oauth/authorize")

# What stands beside a conversation's thread: templates that get `member` and `conversation`.
CONVERSATION_PANELS = ["linear_integration/conversation_panel.html"]
# What a conversation's page will ask for, and the list fetches while it is read.
CONVERSATION_MODULES = [
    "linear_integration/linear-sidebar.js",
    "conversations/conversation-thread.js",
    "conversations/message-composer.js",
]
# What the list says of each conversation: functions as conversations/badges.py describes them.
CONVERSATION_BADGES = ["linear_integration.pages.issue_badges.issue_badges"]
# Who is told of a person's new message: functions as conversations/listeners.py describes them.
MESSAGE_LISTENERS = ["linear_integration.note_commands.heed"]
# Who is told of a status that a person gives a conversation; the same file describes them.
STATUS_LISTENERS = ["linear_integration.resolutions.heed"]

# --- Django ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "bridge",
    "conversations",
    "linear_integration",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "django_guid",
    "axes",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django_guid.middleware.guid_middleware",
    "bridge.middleware.limited_in_time",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bridge.middleware.private_by_default",
    "bridge.middleware.machines_by_any_name",
    "bridge.middleware.log_requests",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "bridge.urls"
WSGI_APPLICATION = "bridge.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TIME_ZONE = "UTC"
USE_TZ = True

# --- Languages ------------------------------------------------------------------------------

# The strings in the code are English; whose browser asks for none of the others reads them.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français")]
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["bridge.formats"]

# --- Database -------------------------------------------------------------------------------

DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
DATABASES = {"default": database_settings(DATABASE_URL, VAR_DIR)}

# --- Celery ---------------------------------------------------------------------------------

CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "filesystem://localhost//")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# For ever: a worker that gave up would miss the broker's return.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# How often each task is woken up, in seconds.
CELERY_BEAT_SCHEDULE = beat_schedule(
    {
        "linear_integration.tasks.work_off_deliveries": 1.0,
        "linear_integration.tasks.sweep_operations": 2.0,
        # Each workspace every quarter of an hour, and soon after somebody wants it.
        "linear_integration.tasks.reconcile": 5.0,
        "linear_integration.tasks.refresh_tokens": 60.0,
        "linear_integration.tasks.disconnect_leavers": 60.0,
        "linear_integration.tasks.set_up_webhooks": 600.0,
        "linear_integration.tasks.prune_deliveries": 3600.0,
        "linear_integration.tasks.prune_mentions": 3600.0,
        "conversations.tasks.prune_notifications": 3600.0,
        "conversations.tasks.clear_sessions": 3600.0,
    }
)
CELERY_BROKER_TRANSPORT_OPTIONS = transport_options(CELERY_BROKER_URL, VAR_DIR)

# --- People and API -------------------------------------------------------------------------

AUTH_USER_MODEL = "conversations.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Wrong passwords for one person from one network: by both, so that nobody can lock others out.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "conversations.sign_in_limit.name_to_count"
AXES_CLIENT_IP_CALLABLE = "conversations.sign_in_limit.network_to_count"
AXES_LOCKOUT_CALLABLE = "conversations.pages.sign_in.too_many_attempts"
AXES_RESET_ON_SUCCESS = True
# What is refused unread does not make the wait longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
# Not kept, besides the password, of what was sent.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "conversations.api.authentication.TokenAuthentication",
        "conversations.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["conversations.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "bridge.errors.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "The bridge",
    "DESCRIPTION": "Conversations, and the Linear issues that are linked to them.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"persistAuthorization": False},
    "COMPONENT_SPLIT_REQUEST": True,
    # What stands before the word that a call is grouped under.
    "SCHEMA_PATH_PREFIX": r"/api/v1/(accounts/\{account_id\}/)?(integrations/)?",
    "ENUM_NAME_OVERRIDES": {
        "ConversationStatus": "conversations.models.Conversation.Status",
        "HookStatus": ["enabled", "reauthorize", "removed"],
        "OperationStatus": ["pending", "done", "refused", "unknown"],
        "DeliveryStatus": ["waiting", "done", "parked"],
    },
}
# The largest JSON body that the API reads, in bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Static files ---------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "bridge.static_files.MinifiedStaticFilesStorage"},
}
# Whoever works on them gets them from where they lie, and anew; else they are collected first.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# --- Security -------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
TRUST_PROXY_HEADERS = env.flag("TRUST_PROXY_HEADERS")
if TRUST_PROXY_HEADERS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
LANGUAGE_COOKIE_NAME = "__Host-language" if IS_HTTPS else "language"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CSRF_TRUSTED_ORIGINS = [FRONTEND_URL]
X_FRAME_OPTIONS = "DENY"
_AUTHORIZE = urlsplit(LINEAR_AUTHORIZE_URL)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "https:", "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # "Connect" is a form whose answer redirects to Linear's consent page.
        "form-action": [SELF, f"{_AUTHORIZE.scheme}://{_AUTHORIZE.netloc}"],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# --- Logging and metrics --------------------------------------------------------------------

DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-ID",
    "VALIDATE_GUID": True,
    "EXPOSE_HEADER": False,
    # A task carries the id of the request that started it; one that beat started gets its own.
    "INTEGRATIONS": [CeleryIntegration()],
}
LOGGING = logging_configuration(level=env.text("LOG_LEVEL", "INFO"), is_demo=DEMO)
METRICS_TOKEN = env.text("METRICS_TOKEN")
WORKER_METRICS_PORT = env.number("WORKER_METRICS_PORT", 0)
