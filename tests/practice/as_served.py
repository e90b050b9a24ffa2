"""Settings of the tests, but with static files collected, named by their content and compressed, as a server has them."""

from dueregard.config.settings import *  # noqa: F403
from dueregard.config.settings import VAR

STATIC_ROOT = VAR / "collected"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
