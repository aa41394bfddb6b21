"""Django's settings, built from `kuulo.web.config`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from kuulo.web.config import read_config

CONFIG = read_config(os.environ)
HERE = Path(__file__).parent

SECRET_KEY = CONFIG.secret_key
DEBUG = CONFIG.debug
ALLOWED_HOSTS = list(CONFIG.hosts)

INSTALLED_APPS = [
    "kuulo.accounts",
    "kuulo.jobs",
    "kuulo.lake",
    "kuulo.audit",
    "kuulo.drafting",
    "kuulo.customers",
    "kuulo.words",
    "kuulo.correction",
    "kuulo.figures",
    "kuulo.surveys",
    "kuulo.instruments",
    "kuulo.events",
    "kuulo.matching",
    "kuulo.journeys",
    "kuulo.feeds",
    "kuulo.invitations",
    "kuulo.responses",
    "kuulo.profiles",
    "kuulo.quiet",
    "kuulo.trends",
    "kuulo.drivers",
    "kuulo.growth",
    "kuulo.scales",
    "kuulo.themes",
    "kuulo.codebooks",
    "kuulo.searches",
    "kuulo.adopters",
    "kuulo.studies",
    "kuulo.sources",
    "kuulo.passages",
    "kuulo.diaries",
    "kuulo.discussions",
    "kuulo.exchange",
    "kuulo.claims",
    "kuulo.ideas",
    "kuulo.decisions",
    "kuulo.plans",
    "kuulo.rights",
    "kuulo.sample",
    "kuulo.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kuulo.accounts.middleware.LanguageMiddleware",
    "kuulo.accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kuulo.web.errors.KuuloErrorMiddleware",
]

ROOT_URLCONF = "kuulo.web.urls"
WSGI_APPLICATION = "kuulo.web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kuulo.web.context.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": dict(CONFIG.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "kuulo.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if CONFIG.email else 'console'}.EmailBackend"
if CONFIG.email:
    EMAIL_HOST, EMAIL_PORT = CONFIG.email.host, CONFIG.email.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = CONFIG.email.user, CONFIG.email.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = CONFIG.email.tls == "implicit", CONFIG.email.tls == "starttls"
    EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = CONFIG.email_from

LANGUAGE_CODE = CONFIG.language
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
# Rooms that are no Django apps; their translations are named here.
LOCALE_PATHS = [
    HERE.parent / room / "locale" for room in ("measures", "identity", "language", "qualitative", "bench", "cli")
]
TIME_ZONE = CONFIG.time_zone
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = CONFIG.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MANIFEST_STRICT = False
MEDIA_ROOT = CONFIG.data / "uploads"
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
KUULO_UPLOAD_LIMIT_MB = CONFIG.upload_limit_mb
KUULO_DATA = CONFIG.data
KUULO_THREADS = CONFIG.threads
KUULO_LAKE_URL = CONFIG.lake_url
KUULO_PUBLIC_URL = CONFIG.public_url
KUULO_EMAIL = CONFIG.email
KUULO_BOUNCES_URL = CONFIG.bounces_url
KUULO_INBOX = CONFIG.inbox
KUULO_MODEL = CONFIG.model
KUULO_EMBEDDING = CONFIG.embedding
KUULO_PROXIES = CONFIG.proxies

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.https
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kuulo.web.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "filters": {"without_secrets": {"()": "kuulo.web.logs.WithoutSecrets"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"kuulo": {"level": "INFO"}, "django.request": {"filters": ["without_secrets"]}},
}
