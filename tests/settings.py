"""The product's settings, on a throwaway data folder and with plain static files."""

import os
import tempfile

os.environ.setdefault("HOLDFAST_DATA", tempfile.mkdtemp(prefix="holdfast-test-"))

from holdfast.settings import *  # noqa: F403  # the environment must be set first

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
for database in DATABASES.values():  # noqa: F405  # of the settings
    if database["ENGINE"] == "holdfast.sqlite":
        database["TEST"] = {"NAME": ":memory:"}
    else:
        # Tests empty their database; a server that serves people refuses to empty the record of looks.
        database["OPTIONS"] = {**database["OPTIONS"], "options": "-c holdfast.emptying=on"}
