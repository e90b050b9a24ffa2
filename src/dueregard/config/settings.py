"""Settings of every way in which Due Regard runs; each is documented in docs/settings.md.

Values come from the environment (`DUEREGARD_NAME`) or from one TOML file named by `DUEREGARD_CONFIG` (`name`),
the environment first. `DUEREGARD_MODE` is `production` (the default: refuses to start without its secrets),
`demo` (loopback only, an embedded database under `var/demo`) or `test`.
"""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from dueregard.config import saml
from dueregard.config.values import Values

values = Values.read()
MODE = values.one_of("mode", ("production", "demo", "test"), "production")
DEMO = MODE == "demo"
TESTING = MODE == "test"
VAR = Path(values.text("var", "var/demo" if DEMO else "var")).absolute()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = False
SECRET_KEY = values.secret("secret_key", VAR, needed=not (DEMO or TESTING))
ALLOWED_HOSTS = values.list("hosts", ["127.0.0.1", "localhost", "[::1]"] if (DEMO or TESTING) else None)
if TESTING:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
BASE_URL = values.address("base_url", "http://127.0.0.1:8000" if (DEMO or TESTING) else None)
# The key file signs checkpoints of the ledger (Ed25519, PEM); demo and test make one where it is missing.
LEDGER_KEY_FILE = Path(values.text("key_file", str(VAR / "ledger-key.pem") if (DEMO or TESTING) else None))
FILES_ROOT = Path(values.text("files", str(VAR / "files")))
values.refuse_if_missing()

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "dueregard.accounts",  # before allauth: our templates stand in the place of its own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "dueregard.kernel",
    "dueregard.ledger",
    "dueregard.outbox",
    "dueregard.timers",
    "dueregard.documents",
    "dueregard.organisation",
    "dueregard.procedures",
    "dueregard.actions",
    "dueregard.statements",
    "dueregard.events",
    "dueregard.assurance",
    "dueregard.audits",
    "dueregard.bookings",
    "dueregard.practice",
    "dueregard.outreach",
    "dueregard.newsletters",
    "dueregard.adoption",
    "dueregard.exchange",
    "dueregard.portal",
    "dueregard.oversight",
    "dueregard.setup",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dueregard.accounts.middleware.OnlyThisMachine",
    "dueregard.accounts.middleware.Headers",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dueregard.accounts.middleware.IdleTimeout",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dueregard.accounts.middleware.HeldPosts",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "dueregard.accounts.middleware.SecondFactorNeeded",
    "dueregard.organisation.middleware.PersonOnRequest",
    "dueregard.kernel.middleware.Answers",
]

ROOT_URLCONF = "dueregard.config.urls"
WSGI_APPLICATION = "dueregard.config.wsgi.application"
FORM_RENDERER = "dueregard.kernel.forms.Renderer"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "dueregard.kernel.pages.context",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    found = values.database("database", f"sqlite:///{VAR / 'dueregard.sqlite3'}")
    if found["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE: a transaction that reads and then writes never fails half-way for a lock (stack.md).
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
        }
    return found


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Throttles count across processes, so their cache is the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
# Where `collectstatic` gathers files for a server; a demo and the tests find them in the packages.
STATIC_ROOT = None if (DEMO or TESTING) else VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if (DEMO or TESTING)
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO or TESTING

# --- Sign-in -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["dueregard.accounts.backends.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 7200
# A sign-in ends with the browser, after these hours, and for posts that need a second factor after idling.
LONGEST_SESSION_HOURS = values.number("session_hours", 8)
SECOND_FACTOR_ASKED = not (DEMO or TESTING)  # tests of it turn it on
IDLE_MINUTES = values.number("idle_minutes", 15)
SESSION_COOKIE_AGE = LONGEST_SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "dueregard.accounts.middleware.held_posts.csrf_failed"

ACCOUNT_ADAPTER = "dueregard.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
# Passwords are counted by accounts.throttle; these are allauth's limits for codes and for whole pages.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "100/15m/ip,10/15m/key"}
ACCOUNT_FORMS = {
    "login": "dueregard.accounts.forms.SignIn",
    "change_password": "dueregard.accounts.forms.ChangePassword",
    "reset_password_from_key": "dueregard.accounts.forms.SetPasswordByMail",
    "reauthenticate": "dueregard.accounts.forms.Reauthenticate",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if values.flag("behind_proxy") else 0
MFA_ADAPTER = "dueregard.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by the provider, not by the person
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or TESTING
MFA_FORMS = {
    "authenticate": "dueregard.accounts.forms.GiveCode",
    "reauthenticate": "dueregard.accounts.forms.GiveCodeAgain",
    "activate_totp": "dueregard.accounts.forms.TurnOnCodes",
    "add_webauthn": "dueregard.accounts.forms.AddKey",
    "edit_webauthn": "dueregard.accounts.forms.RenameKey",
    "authenticate_webauthn": "dueregard.accounts.forms.GiveKey",
    "reauthenticate_webauthn": "dueregard.accounts.forms.GiveKeyAgain",
    "login_webauthn": "dueregard.accounts.forms.SignInByKey",
}

# --- Sign-in by the provider's identity service (OpenID Connect) ---------------------------------------------
OIDC_ISSUER = values.text("oidc_issuer", "")
OIDC_NAME = values.text("oidc_name", "your institution") if OIDC_ISSUER else ""
OIDC_PATH = "institution"
# Yes, when the service itself gives out every address (it need not send `email_verified` then).
OIDC_TRUSTS_ADDRESSES = values.flag("oidc_trusts_addresses")
# Yes, when the service asks for a second factor itself.
OIDC_SECOND_FACTOR = values.flag("oidc_second_factor")
SOCIALACCOUNT_ADAPTER = "dueregard.accounts.adapter.SocialAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = True
# A link, not a form: a form that ends at another origin would need an exception in the content security policy.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "provider_class": "dueregard.accounts.identity.InstitutionProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [],
    }
}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": OIDC_PATH,
            "name": OIDC_NAME,
            "client_id": values.text("oidc_client_id", None),
            "secret": values.text("oidc_client_secret", None),
            "settings": {"server_url": OIDC_ISSUER},
        }
    ]
    values.refuse_if_missing()
# Or by SAML, where the service has nothing newer: an optional extra, and never beside OpenID Connect.
SAML_ENTITY_ID = values.text("saml_entity_id", "")
SAML_NAME = values.text("saml_name", "your institution") if SAML_ENTITY_ID else ""
SAML_TRUSTS_ADDRESSES = values.flag("saml_trusts_addresses")
SAML_SECOND_FACTOR = values.flag("saml_second_factor")
if SAML_ENTITY_ID:
    saml.refuse_two_services(OIDC_ISSUER)
    saml.refuse_without_extra()
    SAML_SIGN_IN_URL = values.text("saml_sign_in_url", None)
    certificate_file = values.text("saml_certificate_file", None)
    values.refuse_if_missing()
    SAML_CERTIFICATES = saml.certificates(certificate_file)
    INSTALLED_APPS.append("allauth.socialaccount.providers.saml")
    SOCIALACCOUNT_PROVIDERS["saml"] = {
        "provider_class": "dueregard.accounts.saml.provider.SamlProvider",
        "APPS": [{"name": SAML_NAME, "client_id": "institution", "provider_id": "saml"}],
    }
# What counts of whichever of the two is set.
IDENTITY_TRUSTS_ADDRESSES = SAML_TRUSTS_ADDRESSES if SAML_ENTITY_ID else OIDC_TRUSTS_ADDRESSES
IDENTITY_SECOND_FACTOR = SAML_SECOND_FACTOR if SAML_ENTITY_ID else OIDC_SECOND_FACTOR

# --- Security headers and cookies ----------------------------------------------------------------------------
SECURE = not (DEMO or TESTING)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_SSL_REDIRECT = SECURE
# A monitor beside the server may ask over plain HTTP; the answer says nothing but 'well' or 'not well'.
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if values.flag("behind_proxy") else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
# Not "no-referrer": a browser would send "Origin: null" with every form (docs/decisions/0006-referrer-policy.md).
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_ENGINE = "dueregard.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# Not in a cookie: a message may hold what somebody typed.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
# A video that a provider holds itself (outreach); a proxy in front must let as much through.
VIDEO_MEGABYTES = values.number("video_megabytes", 200)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Mail ----------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = values.text("mail_host", "127.0.0.1")
EMAIL_PORT = values.number("mail_port", 25)
EMAIL_HOST_USER = values.text("mail_user", "")
EMAIL_HOST_PASSWORD = values.text("mail_password", "")
EMAIL_USE_TLS = values.flag("mail_starttls")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = values.text("mail_from", "due-regard@localhost")
# Where answers go, when somewhere else than to mail_from.
MAIL_REPLY_TO = values.text("mail_reply_to", "")
# Where mails go: `smtp`, or `folder` (the demo: each mail is a file under var, and can be read on a page).
MAIL_TO = values.text("mail_to", "folder" if DEMO else "smtp")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "dueregard.kernel.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "dueregard": {
            "handlers": ["stderr"],
            "level": os.environ.get("DUEREGARD_LOG", "WARNING"),
            "propagate": False,
        },
    },
}
