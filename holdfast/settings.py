"""Every setting, read in one place. docs/configuration.md says what each is for."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from holdfast import env

BASE = Path(__file__).resolve().parent.parent
DATA = Path(env.text("HOLDFAST_DATA", str(BASE / "data"))).resolve()
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)

DEBUG = env.flag("HOLDFAST_DEBUG")
SECRET_KEY = env.secret("HOLDFAST_SECRET_KEY", DATA / "secret.key")
SECRET_KEY_FALLBACKS = env.words("HOLDFAST_SECRET_KEY_FALLBACKS")
MASTER_KEY = env.secret("HOLDFAST_MASTER_KEY", DATA / "master.key")
PUSH_KEY = env.secret("HOLDFAST_PUSH_KEY", DATA / "push.key")
PUBLIC_HOSTS = env.words("HOLDFAST_HOSTS")
ALLOWED_HOSTS = [*PUBLIC_HOSTS, "localhost", "127.0.0.1", "[::1]"]
HTTPS = env.flag("HOLDFAST_HTTPS", default=bool(PUBLIC_HOSTS))
ADDRESS = env.text("HOLDFAST_ADDRESS", f"https://{PUBLIC_HOSTS[0]}" if PUBLIC_HOSTS else "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in PUBLIC_HOSTS if HTTPS]

# Where "Leave this page" goes, and the country whose lines are shown first: the host chooses both.
EXIT_ADDRESS = env.text("HOLDFAST_EXIT_ADDRESS", "https://www.weather.gov")
COUNTRY = env.text("HOLDFAST_COUNTRY", "US").upper()

# The map draws its own outlines. Only when the host names a server of tiles does a browser ask another for anything.
TILES = env.tiles("HOLDFAST_TILES")
TILES_CREDIT = env.text("HOLDFAST_TILES_CREDIT")

INSTALLED_APPS = [
    "holdfast.home",
    "holdfast.teams",
    "holdfast.care",
    "holdfast.checkins",
    "holdfast.tending",
    "holdfast.asks",
    "holdfast.supporters",
    "holdfast.network",
    "holdfast.directory",
    "holdfast.consent",
    "holdfast.accounts",
    "holdfast.notices",
    "holdfast.sealing",
    "holdfast.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "leaflet",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "holdfast.web.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "holdfast.accounts.middleware.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "holdfast.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "holdfast.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "holdfast.web.forms.Renderer"

# Storage

DATABASES = {
    "default": env.database("DATABASE_URL", DATA / "holdfast.sqlite3"),
    "keys": env.database("HOLDFAST_KEYS_URL", DATA / "keys.sqlite3"),
}
DATABASE_ROUTERS = ["holdfast.sealing.routers.KeyStoreRouter"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["holdfast.accounts.hashers.SmallArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("nickname",)},
    },
    {"NAME": "holdfast.accounts.passphrases.CommonPassphraseValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_LOGOUT_REDIRECT_URL = "welcome"
ACCOUNT_ADAPTER = "holdfast.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "nickname"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SIGNUP_REDIRECT_URL = "recovery_codes"
ACCOUNT_RATE_LIMITS = {"recover": "10/m/ip,5/5m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "signup": "holdfast.accounts.forms.SignUpForm",
    "login": "holdfast.accounts.forms.SignInForm",
    "reauthenticate": "holdfast.accounts.forms.AgainForm",
}
ACCOUNT_USERNAME_MIN_LENGTH = 2
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("HOLDFAST_PROXIES", 0)
MFA_ADAPTER = "holdfast.accounts.adapter.MfaAdapter"
MFA_FORMS = {
    "activate_totp": "holdfast.accounts.second_factor_forms.TurnOnForm",
    "authenticate": "holdfast.accounts.second_factor_forms.StepForm",
    "reauthenticate": "holdfast.accounts.second_factor_forms.StepAgainForm",
    "add_webauthn": "holdfast.accounts.second_factor_forms.PasskeyForm",
    "edit_webauthn": "holdfast.accounts.second_factor_forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TRUST_ENABLED = False
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
PASSWORD_RESET_TIMEOUT = 3600

# Cookies, headers, content policy

PREFIX = "__Host-" if HTTPS else ""
SESSION_ENGINE = "holdfast.accounts.sessions"
SESSION_COOKIE_NAME = f"{PREFIX}session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 30 * 24 * 3600
CSRF_COOKIE_NAME = f"{PREFIX}csrf"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "holdfast.web.views.form_expired"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *env.origins(TILES)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Measures: packs of questions with terms of their own that the host switched on, and a folder of its own files.

PACKS = env.words("HOLDFAST_PACKS")
INSTRUMENTS = env.text("HOLDFAST_INSTRUMENTS")

# Where the end of the record of looks is published each day, outside the database; best on another machine.

RECORD_HEADS = Path(env.text("HOLDFAST_RECORD_HEADS", str(DATA / "record-heads")))

# Words, times, files

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Español"))]
TIME_ZONE = env.text("HOLDFAST_TIME_ZONE", "UTC")
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE / "static_root"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail is optional: without a server nothing is sent and no page offers it.

EMAIL_HOST = env.text("HOLDFAST_MAIL_HOST")
EMAIL_PORT = env.number("HOLDFAST_MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("HOLDFAST_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("HOLDFAST_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("HOLDFAST_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("HOLDFAST_MAIL_FROM", "updates@localhost")

# Further channels people may choose, by their names in apprise, and hosts inside the own network that may be reached.

CHANNELS = [name.lower() for name in env.words("HOLDFAST_CHANNELS")]
CHANNEL_HOSTS = env.words("HOLDFAST_CHANNEL_HOSTS")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "holdfast.web.logs.Discreet",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("HOLDFAST_LOG_LEVEL", "WARNING").upper()},
}
