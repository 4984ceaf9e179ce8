"""The harsh test environment: an unknown template variable fails, static names are not hashed, keys are fixed."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("ARBEIDSPACT_SECRET_KEY", "only-for-tests")
os.environ.setdefault("ARBEIDSPACT_NATIONAL_NUMBER_KEY", "only-for-tests-too")
os.environ.setdefault("ARBEIDSPACT_PUBLICATION_KEY", "only-for-tests-as-well")
os.environ.setdefault("ARBEIDSPACT_DATA", tempfile.mkdtemp(prefix="arbeidspact-test-"))
if (_worker := os.environ.get("PYTEST_XDIST_WORKER")) and os.environ.get("WORKER_WITH_FOLDER") != _worker:
    # Tests beside each other write the same names: each worker has a folder of its own. What a test starts follows it.
    os.environ["WORKER_WITH_FOLDER"] = _worker
    os.environ["ARBEIDSPACT_DATA"] = str(Path(os.environ["ARBEIDSPACT_DATA"]) / _worker)
    Path(os.environ["ARBEIDSPACT_DATA"]).mkdir(parents=True, exist_ok=True)
from arbeidspact.settings.base import *  # noqa: F403
from arbeidspact.settings.base import DATA_DIR, DATABASES, TEMPLATES

REQUIRE_SECOND_FACTOR = False
DEMO_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = Path(DATA_DIR) / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True


class UnknownVariable(str):
    """What a template gets for a variable nobody passed: formatting it raises, so a misspelled name cannot pass."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, name: object) -> str:
        message = f"The template uses a variable that nobody passed: {name}"
        raise LookupError(message)


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UnknownVariable("%s")  # type: ignore[index]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
