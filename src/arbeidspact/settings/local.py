"""The demo and one person's machine: loopback, mail into a folder, no second factor demanded."""

from arbeidspact.settings.base import *  # noqa: F403
from arbeidspact.settings.environment import is_on

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
REQUIRE_SECOND_FACTOR = is_on("ARBEIDSPACT_REQUIRE_SECOND_FACTOR", default=False)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
