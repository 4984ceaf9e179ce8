"""What every way of running shares."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from arbeidspact.settings.environment import (
    data_directory,
    is_on,
    keep_compiled_in,
    key_from,
    made_private,
    one_of,
    whole_number,
    words,
)

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = made_private(data_directory())
keep_compiled_in(DATA_DIR / "compiled", PACKAGE / "matching")

DEBUG = False
SECRET_KEY = key_from("secret", DATA_DIR)
NATIONAL_NUMBER_KEY = key_from("national_number", DATA_DIR)
PUBLICATION_KEY = key_from("publication", DATA_DIR)
ALLOWED_HOSTS = words("ARBEIDSPACT_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = words("ARBEIDSPACT_ORIGINS")
SITE_URL = os.environ.get("ARBEIDSPACT_SITE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "arbeidspact.organisations",
    "arbeidspact.people",
    "arbeidspact.vacancies",
    "arbeidspact.proposals",
    "arbeidspact.correspondence",
    "arbeidspact.assessments",
    "arbeidspact.pathways",
    "arbeidspact.teams",
    "arbeidspact.outreach",
    "arbeidspact.agreements",
    "arbeidspact.handovers",
    "arbeidspact.introductions",
    "arbeidspact.terms",
    "arbeidspact.followup",
    "arbeidspact.search",
    "arbeidspact.pact",
    "arbeidspact.monitor",
    "arbeidspact.steering",
    "arbeidspact.funding",
    "arbeidspact.publications",
    "arbeidspact.reports",
    "arbeidspact.rounds",
    "arbeidspact.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "ninja",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "arbeidspact.web.middleware.ActorMiddleware",
    "arbeidspact.web.middleware.DemoGuardMiddleware",
    "arbeidspact.web.middleware.SecondFactorMiddleware",
    "arbeidspact.web.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "arbeidspact.web.urls"
WSGI_APPLICATION = "arbeidspact.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "arbeidspact.web.context.page",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "arbeidspact.web.templatetags.drawings",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("ARBEIDSPACT_DATABASE_URL") or f"sqlite:///{DATA_DIR / 'arbeidspact.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456;"
        " PRAGMA cache_size=-32000;"
        # Every 32 MB of changes, not every 4: a write that moves them to the file waits for the disk.
        " PRAGMA wal_autocheckpoint=8000;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # The counters of attempts live here: a few hundred wrong passwords must not push out the others.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "arbeidspact.web.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "arbeidspact.web.accounts.SignInForm",
    "reset_password": "arbeidspact.web.accounts.ForgottenPasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "10/m/ip,3/m/key",
    "reset_password_from_key": "10/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "signup": "10/m/ip",
    "manage_email": "5/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ARBEIDSPACT_PROXIES", "0"))
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Arbeidspact"
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "arbeidspact.web.accounts.SecondFactorAdapter"
REQUIRE_SECOND_FACTOR = is_on("ARBEIDSPACT_REQUIRE_SECOND_FACTOR", default=True)
INVITATION_DAYS = 7
LINK_DAYS = 14
FOLLOW_UP_FILE = os.environ.get("ARBEIDSPACT_FOLLOW_UP_FILE", "")
QUESTIONNAIRES = os.environ.get("ARBEIDSPACT_QUESTIONNAIRES", "")
ASSESSMENT_MONTHS = whole_number("ARBEIDSPACT_ASSESSMENT_MONTHS", default=6, least=1)
HANDOVER_ANSWER_DAYS = whole_number("ARBEIDSPACT_HANDOVER_ANSWER_DAYS", default=30, least=1)
HANDOVER_REMIND_DAYS = whole_number("ARBEIDSPACT_HANDOVER_REMIND_DAYS", default=5, least=1)
HANDOVER_REMIND_AGAIN_DAYS = whole_number("ARBEIDSPACT_HANDOVER_REMIND_AGAIN_DAYS", default=7, least=1)
HANDOVER_REMINDERS = whole_number("ARBEIDSPACT_HANDOVER_REMINDERS", default=3, least=0)
HANDOVER_ESCALATE_DAYS = whole_number("ARBEIDSPACT_HANDOVER_ESCALATE_DAYS", default=12, least=1)
RULES = os.environ.get("ARBEIDSPACT_RULES", "")
TERM_RISK_DAYS = whole_number("ARBEIDSPACT_TERM_RISK_DAYS", default=14, least=0)
MATCH_BY_MEANING = is_on("ARBEIDSPACT_MATCH_BY_MEANING", default=True)
RERANKING = one_of("ARBEIDSPACT_RERANKING", ("plain", "price_adjusted", "capped", "allocation_first"), default="plain")
RANKING_LOG_DAYS = whole_number("ARBEIDSPACT_RANKING_LOG_DAYS", default=365, least=183)
CONTACT_DAYS = whole_number("ARBEIDSPACT_CONTACT_DAYS", default=365, least=30)
LADDER_FILE = os.environ.get("ARBEIDSPACT_LADDER", "")
PLAN_TEMPLATES_FILE = os.environ.get("ARBEIDSPACT_PLAN_TEMPLATES", "")
ROUND_FILES_DAYS = whole_number("ARBEIDSPACT_ROUND_FILES_DAYS", default=30, least=1)
OPEN_DATA_PUBLISHER = os.environ.get("ARBEIDSPACT_OPEN_DATA_PUBLISHER", "Arbeidspact")
REPORT_CONTACT = os.environ.get("ARBEIDSPACT_REPORT_CONTACT", "")
OPEN_DATA_LICENCE = os.environ.get(
    "ARBEIDSPACT_OPEN_DATA_LICENCE", "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"
)
DEMO_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_BACKEND = os.environ.get("ARBEIDSPACT_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_FILE_PATH = DATA_DIR / "outbox"
EMAIL_HOST = os.environ.get("ARBEIDSPACT_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("ARBEIDSPACT_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("ARBEIDSPACT_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ARBEIDSPACT_SMTP_PASSWORD", "")
EMAIL_USE_TLS = is_on("ARBEIDSPACT_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 8
DEFAULT_FROM_EMAIL = os.environ.get("ARBEIDSPACT_MAIL_FROM", "arbeidspact@localhost")
BOUNCE_ADDRESS = os.environ.get("ARBEIDSPACT_BOUNCE_ADDRESS", "")
BOUNCE_MAILBOX = os.environ.get("ARBEIDSPACT_BOUNCE_MAILBOX", "")
SMS_URL = os.environ.get("ARBEIDSPACT_SMS_URL", "")
SMS_TOKEN = os.environ.get("ARBEIDSPACT_SMS_TOKEN", "")
SMS_SENDER = os.environ.get("ARBEIDSPACT_SMS_SENDER", "")
SMS_CALLBACK_SECRET = os.environ.get("ARBEIDSPACT_SMS_CALLBACK_SECRET", "")
WEBHOOKS_TO_PRIVATE_HOSTS = is_on("ARBEIDSPACT_WEBHOOKS_TO_PRIVATE_HOSTS", default=False)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 10 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
FORM_RENDERER = "arbeidspact.web.widgets.WidgetRenderer"
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "quiet": {
            "()": "arbeidspact.settings.quiet_logs.QuietFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"arbeidspact": {"level": "INFO"}, "django.server": {"level": "WARNING"}},
}
